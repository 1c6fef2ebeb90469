"""The whole script on the sandbox: it says the same each time, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import pytest

from console.aws import Connect, Patience
from console.conform.comparison import compare
from console.conform.pace import Pace
from console.conform.performance import Outcome, Performance, PlayTooLong, perform
from console.conform.report import as_json, table
from console.conform.steps import CHATS, SCRIPT
from console.credentials import Keys
from console.errors import NotReached, QuotaFull
from console.sandbox import Sandbox, parse
from tests.conftest import until
from tests.console.conform.conftest import QUICK, Playing, ground_of, scene
from tests.console.doctor.flows import block, content

KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
HASTY = Patience(attempts=1)


def active(sandbox: Sandbox) -> list[str]:
    return [contact.id for contact in sandbox.contacts.all() if contact.ended is None]


def test_no_two_steps_have_one_name() -> None:
    names = [step.name for step in SCRIPT]
    assert len(set(names)) == len(names)


@pytest.mark.bound(60)
async def test_a_sandbox_is_like_a_sandbox_three_times_in_a_row(sandbox: Sandbox) -> None:
    async with ground_of(sandbox) as ground:
        first = await perform(ground, SCRIPT, QUICK)
        assert len(sandbox.contacts.all()) == CHATS
        assert active(sandbox) == []
        assert {name: one.why for name, one in first.outcomes.items() if one.seen is None and one.why} in (
            {},
            {"flow.versions": "the flow has fewer than two versions"},
        )
        second, third = await asyncio.gather(*(perform(ground, SCRIPT, QUICK) for _ in range(2)))
    for one, other in ((first, second), (second, third), (first, third)):
        compared = compare(SCRIPT, one, other)
        assert [one.differences for one in compared if one.verdict == "differs"] == []
    assert active(sandbox) == []


CANARIES = ("canary in a flow", "canary of an attribute", "canary-key")


@pytest.fixture
def telling(sandbox: Sandbox) -> None:
    """The flow says what nobody else is to read, and sets an attribute of that kind."""
    text, value, key = CANARIES
    set_it = block("Set", "UpdateContactAttributes", "Ask", Attributes={key: value}, TargetContact="Current")
    ask = block("Ask", "Wait", TimeLimitSeconds="60", Events=["CustomerReturned"])
    ask["Transitions"] = {
        "NextAction": "Hello",
        "Errors": [{"NextAction": "Hello", "ErrorType": "NoMatchingError"}],
        "Conditions": [
            {"NextAction": "Hello", "Condition": {"Operator": "Equals", "Operands": [one]}}
            for one in ("CustomerReturned", "WaitCompleted")
        ],
    }
    flow = sandbox.flows[0].id
    sandbox.flow_versions.save(flow, json.loads(content(block("Hello", to="Set", Text=text), set_it, ask)))
    sandbox.flow_versions.publish(flow)


@pytest.mark.usefixtures("telling")
async def test_what_is_told_holds_nothing_of_the_chats(sandbox: Sandbox, playing: Playing) -> None:
    script = scene("say.plain", "transcript.item", "contact.describe", "end.leave", "end.started-again")
    first = await playing(script)
    attributes = [contact.attributes for contact in sandbox.contacts.all()]
    assert any(CANARIES[2] in one for one in attributes)
    compared = compare(script, first, Performance("sandbox", "us-east-1"))
    compared += compare(script, first, first)
    text = json.dumps(as_json(first, first, compared)) + table(compared)
    assert "our hello" in text
    for contact in sandbox.contacts.all():
        for secret in (contact.id, contact.participant_id, contact.participant_token):
            assert secret not in text
    for secret in (*CANARIES, sandbox.instance_id, sandbox.flows[0].id, "123456789012", "canary"):
        assert secret not in text


async def test_a_vital_step_that_is_refused_ends_the_play(sandbox: Sandbox, playing: Playing) -> None:
    sandbox.faults.add(parse("StartChatContact:LimitExceeded"))
    with pytest.raises(QuotaFull):
        await playing(scene())


async def test_a_place_that_is_not_reached_ends_the_play(sandbox: Sandbox) -> None:
    async with ground_of(sandbox) as ground:
        profile = replace(ground.connect.profile, endpoint="http://127.0.0.1:9")
        nowhere = Connect(profile, KEYS, patience=HASTY)
        with pytest.raises(NotReached):
            await perform(replace(ground, connect=nowhere), scene(), QUICK)
        nowhere.close()


async def test_a_play_that_lasts_too_long_is_told_and_tidied_up(sandbox: Sandbox) -> None:
    async with ground_of(sandbox) as ground:
        with pytest.raises(PlayTooLong):
            await perform(ground, scene("socket.back"), Pace(quiet_s=60, total_s=1))
    assert active(sandbox) == []


async def test_an_interrupted_play_stops_its_chats(sandbox: Sandbox) -> None:
    async with ground_of(sandbox) as ground:
        playing = asyncio.create_task(perform(ground, scene("socket.back"), Pace(quiet_s=60)))
        await until(lambda: len(active(sandbox)) == 2, "both chats")
        playing.cancel()
        await asyncio.wait([playing])
    assert playing.cancelled()
    assert active(sandbox) == []


class AnswersOnce:
    """The door of a place whose first answer never arrives, though the call was carried out."""

    def __init__(self, door: Connect) -> None:
        self._door = door
        self._has_lost = False

    async def ask(self, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        is_lost, self._has_lost = not self._has_lost, True
        answer = await self._door.ask(operation, request)
        if is_lost:
            await asyncio.Event().wait()
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._door, name)


async def test_a_start_whose_answer_is_lost_leaves_no_chat(sandbox: Sandbox) -> None:
    async with ground_of(sandbox) as ground:
        lossy = replace(ground, connect=cast("Connect", AnswersOnce(ground.connect)))
        playing = asyncio.create_task(perform(lossy, scene(), QUICK))
        await until(lambda: active(sandbox), "the chat")
        playing.cancel()
        await asyncio.wait([playing])
    assert len(sandbox.contacts.all()) == 1
    assert active(sandbox) == []


async def test_chats_that_cannot_be_stopped_are_told(sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("StopContact:AccessDenied"))
    told: list[str] = []
    async with ground_of(sandbox) as ground:
        await perform(ground, scene(), QUICK, left=told.append)
    assert sorted(told) == sorted(active(sandbox))
    assert len(told) == 2


async def test_a_flow_that_ends_the_chat_leaves_steps_out_with_the_reason(sandbox: Sandbox) -> None:
    def end(step_name: str) -> None:
        if step_name == "say.markdown":
            sandbox.chats.end(sandbox.contacts.all()[0].id)

    async with ground_of(sandbox) as ground:
        script = scene("say.markdown", "say.json")
        ended = await perform(ground, script, QUICK, lambda step: end(step.name))
        whole = await perform(ground, script, QUICK)
    assert ended.outcomes["say.json"] == Outcome(None, "the flow has ended the chat before")
    compared = {one.step.name: one for one in compare(script, ended, whole)}
    assert compared["say.json"].verdict == "not reached"


def test_a_performance_that_ended_early_reaches_nothing_more() -> None:
    nothing = Performance("sandbox", "us-east-1")
    assert {one.verdict for one in compare(SCRIPT, nothing, nothing)} == {"not reached"}
