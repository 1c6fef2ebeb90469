"""Texts of ordinary widgets, masked in the moment before they are painted.

There are hundreds of places in which a text is given to a widget, and a new one comes with every screen.
All of them are painted by Qt, so that moment is the one place where nothing can be forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from console.language import tr
from console.presenting import masked
from console.redaction import MASK
from ui import masking, theme

HIDDEN = tr("Hidden while presenting: it holds an id, an account number or a token.")
HIDDEN_SHORT = tr("Hidden while presenting")
"""Where there is room for one line."""

_SEEN = frozenset({QEvent.Type.Paint, QEvent.Type.ToolTip})
_OF_ALL = ("toolTip", "accessibleName", "accessibleDescription")
_OF_KIND: tuple[tuple[type[QWidget], tuple[str, ...]], ...] = (
    (QLabel, ("text",)),
    (QAbstractButton, ("text",)),
    (QLineEdit, ("placeholderText",)),
)
"""The properties in which widgets have their texts; what is typed is seen to by itself."""
_OF_ACTION = ("text", "toolTip")
_BARE = "bare {}"
"""The property of a thing that keeps a text of it as it is."""
_DOTTED = "dotted"
_ROLE = Qt.ItemDataRole(Qt.ItemDataRole.UserRole + 977)


class Veil(QObject):
    """Sees to every widget of the application for as long as it is drawn."""

    def draw(self) -> None:
        """Masks what is there, and whatever comes."""
        for widget in QApplication.allWidgets():
            _cover(widget)
        _application().installEventFilter(self)

    def lift(self) -> None:
        """Shows all texts as they are."""
        _application().removeEventFilter(self)
        for widget in QApplication.allWidgets():
            _uncover(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in _SEEN or not isinstance(watched, QWidget):
            return False
        _cover(watched)
        above = watched.parent()
        if event.type() == QEvent.Type.Paint and isinstance(above, QPlainTextEdit):
            return above.viewport() is watched and _cover_text(above)
        return False


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _names(widget: QWidget) -> Iterator[str]:
    yield from _OF_ALL
    if widget.isWindow():
        yield "windowTitle"
    for kind, names in _OF_KIND:
        if isinstance(widget, kind):
            yield from names


def _cover(widget: QWidget) -> None:
    for name in _names(widget):
        _cover_property(widget, name)
    if isinstance(widget, QLineEdit):
        _cover_line(widget)
    elif isinstance(widget, QComboBox):
        _cover_choices(widget)
    elif isinstance(widget, QMenu):
        for action in widget.actions():
            for name in _OF_ACTION:
                _cover_property(action, name)
    elif isinstance(widget, QPlainTextEdit) and widget.isReadOnly():
        _cover_property(widget, "plainText")


def _cover_property(thing: QObject, name: str) -> None:
    text = thing.property(name)
    if isinstance(text, str) and text and (shown := _shown_of(thing, text)) != text:
        thing.setProperty(_BARE.format(name), text)
        thing.setProperty(name, shown)


def _shown_of(thing: QObject, text: str) -> str:
    return MASK if thing.property(masking.PRIVATE) else masking.shown(text)


def _cover_line(line: QLineEdit) -> None:
    """What is typed stays what it is, so it is shown as a password is."""
    is_secret = bool(line.property(masking.PRIVATE)) or masking.shown(line.text()) != line.text()
    if line.echoMode() == QLineEdit.EchoMode.Normal and is_secret:
        line.setProperty(_DOTTED, True)
        line.setEchoMode(QLineEdit.EchoMode.Password)
    elif line.property(_DOTTED) and not is_secret:
        _show_letters(line)


def _show_letters(line: QLineEdit) -> None:
    line.setProperty(_DOTTED, None)
    line.setEchoMode(QLineEdit.EchoMode.Normal)


def _cover_choices(choice: QComboBox) -> None:
    for at in range(choice.count()):
        text = choice.itemText(at)
        if (shown := masking.shown(text)) != text:
            choice.setItemData(at, text, _ROLE)
            choice.setItemText(at, shown)


def hides(text: QWidget) -> bool:
    """Whether what is being written in a text is painted over at this moment."""
    written = text.toPlainText() if isinstance(text, QPlainTextEdit) else ""
    return masking.shown(written) != written


def _cover_text(text: QPlainTextEdit) -> bool:
    """Masks what can only be read; what is being written is hidden as a whole. Whether it is."""
    if text.isReadOnly():
        _cover_property(text, "plainText")
        return False
    if not hides(text):
        return False
    painter = QPainter(text.viewport())
    painter.fillRect(text.viewport().rect(), theme.colour("field"))
    painter.setPen(theme.colour("muted"))
    room = text.viewport().rect().adjusted(6, 0, -6, 0)
    how = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
    fits = painter.boundingRect(room, how, HIDDEN).height() <= room.height()
    painter.drawText(room, how, HIDDEN if fits else HIDDEN_SHORT)
    painter.end()
    return True


def _uncover(widget: QWidget) -> None:
    for thing in (widget, *(widget.actions() if isinstance(widget, QMenu) else ())):
        _uncover_properties(thing)
    if isinstance(widget, QLineEdit) and widget.property(_DOTTED):
        _show_letters(widget)
    if isinstance(widget, QComboBox):
        for at in range(widget.count()):
            if bare := widget.itemData(at, _ROLE):
                widget.setItemText(at, bare)
                widget.setItemData(at, None, _ROLE)
    widget.update()


def _uncover_properties(thing: QWidget | QAction) -> None:
    for name in (*_OF_ALL, "windowTitle", "text", "placeholderText", "plainText"):
        bare = thing.property(_BARE.format(name))
        if not isinstance(bare, str):
            continue
        # What has another text by now has one that is not masked.
        if thing.property(name) == (MASK if thing.property(masking.PRIVATE) else masked(bare)):
            thing.setProperty(name, bare)
        thing.setProperty(_BARE.format(name), None)
