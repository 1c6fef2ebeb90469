"""Full disks, damaged files, folders that are not there: told once, and the chat goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from console.history import History, HistoryError
from console.history import store as store_module
from console.history import waiting as waiting_module
from console.history.failures import CAUSES, failure
from console.history.history import FILE
from tests.conftest import until
from tests.console.history.kept import AT, begin, end, message

LONG = "many words " * 300


@contextmanager
def followed(history: History) -> Iterator[list[str]]:
    """What the followers of a history hear."""
    heard: list[str] = []

    async def follow() -> None:
        async for change in history.changes.follow():
            heard.append(change)

    task = asyncio.ensure_future(follow())
    yield heard
    task.cancel()


def cause(history: History) -> object:
    return history.trouble.facts["cause"] if history.trouble else None


async def test_a_full_disk_is_told_once_and_nothing_is_lost(
    opened: Callable[[Path], History], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = opened(tmp_path)
    with followed(history) as heard, monkeypatch.context() as small:
        small.setattr(store_module, "PRAGMAS", (*store_module.PRAGMAS, "max_page_count = 50"))
        begin(history)
        for number in range(40):
            history.record_item("c1", message(f"{LONG} {number}", number), AT)
        await until(lambda: cause(history) == "full", "the trouble")
        assert history.trouble is not None
        assert "disk is full" in history.trouble.sentence
        assert "Free some space" in history.trouble.advice
        with pytest.raises(HistoryError):
            await history.flush()
        # What is there can still be read.
        assert isinstance(await history.contacts(), list)
        small.undo()
        await until(lambda: history.trouble is None, "better times")
        await until(lambda: heard.count("trouble") == 2, "what is told")
    await history.flush()
    assert len(await history.items("c1")) == 40


@pytest.mark.parametrize("first", ["reads", "writes"])
async def test_a_damaged_file_is_set_aside_with_its_date(
    opened: Callable[[Path], History], tmp_path: Path, first: str
) -> None:
    before = opened(tmp_path)
    begin(before, "old")
    await before.close()
    damage(tmp_path / FILE)
    history = opened(tmp_path)
    with followed(history) as heard:
        if first == "reads":
            assert await history.contacts() == []
        begin(history, "new")
        history.record_item("new", message("Hello", contact_id="new"), AT)
        await history.flush()
        await until(lambda: "trouble" in heard)
        assert heard.count("trouble") == 1
    assert cause(history) == "damaged"
    (aside,) = tmp_path.glob("history-damaged-20*.sqlite3")
    assert history.trouble is not None
    assert aside.name in history.trouble.sentence
    assert [one.contact_id for one in await history.contacts()] == ["new"]
    assert len(await history.items("new")) == 1
    history.dismiss()
    assert history.trouble is None


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[100:] = b"\xa5" * (len(content) - 100)
    file.write_bytes(content)


async def test_what_is_no_database_is_set_aside(opened: Callable[[Path], History], tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("This is no database, and was never one." * 100)
    (tmp_path / (FILE + "-wal")).write_text("nor is this")
    history = opened(tmp_path)
    begin(history)
    await history.flush()
    assert cause(history) == "damaged"
    assert len(await history.contacts()) == 1
    assert len(list(tmp_path.glob("history-damaged-*.sqlite3"))) == 1


async def test_a_file_that_lacks_a_table_is_set_aside(
    opened: Callable[[Path], History], tmp_path: Path
) -> None:
    first = opened(tmp_path)
    begin(first)
    await first.close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("DROP TABLE items")
    connection.close()
    history = opened(tmp_path)
    begin(history, "c2")
    history.record_item("c2", message("Hello", contact_id="c2"), AT)
    await history.flush()
    assert cause(history) == "damaged"
    assert [one.contact_id for one in await history.contacts()] == ["c2"]


async def test_a_file_that_vanishes_is_begun_anew_with_the_chats_that_go_on(
    history: History, tmp_path: Path
) -> None:
    end(history, begin(history, "over"))
    begin(history, "open")
    await history.flush()
    for file in tmp_path.glob(FILE + "*"):
        file.unlink()
    history.record_item("open", message("Hello", contact_id="open"), AT)
    await history.flush()
    assert [one.contact_id for one in await history.contacts()] == ["open"]
    assert len(await history.items("open")) == 1


async def test_a_spoilt_index_is_made_anew_and_no_contact_goes(history: History) -> None:
    begin(history)
    history.record_item("c1", message("Order 48213"), AT)
    await history.flush()
    with sqlite3.connect(history.file) as connection:
        if not store_module.can_index(connection):
            return
        connection.execute("DELETE FROM said_index_data WHERE id > 10")
    connection.close()
    assert [one.contact_id for one in await history.search("48213")] == ["c1"]
    assert history.trouble is None


async def test_a_newer_file_is_left_as_it_is(opened: Callable[[Path], History], tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("CREATE TABLE something_new (one)")
    connection.close()
    history = opened(tmp_path)
    begin(history)
    with pytest.raises(HistoryError, match="newer version"):
        await history.flush()
    with pytest.raises(HistoryError, match="newer version"):
        await history.contacts()
    assert cause(history) == "newer"
    with sqlite3.connect(tmp_path / FILE) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
    connection.close()
    assert tables == [("something_new",)]


async def test_a_folder_that_cannot_be_made_is_told_until_it_can(
    opened: Callable[[Path], History], tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    history = opened(tmp_path / "data")
    begin(history)
    await until(lambda: cause(history) == "unwritable")
    with pytest.raises(HistoryError, match="can’t be read or written"):
        await history.contacts()
    history.dismiss()
    with followed(history) as heard, pytest.raises(HistoryError):
        await history.flush()
    assert history.trouble is None
    assert heard == []
    (tmp_path / "data").unlink()
    async with asyncio.timeout(5):
        while not await history.contacts():
            await asyncio.sleep(0.01)


async def test_a_file_that_another_program_holds_is_waited_for(
    opened: Callable[[Path], History], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "BUSY_S", 0.01)
    first = opened(tmp_path)
    begin(first)
    await first.flush()
    with sqlite3.connect(tmp_path / FILE, isolation_level=None) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        first.record_item("c1", message("Hello"), AT)
        await until(lambda: cause(first) == "busy")
        holder.execute("COMMIT")
    holder.close()
    await until(lambda: first.trouble is None)
    assert len(await first.items("c1")) == 1


async def test_what_does_not_fit_into_memory_is_counted(
    opened: Callable[[Path], History], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting_module, "MOST", 10)
    (tmp_path / "data").write_text("")
    history = opened(tmp_path / "data")
    begin(history)
    await until(lambda: cause(history) == "unwritable")
    for number in range(30):
        history.record_item("c1", message("Hello", number), AT)
    (tmp_path / "data").unlink()
    await until(lambda: cause(history) == "lost")
    assert history.trouble is not None
    assert int(str(history.trouble.facts["count"])) >= 18


async def test_the_end_does_not_wait_for_a_disk(opened: Callable[[Path], History], tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    history = opened(tmp_path / "data")
    begin(history)
    await until(lambda: cause(history) == "unwritable")
    async with asyncio.timeout(4):
        await history.close()


@pytest.mark.parametrize("cause", CAUSES)
def test_every_cause_says_what_happened_and_what_to_do(cause: str) -> None:
    error = failure(cause, file="f", reason="no", aside="a", count=3)
    assert error.sentence[0].isalpha()
    assert error.sentence.endswith(".")
    assert error.advice.endswith(".")
    assert "{" not in error.sentence + error.advice
