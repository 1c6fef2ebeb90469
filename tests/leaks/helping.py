"""Help: the welcome, the keys, the report of a problem, the licences; and a request that is handed on."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from console import new_version
from console.new_version import Releases
from tests.console.loopback import Loopback, Reply
from tests.leaks.hands import Person
from ui.about import AboutDialog
from ui.keys_dialog import KeysDialog
from ui.report import ReportDialog


async def ask_for_help(person: Person) -> None:
    """After all that can go wrong: the report holds the end of a log in which everything was written."""
    _choose(person, "Welcome")
    person.look("the welcome")
    person.click("Close the welcome (Esc)")
    _choose(person, "Keyboard shortcuts")
    await person.dialog(KeysDialog)
    person.look("the keys")
    person.click("Close")
    _choose(person, "About Connect Chat Console")
    await person.dialog(AboutDialog)
    person.look("the licences")
    person.click("Close")
    await _look_for_a_new_version(person)
    _choose(person, "Report a problem…")
    dialog = await person.dialog(ReportDialog)
    assert "console.log" in dialog.text.toPlainText()
    assert "CrashError" in dialog.text.toPlainText()
    person.look("the report of a problem")
    person.click("Copy the report")
    person.look_at_clipboard("the report, copied")
    person.click("Close")


async def _look_for_a_new_version(person: Person) -> None:
    """As from a copy that a release published; whoever is asked learns nothing of this person."""
    told = {"tag_name": "v99.0", "html_url": "https://releases.example.com/somebody/program/releases/1"}
    with Loopback(Reply(200, json.dumps(told).encode())) as server, pytest.MonkeyPatch.context() as patch:
        whom = Releases("https://releases.example.com/somebody/program", f"{server.endpoint}/repos/a/b")
        patch.setattr(new_version, "releases", lambda: whom)
        _choose(person, "About Connect Chat Console")
        await person.dialog(AboutDialog)
        person.click("Look for a new version")
        await person.until_read("Version 99.0 is out")
        person.look("a new version")
        person.click("Close")
        for asked in server.asked:
            person.overhear("whoever published this copy", f"{asked.path} {dict(asked.headers)}")


async def hand_on(person: Person) -> None:
    """The request in the form holds secrets that were pasted into it by mistake."""
    person.window.saved.copy_link()
    assert QApplication.clipboard().text().startswith("connect-chat-console:")
    person.look_at_clipboard("a request as a link")
    person.window.saved.open_file()
    dialog = await person.dialog(QFileDialog)
    dialog.fileSelected.emit(str(person.window.workspace.folder / "handed-on.chatrequest"))
    dialog.close()
    await person.until_read("Saved as handed-on.chatrequest")


def _choose(person: Person, text: str) -> None:
    button = person.window.rail.help_button
    person.press(button)
    menu = next(one for one in button.findChildren(QMenu) if one.isVisible())
    action = next(one for one in menu.actions() if one.text() == text)
    menu.close()
    action.trigger()
