"""Behind a chat that is shown: what each of its turns did, and what is known of its contact."""

from __future__ import annotations

from tests.leaks.hands import Person
from ui.inspector.attributes import AttributesTab


async def see_what_changed(person: Person) -> None:
    """The line below a turn, all that stands in it, the contact as it is now; and all of it is copied."""
    window = person.window
    conversation = window.pane.conversation
    assert conversation is not None
    turns = window.workspace.turns.of(window.workspace.chats[-1])
    await person.until(lambda: turns.latest and turns.latest.state != "reading", "a turn that was looked at")
    person.look("a line below a turn")
    conversation.view.why_requested.emit(turns.all[-1].row_key)
    tab = window.side.inspector.tab("attributes")
    assert isinstance(tab, AttributesTab)
    await person.until(tab.isVisible, "the tab of attributes")
    for page in ("turns", "now"):
        person.press(tab.pages.button(page))
        for row in range(tab.table.entries.rowCount()):
            tab.table.choose(tab.table.entries.entry(row).key)
            person.look("what a turn changed" if page == "turns" else "the contact now")
    assert tab.now.entries.rowCount() > 5, "facts of the contact"
    person.press(tab.copy)
    person.look_at_clipboard("all that is known of a contact, copied")
