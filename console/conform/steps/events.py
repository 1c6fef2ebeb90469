"""Events: typing, and receipts for what was said."""

from __future__ import annotations

import json
from typing import Any

from console.conform.facts import Facts, NotPlayed
from console.conform.stage import Stage, outcome
from console.conform.step import Play, Step
from console.conform.talk import EVENT, is_said_by_flow, told
from console.conform.words import NOWHERE

METADATA = EVENT + "message.metadata"


async def _typing(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    answer = await stage.ask(talk, "SendEvent", ContentType=EVENT + "typing")
    echo = await talk.ear.item(stage.pace.answer_s, ContentType=EVENT + "typing")
    items = await stage.transcript(talk)
    kept = any(item.get("ContentType") == EVENT + "typing" for item in items)
    return Facts(answer=answer, echo=told(echo), in_transcript=kept)


def _receipt(kind: str) -> Play:
    async def play(stage: Stage) -> Facts:
        talk = stage.live("the chat")
        said = next((item for item in talk.ear.items if is_said_by_flow(item)), None)
        if said is None:
            raise NotPlayed("the flow has said nothing")
        answer = await outcome(_send(stage, kind, str(said["Id"])))
        if isinstance(answer, Facts):
            return Facts(answer=answer)
        await talk.ear.item(stage.pace.answer_s, Id=str(answer["Id"]))
        heard = [item for item in talk.ear.items if item.get("ContentType") == METADATA]
        kept = next((one for one in await stage.transcript(talk) if one.get("Id") == said["Id"]), {})
        return Facts(
            answer=answer, heard=told(heard[-1] if heard else None), kept=kept.get("MessageMetadata")
        )

    return play


async def _send(stage: Stage, kind: str, message_id: str) -> Any:
    content = json.dumps({"messageId": message_id})
    return await stage.ask(
        stage.live("the chat"), "SendEvent", ContentType=f"{EVENT}message.{kind}", Content=content
    )


async def _of_nothing(stage: Stage) -> Facts:
    return Facts(answer=await outcome(_send(stage, "read", NOWHERE)))


async def _without_content(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    asked = stage.ask(talk, "SendEvent", ContentType=EVENT + "message.read")
    return Facts(answer=await outcome(asked))


async def _unknown(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    return Facts(answer=await outcome(stage.ask(talk, "SendEvent", ContentType=EVENT + "chat.ended")))


STEPS = (
    Step("event.typing", "That the customer is typing", _typing),
    Step("event.delivered", "That a message of the flow was delivered", _receipt("delivered")),
    Step("event.read", "That it was read", _receipt("read")),
    Step(
        "event.receipt-of-nothing",
        "That a message was read which is not there",
        _of_nothing,
        settles=("receipt-of-nothing",),
    ),
    Step("event.without-content", "That a message was read, without its id", _without_content),
    Step("event.unknown", "An event that a customer cannot send", _unknown),
)
