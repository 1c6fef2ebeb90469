"""A live chat in the real window, for tests that talk in it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from console.chat.chat import Chat
from console.sandbox import Sandbox, parse
from tests.conftest import until
from ui.chat.cards import MessageCard
from ui.chat.conversation import Conversation
from ui.window import Window


class Talk:
    """One live chat: what the customer does in the window, and what others do in the sandbox."""

    def __init__(self, window: Window, sandbox: Sandbox, chat: Chat, conversation: Conversation) -> None:
        self.window, self.sandbox, self.chat = window, sandbox, chat
        self.conversation = conversation

    @property
    def contact_id(self) -> str:
        assert self.chat.contact_id is not None
        return self.chat.contact_id

    @property
    def state(self) -> str:
        """The session's state now; a type checker would believe that it can't change."""
        assert self.chat.session is not None
        return self.chat.session.state

    @property
    def spoken(self) -> list[str]:
        """What a screen reader says of each row."""
        model = self.conversation.model
        return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]

    def write(self, text: str) -> None:
        """Types a message and sends it with Enter."""
        writing = self.conversation.composer.writing
        QTest.keyClicks(writing, text)
        QTest.keyClick(writing, Qt.Key.Key_Return)

    def say(self, text: str, **members: Any) -> None:
        """Somebody else says something."""
        self.sandbox.chats.say(self.contact_id, text, **members)

    def fault(self, text: str) -> None:
        self.sandbox.faults.add(parse(text))

    async def shows(self, *texts: str) -> str:
        """Waits until a row says all of these."""
        await until(lambda: self.row(*texts) >= 0, f"a row with {texts}, among {self.spoken}")
        return self.spoken[self.row(*texts)]

    def row(self, *texts: str) -> int:
        """The last row that says all of these; -1 for none."""
        found = [at for at, said in enumerate(self.spoken) if all(text in said for text in texts)]
        return found[-1] if found else -1

    def button(self, row: str, name: str) -> QPushButton:
        """A button of the row that says a text, by its words."""
        key = self.conversation.model.row(self.row(row)).key
        found = self.conversation.view.buttons.of_row(key)
        return next(one for one in found if one.accessibleName() == name)

    async def card(self, *texts: str) -> MessageCard:
        """The last card that is seen to say all of these, once there is one that is open."""

        def found() -> MessageCard | None:
            model, cards = self.conversation.model, self.conversation.view.cards
            made = [cards.card(model.row(at).key) for at in reversed(range(model.rowCount()))]
            shown = [one for one in made if one is not None and one.isVisible() and one.view is not None]
            still = (one for one in shown if one.view is not None and one.view.scope.is_open)
            return next((one for one in still if all(text in said(one) for text in texts)), None)

        await until(found, f"a card with {texts}, among {self.spoken}")
        made = found()
        assert made is not None
        return made

    def click_at(self, row: int, at: QPoint) -> None:
        """A click in a row, at a point from the row's corner."""
        view = self.conversation.view
        place = QPoint(at.x(), view.rowViewportPosition(row) + at.y())
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def click(widget: QWidget) -> None:
    assert widget.isVisible(), "a user can't click what is not seen"
    assert widget.isEnabled()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def said(parent: QWidget) -> str:
    """What is seen, without the places where long words may break."""
    return seen(parent).replace("\u200b", "")


def named(parent: QWidget, name: str) -> QPushButton:
    found = [one for one in parent.findChildren(QPushButton) if one.accessibleName() == name]
    visible = [one for one in found if one.isVisible()]
    assert visible, f"no button that is seen is named {name}"
    return visible[0]


def seen(parent: QWidget) -> str:
    """Every text of labels and buttons that can be read now."""
    labels = [one.text() for one in parent.findChildren(QLabel) if one.isVisible()]
    buttons = [one.text() for one in parent.findChildren(QAbstractButton) if one.isVisible()]
    return "\n".join(labels + buttons)


async def started(window: Window, **members: Any) -> Chat:
    """A chat that a click has started, its token on the screen; the form shown again for it."""
    count = len(window.workspace.chats)
    if members:
        window.take_request({**window.workspace.draft.request, **members})
    window.show_form()
    click(window.form.footer.start)
    await until(lambda: len(window.workspace.chats) > count, "a new chat")
    chat = window.workspace.chats[-1]
    # The chat knows of its token before the page shows it.
    await until(lambda: window.pane.chat is chat and window.pane.token.isVisible(), "the token")
    assert chat.state == "started"
    return chat


async def joined(window: Window, sandbox: Sandbox, first: str = "System", **members: Any) -> Talk:
    """A chat that a second click has joined, once its flow has said something, such as `first`."""
    chat = await started(window, **members)
    click(window.pane.token.connect_button)
    await until(lambda: window.pane.conversation is not None and window.pane.chat is chat, "the conversation")
    conversation = window.pane.conversation
    assert conversation is not None
    talk = Talk(window, sandbox, chat, conversation)
    # What is read at first would hide what is to be tried.
    await until(lambda: any(first in said for said in talk.spoken), "the greeting")
    # The session is connected before the page shows it, and what is sent before that stays in the field.
    composer = conversation.composer
    await until(lambda: composer.attach.isEnabled() or composer.writing.isReadOnly(), "a field to write in")
    return talk
