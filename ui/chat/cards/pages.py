"""A carousel: one of its cards at a time, with the way to those before and after it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from console.chat.interactive import Pages, choices_in
from console.language import tr
from ui.chat.cards.scope import Scope
from ui.controls import column, framed, label, row, tool


class Carousel(QWidget):
    """Cards of which one is seen. Page keys and the two buttons turn it."""

    def __init__(self, part: Pages, scope: Scope) -> None:
        super().__init__()
        self._part, self._scope = part, scope
        self._count = label("", "muted")
        self._before = tool("chevron-left", tr("Previous page"), lambda: self._turn(-1))
        self._after = tool("chevron-right", tr("Next page"), lambda: self._turn(1))
        self._body = column(gap=7)
        self._page = QWidget()
        self._body.addWidget(self._page)
        self._body.addLayout(row(self._before, None, self._count, None, self._after, gap=6))
        self.setLayout(self._body)
        if scope.standing.state == "answered":
            self._go_to_answer()
        self._show()
        scope.stood.connect(self._go_to_answer)

    def _go_to_answer(self) -> None:
        answer = self._scope.standing.answer
        for at, card in enumerate(self._part.cards):
            if answer and any(one.reply and one.reply.content == answer for one in choices_in(card)):
                if at != self._scope.draft.page:
                    self._scope.draft.page = at
                    self._show()
                return

    def _turn(self, by: int) -> None:
        page = self._scope.draft.page + by
        if 0 <= page < len(self._part.cards):
            self._scope.draft.page = page
            self._show()
            self._scope.resized.emit()

    def _show(self) -> None:
        cards = self._part.cards
        at = self._scope.draft.page = max(0, min(self._scope.draft.page, len(cards) - 1))
        self._count.setText(tr("{page} of {pages}", page=at + 1, pages=len(cards)))
        self._count.setAccessibleName(tr("Page {page} of {pages}", page=at + 1, pages=len(cards)))
        self._before.setEnabled(at > 0)
        self._after.setEnabled(at + 1 < len(cards))
        shown = framed(column(self._scope.draw(cards[at]), margins=(12, 12, 12, 12)), inset=True)
        shown.setAccessibleName(cards[at].title)
        self._body.replaceWidget(self._page, shown)
        self._page.hide()
        self._page.deleteLater()
        self._page = shown
        shown.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        if (by := turns.get(Qt.Key(event.key()))) is not None:
            self._turn(by)
        else:
            super().keyPressEvent(event)
