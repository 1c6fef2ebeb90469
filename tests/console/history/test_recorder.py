"""A chat of the sandbox is written down from its start to its end."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from console.chat.chat import Chat
from console.chat.items import Item
from console.contact import CONTENT_TYPES, INTERACTIVE_RESPONSE
from console.history import Filter, History, PastContact
from console.profiles import Profile
from console.redaction import MASK
from console.sandbox import Sandbox
from console.workspace import Workspace
from tests.conftest import MovableClock, until
from tests.console.history.kept import begin, end

NO_FLOW = "00000000-0000-0000-0000-000000000000"


async def kept(workspace: Workspace) -> PastContact:
    """The one contact that the history holds, once all is written."""
    await workspace.history.flush()
    (found,) = await workspace.history.contacts()
    return found


async def test_a_chat_is_recorded_as_it_happens(workspace: Workspace) -> None:
    await workspace.load_places()
    chat = workspace.new_chat()
    await workspace.start(chat)
    found = await kept(workspace)
    assert (found.contact_id, found.outcome, found.connected_at) == (chat.contact_id, "open", None)
    assert [found.flow, found.instance] == chat.place.split(" · ")
    assert found.flow_sha256 == chat.flow_sha256 != ""
    await workspace.connect(chat)
    session = chat.session
    assert session is not None
    await until(lambda: any(row.item.role == "SYSTEM" for row in session.transcript.rows), "the greeting")
    found = await kept(workspace)
    assert found.connected_at is not None
    assert found.instance_id == workspace.draft.value("InstanceId")
    past = await workspace.history.chat(found.id)
    assert {row.key for row in session.transcript.rows} <= {row.key for row in past.rows}
    await workspace.stop(chat)
    assert (await kept(workspace)).outcome in ("stopped", "ended")
    await workspace.close()


async def test_an_item_is_recorded_before_it_is_shown(workspace: Workspace) -> None:
    """Whoever is killed while an item is being shown finds it in the history."""
    await workspace.load_places()
    chat = workspace.new_chat()
    await workspace.start(chat)
    seen: list[tuple[str, bool]] = []
    record = chat.heard

    def heard(items: Sequence[Item]) -> None:
        rows = chat.session.transcript.rows if chat.session else ()
        seen.extend((item.id, item.id in [row.key for row in rows]) for item in items)
        record(items)

    chat.heard = heard
    await workspace.connect(chat)
    await until(lambda: len(seen) > 2, "items")
    assert dict(reversed(seen)) == dict.fromkeys((key for key, _ in seen), False)
    await workspace.close()


async def test_a_short_secret_of_a_form_is_in_no_file(workspace: Workspace, tmp_path: Path) -> None:
    """Three digits of a card are too short to be known again wherever they stand."""
    await workspace.load_places()
    chat = workspace.new_chat({**workspace.draft.request, "SupportedMessagingContentTypes": CONTENT_TYPES})
    await workspace.start(chat)
    await workspace.connect(chat)
    session = chat.session
    assert session is not None
    await until(lambda: session.is_caught_up, "the transcript")
    given = {"cvc": "QX7", "name": "Zoë", "more": {"again": ["QX7"]}}
    session.wire.keep_secret(["QX7"])
    answer = {"action": "Submit", "data": {"FormData": given}}
    await session.send_message(json.dumps(answer), INTERACTIVE_RESPONSE)
    await until(
        lambda: any("Submit" in row.item.content and row.state == "sent" for row in session.transcript.rows),
        "its echo",
    )
    found = await kept(workspace)
    past = await workspace.history.chat(found.id)
    (said,) = [row.item.content for row in past.rows if "Submit" in row.item.content]
    assert json.loads(said)["data"]["FormData"] == {"cvc": MASK, "name": "Zoë", "more": {"again": [MASK]}}
    assert not [file.name for file in tmp_path.rglob("*") if file.is_file() and b"QX7" in file.read_bytes()]
    await workspace.close()


async def test_a_start_that_fails_is_recorded_with_its_words(workspace: Workspace) -> None:
    await workspace.load_places()
    chat = workspace.new_chat({**workspace.draft.request, "ContactFlowId": NO_FLOW})
    await workspace.start(chat)
    found = await kept(workspace)
    assert (await workspace.history.contacts(Filter(outcomes=frozenset({"failed"})))) == [found]
    assert found.contact_id == ""
    assert chat.error is not None
    assert found.problem.startswith(chat.error.sentence)
    assert found.code == chat.error.code
    await workspace.close()


async def test_a_chat_of_an_earlier_run_goes_on_under_its_record(
    workspace: Workspace, sandbox: Sandbox, tmp_path: Path, clock: MovableClock
) -> None:
    await workspace.load_places()
    first = workspace.new_chat()
    await workspace.start(first)
    await workspace.history.flush()
    assert first.started is not None
    later = Workspace(tmp_path, clock, run_sandbox=lambda: sandbox)
    again = Chat(1, first.request, first.profile, clock)
    again.resume(first.started)
    later.recorder.take_up(again)
    await later.stop(again)
    assert (await kept(later)).outcome == "stopped"
    await workspace.close()
    await later.close()


async def test_a_chat_of_the_sandbox_ends_with_the_console(
    workspace: Workspace, tmp_path: Path, clock: MovableClock
) -> None:
    await workspace.load_places()
    await workspace.start(workspace.new_chat())
    await workspace.close()
    history = History(tmp_path, clock)
    (found,) = await history.contacts()
    assert found.outcome == "ended"
    await history.close()


async def test_a_chat_of_a_sandbox_that_was_killed_has_no_end_that_was_seen(
    opened: Callable[[Path], History], tmp_path: Path, clock: MovableClock
) -> None:
    killed = opened(tmp_path)
    own = Profile("own", "access_key", "eu-central-1", id="own")
    begin(killed, "of the sandbox", clock())
    begin(killed, "on AWS", clock(), profile=own)
    end(killed, begin(killed, "ended", clock()), at=clock())
    await killed.flush()
    clock.move(minutes=3)
    history = opened(tmp_path)
    begin(history, "of this run", clock())
    history.record_sandbox_gone()
    begin(history, "a moment later", clock())
    await history.flush()
    assert {one.contact_id: one.outcome for one in await history.contacts()} == {
        "of the sandbox": "unseen",
        "on AWS": "open",
        "ended": "ended",
        "of this run": "open",
        "a moment later": "open",
    }
    (found,) = await history.contacts(Filter(outcomes=frozenset({"unseen"})))
    assert found.over_at is not None
    assert abs(found.over_at - clock()) < timedelta(seconds=10)


async def test_a_chat_that_goes_on_elsewhere_stays_open(
    workspace: Workspace, sandbox: Sandbox, tmp_path: Path, clock: MovableClock
) -> None:
    await workspace.load_places()
    chat = workspace.new_chat()
    await workspace.start(chat)
    # As one of a profile of the user's own, which ends without this console.
    chat.profile = Profile("own", "access_key", sandbox.region, sandbox.endpoint, id="own")
    await workspace.close()
    history = History(tmp_path, clock)
    assert [one.outcome for one in await history.contacts()] == ["open"]
    clock.moved += timedelta(days=8)
    assert [one.outcome for one in await history.contacts()] == ["unseen"]
    await history.close()
