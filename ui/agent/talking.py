"""What the agent's pane needs of a conversation, whichever room draws it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from console.chat.session import ChatSession


@dataclass(frozen=True)
class Talking:
    """A conversation on the screen."""

    widget: QWidget
    look_at_clock: Callable[[datetime], object]
    focus: Callable[[], object]
    stop: Callable[[], object]
    """Follow the session no longer."""


MakeTalking = Callable[["ChatSession"], Talking]
