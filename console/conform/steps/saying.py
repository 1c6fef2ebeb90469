"""Saying something: what is taken, how it comes back, and what is refused."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

from console.conform.facts import Facts
from console.conform.stage import Stage, outcome
from console.conform.step import Play, Step
from console.conform.steps.joining import FLOWS_OWN
from console.conform.talk import told
from console.conform.words import AGAIN, HELLO, JSON, LARGEST, MARKDOWN, NO_JSON, NOWHERE, RESPONSE

IN_A_ROW = 5
INTERACTIVE_RESPONSE = "application/vnd.amazonaws.connect.message.interactive.response"


async def _hello(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    heard = len(talk.ear.items)
    token = str(uuid4())
    answer = await stage.say(talk, HELLO, ClientToken=token)
    talk.sent["hello"] = {**answer, "ClientToken": token}
    echo = await talk.ear.item(stage.pace.answer_s, Id=str(answer["Id"]))
    reply = await talk.ear.system_item(stage.pace.answer_s, after=heard)
    same_time = echo is not None and echo.get("AbsoluteTime") == answer.get("AbsoluteTime")
    return Facts(
        answer=answer,
        echo=told(echo),
        echoes=sum(item.get("Id") == answer["Id"] for item in talk.ear.items),
        same_time=same_time,
        reply=told(reply),
    )


async def _same_token(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    token = str(uuid4())
    first, second = [await outcome(stage.say(talk, AGAIN, ClientToken=token)) for _ in range(2)]
    items = await stage.transcript(talk)
    return Facts(
        same_answer=first == second,
        second=second,
        times_in_transcript=sum(item.get("Content") == AGAIN for item in items),
    )


def _saying(text: str, content_type: str) -> Play:
    async def play(stage: Stage) -> Facts:
        talk = stage.live("the chat")
        answer = await outcome(stage.say(talk, text, content_type))
        if isinstance(answer, Facts):
            return answer
        echo = await talk.ear.item(stage.pace.answer_s, Id=str(answer["Id"]))
        return Facts(answer=answer, echo=told(echo))

    return play


async def _wrong_token(stage: Stage) -> Facts:
    stage.live("the chat")
    asked: dict[str, Any] = {"ConnectionToken": NOWHERE, "Content": HELLO, "ContentType": "text/plain"}
    return Facts(answer=await outcome(stage.ground.participant.ask("SendMessage", asked)))


async def _participant_token(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    asked: dict[str, Any] = {
        "ConnectionToken": talk.participant_token, "Content": HELLO, "ContentType": "text/plain",
    }  # fmt: skip
    return Facts(answer=await outcome(stage.ground.participant.ask("SendMessage", asked)))


async def _in_a_row(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    answers = await asyncio.gather(*(outcome(stage.say(talk, AGAIN)) for _ in range(IN_A_ROW)))
    items = await stage.transcript(talk)
    times = [item.get("AbsoluteTime") for item in items]
    return Facts(
        taken=sum("Id" in answer for answer in answers),
        times_are_unique=len(set(times)) == len(times),
        times_ascend=times == sorted(times, key=str),
    )


STEPS = (
    Step(
        "say.plain",
        "A message, its echo, and the flow's reply",
        _hello,
        may_differ={f"reply{path[1:]}": why for path, why in FLOWS_OWN.items()},
    ),
    Step("say.same-token", "A message twice with one client token", _same_token),
    Step("say.markdown", "A message of text/markdown", _saying(MARKDOWN, "text/markdown")),
    Step("say.json", "A message of application/json", _saying(JSON, "application/json")),
    Step("say.no-json", "A message of application/json that is none", _saying(NO_JSON, "application/json")),
    Step(
        "say.not-asked",
        "A content type that the chat did not ask for",
        _saying(RESPONSE, INTERACTIVE_RESPONSE),
    ),
    Step("say.unknown-type", "A content type that chats have not", _saying(HELLO, "text/html")),
    Step("say.largest", "A message as large as one may be", _saying("x" * LARGEST, "text/plain")),
    Step("say.too-large", "A message of one byte more", _saying("x" * (LARGEST + 1), "text/plain")),
    Step("say.wrong-token", "A message with a token that nobody has", _wrong_token),
    Step("say.participant-token", "A message with the participant token", _participant_token),
    Step("say.in-a-row", "Several messages at once", _in_a_row, settles=("absolute-time-once",)),
)
