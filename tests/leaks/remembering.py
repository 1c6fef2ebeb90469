"""The history: read, searched, opened, about to be deleted, and chosen from for another chat."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QApplication, QMenu

from console.profiles import SANDBOX
from tests.leaks.chatting import press_keys
from tests.leaks.hands import Person
from ui.contact.earlier import PICK_SOURCE, EarlierChat
from ui.history.older_dialog import OlderDialog
from ui.history.source_dialog import SourceDialog


async def look_back(person: Person) -> None:
    """Everything that was done so far stands there, and one contact of long ago."""
    window = person.window
    workspace = window.workspace
    workspace.history.record_start({}, SANDBOX, at=workspace.clock() - timedelta(days=40))
    press_keys(person, "Ctrl+H")
    page = window.recalling.page
    await person.until(lambda: len(page.listing.rows.contacts) > 2, "past contacts")
    person.look("the history")
    person.write(page.listing.filters.search, "help")
    await person.until(lambda: any(one.excerpt for one in page.listing.rows.contacts), "what was searched")
    person.look("the history, searched")
    page.open_contact(page.listing.rows.contacts[0])
    await person.until(lambda: page.past.transcript is not None, "a past chat")
    person.look("a past chat")
    page.show_list()
    person.click("More")
    menu = next(one for one in page.findChildren(QMenu) if one.isVisible())
    menu.actions()[0].trigger()
    menu.close()
    await person.dialog(OlderDialog)
    person.look("the question before old contacts are deleted")
    person.click("Keep them")
    await choose_a_source(person)


async def choose_a_source(person: Person) -> None:
    window = person.window
    window.show_form()
    (earlier,) = window.form.findChildren(EarlierChat)
    person.press(earlier.segments.button("continue"))
    person.click(PICK_SOURCE)
    dialog = await person.dialog(SourceDialog)
    await person.until(lambda: dialog.told.text() != "Looking…" or dialog.rows.rowCount(), "past chats")
    person.look("past chats to continue")
    person.click("Cancel")
    await person.until(lambda: QApplication.activeModalWidget() is None, "the form")
    person.press(earlier.segments.button("none"))
