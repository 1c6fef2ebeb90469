"""Chats: started in the form, their tokens shown and copied, their requests saved and imported."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog

from console.chat.chat import Chat
from tests.leaks.hands import Person
from ui.contact.attributes import AttributesEditor
from ui.contact.importing import ImportDialog
from ui.contact.reading_dialog import ReadingDialog
from ui.naming import NameDialog


async def started(person: Person) -> Chat:
    """The chat that the form starts, once its token is there."""
    window = person.window
    before = len(window.workspace.chats)
    await person.until(lambda: window.form.is_ready and window.workspace.place, "a form that is ready")
    person.press(window.form.footer.start)
    return await token_of(person, before)


async def token_of(person: Person, before: int) -> Chat:
    """The newest chat, once there are more than before, and its token is there."""
    window = person.window
    await person.until(lambda: len(window.workspace.chats) > before, "a chat")
    chat = window.workspace.chats[-1]
    await person.until(lambda: chat.started and window.pane.token.isVisible(), f"the token: {chat.error}")
    assert chat.started is not None
    person.learnt.append(("participant token", chat.started.participant_token))
    return chat


async def chat_in_sandbox(person: Person) -> None:
    window = person.window
    await person.until(lambda: window.workspace.places.state == "ready", "the sandbox's flows")
    person.look("the form")
    await started(person)
    card = window.pane.token
    person.look("a chat, its token masked")
    person.click("Show the token")
    person.look("a chat, its token shown", but=[card.value])
    person.click("Hide the token")
    person.look("a chat, its token hidden again")
    person.press(card.copy)
    held = QApplication.clipboard()
    assert held.text() == person.learnt[-1][1], "it can be copied"
    await person.until(lambda: not held.text(), "the end of the token's minute")
    person.look_at_clipboard("the clipboard, after the token's minute")


async def save_a_request(person: Person) -> None:
    """What is secret goes into a request by mistake, which is then kept and saved.

    There it can be read on the screen, since it was typed there; in no file.
    """
    window = person.window
    window.show_form()
    attributes = window.form.findChildren(AttributesEditor)[0]
    person.press(attributes.paste_button)
    dialog = await person.dialog(ReadingDialog)
    token, secret = person.learnt[-1][1], person.plan["secret_access_key"]
    lines = ("reference=A-1", f"pasted=token {token}", f"secret={secret}", f"at={person.plan['address']}")
    person.paste(dialog.box, "\n".join(lines))
    await person.until(dialog.action.isEnabled, "what was recognised")
    person.meet("attributes that are pasted")
    person.press(dialog.action)
    attributes.open_larger(1)
    await person.dialog(QDialog)
    person.meet("an attribute by itself")
    person.click("Cancel")
    window.workspace.keep_draft()
    await save(person, "With a slip")
    window.take_request(
        {name: value for name, value in window.workspace.draft.request.items() if name != "Attributes"}
    )
    await person.until(lambda: token not in window.side.text.toPlainText(), "the request without it")
    person.look("a saved request")


async def import_a_request(person: Person) -> None:
    for text in person.plan["imports"]:
        person.window.show_form()
        press_keys(person, "Ctrl+O")
        dialog = await person.dialog(ImportDialog)
        person.paste(dialog.box, text)
        await person.until(dialog.action.isEnabled, "what was recognised")
        person.look("an import", but=[dialog.box, dialog.box.viewport()])
        person.press(dialog.action)
        await person.until_read("The request was imported.")
        person.look("an imported request")
        await save(person, "Imported")


async def save(person: Person, name: str) -> None:
    """Under a name of its own, so that no later file takes its place."""
    press_keys(person, "Ctrl+S")
    person.write((await person.dialog(NameDialog)).name, name)
    person.meet("a request is named")
    person.click("Save")
    await person.until_read(f"Saved as “{name}")


def press_keys(person: Person, keys: str) -> None:
    """A shortcut of the window's; offscreen no window system would find whose it is."""
    wanted = QKeySequence(keys)
    next(one for one in person.window.findChildren(QShortcut) if one.key() == wanted).activated.emit()
