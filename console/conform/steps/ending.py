"""The end: the customer goes, what is refused afterwards, and a chat that continues this one."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

from console.conform.facts import Facts, NotPlayed, Word
from console.conform.stage import Stage, outcome, refusal
from console.conform.step import Step
from console.conform.talk import ENDED, EVENT, Talk, outline, told
from console.conform.words import HELLO, NOWHERE
from console.errors import InvalidInput, NotFound, ServiceError

LEFT = EVENT + "participant.left"
REHYDRATED = EVENT + "chat.rehydrated"


async def _leave(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    ear, token = talk.ear, str(uuid4())
    answer = await stage.ask(talk, "DisconnectParticipant", ClientToken=token)
    talk.sent["leave"] = {"ClientToken": token}
    ended = await ear.item(stage.pace.answer_s, ContentType=ENDED)
    talk.is_over = ended is not None
    left = await ear.item(0, ContentType=LEFT)
    last = [outline(item) for item in ear.items if item.get("ContentType") in (LEFT, ENDED)]
    return Facts(answer=answer, left=told(left), ended=told(ended), order=last)


def _over(stage: Stage) -> Talk:
    talk = stage.talk("the chat")
    if not talk.has_ended:
        raise NotPlayed("the chat has not ended")
    return talk


async def _afterwards(stage: Stage) -> Facts:
    talk = _over(stage)
    asked = {"ParticipantToken": talk.participant_token, "Type": ["WEBSOCKET"]}
    return Facts(
        connection=await outcome(stage.ground.participant.ask("CreateParticipantConnection", asked)),
        message=await outcome(stage.say(talk, HELLO)),
        event=await outcome(stage.ask(talk, "SendEvent", ContentType=EVENT + "typing")),
        transcript=await outcome(stage.ask(talk, "GetTranscript")),
        leaving=await outcome(stage.ask(talk, "DisconnectParticipant", ClientToken=str(uuid4()))),
    )


async def _replayed(stage: Stage) -> Facts:
    talk = _over(stage)
    if "leave" not in talk.sent or "hello" not in talk.sent:
        raise NotPlayed("what it repeats was not answered before")
    left = stage.ask(talk, "DisconnectParticipant", ClientToken=talk.sent["leave"]["ClientToken"])
    said = await outcome(stage.say(talk, HELLO, ClientToken=talk.sent["hello"]["ClientToken"]))
    same = said if isinstance(said, Facts) else said.get("Id") == talk.sent["hello"]["Id"]
    return Facts(leaving=await outcome(left), same_message=same)


async def _stopped_again(stage: Stage) -> Facts:
    talk = _over(stage)
    return Facts(
        ended=await outcome(stage.control("StopContact", ContactId=talk.contact_id)),
        unknown=await outcome(stage.control("StopContact", ContactId=NOWHERE)),
    )


async def _described(stage: Stage) -> Facts:
    talk = _over(stage)
    contact = (await stage.control("DescribeContact", ContactId=talk.contact_id))["Contact"]
    names = ("DisconnectReason", "DisconnectTimestamp", "InitiationMethod", "Channel")
    return Facts({name: contact.get(name, Word("absent")) for name in names})


async def _started_again(stage: Stage) -> Facts:
    talk = _over(stage)
    try:
        again, _ = await stage.start("", **talk.request)
    except ServiceError as error:
        return refusal(error)
    await stage.stop(again)
    return Facts(
        same_contact=again.contact_id == talk.contact_id,
        same_token=again.participant_token == talk.participant_token,
    )


async def _stopped(stage: Stage) -> Facts:
    """The second chat is stopped from outside, and its customer hears so."""
    talk = stage.talk("the second chat")
    ear = await stage.listen(talk, await stage.connect(talk))
    await ear.greet(stage.pace.answer_s)
    answer = await outcome(stage.control("StopContact", ContactId=talk.contact_id))
    ended = await ear.item(stage.pace.answer_s, ContentType=ENDED)
    talk.is_over = True
    last = [outline(item) for item in ear.items if item.get("ContentType") in (LEFT, ENDED)]
    return Facts(answer=answer, ended=told(ended), order=last)


async def _continued(stage: Stage) -> Facts:
    source = _over(stage)
    started = await _continue(stage, source)
    if isinstance(started, Facts):
        return started
    talk, answer = started
    ear = await stage.listen(talk, await stage.connect(talk))
    await ear.greet(stage.pace.answer_s)
    event = await ear.item(stage.pace.answer_s, ContentType=REHYDRATED)
    items = await stage.transcript(talk)
    past = [item for item in items if item.get("RelatedContactId")]
    await stage.stop(talk)
    return Facts(
        answer=answer,
        event=told(event),
        past_was_pushed=any(item.get("RelatedContactId") for item in ear.items),
        past_is_in_transcript=bool(past),
        past_item=told(past[-1] if past else None),
    )


async def _continue(stage: Stage, source: Talk) -> Any:
    """A persistent chat: an ended one can be continued only after 30 to 60 s (administrator guide)."""
    persistent = {"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": source.contact_id}
    until = asyncio.get_running_loop().time() + stage.pace.ready_s
    while True:
        try:
            return await stage.start("the continued chat", PersistentChat=persistent)
        except (InvalidInput, NotFound) as error:
            if asyncio.get_running_loop().time() >= until:
                return refusal(error)
        except ServiceError as error:
            return refusal(error)
        await asyncio.sleep(stage.pace.retry_s)


STEPS = (
    Step("end.leave", "The customer leaves", _leave, settles=("customer-exit",)),
    Step("end.afterwards", "What the customer may do afterwards", _afterwards),
    Step(
        "end.replayed", "Calls that were answered before, once more", _replayed, settles=("replay-after-end",)
    ),
    Step(
        "end.stop-again",
        "A chat that has ended is stopped, and one that never was",
        _stopped_again,
        settles=("stop-ended-contact",),
    ),
    Step("end.described", "How the contact is described afterwards", _described),
    Step(
        "end.started-again",
        "The client token of the chat that has ended",
        _started_again,
        settles=("client-token-after-end",),
    ),
    Step("end.stopped", "The second chat is stopped by the API", _stopped),
    Step("end.continued", "A persistent chat that continues the first", _continued),
)
