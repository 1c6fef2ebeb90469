"""The keyboard's way through a window: where Tab leads, and whether everything that can be used is on it."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTextEdit,
    QWidget,
)

from tests.conftest import until
from ui.controls import Segments
from ui.notice import Notice
from ui.window import Window

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractItemView)
MOST_STOPS, MOST_PRESSES = 200, 40
EDGE = 4
"""So many pixels around a widget belong to the ring that shows its focus."""


def focused() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the keyboard"
    return found


def called(one: QWidget) -> str:
    """A widget in words."""
    return f"{type(one).__name__} {one.accessibleName() or one.objectName()!r}"


def walk(window: QWidget, key: Qt.Key = Qt.Key.Key_Tab) -> list[QWidget]:
    """Goes round by a key until it is where it began; every stop, each in sight and marked."""
    stops, unseen, unmarked = [focused()], [], []
    while len(stops) < MOST_STOPS:
        here = stops[-1]
        if not _is_in_sight(here):
            unseen.append(called(here))
        with_focus = _picture(window, here)
        _leave(here, key)
        if _picture(window, here) == with_focus:
            unmarked.append(called(here))
        if focused() is stops[0]:
            break
        assert focused() not in stops, f"{called(focused())} comes again before {called(stops[0])}"
        stops.append(focused())
    assert len(stops) < MOST_STOPS, "it never comes round"
    assert not unseen, f"they have the keyboard and are out of sight: {unseen}"
    assert not unmarked, f"nothing shows that they have the keyboard: {unmarked}"
    return stops


def _leave(here: QWidget, key: Qt.Key) -> None:
    # A table takes the key for its cells first.
    for _ in range(MOST_PRESSES):
        QTest.keyClick(focused(), key)
        # What a stop brings into sight gets its place before anybody presses the next key.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        if focused() is not here and not _edits_cell_of(here):
            return
    raise AssertionError(f"no way out of {called(here)}")


def _edits_cell_of(table: QWidget) -> bool:
    now = focused()
    return isinstance(now, QLineEdit) and isinstance(table, QTableView) and now.parent() is table.viewport()


def _is_in_sight(one: QWidget) -> bool:
    seen = one.visibleRegion().boundingRect()
    return seen.height() >= min(one.height(), 20) and seen.width() >= min(one.width(), 20)


def _picture(window: QWidget, one: QWidget) -> bytes:
    """What is painted of a widget now, with a little of what is around it."""
    place = QRect(one.mapTo(window, QPoint(0, 0)), one.size()).adjusted(-EDGE, -EDGE, EDGE, EDGE)
    seen = place & window.rect()
    return bytes(window.grab(seen).toImage().constBits()) if not seen.isEmpty() else b""


def missed(window: QWidget, stops: list[QWidget]) -> list[str]:
    """What can be used in a window by the mouse and is on no way of the keyboard's."""
    controls = [one for one in window.findChildren(QWidget) if isinstance(one, CONTROLS)]
    usable = [one for one in controls if one.isVisible() and one.isEnabled() and not _is_reached(one)]
    return [called(one) for one in usable if one not in stops]


def _is_reached(one: QWidget) -> bool:
    """Whether another stop leads to it: arrows, or the field whose part it is."""
    parent = one.parentWidget()
    by_arrows = isinstance(parent, Segments) and not one.focusPolicy() & Qt.FocusPolicy.TabFocus
    group = one.group() if isinstance(one, QAbstractButton) else None
    # A notice goes by itself, and what it offers can be done elsewhere.
    return (
        by_arrows
        or (group is not None and group.exclusive())
        or isinstance(parent, (QLineEdit, QAbstractItemView, QComboBox, Notice))
        or (parent is not None and isinstance(parent.parentWidget(), QComboBox))
        or one.focusProxy() is not None
        or not _takes_part(one)
    )


def _takes_part(one: QWidget) -> bool:
    # Scroll bars and headers of a list are its own.
    return one.objectName() != "qt_scrollarea_viewport" and type(one).__name__ not in (
        "QHeaderView",
        "QTableCornerButton",
    )


async def goes_round(window: QWidget) -> None:
    """Tab leads to all that can be used and back to where it began, Shift+Tab the other way round."""
    window.activateWindow()
    await until(lambda: window.isActiveWindow() and QApplication.focusWidget(), "the window in front")
    walk(window)  # what comes into sight by it, such as the way to the newest row, is there from now on
    there = walk(window)
    if isinstance(window, Window):
        assert in_areas(window, there) == seen_areas(window), "\n".join(called(x) for x in there)
    assert missed(window, there) == [], "\n".join(called(x) for x in there)
    back = walk(window, Qt.Key.Key_Backtab)
    assert [called(one) for one in back] == [called(one) for one in (there[0], *reversed(there[1:]))]


def seen_areas(window: Window) -> list[int]:
    return [at for at, area in enumerate((window.rail, window.centre, window.side)) if area.isVisible()]


def in_areas(window: Window, stops: list[QWidget]) -> list[int]:
    """The areas that stops go through, from the rail on."""
    areas = (window.rail, window.centre, window.side)
    places = [next(at for at, area in enumerate(areas) if area.isAncestorOf(one)) for one in stops]
    groups = [at for at, _ in groupby(places)]
    first = groups.index(min(groups))
    # The walk began in the middle of an area.
    turned = groups[first:] + groups[:first]
    return [at for at, _ in groupby(turned)] if turned[0] != turned[-1] else turned[:-1]
