"""Deleting: off every list at once, back with Undo, and gone for good from the disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from console.history import History
from tests.conftest import MovableClock
from tests.console.history.kept import AT, begin, end, message

SAID = "What was said in the contact that goes"


async def test_deleted_contacts_are_nowhere_and_come_back(history: History) -> None:
    key = begin(history)
    begin(history, "c2")
    history.record_item("c1", message(SAID), AT)
    await history.flush()
    await history.delete([key])
    assert [one.contact_id for one in await history.contacts()] == ["c2"]
    assert await history.search("contact that goes") == []
    assert await history.find("c1") is None
    assert await history.items("c1") == []
    assert (await history.size()).contacts == 1
    await history.restore([key])
    assert [one.contact_id for one in await history.search("contact that goes")] == ["c1"]
    assert len(await history.items("c1")) == 1


async def test_what_was_deleted_is_gone_from_the_disk_after_the_end(
    opened: Callable[[Path], History], tmp_path: Path
) -> None:
    first = opened(tmp_path)
    key = begin(first)
    begin(first, "c2")
    for number in range(200):
        first.record_item("c1", message(f"{SAID} {number} {'x' * 500}", number), AT)
    await first.flush()
    before = (await first.size()).size
    await first.delete([key])
    await first.close()
    content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert SAID.encode() not in content
    assert SAID.casefold().encode() not in content
    second = opened(tmp_path)
    assert [one.contact_id for one in await second.contacts()] == ["c2"]
    assert (await second.size()).size < before / 2
    assert await second.search("contact that goes") == []
    # What comes next is indexed as before.
    second.record_item("c2", message("found again", contact_id="c2"), AT)
    await second.flush()
    assert [one.contact_id for one in await second.search("found again")] == ["c2"]


async def test_another_run_leaves_a_minute_for_undo(
    opened: Callable[[Path], History], tmp_path: Path, clock: MovableClock
) -> None:
    first = opened(tmp_path)
    key = begin(first)
    await first.flush()
    await first.delete([key])
    second = opened(tmp_path)
    await second.flush()
    await first.restore([key])
    assert len(await second.contacts()) == 1
    await first.delete([key])
    clock.move(minutes=2)
    third = opened(tmp_path)
    await third.flush()
    await first.restore([key])
    assert await third.contacts() == []


async def test_what_is_older_goes(history: History) -> None:
    for days in range(5):
        end(history, begin(history, f"c{days}", AT + timedelta(days=days)))
    await history.flush()
    gone = await history.delete_older(AT + timedelta(days=3))
    assert len(gone) == 3
    assert [one.contact_id for one in await history.contacts()] == ["c4", "c3"]
    await history.restore(gone)
    assert await history.count() == 5
