"""Choosing the contact that a new chat continues: ended chats alone, each with the right id."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.history import Use
from tests.conftest import until
from tests.console.history.kept import INSTANCE, REQUEST, begin, end, message
from tests.ui.history.conftest import Shown
from ui.history.source_dialog import NOTHING, SourceDialog


def keep(shown: Shown) -> None:
    """A chat of two segments that has just ended, an older one, one that is open, one from elsewhere."""
    now = shown.clock()
    older = begin(shown.history, "older", now - timedelta(hours=2), request=named("Old"))
    end(shown.history, older, at=now - timedelta(hours=1))
    key = begin(shown.history, "first", now, request=named("Ann"))
    for number, segment in enumerate(("first", "second")):
        raw = {**message("said", number, "first"), "ContactId": segment, "AbsoluteTime": now.isoformat()}
        shown.history.record_item("first", raw, now)
    end(shown.history, key, at=now - timedelta(minutes=5))
    begin(shown.history, "open", now)
    end(shown.history, begin(shown.history, "elsewhere", now, request={"InstanceId": "other"}), at=now)


def named(customer: str) -> dict[str, object]:
    return {**REQUEST, "ParticipantDetails": {"DisplayName": customer}}


async def opened(shown: Shown, use: Use) -> tuple[SourceDialog, list[str]]:
    await shown.history.flush()
    chosen: list[str] = []
    dialog = SourceDialog(shown.window, shown.means, use, INSTANCE)
    dialog.chosen.connect(chosen.append)
    dialog.open()
    await until(lambda: dialog.rows.rowCount() > 0 or dialog.told.text() != "Looking…", "the list")
    return dialog, chosen


@pytest.mark.parametrize(
    ("use", "ids"),
    [
        ("ENTIRE_PAST_SESSION", ["first", "older"]),
        ("FROM_SEGMENT", ["second", "first", "older"]),
        ("RELATED", ["open", "first", "older"]),
    ],
)
async def test_each_use_has_its_own_ids(shown: Shown, use: Use, ids: list[str]) -> None:
    keep(shown)
    dialog, chosen = await opened(shown, use)
    assert [one.contact_id for one in dialog.rows.sources] == ids
    assert dialog.grab().width() > 0
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert chosen == ids[:1]


async def test_one_that_has_just_ended_says_when_it_is_ready(shown: Shown) -> None:
    keep(shown)
    dialog, _ = await opened(shown, "FROM_SEGMENT")
    spoken = dialog.rows.data(dialog.rows.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert "segment 2 of 2" in spoken
    assert "ready in about" in spoken
    assert "30 to 60 seconds" in dialog.wait.text()
    shown.clock.move(minutes=2)
    await until(lambda: dialog.wait.text() == "", "readiness")
    dialog.reject()


async def test_a_search_by_keys_chooses(shown: Shown) -> None:
    keep(shown)
    dialog, chosen = await opened(shown, "ENTIRE_PAST_SESSION")
    QTest.keyClicks(dialog.search, "old")
    await until(lambda: dialog.rows.rowCount() == 1)
    QTest.keyClick(dialog.search, Qt.Key.Key_Down)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert chosen == ["older"]


async def test_where_nothing_fits_it_is_said(shown: Shown) -> None:
    dialog, _ = await opened(shown, "FROM_SEGMENT")
    assert dialog.told.text() == NOTHING
    assert not dialog.take.isEnabled()
    QTest.keyClicks(dialog.search, "x")
    dialog.reject()
