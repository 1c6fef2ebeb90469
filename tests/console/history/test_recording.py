"""Recording: everything of a contact is written as it happens, once, and read back as it was."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from console.errors import Call, QuotaFull, Refusal
from console.history import Begun, End, Filter, History, writing
from console.profiles import ENVIRONMENT, SANDBOX, Profile
from tests.conftest import MovableClock, until
from tests.console.history.kept import AT, INSTANCE, REQUEST, begin, end, event, message

PROFILE = Profile("support", "access_key", "eu-central-1", id="p1")


async def test_a_contact_stands_there_from_start_to_end(history: History) -> None:
    key = history.record_start(REQUEST, PROFILE, "care", "Web entry", AT)
    await history.flush()
    (found,) = await history.contacts()
    assert (found.id, found.contact_id, found.customer, found.profile) == (key, "", "Ann", "support")
    assert (found.instance, found.instance_id, found.flow) == ("care", INSTANCE, "Web entry")
    history.record_started(key, Begun("c1", "p1", AT + timedelta(seconds=1), "c0", "sha"))
    history.record_connected(key, AT + timedelta(seconds=3))
    history.record_connected(key, AT + timedelta(hours=3))
    history.record_item("c1", message("Hello"), AT + timedelta(seconds=4))
    history.record_outcome("c1", End("ended", AT + timedelta(minutes=2), "AGENT"))
    await history.flush()
    (found,) = await history.contacts()
    assert (found.contact_id, found.participant_id, found.continued_from) == ("c1", "p1", "c0")
    assert found.flow_sha256 == "sha"
    assert found.connected_at == AT + timedelta(seconds=3)
    assert found.ends_at == AT + timedelta(hours=25, seconds=1)
    assert (found.outcome, found.ended_by, found.messages) == ("ended", "AGENT", 1)
    chat = await history.chat("c1")
    assert chat.request == REQUEST
    assert [(one.raw, one.arrived_at) for one in chat.items] == [
        (message("Hello"), AT + timedelta(seconds=4))
    ]
    assert [row.item.content for row in chat.rows] == ["Hello"]


async def test_a_start_that_failed_says_why(history: History) -> None:
    key = history.record_start(REQUEST, PROFILE, at=AT)
    history.record_outcome(key, End("failed", AT, code="quota_full", problem="The quota is full."))
    await history.flush()
    (found,) = await history.contacts()
    assert (found.outcome, found.code, found.problem) == ("failed", "quota_full", "The quota is full.")
    assert not found.is_over


async def test_a_failure_is_told_in_the_language_of_the_day_on_which_it_is_read(history: History) -> None:
    call = Call("StartChatContact", REQUEST, "eu-central-1", "https://connect.eu-central-1.amazonaws.com")
    error = QuotaFull(Refusal(call, "LimitExceededException", "", 429))
    for told, facts in (("Die Instanz hat …", error.facts), ("Wie damals.", {}), ("Noch anders.", {"a": 1})):
        key = history.record_start(REQUEST, PROFILE, at=AT)
        history.record_outcome(key, End("failed", AT, "", error.code, told, facts))
    await history.flush()
    assert [one.problem for one in await history.contacts()] == ["Noch anders.", "Wie damals.", error.told]


async def test_a_profile_that_every_user_has_is_called_by_the_language_of_the_day(history: History) -> None:
    for given in (SANDBOX, ENVIRONMENT, PROFILE):
        history.record_start(REQUEST, replace(given, name="von damals"), at=AT)
    await history.flush()
    names = ["von damals", ENVIRONMENT.name, SANDBOX.name]
    assert [one.profile for one in await history.contacts()] == names
    assert sorted(name for _, name in (await history.choices()).profiles) == sorted(names)
    for searched in (SANDBOX, ENVIRONMENT):
        assert [one.profile_id for one in await history.search(searched.name)] == [searched.id]


async def test_what_is_recorded_reaches_the_disk_by_itself(history: History) -> None:
    begin(history)
    history.record_item("c1", message("Hello"), AT)

    def is_there() -> bool:
        connection, found = sqlite3.connect(history.file), None
        # At first there may be no table yet, or somebody is making it.
        with suppress(sqlite3.OperationalError):
            found = connection.execute("SELECT 1 FROM items").fetchone()
        connection.close()
        return found is not None

    await until(history.file.exists, "the file")
    await until(is_there, "the item on the disk")


async def test_a_page_of_items_is_there_when_it_is_told(history: History) -> None:
    begin(history)
    history.record_items("c1", [message(f"said {number}", number) for number in range(100)], AT)
    connection = sqlite3.connect(history.file)
    assert connection.execute("SELECT count(*) FROM items").fetchone() == (100,)
    connection.close()


async def test_the_same_item_again_is_one_and_a_change_of_it_is_another(history: History) -> None:
    begin(history)
    read: dict[str, Any] = {
        "MessageMetadata": {"MessageId": "c1-1", "Receipts": [{"ReadTimestamp": AT.isoformat()}]}
    }
    for raw in (message("Hello"), message("Hello"), message("Hello", **read), message("Hello")):
        history.record_item("c1", raw, AT)
    await history.flush()
    chat = await history.chat("c1")
    assert [one.raw for one in chat.items] == [message("Hello"), message("Hello", **read)]
    assert chat.contact.messages == 1
    assert len(chat.rows) == 1


async def test_an_item_of_no_contact_is_nothing(history: History) -> None:
    begin(history)
    history.record_item("c2", message("Hello", contact_id="c2"), AT)
    await history.flush()
    assert (await history.size()).items == 0


@pytest.mark.parametrize("text", ["half a pair \ud83d", "注文番号", "a\0b", "𝄞 \u202e", ""])
async def test_any_text_is_kept(history: History, text: str) -> None:
    begin(history, ParticipantDetails={"DisplayName": text})
    history.record_item("c1", message(text), AT)
    await history.flush()
    (kept,) = await history.items("c1")
    assert kept.raw["Content"] == text
    (found,) = await history.contacts()
    assert found.customer == text.replace("\ud83d", "?")


async def test_an_entry_that_cannot_be_made_does_not_stop_the_others(
    history: History, caplog: pytest.LogCaptureFixture
) -> None:
    begin(history)
    endless: dict[str, Any] = {}
    endless["Content"] = endless
    for raw in (message("one", 1), endless, message("two", 2)):
        history.record_item("c1", raw, AT)
    await history.flush()
    assert [one.raw["Content"] for one in await history.items("c1")] == ["one", "two"]
    assert "could not be made" in caplog.text


async def test_what_nobody_saw_the_end_of_is_open_and_then_unseen(
    history: History, clock: MovableClock
) -> None:
    begin(history, at=clock())
    end(history, begin(history, "c2", clock()), "stopped", clock())
    await history.flush()
    assert [one.outcome for one in await history.contacts()] == ["stopped", "open"]
    assert await history.count(Filter(outcomes=frozenset({"open"}))) == 1
    clock.move(hours=26)
    assert [one.outcome for one in await history.contacts()] == ["stopped", "unseen"]
    assert await history.count(Filter(outcomes=frozenset({"unseen", "stopped"}))) == 2
    assert await history.count(Filter(outcomes=frozenset({"open"}))) == 0


async def test_another_run_goes_on_with_a_contact(opened: Callable[[Path], History], tmp_path: Path) -> None:
    first = opened(tmp_path)
    begin(first)
    await first.close()
    second = opened(tmp_path)
    second.record_item("c1", event("chat.ended", 9), AT)
    end(second, "c1")
    await second.flush()
    (found,) = await second.contacts()
    assert (found.outcome, len(await second.items("c1"))) == ("ended", 1)


async def test_followers_hear_of_contacts(history: History) -> None:
    heard: list[str] = []

    async def follow() -> None:
        async for change in history.changes.follow():
            heard.append(change)

    task = asyncio.ensure_future(follow())
    await asyncio.sleep(0)
    begin(history)
    await until(lambda: "contacts" in heard)
    task.cancel()


async def test_names_choose_from_what_there_is(history: History) -> None:
    begin(history, flow="Old name")
    begin(history, "c2", profile=PROFILE, flow="New name")
    await history.flush()
    choices = await history.choices()
    assert [name for _, name in choices.profiles] == ["support", "Sandbox"]
    assert [name for _, name in choices.flows] == ["New name"]


async def test_what_a_view_was_drawn_from_is_kept_with_its_item(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(history)
    view = {"Name": "Form", "Content": {"Template": {"Body": [{"Type": "Form"}]}}}
    for number in (1, 2, 3):
        history.record_item("c1", message("a view", number), AT)
    history.record_view("c1", "c1-2", view)
    history.record_view("c1", "c1-2", {"Name": "Told again"})
    history.record_view("gone", "c1-1", view)
    monkeypatch.setattr(writing, "LARGEST_VIEW", 40)
    history.record_view("c1", "c1-1", view)
    history.record_view("c1", "c1-3", {"Name": "Small"})
    await history.flush()
    monkeypatch.setattr(writing, "MOST_OF_VIEWS", 80)
    history.record_view("c1", "c1-1", {"Name": "One too many"})
    chat = await history.chat("c1")
    assert chat.views == {"c1-2": view, "c1-3": {"Name": "Small"}}
    assert [one.view for one in chat.items] == [None, view, {"Name": "Small"}]
    await history.delete([chat.contact.id])
    await history.close()
    with sqlite3.connect(history.file) as connection:
        assert connection.execute("SELECT count(*) FROM views").fetchone() == (0,)
    connection.close()
