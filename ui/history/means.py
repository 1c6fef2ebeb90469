"""What the pages of the history share: the history itself, tasks, and what other panes lend them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from console.chat.clocks import Clock
from console.history import History, PastChat
from ui.tasks import Tasks

MakeTranscript = Callable[[PastChat], QWidget]
"""A view of a chat's transcript in which nothing can be said, such as the pane of chats has one."""


@dataclass(frozen=True)
class Means:
    """Given by the window, which knows the other panes."""

    history: History
    tasks: Tasks
    clock: Clock
    make_transcript: MakeTranscript
    copy: Callable[[str], None]
    """Puts a text on the clipboard."""
