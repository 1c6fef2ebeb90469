"""Every text that a screen gives away: properties, what a screen reader is told, lists behind it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

OF_THE_LINE = ("text", "selectedText")
"""Of a password line, what holds the secret: memory of the program, which nothing outside of it reads."""
SHOWN = (*OF_THE_LINE, "displayText", "plainText", "html", "markdown")
"""Of a widget in which a person has something shown, what that is."""
SPOKEN = (
    QAccessible.Text.Name,
    QAccessible.Text.Description,
    QAccessible.Text.Value,
    QAccessible.Text.Help,
)
MOST_ROWS = 500

_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_properties: dict[str, list[str]] = {}


class Told(NamedTuple):
    """A text, and where it stands."""

    where: str
    text: str


def texts_of_screen(but: Collection[QWidget] = ()) -> set[Told]:
    """What every window of the program holds at this moment, seen or not.

    Of the widgets in `but`, which a person has a secret shown in, only what is in them is left out: their
    names, their tooltips and the rest count.
    """
    found: set[Told] = set()
    for widget in QApplication.allWidgets():
        _add_properties(widget, found, is_shown=widget in but)
        for action in widget.actions():
            _add_properties(action, found, is_shown=False)
    for window in QApplication.topLevelWidgets():
        _add_spoken(window, found, but)
        for model in window.findChildren(QAbstractItemModel):
            _add_rows(model, found)
    return found


def _add_properties(thing: QObject, found: set[Told], *, is_shown: bool) -> None:
    left_out: tuple[str, ...] = SHOWN if is_shown else ()
    if isinstance(thing, QLineEdit) and thing.echoMode() != QLineEdit.EchoMode.Normal:
        left_out += OF_THE_LINE
    for name in (*_names_of_texts(thing), *_given_names(thing)):
        if name not in left_out and (value := thing.property(name)):
            found.add(Told(f"{type(thing).__name__}.{name}", _as_text(value)))
    if isinstance(thing, QMenu):
        found.add(Told("QMenu.title", thing.title()))
    if isinstance(thing, QAction) and (data := thing.data()):
        found.add(Told("QAction.data", _as_text(data)))


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else repr(value)


def _names_of_texts(thing: QObject) -> list[str]:
    meta = thing.metaObject()
    name = meta.className()
    if name not in _properties:
        found = (meta.property(number) for number in range(meta.propertyCount()))
        # Both are texts, whatever PySide's stubs say of them.
        kinds = {str(one.name()): str(one.typeName()) for one in found}
        _properties[name] = [one for one, kind in kinds.items() if kind in ("QString", "QStringList")]
    return _properties[name]


def _given_names(thing: QObject) -> list[str]:
    names = [name.toStdString() for name in thing.dynamicPropertyNames()]
    # Those that begin so are Qt's and PySide's own, of kinds that Python does not know.
    return [name for name in names if not name.startswith(("_q_", "_PySide"))]


def _add_spoken(window: QWidget, found: set[Told], but: Collection[QWidget]) -> None:
    """The tree below a window, as a screen reader walks it."""
    waiting: list[Any] = [QAccessible.queryAccessibleInterface(window)]
    while waiting:
        node = waiting.pop()
        if node is None or not node.isValid():
            continue
        thing = node.object()
        kind, is_shown = type(thing).__name__, thing in but
        for role in SPOKEN:
            if not (is_shown and role is QAccessible.Text.Value) and (said := node.text(role)):
                found.add(Told(f"accessible {role.name} of {kind}", said))
        text = node.textInterface()
        if text is not None and not is_shown:
            found.add(Told(f"accessible text of {kind}", text.text(0, text.characterCount())))
        waiting += [node.child(number) for number in range(node.childCount())]


def _add_rows(model: QAbstractItemModel, found: set[Told]) -> None:
    """A list that waits behind a line until letters are typed, or a table."""
    root = QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(root)
    for row in range(min(model.rowCount(root), MOST_ROWS)):
        for column in range(columns):
            for role in _ROLES:
                data = model.data(model.index(row, column, root), role)
                if data and isinstance(data, str):
                    found.add(Told(f"{type(model).__name__}, {role.name}", data))
