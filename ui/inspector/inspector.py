"""The tabs beside a chat. The window says which there are; each is made when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from console.chat.chat import Chat
from console.language import tr
from ui.controls import Segments, column, row


class Tab(QWidget):
    """One way to look behind a chat."""

    def show_chat(self, chat: Chat) -> None:
        """Shows what belongs to a chat; called again at each of its changes, while the tab is seen."""

    def show_part(self, key: str) -> None:
        """Shows what belongs to one row of the transcript, where the tab knows it."""


@dataclass(frozen=True)
class Offer:
    """A tab that there is."""

    id: str
    title: str
    make: Callable[[], Tab]
    is_for: Callable[[Chat], bool] = lambda _chat: True
    """Whether a chat has it."""


class Inspector(QFrame):
    """Shows one tab for the chat in the centre, the same one for the next chat where it has it."""

    tab_changed = Signal(str)

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        self._offers = {one.id: one for one in offers}
        self._made: dict[str, Tab] = {}
        self._chat: Chat | None = None
        self.first = self._wanted = next(iter(self._offers))
        """The id of the tab that is shown first, and where another is not offered."""
        self.tabs = Segments(
            tr("Behind the chat"), [(one.id, one.title) for one in offers], spoken="tab", shrinks=True
        )
        # All of them fit where the side is at its narrowest.
        self.tabs.setProperty("tight", True)
        self.tabs.chosen.connect(self._choose)
        self._pages = QStackedWidget()
        body = column(gap=0)
        body.addLayout(row(self.tabs, None, margins=(16, 16, 8, 12)))
        body.addWidget(self._pages, 1)
        self.setLayout(body)

    @property
    def shown(self) -> str:
        """The id of the tab that is shown."""
        return str(self.tabs.taken())

    def tab(self, id_: str) -> Tab:
        """A tab by its id, made when it is first wanted."""
        if id_ not in self._made:
            self._made[id_] = made = self._offers[id_].make()
            self._pages.addWidget(made)
        return self._made[id_]

    def show_chat(self, chat: Chat) -> None:
        """Shows what is behind a chat."""
        self._chat = chat
        for one in self._offers.values():
            self.tabs.button(one.id).setVisible(one.is_for(chat))
        self._show()

    def mark(self, id_: str, is_marked: bool) -> None:
        """Marks a tab in which something waits to be seen, or takes the mark off."""
        title, made = self._offers[id_].title, self.tabs.button(id_)
        made.setText(f"{title} •" if is_marked else title)
        name = f"{self.tabs.accessibleName()}: {title}"
        made.setAccessibleName(tr("{name}, something waits", name=name) if is_marked else name)

    def show_tab(self, id_: str) -> None:
        """Shows one tab, as if it were clicked."""
        self._choose(id_)

    def _choose(self, id_: object) -> None:
        self._wanted = str(id_)
        self._show()
        self.tab_changed.emit(self._wanted)

    def _show(self) -> None:
        if self._chat is None:
            return
        first = self._offers[self.first]
        wanted = self._offers.get(self._wanted, first)
        offer = wanted if wanted.is_for(self._chat) else first
        self.tabs.take(offer.id)
        page = self.tab(offer.id)
        page.show_chat(self._chat)
        self._pages.setCurrentWidget(page)
