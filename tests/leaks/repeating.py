"""A chat is repeated, and shown beside the one that it repeats."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from tests.leaks.chatting import press_keys
from tests.leaks.hands import Person
from ui.repeat.bar import RepeatBar
from ui.repeat.page import ComparePage


async def repeat_and_compare(person: Person) -> None:
    """The chat that is shown is repeated; then it is shown again."""
    window = person.window
    first, count = window.pane.chat, len(window.workspace.chats)
    assert first is not None
    press_keys(person, "Ctrl+R")
    await person.until(lambda: len(window.workspace.chats) > count, "a second chat")
    chat = window.workspace.chats[-1]
    await person.until(lambda: chat.started and chat.session, f"its session: {chat.error}")
    assert chat.started is not None
    person.learnt.append(("participant token", chat.started.participant_token))
    await person.until(lambda: window.pane.chat is chat and window.findChildren(RepeatBar), "its progress")
    person.look("a chat that is being repeated")
    bar = window.findChildren(RepeatBar)[-1]
    await person.until(bar.compare.isVisible, f"the end of it: {bar.accessibleName()}")
    person.look("a chat that was repeated")
    person.press(bar.compare)
    await person.until(lambda: window.findChildren(ComparePage), "both chats")
    await person.until(window.repeats.page.isVisible, "both chats")
    person.look("two chats beside each other")
    person.click("Copy as text")
    copied = QApplication.clipboard().text()
    assert "Hello" in copied, copied
    person.look_at_clipboard("a comparison that was copied")
    person.click("Back to the chat (Esc)")
    person.click("End chat")
    await person.until(lambda: chat.is_over, "the end of the second chat")
    window.chats.show_chat(first)
