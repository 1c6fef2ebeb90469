"""A page of the profile screens: a title with a way back, a body that scrolls, perhaps a footer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.language import tr
from ui import theme
from ui.controls import Card, Elided, column, row, tool

MARGIN = 24
WIDEST = 860


class Sheet(QWidget):
    """Its body is no wider than can be read well, and stands in the middle."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.back = tool("arrow-right" if is_mirrored else "arrow-left", tr("Back"))
        self.title = Elided(title, "h1")
        self.subtitle = Elided(subtitle, "muted")
        self.head = row(self.back, gap=8, margins=(MARGIN - 6, 20, MARGIN, 14))
        self.head.addLayout(column(self.title, self.subtitle, gap=2), 1)
        self.body = column(gap=12)
        self._scroll = _scrolling(self.body)
        page = column(_centred(self.head), gap=0)
        page.addWidget(self._scroll, 1)
        self._page = page
        self.setLayout(page)

    def show_title(self, title: str, subtitle: str) -> None:
        """Shows another title."""
        self.title.show_text(title)
        self.subtitle.show_text(subtitle)

    def add_footer(self, state: QWidget, *parts: QWidget) -> QFrame:
        """Puts a line at the foot, which does not scroll: a state, and at the end what can be done."""
        made = QFrame()
        made.setObjectName("footer")
        line = row(gap=10, margins=(MARGIN, 12, MARGIN, 12))
        line.addWidget(state, 1)
        for part in parts:
            line.addWidget(part)
        holder = QWidget()
        holder.setLayout(line)
        theme.fit(holder, widest=WIDEST + 2 * MARGIN)
        made.setLayout(_in_the_middle(holder))
        self._page.addWidget(made)
        return made

    def scroll_to(self, widget: QWidget) -> None:
        """Brings a part into view, once what has just come has its place."""
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self._scroll.ensureWidgetVisible(widget, 0, 80)

    def scroll_up(self) -> None:
        """Shows the beginning."""
        self._scroll.verticalScrollBar().setValue(0)


class Section(Card):
    """A card whose explanation gives way where there is no room for it."""

    def __init__(self, title: str, icon: str, about: str, right: QWidget | None = None) -> None:
        super().__init__(title, icon, "", right)
        self.about = Elided(about, "muted")
        item = self.body.itemAt(0)
        head = item.layout() if item else None
        if head is not None:
            head.replaceWidget(self.explanation, self.about)
        self.explanation.deleteLater()


def tab_after(first: QWidget, *then: QWidget) -> None:
    """Makes Tab go on from a widget to those that came later, in their order."""
    for one in then:
        QWidget.setTabOrder(first, one)
        first = one


def compact(dialog: QDialog, body: QVBoxLayout, width: int) -> None:
    """Gives a dialog the height of its content at a width, now and whenever the content changes."""
    margins = body.contentsMargins()
    body.addStrut(theme.px(width) - margins.left() - margins.right())
    body.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
    dialog.setLayout(body)


def _scrolling(body: QLayout) -> QScrollArea:
    sheet = QWidget()
    theme.fit(sheet, widest=WIDEST + 2 * MARGIN)
    sheet.setLayout(column(body, gap=0, margins=(MARGIN, 2, MARGIN, 24)))
    outer = QWidget()
    outer.setObjectName("scrolled")
    outer.setLayout(_in_the_middle(sheet))
    scroll = QScrollArea()
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setWidgetResizable(True)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(outer)
    return scroll


def _centred(line: QLayout) -> QHBoxLayout:
    holder = QWidget()
    holder.setLayout(line)
    theme.fit(holder, widest=WIDEST + 2 * MARGIN)
    return _in_the_middle(holder)


def _in_the_middle(holder: QWidget) -> QHBoxLayout:
    """A part as wide as it may be, with equal room at both sides."""
    made = row(gap=0)
    made.addStretch(1)
    # Far more than the room beside it asks for, so that it takes all that it may.
    made.addWidget(holder, 10_000)
    made.addStretch(1)
    return made
