"""The first page of the history: search, filters and the list, with what there is to say of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from console.errors import ConsoleError
from console.history import Choices, Filter, PastContact
from console.language import tr, tr_count, tr_in
from ui import theme
from ui.controls import Banner, button, column, framed, label, row, tool
from ui.drawn import Avatar, Spinner
from ui.history import words
from ui.history.filters import Filters
from ui.history.loading import Loading
from ui.history.means import Means
from ui.history.past_list import PastList
from ui.history.rows import PastRows

MARGIN = 24
WIDEST_WORDS = 420


class Listing(QWidget):
    """Past contacts; what is to be done with one is told."""

    opened = Signal(object)
    start_requested = Signal(object)
    delete_requested = Signal(object)
    older_requested = Signal(object)
    """So long ago that what is older is to be deleted."""
    closed = Signal()

    def __init__(self, means: Means) -> None:
        super().__init__()
        self._means = means
        self.filters = Filters()
        self.rows = PastRows(means.clock, self)
        self.list = PastList(self.rows)
        self.loading = Loading(means.history, means.tasks, self.rows, self._wanted, self)
        self.trouble = Banner()
        self.kept = label("", "muted")
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        self.more = tool("ellipsis", tr("More"), self._show_more)
        self.close_button = tool("x", tr("Close the history (Esc)"), self.closed.emit)
        self.kept.setMinimumWidth(1)
        head = row(gap=8, margins=(MARGIN, 20, MARGIN, 12))
        head.addLayout(column(label(tr("History"), "h1"), self.kept, gap=2), 1)
        head.addWidget(self.more)
        head.addWidget(self.close_button)
        self._pages = QStackedWidget()
        self._message = _Message()
        self._message.asked.connect(self._answer)
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._message)
        body = column(self.trouble, self.filters, gap=12, margins=(MARGIN, 0, MARGIN, 20))
        body.addWidget(self._pages, 1)
        page = column(head, gap=0)
        page.addLayout(body, 1)
        self.setLayout(page)

    def _listen(self) -> None:
        self.filters.changed.connect(self.search)
        self.filters.search.returnPressed.connect(self._open_first)
        self.filters.down_pressed.connect(self._to_list)
        self.list.opened.connect(self.opened)
        self.list.delete_requested.connect(self.delete_requested)
        self.list.menu_requested.connect(self._show_menu)
        self.list.top_left.connect(lambda: self.filters.search.setFocus(Qt.FocusReason.OtherFocusReason))
        self.loading.changed.connect(self.show_state)

    # -- what is shown --------------------------------------------------------------------------

    def _wanted(self) -> Filter:
        return self.filters.filter(self._means.clock())

    def search(self) -> None:
        """Loads what is asked for now."""
        self.loading.load()
        self._means.tasks.start(self._look(), "look at the size of the history")

    def renew(self) -> None:
        """Contacts have come, ended or gone."""
        self.loading.renew()
        self._means.tasks.start(self._look(), "look at the size of the history")

    async def _look(self) -> None:
        history = self._means.history
        try:
            choices, size = await history.choices(), await history.size()
        except ConsoleError:
            # The list tells it.
            choices, size = Choices(), None
        self.filters.show_choices(choices)
        self.kept.setText(words.size(size) if size else "")

    def show_state(self) -> None:
        """Shows the list, or what there is to say in its place."""
        state, is_empty = self.loading.state, not self.rows.contacts
        if state == "ready":
            self.list.show_searched(self.filters.search.text())
        self.show_trouble(self._means.history.trouble or self.loading.error)
        if state == "ready" and not is_empty:
            self._pages.setCurrentWidget(self.list)
        elif state == "failed" and is_empty:
            self._tell("circle-alert", tr("The history can’t be shown"), "", tr("Try again"))
        elif state == "ready" and self.filters.is_empty:
            self._tell("history", tr("No contacts yet"), NOTHING_YET, "")
        elif state == "ready":
            self._tell("search", tr("Nothing found"), NOTHING_FOUND, tr("Clear search and filters"))
        elif is_empty:
            self._tell("", tr("Looking…"), "", "")

    def _tell(self, icon: str, title: str, text: str, action: str) -> None:
        self._message.tell(icon, title, text, action)
        self._pages.setCurrentWidget(self._message)

    def show_trouble(self, error: ConsoleError | None) -> None:
        """Shows what is wrong with the history, and what to do about it."""
        if error is None:
            self.trouble.hide()
            return
        dismiss = button(tr("Dismiss"), self._dismiss, kind="ghost")
        self.trouble.tell("warn", error.sentence, error.advice, "", [dismiss])

    def _dismiss(self) -> None:
        self._means.history.dismiss()
        self.trouble.hide()

    # -- what is asked for ----------------------------------------------------------------------

    def _answer(self) -> None:
        if self.loading.state == "failed":
            self.search()
        else:
            self.filters.clear()

    def _to_list(self) -> None:
        if self.rows.contacts:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _open_first(self) -> None:
        if self.loading.state == "ready" and self.rows.contacts:
            self._to_list()

    def _show_menu(self, at: QPoint) -> None:
        selected: Sequence[PastContact] = self.list.selected
        menu = QMenu(self.list)
        if len(selected) == 1:
            one = selected[0]
            shown = menu.addAction(theme.icon("eye"), tr_in("menu", "Open"))
            shown.triggered.connect(lambda: self.opened.emit(one))
            again = menu.addAction(theme.icon("repeat"), tr("Start again"))
            again.triggered.connect(lambda: self.start_requested.emit(one))
        what = tr_count("Delete {count:,} contact", "Delete {count:,} contacts", len(selected))
        delete = menu.addAction(theme.icon("trash-2"), tr("Delete") if len(selected) == 1 else what)
        delete.triggered.connect(lambda: self.delete_requested.emit(selected))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def _show_more(self) -> None:
        menu = QMenu(self)
        for one in words.OLDER:
            action = menu.addAction(theme.icon("trash-2"), one.entry)
            action.triggered.connect(lambda _=False, span=one.span: self.older_requested.emit(span))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))

    def focus(self) -> None:
        """Puts the keyboard where most people go on."""
        self.filters.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() == Qt.Key.Key_F5:
            self.search()
        else:
            super().keyPressEvent(event)


NOTHING_YET = tr("Every chat that you start is kept here, with all that was said, and no token in it.")
NOTHING_FOUND = tr("No contact matches. A search looks for every word in names, ids and what was said.")


class _Message(QWidget):
    """What there is to say where there is no list."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._sign = Avatar(size=48, icon="history")
        self._spinner = Spinner(28)
        self.title, self.text = label("", "h2"), label("", "muted", wraps=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.fit(self.text, widest=WIDEST_WORDS)
        self.action = button("", self.asked.emit)
        middle = row(gap=0, margins=(20, 0, 20, 0))
        middle.addStretch(1)
        # Far more than the room beside it asks for: a text that wraps takes all that it may.
        middle.addWidget(self.text, 10_000)
        middle.addStretch(1)
        body = column(None, self._sign, self._spinner, self.title, middle, 4, self.action, None, gap=10)
        for part in (self._sign, self._spinner, self.title, self.action):
            body.setAlignment(part, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(column(framed(body, card=True), gap=0))

    def tell(self, icon: str, title: str, text: str, action: str) -> None:
        """Says something, with what can be done about it; without an icon, that one has to wait."""
        self._sign.setVisible(bool(icon))
        self._spinner.setVisible(not icon)
        if icon:
            self._sign.show_name("", "accent", icon)
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.action.setText(action)
        self.action.setAccessibleName(action)
        self.action.setVisible(bool(action))
