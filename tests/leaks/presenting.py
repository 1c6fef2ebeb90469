"""A class looks on: presenter mode, with a chat, its details, and what is behind it."""

from __future__ import annotations

from tests.leaks.chatting import press_keys
from tests.leaks.hands import Person


async def present(person: Person) -> None:
    """The token of the chat that is shown can be had no more, until the class has gone."""
    window = person.window
    press_keys(person, "F11")
    assert window.presenter.is_on
    person.look("a class looks on")
    for tab in ("agent", "frames", "request"):
        window.side.inspector.show_tab(tab)
        person.look(f"a class looks on: {tab}")
    window.pane.live_page.strip.copy.click()
    person.look_at_clipboard("the clipboard of a presenter")
    press_keys(person, "F11")
    person.look("the class has gone")
