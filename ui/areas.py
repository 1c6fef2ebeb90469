"""The areas of the window for the keyboard: F6 goes from one to the next, Tab through each as it is read.

Qt lets Tab go where widgets were made, and much is made late: a conversation, a card, what can be done
about an error. So the way is found in the layouts, whenever Tab is pressed. Qt's own chain is not asked
for it: PySide takes what `nextInFocusChain` gives for a part of the widget that was asked, and forgets
it with that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget

REASONS = {1: Qt.FocusReason.TabFocusReason, -1: Qt.FocusReason.BacktabFocusReason}


class Areas:
    """The areas of a window in the order of reading; those that are not seen are left out."""

    def __init__(self, *areas: QWidget) -> None:
        self._areas = areas

    def go(self, step: int) -> None:
        """Moves the keyboard one area on, or back: to where it was in it last, else to its first stop."""
        shown = [one for one in self._areas if one.isVisible()]
        here = next((at for at, one in enumerate(shown) if _has_keyboard(one)), -1 if step > 0 else 0)
        # An area may hold nothing that can be used now.
        for more in range(1, len(shown) + 1):
            target = _target(shown[(here + step * more) % len(shown)])
            if target is not None:
                _focus(target, step)
                return

    def tab(self, step: int) -> bool:
        """Moves the keyboard one stop on, or back; False where it is at none of them."""
        found = [one for area in self._areas if area.isVisible() for one in stops(area)]
        focus = self._areas[0].window().focusWidget()
        if focus not in found:
            return False
        _focus(found[(found.index(focus) + step) % len(found)], step)
        return True


def stops(area: QWidget) -> list[QWidget]:
    """Where Tab stops in an area: as it is laid out, then what lies above that."""
    found = [one for one in _laid_out(area) if _can_be_used(one)]
    known = set(found)
    return found + [one for one in area.findChildren(QWidget) if one not in known and _can_be_used(one)]


def _laid_out(root: QWidget | QLayout) -> Iterator[QWidget]:
    """Every widget that is seen below a root, in the order of the layouts."""
    parts: Iterable[QWidget | QLayout | None]
    if isinstance(root, QLayout):
        items = (root.itemAt(index) for index in range(root.count()))
        parts = [item.widget() or item.layout() for item in items if item is not None]
    elif isinstance(root, QStackedWidget):
        parts = [root.currentWidget()]
    elif isinstance(root, QSplitter):
        parts = [root.widget(index) for index in range(root.count())]
    elif isinstance(root, QScrollArea):
        parts = [root.widget()]
    elif hasattr(root, "parts_in_order"):
        # One that places its parts itself.
        parts = root.parts_in_order()
    else:
        parts = [root.layout()]
    for part in parts:
        if isinstance(part, QLayout):
            yield from _laid_out(part)
        elif part is not None and part.isVisible():
            yield part
            yield from _laid_out(part)


def _has_keyboard(area: QWidget) -> bool:
    focus = area.window().focusWidget()
    return focus is not None and area.isAncestorOf(focus)


def _target(area: QWidget) -> QWidget | None:
    last = area.focusWidget()
    return last if last is not None and _can_be_used(last) else next(iter(stops(area)), None)


def _can_be_used(one: QWidget) -> bool:
    by_tab = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisible() and one.isEnabled()
    return bool(by_tab) and one.focusProxy() is None


def _focus(target: QWidget, step: int) -> None:
    """Gives a widget the keyboard, and scrolls to it: Qt does so only for who comes from beside it."""
    target.setFocus(REASONS[step])
    part = target.parentWidget()
    while part is not None:
        if isinstance(part, QScrollArea):
            part.ensureWidgetVisible(target)
        part = part.parentWidget()
