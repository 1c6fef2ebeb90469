"""The small parts that every pane is put together from: labels, buttons, cards, choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import (
    QEvent,
    QMargins,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QKeyEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.language import tr
from ui import masking, theme
from ui.drawn import Picture

L = TypeVar("L", bound=QBoxLayout)
Part = QWidget | QLayout | int | None
"""What a row or column holds: a widget, a layout, a gap in pixels, or None for a stretch."""


def row(*parts: Part, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """Parts beside each other."""
    return _filled(QHBoxLayout(), parts, gap, margins)


def column(*parts: Part, gap: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """Parts below each other."""
    return _filled(QVBoxLayout(), parts, gap, margins)


def _filled(layout: L, parts: Sequence[Part], gap: int, margins: tuple[int, int, int, int]) -> L:
    layout.setSpacing(gap)
    layout.setContentsMargins(QMargins(*margins))
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
    return layout


def label(text: str = "", role: str = "", *, wraps: bool = False, selectable: bool = False) -> QLabel:
    """A text in one of the stylesheet's roles (h1, h2, label, muted, faint, mono, problem, …)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    if wraps:
        made.setWordWrap(True)
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if selectable:
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
    return made


def pill(text: str = "", kind: str = "plain") -> QLabel:
    """A short state in colour: ok, info, warn, danger or plain."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    restyle(made, pill=kind)
    return made


def restyle(widget: QWidget, **properties: object) -> None:
    """Sets properties that the stylesheet asks for, and has it asked again."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class Press(QPushButton):
    """A push button that Return presses, too, and not the space bar alone."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


def button(
    text: str,
    clicked: Callable[[], object] | None = None,
    *,
    kind: str = "",
    icon: str = "",
    tint: str = "muted",
    name: str = "",
) -> QPushButton:
    """A button with a text. Its accessible name is the text, unless another says more."""
    made = Press(text)
    made.setProperty("kind", kind)
    made.setAccessibleName(name or text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if icon:
        made.setIcon(theme.icon(icon, tint))
        made.setIconSize(theme.square(16))
        # Qt leaves no gap between an icon and its text.
        made.setText(f" {text}")
    if clicked:
        made.clicked.connect(lambda *_: clicked())
    return made


def tool(
    icon: str, name: str, clicked: Callable[[], object] | None = None, *, tint: str = "muted"
) -> QToolButton:
    """A button that is only an icon; its name is its tooltip and its accessible name."""
    made = QToolButton()
    made.setIcon(theme.icon(icon, tint))
    made.setIconSize(theme.square(16))
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    if clicked:
        made.clicked.connect(lambda *_: clicked())
    return made


def rule() -> QFrame:
    """A thin line across."""
    made = QFrame()
    made.setProperty("rule", True)
    return made


def framed(layout: QLayout, **properties: object) -> QFrame:
    """A frame around a layout, with the properties that the stylesheet asks for."""
    made = QFrame()
    for name, value in properties.items():
        made.setProperty(name, value)
    made.setLayout(layout)
    return made


class Card(QFrame):
    """A section: an icon, a title, a line of explanation, something at the right, and its content."""

    def __init__(self, title: str, icon: str, explanation: str = "", right: QWidget | None = None) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName(title)
        self.explanation = Elided(explanation, "muted")
        head = row(Picture(icon), label(title, "h2"), gap=9)
        head.addWidget(self.explanation, 1)
        if right is not None:
            head.addWidget(right)
        self.body = column(head, gap=11, margins=(18, 13, 18, 15))
        self.setLayout(self.body)

    def add(self, *parts: Part) -> None:
        """Adds content below what is there."""
        for part in parts:
            if isinstance(part, QLayout):
                self.body.addLayout(part)
            elif isinstance(part, QWidget):
                self.body.addWidget(part)
            elif isinstance(part, int):
                self.body.addSpacing(part)


class Elided(QLabel):
    """A one-line text that ends in … where there is no room, its whole in the tooltip."""

    def __init__(self, text: str = "", role: str = "", *, middle: bool = False) -> None:
        super().__init__()
        self._whole = ""
        self._mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Shows another text."""
        self._whole = " ".join(text.split())
        self._elide()

    def whole(self) -> str:
        """The text as it was given."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._elide()

    def _elide(self) -> None:
        # Masked as a whole: of a piece nobody could tell what it is of.
        whole = masking.shown(self._whole)
        fits = self.fontMetrics().elidedText(whole, self._mode, max(self.width(), 20))
        super().setText(fits)
        self.setToolTip(whole if fits != whole else "")
        self.setAccessibleName(whole)

    def sizeHint(self) -> QSize:
        whole = masking.shown(self._whole)
        return QSize(self.fontMetrics().horizontalAdvance(whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(20, super().minimumSizeHint().height())


class Segment(Press):
    """One choice of several. Where it may shrink, its words end in … as painted, the whole in the tooltip."""

    def __init__(self, text: str, *, shrinks: bool) -> None:
        super().__init__(text)
        self._shrinks = shrinks
        self.setProperty("kind", "segment")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        least = QSizePolicy.Policy.Preferred if shrinks else QSizePolicy.Policy.Minimum
        self.setSizePolicy(least, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if not self._shrinks:
            return hint
        least = min(self._advance(self.text()), self._advance(f"{self.text()[:2]}…"))
        return QSize(hint.width() - self._advance(self.text()) + least, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        missing = self.sizeHint().width() - self.width() if self._shrinks else 0
        self.setToolTip(self.text() if missing > 0 else "")
        if missing <= 0:
            super().paintEvent(event)
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = max(0, self._advance(self.text()) - missing)
        painted = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        option.text = painted
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def _advance(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text)


class Segments(QFrame):
    """A few choices beside each other, exactly one of them taken (or none, for a value that is no choice)."""

    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[object, str]],
        *,
        spoken: str = "radio",
        shrinks: bool = False,
    ) -> None:
        """`spoken` is what a screen reader calls each: one of SPOKEN in ui/roles.py.

        `shrinks` lets words end in … before what is beside them gets no room.
        """
        super().__init__()
        self.setProperty("segments", True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._values = [value for value, _ in choices]
        buttons = []
        for index, (_, text) in enumerate(choices):
            made = Segment(text, shrinks=shrinks)
            made.setAccessibleName(f"{name}: {text}")
            made.setProperty("spoken", spoken)
            self._group.addButton(made, index)
            buttons.append(made)
        self.setLayout(row(*buttons, gap=2, margins=(3, 3, 3, 3)))
        self._group.idClicked.connect(lambda index: self.chosen.emit(self._values[index]))

    def take(self, value: object) -> None:
        """Takes a choice without telling; a value that is no choice takes none."""
        self._group.setExclusive(False)
        for index, known in enumerate(self._values):
            self._group.button(index).setChecked(known == value)
        self._group.setExclusive(True)
        # Tab stops at the one that is taken, arrows go on to the others, as Qt does it after a click.
        stop = max(0, self._group.checkedId())
        for index in range(len(self._values)):
            policy = Qt.FocusPolicy.StrongFocus if index == stop else Qt.FocusPolicy.ClickFocus
            self._group.button(index).setFocusPolicy(policy)

    def taken(self) -> object:
        """The value that is taken, None for none."""
        index = self._group.checkedId()
        return self._values[index] if index >= 0 else None

    def button(self, value: object) -> QAbstractButton:
        """The button of one value."""
        return self._group.button(self._values.index(value))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        index = max(0, min(len(self._values) - 1, self._group.checkedId() + step))
        self._group.button(index).setFocus(Qt.FocusReason.TabFocusReason)
        self._group.button(index).click()


def show_magnifier(line: QLineEdit) -> None:
    """Marks a line as one to search with, and gives what stands in it a name."""
    made = line.addAction(theme.icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
    made.setText(tr("Search"))
    if line.isClearButtonEnabled():
        for one in line.findChildren(QToolButton):
            if not one.accessibleName():
                one.setAccessibleName(one.text() or tr("Clear"))


class Chip(Press):
    """A choice that is taken or not, beside others of its kind."""

    def __init__(self, text: str, *, locked: bool = False) -> None:
        super().__init__(text)
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(text)
        self.setIconSize(theme.square(13))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(f" {text}")
        if locked:
            self.setChecked(True)
            self.setEnabled(False)
        self.toggled.connect(self._show_state)
        self._show_state(self.isChecked())

    def _show_state(self, taken: bool) -> None:
        tint = "soft_text" if taken else "faint"
        self.setIcon(theme.icon("check" if taken else "plus", tint))


class FlowLayout(QLayout):
    """Widgets in lines that break where the width ends, like words."""

    def __init__(self, gap: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        x = y = line = 0
        parent = self.parentWidget()
        mirrored = parent is not None and parent.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for item in self._items:
            size = item.sizeHint()
            # What is wider than the line, and can be narrower, is.
            size.setWidth(max(min(size.width(), rect.width()), item.minimumSize().width()))
            if item.isEmpty():
                continue
            if x and x + size.width() > rect.width():
                x, y, line = 0, y + line + self._gap, 0
            if move:
                left = rect.right() + 1 - x - size.width() if mirrored else rect.x() + x
                item.setGeometry(QRect(QPoint(left, rect.y() + y), size))
            x, line = x + size.width() + self._gap, max(line, size.height())
        return y + line


_BANNER_ICONS = {
    "info": ("info", "accent"),
    "warn": ("triangle-alert", "warn"),
    "danger": ("circle-alert", "danger"),
}


class Banner(QFrame):
    """What went wrong or needs attention: what happened, why, and what to do next."""

    def __init__(self) -> None:
        super().__init__()
        self._picture = Picture("circle-alert", "danger")
        self._title = label("", "strong", wraps=True, selectable=True)
        self._text = label("", "muted", wraps=True, selectable=True)
        self._detail = label("", "faint", wraps=True, selectable=True)
        self._actions = row(gap=8)
        texts = column(self._title, self._text, self._detail, self._actions, gap=4)
        body = row(gap=10, margins=(14, 12, 14, 12))
        body.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(texts, 1)
        self.setLayout(body)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def tell(
        self, kind: str, title: str, text: str = "", detail: str = "", actions: Sequence[QPushButton] = ()
    ) -> None:
        """Shows a message of a kind (info, warn, danger) with what can be done about it."""
        self._picture.show_icon(*_BANNER_ICONS[kind])
        restyle(self, banner=kind)
        for part, content in ((self._title, title), (self._text, text), (self._detail, detail)):
            part.setText(content)
            part.setVisible(bool(content))
        while (item := self._actions.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for action in actions:
            self._actions.addWidget(action)
        self._actions.addStretch(1)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.show()
