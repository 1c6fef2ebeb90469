"""The live half of the smoke test: a chat is joined, talked in, shown a form, given a file, ended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt

from console.chat.chat import Chat
from console.chat.transcript import Row
from console.contact import INTERACTIVE_RESPONSE
from ui import wording
from ui.chat.cards import MessageCard
from ui.chat.conversation import Conversation
from ui.smoke_hands import click, drop, enter, named, press, until, write
from ui.window import Window

HELLO = "Hello, is anybody there?"
FILE = "receipt.txt"
MENU, CHOICE = "What can we do for you?", "Leave my details"
FORM, SEND = "Your details", "Send"
FILLED = {"Name": "Zoë", "E-mail": "zoe@example.com"}
KIND = "Kind of bike"
DONE = "Thank you, Zoë"
SAID_BEFORE = 110
"""More than a page of the transcript, said before anybody joins."""


async def chat_live(window: Window, chat: Chat, checks: dict[str, bool]) -> None:
    """Uses a chat that was started as its customer would, and notes what held."""
    sandbox = window.workspace.doors.sandbox
    if sandbox is None:
        raise LookupError("there is no sandbox to chat with")
    for number in range(SAID_BEFORE):
        sandbox.chats.say(chat.contact_id or "", f"Message {number} of the flow")
    conversation = await _connect(window, chat, checks)
    await _page(conversation, checks)
    await _talk(conversation, checks)
    await _answer(conversation, checks)
    await _attach(conversation, checks)
    click(window.pane.end)
    await until(lambda: chat.is_over, "the chat is over")
    checks["ended"] = chat.state == "ended" and not conversation.composer.send.isEnabled()


async def _connect(window: Window, chat: Chat, checks: dict[str, bool]) -> Conversation:
    pane = window.pane
    click(pane.token.connect_button)
    await until(lambda: pane.conversation is not None, "the chat is connected")
    conversation = pane.conversation
    if conversation is None or chat.session is None:
        raise LookupError("the conversation is gone")
    connected, _ = wording.SESSION_STATES["connected"]
    checks["connected"] = chat.session.state == "connected" and pane.state.text() == connected
    await until(lambda: conversation.session.has_earlier, "the first page is read")
    return conversation


async def _page(conversation: Conversation, checks: dict[str, bool]) -> None:
    before = conversation.model.rowCount()
    click(conversation.earlier)
    await until(lambda: not conversation.session.has_earlier, "the beginning is read")
    await until(lambda: conversation.model.rowCount() > before, "earlier messages are shown")
    checks["paged"] = conversation.model.rowCount() > SAID_BEFORE


async def _talk(conversation: Conversation, checks: dict[str, bool]) -> None:
    def found() -> int:
        return _find(conversation, lambda row: row.item.content == HELLO and row.state == "sent")

    await enter(conversation.composer.writing, HELLO)
    await until(lambda: found() >= 0, "the message comes back")
    checks["echoed"] = not conversation.composer.writing.toPlainText()
    await until(
        lambda: any(row.item.role == "SYSTEM" for row in _rows(conversation)[found() + 1 :]), "a reply"
    )
    checks["replied"] = True


async def _answer(conversation: Conversation, checks: dict[str, bool]) -> None:
    """Chooses in the menu, wherever that stands by now, and fills in the form that it leads to."""

    def found() -> int:
        return _find(conversation, lambda row: row.item.is_interactive)

    await until(lambda: found() >= 0, "the menu is offered")
    conversation.view.scrollTo(conversation.model.index(found(), 0))
    click(named(await _card(conversation, MENU), CHOICE))
    form = await _card(conversation, FORM)
    for name, text in FILLED.items():
        await write(named(form, name), text)
    press(named(form, KIND), Qt.Key.Key_Down, "")
    click(named(form, SEND))
    await _card(conversation, DONE)
    told = [row.item.content for row in _rows(conversation) if row.item.content_type == INTERACTIVE_RESPONSE]
    checks["form_answered"] = all(text in told[-1] for text in FILLED.values())


async def _card(conversation: Conversation, title: str) -> MessageCard:
    """The card of a title, once it can be used."""

    def found() -> MessageCard | None:
        cards = conversation.view.viewport().findChildren(MessageCard)
        seen = (one for one in cards if one.isVisible() and one.view is not None)
        return next((one for one in seen if one.card.title == title), None)

    await until(lambda: found() is not None, f"the card “{title}”")
    card = found()
    if card is None:
        raise LookupError(f"the card “{title}” is gone")
    return card


async def _attach(conversation: Conversation, checks: dict[str, bool]) -> None:
    def is_there(row: Row) -> bool:
        return any(one.name == FILE and one.status == "APPROVED" for one in row.item.attachments)

    with TemporaryDirectory(prefix="connect-chat-console-") as folder:
        file = Path(folder) / FILE
        file.write_text("paid in full", "utf-8")
        drop(conversation.composer.writing.viewport(), file)
        await until(lambda: _find(conversation, is_there) >= 0, "the attachment is approved")
    checks["attached"] = True


def _rows(conversation: Conversation) -> list[Row]:
    """The rows that are on the screen, or could be scrolled to."""
    model = conversation.model
    return [model.row(at) for at in range(model.rowCount())]


def _find(conversation: Conversation, holds: Callable[[Row], bool]) -> int:
    """Where the first row stands of which something holds; -1 for nowhere."""
    return next((at for at, row in enumerate(_rows(conversation)) if holds(row)), -1)
