"""The trace of a chat from CloudWatch's flow logs, which the sandbox speaks as AWS does."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.aws import LogEvent
from console.errors import SignInNeeded
from console.profiles import Profile
from console.sandbox import Sandbox, parse
from console.sandbox.flow.engine.actions import ACTIONS
from console.sandbox.operations import logs
from console.trace import flow_log
from console.trace.blocks import type_of
from console.trace.flow_log import FlowLog, contact_ids, pattern_of
from console.trace.log_entry import step_in
from console.trace.pace import Pace
from console.trace.switches import switches_logs_on
from console.trace.trace import Trace
from tests.conftest import MovableClock, until
from tests.console.sandbox.flow.stage import act, document, say
from tests.console.trace.conftest import LOUD, Start, Told, asking, told_by


async def test_both_sources_tell_the_same_way(start: Start) -> None:
    async with start(asking(LOUD), on_aws=True) as told:
        told.say("order please")
        await told.trace.refresh()
        assert told.entered == ["log", "hello", "ask", "note", "lookup", "thanks"]
        types = [step.type for step in told.trace.steps]
        assert types == [
            "UpdateFlowLoggingBehavior", "MessageParticipant", "Wait", "UpdateContactAttributes",
            "InvokeLambdaFunction", "MessageParticipant",
        ]  # fmt: skip
        ask, note, lookup = told.trace.steps[2:5]
        assert (ask.flow, ask.result, ask.is_error) == ("Greeting", "CustomerReturned", False)
        assert note.attributes["intent"] == "order"
        assert "geheim" not in str(note)
        assert (lookup.is_error, lookup.facts["block"]) == (True, "InvokeExternalResource")
        assert {step.flow_id for step in told.trace.steps} == {told.sandbox.flows[0].id}
        assert (told.trace.is_late, told.trace.state, told.trace.missing) == (True, "current", ())


def written(told: Told, ms: int, identifier: str, **members: Any) -> None:
    entry = {
        "ContactId": told.contact_id,
        "ContactFlowId": "arn:aws:connect:us-east-1:123456789012:instance/i/contact-flow/f",
        "ContactFlowModuleType": "PlayPrompt",
        "Identifier": identifier,
    }
    told.sandbox.center.flow_log.write(ms, {**entry, **members})


async def test_late_entries_find_their_place_and_repeated_ones_are_one(start: Start) -> None:
    async with start(asking(LOUD), on_aws=True) as told:
        await told.trace.refresh()
        assert told.entered == ["log", "hello"]
        ms = int(told.trace.steps[0].at.timestamp() * 1000)
        written(told, ms + 90, "later")
        written(told, ms + 40, "late")
        written(told, ms + 90, "later")
        await told.trace.refresh()
        assert told.entered == ["log", "hello", "late", "later"]
        written(told, ms + 40, "late")
        await told.trace.refresh(whole=True)
        assert told.entered == ["log", "hello", "late", "later"]


async def test_a_follower_reads_after_a_turn_and_rests_when_nothing_comes(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FlowLog, "rhythm", replace(FlowLog.rhythm, after_news_s=0.05, waits_s=(0.05, 0.05)))
    async with start(asking(LOUD), on_aws=True) as told:
        following = asyncio.get_running_loop().create_task(told.trace.follow())
        await until(lambda: told.entered == ["log", "hello"], "the first entries")
        await told.workspace.connect(told.chat)
        session = told.chat.session
        assert session is not None
        await session.send_message("order please")
        await until(lambda: "thanks" in told.entered, "what the turn has brought")
        following.cancel()
        await session.close()


async def test_where_the_instance_writes_no_logs_that_is_said(start: Start, sandbox: Sandbox) -> None:
    sandbox.settings.set_attributes({"CONTACTFLOW_LOGS": "false"})
    async with start(asking(LOUD), on_aws=True) as told:
        await told.trace.refresh()
        (one,) = told.trace.missing
        assert one.reason == "logs_off"
        assert "enable flow logs" in one.advice
    sandbox.settings.reset()


async def test_where_the_flow_has_no_logging_block_that_is_said(
    start: Start, sandbox: Sandbox, clock: MovableClock
) -> None:
    async with start(asking(), on_aws=True) as told:
        await told.trace.refresh()
        (one,) = told.trace.missing
        assert one.reason == "flow_silent"
        assert "“Greeting”" in one.sentence
        sandbox.settings.set_attributes({"CONTACTFLOW_LOGS": "false"})
        clock.move(seconds=40)
        await told.trace.refresh()
        assert [one.reason for one in told.trace.missing] == ["logs_off", "flow_silent"]
    sandbox.settings.reset()


async def test_where_the_profile_may_not_read_that_is_said_with_the_action(
    start: Start, sandbox: Sandbox
) -> None:
    sandbox.faults.add(parse("FilterLogEvents:AccessDenied"))
    async with start(asking(), on_aws=True) as told:
        await told.trace.refresh()
        denied, silent = told.trace.missing
        assert (denied.reason, denied.action) == ("denied", "logs:FilterLogEvents")
        assert "log-group:/aws/connect/" in denied.advice
        assert silent.reason == "flow_silent", "the next obstacle is told at once"
        sandbox.faults.clear()
        written(told, int(told.chat.created_at.timestamp() * 1000), "came")
        await told.trace.refresh()
        assert (told.entered, told.trace.missing) == (["came"], ())


async def test_where_nothing_came_yet_that_is_said(start: Start, sandbox: Sandbox) -> None:
    async with start(asking(LOUD), on_aws=True) as told:
        sandbox.center.flow_log.clear()
        await told.trace.refresh()
        assert [one.reason for one in told.trace.missing] == ["none_yet"]
        assert "minutes" in told.trace.missing[0].advice


async def test_what_may_not_be_looked_at_is_told_as_not_known(start: Start, sandbox: Sandbox) -> None:
    for name in ("DescribeInstance", "DescribeInstanceAttribute", "DescribeContactFlow"):
        sandbox.faults.add(parse(f"{name}:AccessDenied"))
    async with start(asking(LOUD), on_aws=True) as told:
        sandbox.center.flow_log.clear()
        await told.trace.refresh()
        assert [one.reason for one in told.trace.missing] == ["none_yet", "unsure", "unsure"]
        assert "connect:DescribeInstanceAttribute" in told.trace.missing[1].sentence


async def test_without_the_alias_no_log_can_be_found(start: Start, sandbox: Sandbox) -> None:
    for name in ("DescribeInstance", "ListInstances"):
        sandbox.faults.add(parse(f"{name}:AccessDenied"))
    async with start(asking(LOUD), on_aws=True) as told:
        await told.trace.refresh()
        assert [one.reason for one in told.trace.missing] == ["no_alias"]


async def test_a_refusal_is_told_what_was_read_stays(start: Start, sandbox: Sandbox) -> None:
    async with start(asking(LOUD), on_aws=True) as told:
        await told.trace.refresh()
        sandbox.faults.add(parse("FilterLogEvents:expired-token:1"))
        await told.trace.refresh()
        assert (told.trace.state, told.entered) == ("unreadable", ["log", "hello"])
        await told.trace.refresh()
        assert (told_by(told.trace).state, told_by(told.trace).error) == ("current", None)


async def test_nobody_is_asked_to_sign_in(start: Start) -> None:
    async with start(asking(LOUD), on_aws=True) as told:

        async def closed(profile: Profile) -> Any:
            raise SignInNeeded("The session is over.", "Sign in.")

        trace = Trace(
            told.chat, FlowLog(told.chat, closed, told.workspace.clock, Pace()), told.workspace.clock
        )
        await trace.refresh()
        assert trace.state == "unreadable"
        assert isinstance(trace.error, SignInNeeded)


async def test_many_pages_are_read_a_few_at_a_time(
    start: Start, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "LARGEST_PAGE", 1_000)
    monkeypatch.setattr(flow_log, "MOST_PAGES", 2)
    monkeypatch.setattr("console.trace.pace.GAP_S", 0.0)
    async with start(asking(LOUD), on_aws=True) as told:
        source = FlowLog(told.chat, told.workspace.open, told.workspace.clock, Pace(0.0))
        trace = Trace(told.chat, source, told.workspace.clock)
        began = int(told.chat.created_at.timestamp() * 1000) + 1_000
        for number in range(12):
            written(told, began + number, f"n{number}", Parameters={"Text": "x" * 200})
        counts = []
        for _ in range(8):
            await trace.refresh()
            counts.append(len(trace.steps))
        assert counts[0] < counts[1] < 14
        assert counts[-1] == 14
        assert [step.action for step in trace.steps][-1] == "n11"


async def test_every_segment_is_asked_for(start: Start, sandbox: Sandbox) -> None:
    async with start(asking(LOUD), on_aws=True) as told:
        await told.workspace.connect(told.chat)
        session = told.chat.session
        assert session is not None
        sandbox.chats.add(told.contact_id, "AGENT", "Jane")
        sandbox.chats.transfer(told.contact_id, "Sam")
        sandbox.chats.say(told.contact_id, "Sam here.")
        await session.until(lambda item: item.content == "Sam here.")
        first, second = contact_ids(told.chat)
        assert first == told.contact_id
        ms = int(told.chat.created_at.timestamp() * 1000) + 1_000
        written(told, ms, "in the second", ContactId=second)
        written(told, ms + 1, "of another chat", ContactId="11111111-2222-4333-8444-555555555555")
        await told.trace.refresh()
        assert told.entered[-1] == "in the second"
        assert told.trace.steps[-1].contact_id == second
        await session.close()


def test_a_pattern_stays_within_its_limit() -> None:
    ids = [f"{number:08}-2222-4333-8444-555555555555" for number in range(100)]
    assert pattern_of(ids[:1]) == f'"{ids[0]}"'
    assert pattern_of(ids[:2]) == f'?"{ids[0]}" ?"{ids[1]}"'
    assert len(pattern_of(ids)) <= 1024
    assert ids[-1] in pattern_of(ids)


async def test_calls_keep_their_distance() -> None:
    loop, pace = asyncio.get_running_loop(), Pace(0.02)
    began = loop.time()
    await asyncio.gather(*(pace.turn() for _ in range(4)))
    # Timers of a Qt loop count whole milliseconds.
    assert loop.time() - began >= 0.05


# -- entries ----------------------------------------------------------------------------------------


def event(message: Any) -> LogEvent:
    return LogEvent("1", 1_600_000_000_000, message if isinstance(message, str) else json.dumps(message))


def test_the_documented_entry() -> None:
    queue = "arn:aws:connect:us-east-1:123456789012:instance/i/queue/q"
    step = step_in(
        event(
            {
                "ContactId": "c",
                "ContactFlowId": "arn:aws:connect:us-east-1:123456789012:instance/i/contact-flow/f",
                "ContactFlowModuleType": "SetQueue",
                "Timestamp": "2021-04-13T00:14:31.581Z",
                "Parameters": {"Queue": queue},
            }
        ),
        "other",
    )
    assert (step.type, step.contact_id, step.flow_id) == ("UpdateContactTargetQueue", "c", "f")
    assert (step.result, step.edge, step.action, step.is_error) == ("", "", "", False)
    assert step.at.isoformat() == "2021-04-13T00:14:31.581000+00:00"
    assert step.parameters == {"Queue": queue}


def test_an_attribute_that_is_set_by_key_and_value() -> None:
    told = {"ContactFlowModuleType": "SetAttributes", "Parameters": {"Key": "intent", "Value": "order"}}
    assert step_in(event(told), "c").attributes == {"intent": "order"}
    told["Parameters"] = {"Key": "password", "Value": "geheim"}
    assert "geheim" not in str(step_in(event(told), "c").attributes)


@pytest.mark.parametrize(
    ("members", "is_error"),
    [
        ({"Results": "Error"}, True),
        ({"Results": "Error NoMatchingError: why"}, True),
        ({"Results": "NoMatchingError"}, True),
        ({"Error": "The Lambda Function Returned An Error."}, True),
        ({"Results": "ErrorReport"}, False),
        ({"Results": "open"}, False),
        ({}, False),
    ],
)
def test_what_counts_as_an_error(members: dict[str, str], is_error: bool) -> None:
    assert step_in(event({"ContactFlowModuleType": "Wait", **members}), "c").is_error is is_error


@pytest.mark.parametrize(
    "message", ["", "no JSON", "[1]", "[" * 5000, '{"odd": 1}', '{"ContactFlowModuleType": 5}']
)
def test_an_entry_of_another_shape_is_shown_as_it_came(message: str) -> None:
    step = step_in(event(message), "c")
    assert (step.type, step.contact_id) == ("", "c")
    assert "no form that is known" in step.warnings[0]
    assert str(step.facts["entry"])[:5] == (
        message[:5] if message[:1] != "{" else str(json.loads(message))[:5]
    )


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_NAMES = st.sampled_from(
    [
        "ContactId",
        "ContactFlowId",
        "ContactFlowModuleType",
        "Timestamp",
        "Parameters",
        "Results",
        "Error",
        "x",
    ]
)


@settings(max_examples=60)
@given(st.dictionaries(_NAMES, _JSON), st.sampled_from(["SetAttributes", "Transfer", "New", 7]))
def test_reading_an_entry_never_fails(members: dict[str, Any], kind: object) -> None:
    step = step_in(event({"ContactFlowModuleType": kind, **members}), "c")
    assert step.at.tzinfo is not None
    assert isinstance(step.result, str)


def test_every_block_of_the_log_is_read_as_one_of_its_actions() -> None:
    of_block: dict[str, set[str]] = {}
    for one in ACTIONS.values():
        of_block.setdefault(one.block, set()).add(one.name)
    several = {"Transfer", "DataTable"}
    for block, names in of_block.items():
        assert type_of(block, {}) in names or block in several, block
    assert type_of("GetUserInput", {"BotAliasArn": "x"}) == "ConnectParticipantWithLexBot"
    assert type_of("Transfer", {"QueueId": "x"}) == "TransferContactToQueue"
    assert type_of("SomethingNew", {}) == "SomethingNew"


def test_whether_a_flow_switches_logging_on() -> None:
    assert switches_logs_on(json.dumps(asking(LOUD)))
    off = act("log", "UpdateFlowLoggingBehavior", "hello", FlowLoggingBehavior="Disabled")
    assert not switches_logs_on(json.dumps(asking(off)))
    assert not switches_logs_on(json.dumps(document(say("a", "b"))))
