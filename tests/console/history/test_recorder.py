"""A chat of the sandbox is written down from its start to its end."""

from __future__ import annotations

from console.history import Filter, History, Recorder
from console.workspace import Workspace
from tests.conftest import MovableClock, until
from tests.console.history.kept import AT

NO_FLOW = "00000000-0000-0000-0000-000000000000"


async def test_a_chat_is_recorded_as_it_happens(
    workspace: Workspace, history: History, clock: MovableClock
) -> None:
    recorder = Recorder(history, clock)
    await workspace.load_places()
    chat = workspace.new_chat()
    recorder.begin(chat, "the sandbox", "Greeting")
    await workspace.start(chat)
    recorder.note(chat)
    await workspace.connect(chat)
    session = chat.session
    assert session is not None
    await until(lambda: any(row.item.role == "SYSTEM" for row in session.transcript.rows), "the greeting")
    for row in session.transcript.rows:
        recorder.hear(chat, row.item)
        recorder.hear(chat, row.item)
    await history.flush()
    (found,) = await history.contacts()
    assert (found.contact_id, found.outcome, found.flow) == (chat.contact_id, "open", "Greeting")
    assert found.connected_at is not None
    assert found.instance_id == workspace.draft.value("InstanceId")
    await workspace.stop(chat)
    await history.flush()
    past = await history.chat(found.id)
    assert past.contact.outcome in ("stopped", "ended")
    assert [row.item.raw for row in past.rows] == [
        row.item.raw for row in session.transcript.rows if row.item.raw in [one.raw for one in past.items]
    ]
    assert past.rows
    await workspace.close()


async def test_a_start_that_fails_is_recorded_with_its_words(
    workspace: Workspace, history: History, clock: MovableClock
) -> None:
    recorder = Recorder(history, clock)
    await workspace.load_places()
    chat = workspace.new_chat({**workspace.draft.request, "ContactFlowId": NO_FLOW})
    recorder.begin(chat)
    await workspace.start(chat)
    await history.flush()
    (found,) = await history.contacts(Filter(outcomes=frozenset({"failed"})))
    assert found.contact_id == ""
    assert chat.error is not None
    assert found.problem.startswith(chat.error.sentence)
    assert found.code == chat.error.code
    await workspace.close()


async def test_a_chat_of_an_earlier_run_goes_on_under_its_record(
    workspace: Workspace, history: History, clock: MovableClock
) -> None:
    recorder = Recorder(history, clock)
    await workspace.load_places()
    first = workspace.new_chat()
    recorder.begin(first)
    await workspace.start(first)
    recorder.note(first)
    assert first.started is not None
    again = workspace.new_chat()
    again.resume(first.started)
    recorder.take_up(again)
    await workspace.stop(again)
    await history.flush()
    (found,) = await history.contacts()
    assert found.outcome == "stopped"
    assert found.created_at > AT
    await workspace.close()
