"""The trace of a chat as the sandbox tells it, over its control route."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from console.chat.chat import Chat
from console.control_route import ControlRoute
from console.profiles import SANDBOX
from console.sandbox import Sandbox
from console.trace import Trace
from console.trace.reading import Reading, Rhythm
from console.trace.sandbox import SandboxTrace, step_in
from console.trace.step import Step
from console.workers import Workers
from console.workspace import Workspace
from tests.conftest import MovableClock, until
from tests.console.sandbox.flow.stage import Stage, act, document, hook, say, to_queue
from tests.console.trace.conftest import Start, asking, follow, told_by


async def test_it_tells_each_action_its_edge_and_what_it_changed(start: Start) -> None:
    async with start(asking()) as told:
        await told.trace.refresh()
        assert told.entered == ["hello"]
        wait = told.trace.steps[-1]
        assert (wait.kind, wait.action, wait.result) == ("wait", "ask", "waiting for the customer")
        assert (told.trace.state, told.trace.phase) == ("current", "inbound")
        assert told.trace.waiting == "waiting for the customer"
        told.say("order please")
        await told.trace.refresh()
        assert told.entered == ["hello", "ask", "note", "lookup", "thanks"]
        hello, _, ask, note, lookup = told.trace.steps[:5]
        assert (hello.flow, hello.type, hello.parameters) == (
            "Greeting",
            "MessageParticipant",
            {"Text": "Hi."},
        )
        assert (ask.result, ask.edge, ask.next) == ("CustomerReturned", "Equals CustomerReturned", "note")
        assert note.attributes["intent"] == "order"
        assert "geheim" not in str(note), "what bears a secret's name is masked"
        assert (lookup.is_error, lookup.edge, lookup.next) == (True, "NoMatchingError", "thanks")
        assert "no stub" in lookup.warnings[0]
        assert {step.contact_id for step in told.trace.steps} == {told.contact_id}
        assert {step.flow_id for step in told.trace.steps} == {told.sandbox.flows[0].id}


async def test_a_read_asks_only_for_what_is_new_and_each_step_is_there_once(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start(asking()) as told:
        asked: list[str] = []
        control = told.workspace.control
        assert control is not None
        ask = control.ask

        async def listening(method: str, path: str, body: Any = None) -> Any:
            asked.append(path.partition("?")[2])
            return await ask(method, path, body)

        monkeypatch.setattr(control, "ask", listening)
        await told.trace.refresh()
        told.say("order")
        await told.trace.refresh()
        await told.trace.refresh()
        await told.trace.refresh(whole=True)
        keys = [step.key for step in told.trace.steps]
        assert keys == sorted(set(keys))
        assert asked == ["after=0", "after=2", f"after={len(keys)}", "after=0"]


async def test_before_there_is_a_contact_nothing_is_read(workspace: Workspace) -> None:
    trace = workspace.traces.of(workspace.new_chat({"InstanceId": "i"}))
    await trace.refresh()
    assert (trace.state, trace.read_at) == ("nothing", None)
    assert workspace.traces.of(trace.chat) is trace
    workspace.forget_chat(trace.chat)
    assert workspace.traces.of(trace.chat) is not trace


async def test_a_chat_that_the_sandbox_forgot_keeps_what_was_read(start: Start, sandbox: Sandbox) -> None:
    async with start(asking()) as told:
        await told.trace.refresh()
        sandbox.reset()
        await told.trace.refresh()
        assert told.entered == ["hello"]
        assert told.trace.missing == ()
        again = Trace(
            told.chat, SandboxTrace(told.chat, lambda: told.workspace.control), told.workspace.clock
        )
        await again.refresh()
        assert [one.reason for one in again.missing] == ["forgotten"]


async def test_a_chat_of_an_earlier_run_says_that_its_trace_is_gone(start: Start) -> None:
    async with start(asking()) as told:
        trace = Trace(told.chat, SandboxTrace(told.chat, lambda: None), told.workspace.clock)
        await trace.refresh()
        assert (trace.state, [one.reason for one in trace.missing]) == ("current", ["forgotten"])
        assert "Start the chat again" in trace.missing[0].advice


async def test_a_sandbox_that_does_not_answer_is_told_and_tried_again(start: Start) -> None:
    workers = Workers(1)
    async with start(asking()) as told:
        nobody = ControlRoute("http://127.0.0.1:9", "x", workers)
        routes = [nobody, told.workspace.control]
        trace = Trace(told.chat, SandboxTrace(told.chat, lambda: routes[0]), told.workspace.clock)
        await trace.refresh()
        assert trace.state == "unreadable"
        assert trace.error is not None
        assert "does not answer" in trace.error.sentence
        routes.pop(0)
        await trace.refresh()
        assert (told_by(trace).state, told_by(trace).error, bool(trace.steps)) == ("current", None, True)
    workers.close()


class Odd(ControlRoute):
    """A sandbox that answers whatever a test wants."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        return self.answer


def trace_of(answer: Any, clock: MovableClock) -> Trace:
    chat = Chat(1, {"InstanceId": "i"}, SANDBOX, clock)
    vars(chat)["late"] = type("Late", (), {"contact_id": "c"})()
    return Trace(chat, SandboxTrace(chat, lambda: Odd(answer)), clock)


@pytest.mark.parametrize(
    "answer",
    [None, [], {}, {"count": "x", "trace": []}, {"count": 1, "trace": [{}]}, {"count": 1, "trace": [5]}],
)
async def test_an_answer_of_another_form_is_told(answer: Any, clock: MovableClock) -> None:
    trace = trace_of(answer, clock)
    await trace.refresh()
    assert trace.state == "unreadable"
    assert trace.error is not None
    assert "can't be read" in trace.error.sentence


def entry(number: int) -> dict[str, Any]:
    place = {
        "action": f"a{number}",
        "type": "Wait",
        "at": "2026-01-01T00:00:00Z",
        "contact": "c",
        "flow": "f",
    }
    return {"kind": "action", **place, "flow_name": "F", "result": "Done", "edge": "", "next": None}


async def test_of_very_many_steps_the_newest_are_kept(
    clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = {"count": 1500, "trace": [entry(number) for number in range(500, 1500)]}
    trace = trace_of(answer, clock)
    await trace.refresh()
    assert (len(trace.steps), trace.left_out, trace.steps[0].action) == (1000, 500, "a500")
    monkeypatch.setattr("console.trace.trace.MOST_STEPS", 1100)
    answer |= {"count": 1800, "trace": [entry(number) for number in range(1500, 1800)]}
    await trace.refresh()
    assert (len(trace.steps), trace.left_out, trace.steps[-1].action) == (1100, 700, "a1799")


def test_flows_queue_agent_and_disconnect_flow_are_one_way() -> None:
    inbound = document(act("go", "TransferToFlow", ContactFlowId="second"))
    second = document(
        hook("waiting", "CustomerQueue", "queue", "after"),
        hook("after", "CustomerRemaining", "last", "queue"),
        *to_queue(),
    )
    again = act("again", "TransferContactToQueue")
    hold = document(act("rest", "Wait", TimeLimitSeconds="900"))
    last = document(say("more", "Once more.", "again"), again)
    stage = Stage(inbound=inbound, second=second, queue=hold, last=last)
    visit = stage.start()
    first = visit.chat.contact.id
    visit.chat.leave(visit.agent())
    entries, _ = stage.center.recording.entries(visit.chat.id)
    steps = [step_in(one.told(), at) for at, one in enumerate(entries)]
    told = [(one.flow, one.action, one.result) for one in steps if one.kind == "action"]
    assert told[0] == ("inbound", "go", "Transferred to second")
    assert [action for _, action, _ in told] == [
        "go", "waiting", "after", "queue", "transfer", "rest", "more", "again",
    ]  # fmt: skip
    assert told[5] == ("queue", "rest", "Interrupted")
    assert (steps[-1].flow, steps[-1].kind) == ("queue", "wait")
    assert steps[0].contact_id == first
    assert steps[-1].contact_id == visit.chat.contact.id != first


async def test_a_follower_sees_what_happens_and_a_second_one_takes_over(start: Start) -> None:
    async with start(asking()) as told:
        trace = told.trace
        loop = asyncio.get_running_loop()
        first, second = loop.create_task(trace.follow()), loop.create_task(trace.follow())
        await until(lambda: told.entered == ["hello"], "the first step")
        first.cancel()
        told.say("order")
        await until(lambda: "thanks" in told.entered, "what the second one reads")
        second.cancel()
        for task in (first, second):
            with pytest.raises(asyncio.CancelledError):
                await task
        assert trace.state == "current"


async def test_a_follower_waits_for_the_contact(workspace: Workspace, sandbox: Sandbox) -> None:
    await workspace.load_places()
    chat = workspace.new_chat()
    trace = workspace.traces.of(chat)
    following = asyncio.get_running_loop().create_task(trace.follow())
    await asyncio.sleep(0)
    assert trace.read_at is None
    await workspace.start(chat)
    await until(lambda: trace.read_at is not None, "the first read")
    following.cancel()


class Rare:
    """A source that is worth a look once in an hour, or when something has happened."""

    rhythm = Rhythm(0.0, (3600.0,), goes_on=True)
    is_late = True

    def __init__(self) -> None:
        self.reads: asyncio.Queue[None] = asyncio.Queue()

    def order(self, step: Step) -> tuple[Any, ...]:
        return (step.key,)

    async def read(self, *, whole: bool) -> Reading:
        self.reads.put_nowait(None)
        return Reading()


async def test_a_follower_looks_at_nothing_until_something_is_told(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start(asking(), joins=False) as told:
        chat, source, slept = told.chat, Rare(), list[float]()
        trace = Trace(chat, source, told.workspace.clock)
        following = asyncio.get_running_loop().create_task(trace.follow())
        await asyncio.wait_for(source.reads.get(), 8)
        sleep = asyncio.sleep

        async def noted(delay: float, *result: Any) -> Any:
            slept.append(delay)
            return await sleep(delay, *result)

        await told.workspace.connect(chat)
        await asyncio.wait_for(source.reads.get(), 8)
        session = chat.session
        assert session is not None
        await until(lambda: session.cursor() > 0, "the greeting")
        with monkeypatch.context() as patch:
            patch.setattr("asyncio.sleep", noted)
            while not source.reads.empty():
                source.reads.get_nowait()
            chat.changes.tell(None)
            assert source.reads.empty(), "nothing has happened"
            told.say("order")
            await session.until(lambda item: item.content == "Thank you.")
            await asyncio.wait_for(source.reads.get(), 8)
        assert not [delay for delay in slept if 0 < delay < 1], "nothing is looked at again and again"
        following.cancel()


async def test_who_follows_is_told_of_changes_alone(start: Start) -> None:
    async with start(asking()) as told:
        trace, heard = told.trace, 0

        async def listen() -> None:
            nonlocal heard
            async for _ in trace.changes.follow():
                heard += 1

        listening = asyncio.get_running_loop().create_task(listen())
        await asyncio.sleep(0)
        await trace.refresh()
        await asyncio.sleep(0)
        assert heard == 2, "that it reads, and what it read"
        await trace.refresh()
        await asyncio.sleep(0)
        assert heard == 2, "nothing is new"
        listening.cancel()


async def test_a_read_that_is_cancelled_leaves_no_trace_of_itself(start: Start) -> None:
    async with start(asking()) as told:
        reading = asyncio.get_running_loop().create_task(told.trace.refresh())
        await asyncio.sleep(0)
        assert told_by(told.trace).state == "reading"
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert told_by(told.trace).state == "nothing"
        await follow(told.trace, lambda: told.entered, "the steps")


@pytest.mark.parametrize(
    ("reads", "is_alive", "wait"),
    [(0, True, 1.0), (1, True, 2.0), (2, True, 2.0), (1, False, 2.0), (2, False, None)],
)
def test_the_waits_between_reads(reads: int, is_alive: bool, wait: float | None) -> None:
    assert Rhythm(0.0, (1.0, 2.0), goes_on=True).wait(reads, is_alive=is_alive) == wait
    assert Rhythm(0.0, (1.0, 2.0), goes_on=False).wait(2, is_alive=True) is None
