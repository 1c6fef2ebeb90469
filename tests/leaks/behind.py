"""What is behind a chat: each way to look at it, as far as it has something to show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.leaks.hands import Person
from ui.inspector.trace import TraceTab


async def see_the_way(person: Person) -> None:
    """Which way the chat took, each step of it in full, or why that can't be told."""
    window = person.window
    window.show_side()
    window.side.inspector.show_tab("trace")
    tab = window.side.inspector.tab("trace")
    assert isinstance(tab, TraceTab)
    steps = tab.list.model_of_rows
    await person.until(
        lambda: any(row.step for row in steps.rows) or tab.empty.missing, "the way of a chat, or why not"
    )
    person.look("the way of a chat")
    for row in steps.rows:
        if row.step is not None:
            tab.show_step(row.step)
            person.look("a step of the way of a chat")
    if "detail" in vars(tab) and tab.detail.isVisible():
        person.press(tab.detail.copy)
        person.look_at_clipboard("a step, copied")
        QTest.keyClick(tab.detail.text, Qt.Key.Key_Escape)
