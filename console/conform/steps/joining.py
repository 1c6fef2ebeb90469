"""Joining: connections, the subscription, the first words, and frames that mean nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.chat.connection.frames import PING
from console.conform.facts import Facts, Word
from console.conform.stage import Stage, ahead, outcome, plain
from console.conform.step import Step
from console.conform.talk import EVENT, Ear, is_said_by_flow, told
from console.conform.words import FIRST, NOWHERE

JOINED = EVENT + "participant.joined"
FLOWS_OWN = {
    "*.Content": "flows say other things",
    "*.ContentType": "flows say things of other types",
    "*.DisplayName": "a flow or its bot has a name of its own",
}
"""How what two flows say may differ."""


async def _unknown_token(stage: Stage) -> Facts:
    request = {"ParticipantToken": NOWHERE, "Type": ["WEBSOCKET"]}
    return Facts(answer=await outcome(stage.ground.participant.ask("CreateParticipantConnection", request)))


async def _connect(stage: Stage) -> Facts:
    answer = await stage.connect(stage.talk("the chat"))
    socket, credentials = answer.get("Websocket") or {}, answer.get("ConnectionCredentials") or {}
    # The socket is opened by the next step, well within the 100 s that its address lasts.
    await stage.listen(stage.talk("the chat"), answer)
    return Facts(
        answer=answer,
        socket_expiry_hours=ahead(socket.get("ConnectionExpiry"), 3600),
        token_expiry_hours=ahead(credentials.get("Expiry"), 3600),
    )


async def _quiet_before(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    before = await stage.transcript(talk)
    return Facts(
        items=len(before),
        first_is_ours=bool(before) and before[0].get("Content") == FIRST,
        first=told(before[0] if before else None),
    )


async def _subscribe(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    ear = talk.ear
    await ear.greet(stage.pace.answer_s)
    await ear.socket.until(
        lambda: bool(ear.answers("aws/ping") and ear.answers("aws/heartbeat")), stage.pace.answer_s
    )
    return Facts({name: _first(ear.answers(f"aws/{name}")) for name in ("subscribe", "ping", "heartbeat")})


async def _first_words(stage: Stage) -> Facts:
    ear = stage.live("the chat").ear
    joined = await ear.item(stage.pace.answer_s, ContentType=JOINED)
    said = await ear.system_item(stage.pace.answer_s)
    is_first_ours = any(item.get("Content") == FIRST for item in ear.items)
    return Facts(joined=told(joined), said=told(said), first_message_came=is_first_ours)


async def _in_transcript(stage: Stage) -> Facts:
    items = await stage.transcript(stage.live("the chat"))
    ours = next((item for item in items if item.get("Content") == FIRST), None)
    kinds = [item.get("ContentType") for item in items]
    return Facts(
        first_is_ours=bool(items) and items[0].get("Content") == FIRST,
        ours=told(ours),
        joined=told(next((item for item in items if item.get("ContentType") == JOINED), None)),
        joined_once=kinds.count(JOINED) == 1,
    )


NONSENSE = {
    "no_json": "no JSON at all",
    "unknown_topic": '{"topic":"aws/unheard-of"}',
    "no_topics": '{"topic":"aws/subscribe","content":{"topics":[]}}',
}


async def _nonsense(stage: Stage) -> Facts:
    ear = stage.live("the chat").ear
    pings = len(ear.answers("aws/ping"))
    found = Facts({name: await _answer(ear, text, stage.pace.quiet_s) for name, text in NONSENSE.items()})
    await ear.socket.send(PING)
    is_open = await ear.socket.until(lambda: len(ear.answers("aws/ping")) > pings, stage.pace.answer_s)
    return Facts(found, still_open=is_open)


async def _answer(ear: Ear, text: str, within_s: float) -> Any:
    """The first frame that answers another one and brings no item."""
    before = len(ear.frames)

    def answers() -> list[Any]:
        return [one for one in ear.frames[before:] if _is_no_item(one)]

    await ear.socket.send(text)
    await ear.socket.until(lambda: bool(answers()), within_s)
    return _first(answers())


async def _without_socket(stage: Stage) -> Facts:
    talk = stage.talk("the second chat")
    answer = await stage.connect(talk, types=("CONNECTION_CREDENTIALS",))
    items = await stage.transcript_with(talk, is_said_by_flow)
    return Facts(
        answer=answer,
        joined=any(item.get("ContentType") == JOINED for item in items),
        flow_has_spoken=any(map(is_said_by_flow, items)),
    )


async def _no_type(stage: Stage) -> Facts:
    token = stage.talk("the second chat").participant_token
    asked = stage.ground.participant.ask
    nothing = await outcome(asked("CreateParticipantConnection", {"ParticipantToken": token}))
    joined = await outcome(
        asked("CreateParticipantConnection", {"ParticipantToken": token, "ConnectParticipant": True})
    )
    return Facts(nothing_asked=_plain(nothing), only_to_join=_plain(joined))


def _plain(answer: Any) -> Any:
    return answer if isinstance(answer, Facts) else plain(answer)


def _first(frames: list[Any]) -> Any:
    return frames[0] if frames else Word("nothing came")


def _is_no_item(frame: object) -> bool:
    return not isinstance(frame, Mapping) or frame.get("topic") != "aws/chat"


STEPS = (
    Step("join.unknown-token", "A connection with a token that nobody has", _unknown_token),
    Step("join.connection", "The connection of the customer", _connect),
    Step(
        "join.before",
        "The transcript before anybody has subscribed",
        _quiet_before,
        settles=("initial-message-first", "joined-when"),
        may_differ={"first.MessageMetadata*": "receipts may come at any time"},
    ),
    Step("join.subscribe", "The subscription and both heartbeats", _subscribe),
    Step(
        "join.first-words",
        "The first frames: who has joined, and what the flow says",
        _first_words,
        settles=("joined-when", "initial-message-first"),
        may_differ={f"said{path[1:]}": why for path, why in FLOWS_OWN.items()},
    ),
    Step("join.transcript", "The transcript after it", _in_transcript, settles=("initial-message-first",)),
    Step("join.nonsense", "Frames that mean nothing", _nonsense, settles=("unknown-topic",)),
    Step(
        "join.without-socket",
        "The second chat is joined by a connection without a websocket",
        _without_socket,
        settles=("joined-when",),
    ),
    Step("join.no-type", "A connection of no type", _no_type),
)
