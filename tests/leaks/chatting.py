"""Chats: started in the form, their tokens shown and copied, their requests saved and imported."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from console.chat.chat import Chat
from tests.leaks.behind import see_the_way
from tests.leaks.hands import Person
from tests.leaks.helping import hand_on
from ui.chat.link_dialog import LinkDialog
from ui.contact.attributes import AttributesEditor
from ui.contact.importing import ImportDialog
from ui.contact.reading_dialog import ReadingDialog
from ui.leaving import LeavingDialog
from ui.naming import NameDialog
from ui.rejoining import RejoinDialog


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


async def talk(person: Person) -> None:
    """The chat that is shown is joined and talked in; what is in it is looked at from all sides."""
    window = person.window
    person.click("Connect")
    await person.until(lambda: window.pane.conversation, "the conversation")
    conversation = window.pane.conversation
    assert conversation is not None
    writing = conversation.composer.writing
    person.write(writing, "Hello, see https://example.com/help")
    QTest.keyClick(writing, Qt.Key.Key_Return)
    await person.until(lambda: conversation.model.rowCount() > 3, "an answer")
    window.pane.live_page.strip.details.click()
    person.look("a live chat")
    await see_the_way(person)
    conversation.errands.open_link("https://example.com/help")
    await person.dialog(LinkDialog)
    person.look("a link of the chat")
    person.click("Cancel")
    window.pane.live_page.strip.copy.click()
    assert QApplication.clipboard().text() == person.learnt[-1][1], "its token can be copied still"
    await person.until(lambda: not QApplication.clipboard().text(), "the end of the token's minute")


async def stay(person: Person) -> None:
    """The window is closed while a chat is open, and then is not."""
    person.window.close()
    await person.dialog(LeavingDialog)
    person.look("what becomes of open chats")
    person.click("Go on chatting")


async def rejoin(person: Person) -> None:
    """A chat was open when the program ended in a crash."""
    await person.dialog(RejoinDialog)
    person.look("chats of an earlier run")
    person.click("Rejoin")
    await person.until(lambda: person.window.chats.pane.conversation, "the conversation")
    person.look("a chat that was rejoined")


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
    await hand_on(person)
    window.take_request(
        {name: value for name, value in window.workspace.draft.request.items() if name != "Attributes"}
    )
    await person.until(lambda: token not in window.side.preview.text.toPlainText(), "the request without it")
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
