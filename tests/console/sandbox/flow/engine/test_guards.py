from __future__ import annotations

import pytest

from console.sandbox.flow.engine import guards
from console.sandbox.flow.engine.guards import MOST_FAILURES, MOST_STEPS, Guard
from console.sandbox.flow.engine.outcome import Computed, Heard, TimedOut, Wait
from console.sandbox.flow.engine.script import Action
from tests.console.sandbox.flow.rehearsal import END, Stage, action, flow

STEP = Action("a", "TagContact")


def problem(guard: Guard) -> str:
    found = guard.problem(STEP)
    assert found is not None
    assert found[1].startswith(found[0])
    return found[0]


def test_a_flow_that_never_waits_is_stopped() -> None:
    stage = Stage()
    ended = stage.play(
        flow(
            action("a", "UpdateContactData", {}, "b"), action("b", "TagContact", {}, "a", NoMatchingError="a")
        )
    )
    assert ended is not None
    assert (ended.how, ended.problem) == ("disconnected", "endless loop")
    last = stage.entered[-1]
    told = "endless loop: 2,000 actions without a wait, round and round a (UpdateContactData), b (TagContact)"
    assert last.result == f"Stopped: {told}"
    assert last.warnings == (told,)
    # The trace keeps its newest thousand.
    assert len(stage.trace.entries) == 1_000


def test_a_wait_begins_the_count_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "MOST_STEPS", 10)
    stage = Stage()
    wait = action("w", "Wait", {"TimeLimitSeconds": "1"}, "l")
    loop = action("l", "Loop", {"LoopCount": "40"}, None, {"ContinueLooping": "w", "DoneLooping": "end"})
    ended = stage.play(flow(wait, loop, END))
    assert ended is not None
    assert not ended.problem
    assert len(stage.waits) == 41


def test_in_a_queue_the_flow_is_over_and_the_contact_stays() -> None:
    stage = Stage()
    prompts = action("hold", "MessageParticipantIteratively", {}, "hold", NoMatchingError="hold")
    ended = stage.play(flow(prompts, type="CUSTOMER_QUEUE"))
    assert ended is not None
    assert (ended.how, ended.problem) == ("flow_ended", "not for chat")
    name = "hold (MessageParticipantIteratively)"
    told = f"not for chat: {name} fails each time, round and round {name}"
    assert stage.entered[-1].result == f"Ended: {told}"
    assert stage.warnings == told


def test_a_loop_in_a_module_ends_the_flow_that_runs_it() -> None:
    stage = Stage()
    stage.desk.flows["m"] = flow(action("x", "UpdateContactData", {}, "x"), type="MODULE", id="m")
    ended = stage.play(
        flow(action("call", "InvokeFlowModule", {"FlowModuleId": "m"}, "end", NoMatchingError="end"), END)
    )
    assert ended is not None
    assert (ended.how, ended.problem) == ("disconnected", "endless loop")


def test_neither_work_nor_a_short_pause_counts_as_a_wait() -> None:
    guard = Guard(lambda: 0.0)
    for wait, happening in (
        (Wait(compute=lambda: 1), Computed(1)),
        (Wait(0.5), TimedOut()),
    ) * (MOST_STEPS // 2):
        assert guard.problem(STEP) is None
        guard.resume(wait, happening)
    assert problem(guard) == "endless loop"
    guard.resume(Wait(60, hears=True), Heard(Stage().say("x")))
    assert guard.problem(STEP) is None


def test_a_flow_has_an_end_even_with_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "MOST_IN_ALL", 50)
    ended = Stage().play(flow(action("w", "Wait", {"TimeLimitSeconds": "1"}, "w")))
    assert ended is not None
    assert ended.problem == "endless loop"


def test_a_walk_that_takes_too_long_is_stopped() -> None:
    now = 0.0
    guard = Guard(lambda: now)
    assert guard.problem(STEP) is None
    now = guards.LONGEST_S + 1
    assert problem(guard) == "too slow"
    guard.resume(Wait(60), TimedOut())
    assert guard.problem(STEP) is None


def test_a_menu_that_no_chat_can_answer_is_asked_for_a_while_only() -> None:
    stage = Stage()
    menu = action("menu", "GetParticipantInput", {"Text": "1?"}, "hi", {"1": "end"}, NoMatchingError="hi")
    ended = stage.play(flow(action("hi", "MessageParticipant", {"Text": "Hi"}, "menu"), menu, END))
    assert ended is not None
    assert (ended.how, ended.problem) == ("disconnected", "not for chat")
    assert len(stage.said) == MOST_FAILURES


def test_a_flow_that_tries_again_for_want_of_a_stub_is_stopped_soon() -> None:
    stage = Stage()
    arn = "arn:aws:lambda:us-east-1:123456789012:function:x"
    ended = stage.play(
        flow(action("a", "InvokeLambdaFunction", {"LambdaFunctionARN": arn}, "end", NoMatchingError="a"), END)
    )
    assert ended is not None
    assert (ended.how, ended.problem) == ("disconnected", "missing stub")
    assert stage.path.count("a") == MOST_FAILURES + 1
