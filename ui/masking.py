"""What texts look like on the screen at this moment: as they are, or masked while somebody presents.

Whoever paints a text itself, or gives one to a view, asks `shown(text)` last, like a colour of the theme.
The texts of ordinary widgets need nobody to ask: `ui/presenter/veil.py` sees to them before they are painted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

PRIVATE = "private"
"""The property of a widget all of whose texts are hidden from a class, whatever they look like."""

_look: list[Callable[[str], str]] = []
M = TypeVar("M", bound=Callable[..., Any])

_TOLD = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.StatusTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.AccessibleDescriptionRole,
    }
)


def look_through(look: Callable[[str], str] | None) -> None:
    """Lets all texts be seen through this; None: as they are."""
    _look[:] = [look] if look else []


def is_on() -> bool:
    """Whether texts are masked at this moment."""
    return bool(_look)


def shown(text: str) -> str:
    """The text as it may be seen at this moment."""
    return _look[0](text) if _look else text


def announce(of: QObject, text: str) -> None:
    """Has a screen reader say a text by itself, as it may be heard at this moment."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(of, shown(text)))


def told(data: M) -> M:
    """Of a model: its `data`, with the texts that are seen and heard as they may be at this moment."""

    @wraps(data)
    def through(model: Any, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        value = data(model, index, role)
        return shown(value) if _look and isinstance(value, str) and role in _TOLD else value

    return cast("M", through)
