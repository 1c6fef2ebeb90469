"""Behind a chat that is shown: every frame and request that went over its wire, one after the other."""

from __future__ import annotations

from tests.leaks.hands import Person
from tests.leaks.watch import Told


async def read_the_frames(person: Person) -> None:
    """All of them are looked at, as laid out and as they were sent, and one is copied."""
    window = person.window
    window.show_side()
    person.click("Behind the chat: Frames")
    tab = window.side.frames
    tab.beats.setChecked(True)
    for kind in ("errors", "frames", "requests", "all"):
        person.press(tab.kinds.button(kind))
    person.look("the frames of a chat")
    assert tab.rows.rowCount() > 10, "what the chat sent and heard"
    for _ in ("laid out", "as sent"):
        for row in range(tab.rows.rowCount()):
            tab.list.go_to(tab.rows.entry(row).number)
            told = Told("text of a frame", tab.detail.text.toPlainText() + tab.detail.facts.text())
            person.overheard.setdefault(told, "a frame of a chat")
        person.press(tab.detail.raw)
    person.press(tab.detail.copy_button)
    person.look_at_clipboard("a copied frame")
    conversation = window.pane.conversation
    assert conversation is not None
    joined = conversation.model.row(0)
    window.framing.show_frames(joined)
    window.framing.show_row(joined.key)
    person.look("a row that its frame leads to")
