"""The thin bar above a composer while a chat is repeated: how far it is, and whose the chat is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from console.language import tr, tr_text
from console.repeat import Comparison, Repetition
from ui import masking, theme
from ui.controls import Elided, button, column, label, restyle, row, tool
from ui.drawn import Picture
from ui.repeat import words


class RepeatBar(QFrame):
    """Shows one repetition; what is wanted of it is told by signals."""

    pause_requested = Signal(bool)
    """Whether to pause, or to go on."""
    take_over_requested = Signal()
    compare_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("banner", "info")
        self._picture = Picture("list-restart")
        self.text = Elided("", "strong")
        self.reason = label("", "muted", wraps=True, selectable=True)
        self.pause = button(tr("Pause"), self._pause, kind="ghost", icon="pause")
        self.take_over = button(tr("Take over"), self.take_over_requested.emit, icon="keyboard")
        self.take_over.setToolTip(tr("Stops the repetition; the chat goes on with what you write"))
        self.compare = button(
            tr("Compare"), self.compare_requested.emit, kind="primary", icon="columns-2", tint="on_accent"
        )
        self.close_button = tool("x", tr("Close this bar"), self.hide)
        line = row(self._picture, gap=8)
        line.addWidget(self.text, 1)
        for part in (self.pause, self.take_over, self.compare, self.close_button):
            line.addWidget(part)
        self.setLayout(column(line, self.reason, gap=4, margins=(12, 6, 8, 6)))
        self._is_paused = self._was_over = False

    def show_progress(self, repetition: Repetition) -> None:
        """Shows where a repetition stands that goes on."""
        self._is_paused = repetition.is_paused
        self.pause.setText(f" {tr('Go on') if self._is_paused else tr('Pause')}")
        self.pause.setAccessibleName(tr("Go on repeating") if self._is_paused else tr("Pause the repetition"))
        self.pause.setIcon(theme.icon("play" if self._is_paused else "pause", "muted"))
        self._show(words.progress(repetition), "", is_over=False)

    def show_outcome(self, repetition: Repetition, comparison: Comparison) -> None:
        """Shows how it ended."""
        told = [repetition.reason, *repetition.notes]
        restyle(self, banner="info" if repetition.phase == "done" else "warn")
        self._picture.show_icon(*(("check", "ok") if repetition.phase == "done" else ("keyboard", "warn")))
        self._show(words.outcome(repetition, comparison), tr_text(*told), is_over=True)
        masking.announce(self, self.accessibleName())

    def _show(self, text: str, reason: str, *, is_over: bool) -> None:
        focused = self.pause.hasFocus() or self.take_over.hasFocus()
        self.text.show_text(text)
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.setAccessibleName(tr_text(text, reason))
        for part in (self.compare, self.close_button):
            part.setVisible(is_over)
        for part in (self.pause, self.take_over):
            part.setVisible(not is_over)
        if is_over and focused:
            self.compare.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pause(self) -> None:
        self.pause_requested.emit(not self._is_paused)
