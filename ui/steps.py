"""What is imported when. The window is painted first; all else follows, a step between two of its turns.

1. `ui.front` is all that the first picture needs; `ui.app` builds and paints it.
2. `OPENING`: the console and its loop. `ui.app` imports it, then the window opens the workspace.
3. `FORM`, then `DOORS`: `Window.begin` builds the form and lets what it points at be loaded.
4. `CARDS`, then `CHAT`: `Window` builds the page of a chat once the form is ready and nothing else waits.

Pages that are seldom wanted (profiles, doctor, dialogs) are imported when they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

T = TypeVar("T")

OPENING = (
    "logging.handlers", "console.redaction", "console.shape", "console.contact", "console.errors",
    "console.credentials", "console.profiles", "console.chat.chat", "console.place", "console.pasted",
    "console.places", "console.presets", "console.workspace", "ui.notice", "ui.live", "ui.chats",
    "ui.switching", "ui.pages", "ui.saved", "subprocess", "ssl", "asyncio", "qasync",
)  # fmt: skip
FORM = (
    "ui.contact.place_rows", "ui.contact.suggestions", "ui.contact.where_field", "ui.contact.list_status",
    "ui.contact.editors", "console.flow_facts", "ui.contact.flow_facts", "ui.contact.pickers",
    "ui.contact.attribute_table", "ui.contact.attributes", "ui.contact.texts",
    "ui.contact.segment_attributes", "ui.contact.columns", "ui.contact.message", "ui.contact.catalogue",
    "ui.contact.form", "ui.contact.preview", "ui.keys",
)  # fmt: skip
DOORS = ("console.doors", "console.wallet")
CARDS = (
    "console.chat.interactive",
    "console.chat.views",
    "console.pictures",
    "console.history",
    "console.trace",
    "console.turns",
)
"""Packages come as a whole, too long for one step, so a thread imports them; they know no Qt."""
CHAT = (
    "ui.chat.looks", "ui.chat.documents", "ui.chat.places", "ui.chat.transcript", "ui.chat.strokes",
    "ui.chat.bubbles", "ui.chat.cards.card_view", "ui.chat.cards", "ui.chat.row_cards",
    "ui.chat.transcript_view", "ui.chat.composer", "ui.chat.errands", "ui.chat.conversation",
    "ui.chat.token", "ui.chat.facts", "ui.chat.header", "ui.chat.pane", "ui.inspector.trace_list",
    "ui.inspector.trace", "ui.why", "ui.turning",
)  # fmt: skip
STYLED_AT_ONCE = 40


def imported(names: Sequence[str]) -> Iterator[str]:
    """Imports modules one by one, for as long as it is asked for the next."""
    for name in names:
        import_module(name)
        yield name


async def import_aside(names: Sequence[str]) -> None:
    """Imports modules on a thread, while the window answers."""
    await aside(lambda: [import_module(name) for name in names])


async def aside(work: Callable[[], T]) -> T:
    """Does on a thread of its own what would keep the window waiting; it must know no widget."""
    from console.workers import Workers

    thread = Workers(1, "aside")
    try:
        return await thread.call(work)
    finally:
        thread.close()


async def style(page: QWidget) -> None:
    """Styles a page a few widgets at a time; when it is shown, they would be styled all at once."""
    from asyncio import sleep

    from PySide6.QtWidgets import QWidget
    from shiboken6 import isValid

    for number, part in enumerate(page.findChildren(QWidget), 1):
        # What is shown meanwhile changes: a card goes as its chat ends.
        if isValid(part):
            part.ensurePolished()
        if number % STYLED_AT_ONCE == 0:
            await sleep(0)
