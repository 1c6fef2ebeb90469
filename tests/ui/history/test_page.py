"""The page of the history: found, opened, started again, exported, deleted, by mouse and by keys."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QFileDialog, QPlainTextEdit

from console.history import PAGE, End, Size
from console.profiles import Profile
from tests.conftest import until
from tests.console.history.kept import REQUEST, begin, end, event, message
from tests.console.history.test_export import past
from tests.ui.history.conftest import Shown
from ui import theme
from ui.history.exporting import file_name
from ui.history.older_dialog import OlderDialog
from ui.history.page import RENEW_MS

PROFILE = Profile("support", "access_key", "eu-central-1", id="p1")


def keep(shown: Shown, *customers: str, said: str = "Hello", **members: object) -> list[str]:
    """Chats that have ended, the first of them the oldest."""
    keys = []
    for number, customer in enumerate(customers):
        at = shown.clock() - timedelta(hours=len(customers) - number)
        contact_id = f"contact-{customer}"
        details = {"ParticipantDetails": {"DisplayName": customer}}
        keys.append(begin(shown.history, contact_id, at, request={**REQUEST, **details, **members}))
        shown.history.record_item(contact_id, message(f"{said} {customer}", 1, contact_id), at)
        end(shown.history, keys[-1], at=at)
    return keys


def click_row(shown: Shown, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    view = shown.page.listing.list
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def is_open(shown: Shown) -> bool:
    return shown.page.past.isVisible() and shown.page.past.chat is not None


# -- the list -----------------------------------------------------------------------------------


async def test_an_empty_history_says_what_will_be_here(shown: Shown) -> None:
    await shown.open()
    await until(lambda: "No contacts yet" in shown.said)
    await until(lambda: "Nothing is kept yet" in shown.said)


async def test_contacts_are_listed_the_newest_first_and_read_out(shown: Shown) -> None:
    keep(shown, "Ann", "Bob")
    await shown.open()
    assert shown.customers == ["Bob", "Ann"]
    await until(lambda: "2 contacts · 2 items" in shown.said)
    model = shown.page.listing.rows
    spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Bob, Ended by customer, Web entry · support · Sandbox")
    assert "1 message" in spoken


async def test_rows_are_as_high_as_what_is_drawn_in_them(shown: Shown, qapp: QApplication) -> None:
    keep(shown, "Ann", "Bob")
    await shown.open()
    rows = shown.page.listing.list
    usual = rows.rowHeight(0)
    theme.enlarge("test", 2)
    try:
        theme.dress(qapp, "light")
        await until(lambda: rows.rowHeight(0) == 2 * usual, "higher rows")
        for choice in shown.page.listing.filters.findChildren(QComboBox):
            assert choice.maximumWidth() >= choice.sizeHint().width(), choice.currentText()
    finally:
        theme.enlarge("test", 1)
        theme.dress(qapp, "light")
    await until(lambda: rows.rowHeight(0) == usual, "the usual rows")


async def test_what_is_said_meanwhile_is_counted_at_most_once_a_second(shown: Shown) -> None:
    keep(shown, "Ann", "Bob")
    await shown.open()
    await until(lambda: "2 contacts · 2 items" in shown.said)
    looks: list[float] = []
    size, began = shown.history.size, monotonic()

    async def counted() -> Size:
        looks.append(monotonic())
        return await size()

    shown.history.size = counted  # type: ignore[method-assign]
    rows = shown.page.listing.rows
    for number in range(2, 42):
        shown.history.record_item("contact-Bob", message("More", number, "contact-Bob"), shown.clock())
        await asyncio.sleep(0)
    await until(lambda: "2 contacts · 42 items" in shown.said, "all that was said")
    await until(lambda: rows.contacts[0].messages == 41, "the messages of the row")
    assert len(looks) <= 2 + (monotonic() - began) / (RENEW_MS / 1000)
    shown.page.hide()
    shown.history.record_item("contact-Bob", message("More", 99, "contact-Bob"), shown.clock())
    await shown.history.flush()
    shown.page.show()
    await until(lambda: "2 contacts · 43 items" in shown.said, "what was said while nobody looked")


async def test_a_search_by_keys_finds_what_was_said_and_opens_it(shown: Shown) -> None:
    keep(shown, "Ann", "Bob")
    keep(shown, "Cid", said="Order 48213 of")
    await shown.open()
    field = shown.page.listing.filters.search
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, "48213")
    QTest.keyClick(field, Qt.Key.Key_Return)
    await shown.lists("Cid")
    await shown.loaded()
    assert shown.page.listing.rows.contacts[0].excerpt == "Order 48213 of Cid"
    QTest.keyClick(field, Qt.Key.Key_Down)
    view = shown.page.listing.list
    assert QApplication.focusWidget() is view
    QTest.keyClick(view, Qt.Key.Key_Return)
    await until(lambda: is_open(shown), "the chat")
    assert shown.page.past.name.whole() == "Cid"
    QTest.keyClick(shown.page.past, Qt.Key.Key_Escape)
    assert view.isVisible()
    assert view.current is not None
    assert view.current.customer == "Cid"
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is field


async def test_nothing_found_offers_to_look_everywhere(shown: Shown) -> None:
    keep(shown, "Ann")
    await shown.open()
    QTest.keyClicks(shown.page.listing.filters.search, "zzz")
    await until(lambda: "Nothing found" in shown.said)
    QTest.mouseClick(shown.button("Clear search and filters"), Qt.MouseButton.LeftButton)
    await shown.lists("Ann")
    assert shown.page.listing.filters.search.text() == ""


def lists_so_many(shown: Shown, count: int) -> bool:
    return len(shown.customers) == count


async def test_filters_narrow_the_list(shown: Shown) -> None:
    keep(shown, "Ann")
    failed = shown.history.record_start(REQUEST, PROFILE, "support", "Other flow", shown.clock())
    end(shown.history, failed, "failed")
    await shown.open()
    filters = shown.page.listing.filters
    await until(lambda: filters.profile.count() == 3)
    for choice, text, wanted in (
        (filters.outcome, "Not started", 1),
        (filters.outcome, "Stopped", 0),
        (filters.outcome, "Every outcome", 2),
        (filters.profile, "support", 1),
        (filters.profile, "Every profile", 2),
        (filters.since, "Last 24 hours", 2),
    ):
        choice.setCurrentText(text)
        await shown.loaded()
        await until(partial(lists_so_many, shown, wanted), text)
    shown.clock.move(days=2)
    filters.changed.emit()
    await shown.lists()


async def test_pages_come_as_one_scrolls_and_the_model_is_sound(shown: Shown) -> None:
    for number in range(PAGE + 20):
        begin(shown.history, f"c{number}", request={"ParticipantDetails": {"DisplayName": f"{number}"}})
    await shown.open()
    listing = shown.page.listing
    tester = QAbstractItemModelTester(listing.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model: QAbstractItemModel = listing.rows
    await until(lambda: model.rowCount() in (PAGE, PAGE + 20))
    listing.list.scrollToBottom()
    await until(lambda: model.rowCount() == PAGE + 20, "the second page")
    assert shown.customers == [str(number) for number in reversed(range(PAGE + 20))]
    listing.list.go_to(PAGE + 10)
    begin(shown.history, "new", request={"ParticipantDetails": {"DisplayName": "new"}})
    await until(lambda: shown.customers[0] == "new", "the new one")
    assert len(shown.customers) == PAGE + 21
    tester.deleteLater()


async def test_a_history_that_cannot_be_read_says_so_and_tries_again(shown: Shown) -> None:
    with sqlite3.connect(shown.history.file) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    await shown.open()
    await until(lambda: "The history can’t be shown" in shown.said, "what is wrong")
    assert "newer version" in shown.said
    shown.history.file.unlink()
    keep(shown, "Ann")
    QTest.mouseClick(shown.button("Try again"), Qt.MouseButton.LeftButton)
    await shown.lists("Ann")
    await until(lambda: not shown.page.listing.trouble.isVisible())


# -- one contact --------------------------------------------------------------------------------


async def test_a_click_opens_a_chat_read_only_and_it_starts_again(shown: Shown) -> None:
    keep(shown, "Ann", ClientToken="token-of-the-first")
    await shown.open()
    click_row(shown, 0)
    await until(lambda: is_open(shown), "the chat")
    view = shown.page.past.transcript
    assert isinstance(view, QPlainTextEdit)
    assert view.toPlainText() == "Hello Ann"
    assert "Ended by customer" in shown.said
    QTest.mouseClick(shown.button("Start again"), Qt.MouseButton.LeftButton)
    wanted = {**REQUEST, "ParticipantDetails": {"DisplayName": "Ann"}}
    assert shown.started == [(wanted, "sandbox")]


async def test_a_start_that_failed_shows_why(shown: Shown) -> None:
    key = shown.history.record_start(REQUEST, PROFILE, at=shown.clock())
    shown.history.record_outcome(key, End("failed", shown.clock(), problem="The quota is full. Stop some."))
    await shown.open()
    click_row(shown, 0)
    await until(lambda: is_open(shown))
    assert "The quota is full. Stop some." in shown.said
    assert "Nothing was said in this chat" in shown.said


async def test_the_segments_lead_to_the_chats_that_belong_together(shown: Shown) -> None:
    keep(shown, "Ann")
    later = {"SourceContactId": "contact-Ann", "RehydrationType": "FROM_SEGMENT"}
    keep(shown, "Bob", PersistentChat=later)
    await shown.open()
    click_row(shown, 0)
    await until(lambda: is_open(shown))
    assert "2 segments" in shown.button("Hide 2 segments").text()
    assert "Continued in" in shown.said
    QTest.mouseClick(shown.button("Copy the contact ID contact-Bob"), Qt.MouseButton.LeftButton)
    assert shown.copied == ["contact-Bob"]
    QTest.mouseClick(shown.button("Open the chat of Ann"), Qt.MouseButton.LeftButton)
    await until(lambda: shown.page.past.chat is not None and shown.page.past.name.whole() == "Ann")
    QTest.mouseClick(shown.button("Hide 2 segments"), Qt.MouseButton.LeftButton)
    assert "Continued in" not in shown.said


async def test_an_export_goes_where_one_says(shown: Shown, tmp_path: Path) -> None:
    keep(shown, "Ann")
    await shown.open()
    click_row(shown, 0)
    await until(lambda: is_open(shown))
    QTest.mouseClick(shown.button("Export…"), Qt.MouseButton.LeftButton)
    assert list(shown.menu()) == ["Web page (.html)…", "Text (.txt)…", "JSON (.json)…"]
    shown.choose("Text (.txt)…")
    (dialog,) = shown.page.findChildren(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name.startswith("chat-Ann-20")
    target = tmp_path / "out.txt"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    await until(lambda: ("Exported as out.txt.", "", None) in shown.noted)
    assert "Hello Ann" in target.read_text("utf-8")
    contact = shown.page.past.contact
    assert contact is not None
    shown.page.past.save(contact.id, "json", tmp_path / "nowhere" / "out.json")
    await until(lambda: "could not be exported" in shown.said)


def test_a_name_of_a_file_holds_nothing_that_a_disk_refuses() -> None:
    contact = replace(past().contact, customer='../a:b*c?"<x>|' + "y" * 99)
    name = file_name(contact)
    assert name.startswith("chat-a-b-c")
    assert not set('/\\:*?"<>|.') & set(name)
    assert len(name) < 80


# -- deleting -----------------------------------------------------------------------------------


def undo(shown: Shown) -> Callable[[], object]:
    said, action, act = shown.noted[-1]
    assert action == "Undo", said
    assert callable(act)
    return act


async def test_delete_takes_the_selected_away_and_undo_brings_them_back(shown: Shown) -> None:
    keep(shown, "Ann", "Bob", "Cid")
    await shown.open()
    view = shown.page.listing.list
    view.setFocus()
    view.go_to(0)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    await shown.lists("Ann")
    await until(lambda: bool(shown.noted))
    assert shown.noted[-1][0] == "2 contacts were deleted."
    assert view.current is not None
    undo(shown)()
    await shown.lists("Cid", "Bob", "Ann")


async def test_an_open_chat_is_deleted_and_the_list_comes_back(shown: Shown) -> None:
    keep(shown, "Ann")
    await shown.open()
    click_row(shown, 0)
    await until(lambda: is_open(shown))
    QTest.mouseClick(shown.button("Delete"), Qt.MouseButton.LeftButton)
    await until(lambda: "No contacts yet" in shown.said)
    undo(shown)()
    await shown.lists("Ann")


async def test_what_is_older_goes_after_a_question(shown: Shown) -> None:
    begin(shown.history, "old", shown.clock() - timedelta(days=40))
    keep(shown, "Ann")
    await shown.open()
    QTest.mouseClick(shown.button("More"), Qt.MouseButton.LeftButton)
    shown.choose("Delete what is older than a year…")
    await until(lambda: ("Nothing is older than a year.", "", None) in shown.noted)
    QTest.mouseClick(shown.button("More"), Qt.MouseButton.LeftButton)
    shown.choose("Delete what is older than a month…")
    await until(lambda: bool(shown.page.findChildren(OlderDialog)))
    (dialog,) = shown.page.findChildren(OlderDialog)
    assert "1 contact with all that was said" in dialog.accessibleDescription()
    assert dialog.no.isDefault()
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    await shown.lists("Ann")
    undo(shown)()
    await until(lambda: len(shown.customers) == 2)


async def test_escape_leaves_the_page(shown: Shown) -> None:
    await shown.open()
    QTest.keyClick(shown.page.listing.filters.search, Qt.Key.Key_Escape)
    assert shown.closed == [True]


# -- looks --------------------------------------------------------------------------------------


async def test_rows_are_painted_in_both_themes_mirrored_and_narrow(shown: Shown, qapp: QApplication) -> None:
    keep(shown, "A name that is so long that it has to end somewhere " * 3, "ب العربية", said="Order")
    shown.history.record_item("contact-ب العربية", event("chat.ended", 9), shown.clock())
    await shown.open()
    QTest.keyClicks(shown.page.listing.filters.search, "order")
    await until(
        lambda: bool(shown.page.listing.rows.contacts and shown.page.listing.rows.contacts[0].excerpt)
    )
    shown.page.resize(560, 500)
    for name in ("dark", "light"):
        theme.dress(qapp, name)
        for direction in (Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight):
            shown.page.setLayoutDirection(direction)
            drawn = shown.page.listing.list.grab().toImage()
            inks = {drawn.pixelColor(x, y).name() for x in range(drawn.width()) for y in range(8, 70, 6)}
            assert theme.colour("accent").name() in inks, (name, direction)
    assert shown.page.minimumSizeHint().width() <= 560
