"""The history in the real window: written as one chats, found in rail and page, chosen from, in trouble."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from console.chat.interactive import TEMPLATES
from console.history import History
from console.history import store as store_module
from console.history.history import FILE
from console.profiles import Profile
from console.sandbox import Sandbox
from tests.conftest import MovableClock, until
from tests.console.history.kept import REQUEST, begin, end, message
from tests.ui.chat.talking import click, joined, named, said, seen, started
from ui.chat.cards import MessageCard
from ui.chat.past_transcript import PastTranscript
from ui.contact.earlier import PICK_RELATED, PICK_SOURCE, EarlierChat
from ui.history.page import HistoryPage
from ui.history.source_dialog import SourceDialog
from ui.history.words import outcome
from ui.rail.recent import PastEntry
from ui.recalling import IN_FORM, NO_PROFILE
from ui.window import Window

OWN = Profile("Own", "access_key", "eu-central-1", id="own")


def press(window: Window, keys: str) -> None:
    """A shortcut of the window's; offscreen no window system would find whose it is."""
    wanted = QKeySequence(keys)
    next(one for one in window.findChildren(QShortcut) if one.key() == wanted).activated.emit()


def page_of(window: Window) -> HistoryPage:
    page = window.centre.currentWidget()
    assert isinstance(page, HistoryPage)
    return page


def recent(window: Window) -> list[str]:
    """The names that the rail shows of past contacts."""
    entries = window.rail.recent.entries
    return [one.contact.customer for one in entries if isinstance(one, PastEntry) and one.isVisible()]


def keep(window: Window, customer: str, contact_id: str = "past", **members: Any) -> None:
    """A chat of the sandbox's that ended a while ago."""
    history, at = window.workspace.history, window.workspace.clock() - timedelta(hours=1)
    profile = members.pop("profile", window.workspace.profile)
    request = {**window.workspace.draft.request, "ParticipantDetails": {"DisplayName": customer}, **members}
    key = begin(history, contact_id, at, request=request, profile=profile)
    history.record_item(contact_id, message(f"Hello {customer}", 1, contact_id), at)
    end(history, key, at=at)


async def opened(window: Window, customer: str) -> PastTranscript:
    """The contact that a click on its row in the list has opened."""
    page = page_of(window)
    await until(lambda: customer in [one.customer for one in page.listing.rows.contacts], customer)
    row = [one.customer for one in page.listing.rows.contacts].index(customer)
    place = page.listing.list.visualRect(page.listing.rows.index(row, 0)).center()
    QTest.mouseClick(page.listing.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    await until(lambda: page.past.chat is not None and page.past.transcript is not None, "its transcript")
    view = page.past.transcript
    assert isinstance(view, PastTranscript)
    return view


async def last_card(view: PastTranscript, text: str) -> MessageCard:
    """The card of the last item, once it is seen to say something: it is made before it is shown."""
    key = view.model.row(view.model.rowCount() - 1).key

    def is_seen() -> bool:
        made = view.view.cards.card(key)
        return made is not None and text in said(made)

    await until(is_seen, f"a card with “{text}”")
    card = view.view.cards.card(key)
    assert card is not None
    return card


# -- written, found, started again --------------------------------------------------------------


async def test_a_chat_that_was_talked_in_is_read_and_started_again(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox, ParticipantDetails={"DisplayName": "Ann"})
    talk.write("Where is my order?")
    rows = talk.conversation.model
    await until(
        lambda: rows.row(max(talk.row("Where is my order?"), 0)).state == "sent" and talk.row("order?") > 0
    )
    await window.workspace.stop(talk.chat)
    press(window, "Ctrl+H")
    assert window.rail.history.isChecked()
    assert not window.rail.new_chat.isChecked()
    view = await opened(window, "Ann")
    spoken = [str(view.model.data(view.model.index(row, 0))) for row in range(view.model.rowCount())]
    assert [one for one in spoken if "Where is my order?" in one]
    # What is found out later about a turn is told beside its row.
    live = {one.partition(". Then: ")[0] for one in talk.spoken}
    assert live <= set(spoken), "it reads as it did in the live chat"
    click(named(window, "Start again"))
    await until(lambda: len(window.workspace.chats) == 2, "another chat")
    again = window.workspace.chats[-1]
    assert again.request == {key: value for key, value in talk.chat.request.items() if key != "ClientToken"}
    await until(lambda: again.state == "started" and window.pane.chat is again, "its token")
    assert not window.rail.history.isChecked()


async def test_a_card_of_a_past_chat_can_be_read_and_not_answered(window: Window, sandbox: Sandbox) -> None:
    keep(window, "Ann")
    content = (
        '{"templateType": "QuickReply", "version": "1.0", "data": {"content":'
        ' {"title": "How was it?", "elements": [{"title": "Good"}, {"title": "Bad"}]}}}'
    )
    kind = "application/vnd.amazonaws.connect.message.interactive"
    raw = message(content, 2, "past", ContentType=kind)
    window.workspace.history.record_item("past", raw, window.workspace.clock())
    press(window, "Ctrl+H")
    view = await opened(window, "Ann")
    card = await last_card(view, "How was it?")
    key = view.model.row(view.model.rowCount() - 1).key
    assert card.view is not None
    assert not card.view.scope.is_open
    view.view.menu_requested.emit(view.model.rowCount() - 1, view.mapToGlobal(view.rect().center()))
    menu = view.view.findChildren(QMenu)[-1]
    next(one for one in menu.actions() if one.text() == "Copy item ID").trigger()
    assert QApplication.clipboard().text() == key
    menu.close()


async def test_a_view_that_was_not_kept_says_what_became_of_it(window: Window) -> None:
    keep(window, "Ann")
    kind = "application/vnd.amazonaws.connect.message.interactive"
    raw = message(TEMPLATES["ViewResource"].message, 2, "past", ContentType=kind)
    window.workspace.history.record_item("past", raw, window.workspace.clock())
    press(window, "Ctrl+H")
    view = await opened(window, "Ann")
    await last_card(view, "This view is not loaded.")


async def test_the_request_of_a_past_chat_goes_into_the_form(window: Window) -> None:
    workspace = window.workspace
    keep(window, "Ann", Attributes={"order": "7"})
    workspace.own_profiles.put(OWN)
    keep(window, "Bob", "other", profile=OWN)
    keep(window, "Cid", "gone", profile=Profile("Gone", "access_key", "eu-central-1", id="gone"))
    for customer, profile, words in (
        ("Ann", workspace.profile.id, IN_FORM),
        ("Bob", "own", IN_FORM),
        ("Cid", "own", f"{IN_FORM} {NO_PROFILE}"),
    ):
        press(window, "Ctrl+H")
        window.recalling.page.show_list()
        await opened(window, customer)
        click(named(window, "Put the request into the form"))
        assert window.centre.currentWidget() is window.form
        assert workspace.draft.value("ParticipantDetails", "DisplayName") == customer
        assert (workspace.profile.id, window.notice.text.text()) == (profile, words)


# -- the rail -----------------------------------------------------------------------------------


async def test_the_rail_lists_recent_contacts_that_are_not_open_here(
    window: Window, clock: MovableClock
) -> None:
    keep(window, "Ann")
    await until(lambda: recent(window) == ["Ann"], "the past contact")
    chat = await started(window, ParticipantDetails={"DisplayName": "Bob"})
    await window.workspace.stop(chat)
    await window.workspace.history.flush()
    window.rail.chat_removed.emit(chat)
    await until(lambda: recent(window) == ["Bob", "Ann"], "the chat that was taken off the list")
    entry = window.rail.recent.entries[0]
    assert entry.right.text() == "now"
    clock.move(minutes=12)
    await until(lambda: entry.right.text() == "12 min", "its time")
    assert entry.accessibleDescription() == "Stopped, 12 min"
    click(entry)
    await until(lambda: page_of(window).past.chat is not None, "the contact")
    assert "Nothing was said in this chat" in seen(window.centre)
    window.rail.fold(True)
    assert recent(window) == []
    assert window.rail.history.isVisible(), "the history can be reached still"
    window.rail.fold(False)
    assert recent(window) == ["Bob", "Ann"]


async def test_a_chat_of_a_sandbox_that_was_killed_is_not_open_at_the_next_start(
    window: Window, tmp_path: Path, clock: MovableClock
) -> None:
    killed = History(tmp_path, clock)
    for contact_id, customer, profile in (("c1", "Ann", window.workspace.profile), ("c2", "Bob", OWN)):
        details = {"ParticipantDetails": {"DisplayName": customer}}
        begin(killed, contact_id, clock(), request={**REQUEST, **details}, profile=profile)
    await killed.close()
    window.recent.begin()
    press(window, "Ctrl+H")
    rows = page_of(window).listing.rows

    def told() -> list[tuple[str, str]]:
        return [(one.customer, outcome(one)) for one in rows.contacts]

    await until(lambda: told() == [("Bob", "Open"), ("Ann", "End not seen")], "what became of both")


# -- chosen from --------------------------------------------------------------------------------


async def test_the_source_of_a_past_chat_is_chosen_by_what_comes_back(window: Window) -> None:
    keep(window, "Ann", "first")
    history, now = window.workspace.history, window.workspace.clock()
    raw = {**message("After the transfer", 5, "first"), "ContactId": "second"}
    history.record_item("first", raw, now)
    (earlier,) = window.form.findChildren(EarlierChat)
    click(earlier.segments.button("continue"))
    for kind, wanted in (("FROM_SEGMENT", "second"), ("ENTIRE_PAST_SESSION", "first")):
        click(earlier.kind.segments.button(kind))
        assert await chosen(window, PICK_SOURCE) == wanted
        sent = {"SourceContactId": wanted, "RehydrationType": kind}
        assert window.workspace.draft.value("PersistentChat") == sent
    click(earlier.segments.button("link"))
    assert await chosen(window, PICK_RELATED) == "first"
    assert window.workspace.draft.value("RelatedContactId") == "first"
    QTest.keyClicks(earlier.related.line, "-pasted")
    assert window.workspace.draft.value("RelatedContactId") == "first-pasted"


async def chosen(window: Window, name: str) -> str:
    """The id that the first line of the dialog behind a button gives."""
    click(named(window, name))
    (dialog,) = [one for one in window.findChildren(SourceDialog) if one.isVisible()]
    await until(dialog.take.isEnabled, "the past chats")
    source = dialog.rows.sources[0].contact_id
    click(dialog.take)
    await until(lambda: not [one for one in window.findChildren(SourceDialog) if one.isVisible()])
    return source


async def test_an_open_chat_is_exported_from_its_menu(window: Window, tmp_path: Path) -> None:
    await started(window, ParticipantDetails={"DisplayName": "Ann"})
    click(window.pane.header.more)
    (menu,) = [one for one in window.pane.header.findChildren(QMenu) if one.isVisible()]
    next(one for one in menu.actions() if ".txt" in one.text()).trigger()
    menu.close()
    await until(lambda: window.findChildren(QFileDialog), "where to")
    dialog = window.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(tmp_path / "out.txt"))
    dialog.close()
    await until(lambda: window.notice.text.text() == "Exported as out.txt.")
    assert "Open when this was exported" in (tmp_path / "out.txt").read_text("utf-8")


# -- trouble ------------------------------------------------------------------------------------


def spoilt(window: Window, _patch: pytest.MonkeyPatch) -> str:
    file = window.workspace.history.file
    for beside in file.parent.glob(f"{FILE}-*"):
        # With its log SQLite would make the file whole again.
        beside.unlink()
    file.write_text("This is no database, and was never one." * 200)
    return "The history was damaged."


def full(window: Window, patch: pytest.MonkeyPatch) -> str:
    patch.setattr(store_module, "PRAGMAS", (*store_module.PRAGMAS, "max_page_count = 60"))
    return "The disk is full"


@pytest.mark.parametrize("make", [spoilt, full])
async def test_trouble_is_told_once_and_the_chat_goes_on(
    window: Window,
    sandbox: Sandbox,
    tmp_path: Path,
    clock: MovableClock,
    make: Callable[[Window, pytest.MonkeyPatch], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # As at a start: nothing of the file is held open yet.
    await window.workspace.history.close()
    vars(window.workspace).pop("recorder", None)
    vars(window.workspace)["history"] = History(tmp_path, clock, retry_s=0.02)
    with monkeypatch.context() as patch:
        words = make(window, patch)
        window.recent.begin()
        said_by_notice: list[str] = []
        say = window.notice.say

        def note(text: str, *action: Any, **how: Any) -> None:
            said_by_notice.append(text)
            say(text, *action, **how)

        patch.setattr(window.notice, "say", note)
        talk = await joined(window, sandbox)
        for number in range(12):
            talk.say(f"line {number} " + "word " * 1800)
        await talk.shows("line 11")
        await until(lambda: any(one.startswith(words) for one in said_by_notice), words)
        assert talk.state == "connected"
        click(window.notice.action)
        await until(page_of(window).listing.trouble.isVisible, "what is wrong, in full")
        assert len([one for one in said_by_notice if one.startswith(words)]) == 1
    await until(lambda: window.workspace.history.trouble is None or words.startswith("The history"), "room")
    await window.workspace.history.flush()
    kept = await window.workspace.history.items(talk.contact_id)
    # A transcript that was read in between has each of them in other words once more.
    lines = {str(one.raw.get("Content")) for one in kept}
    assert len([one for one in lines if one.startswith("line ")]) == 12, "what waited was written"
    assert (tmp_path / FILE).exists()
