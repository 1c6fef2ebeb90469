"""The duration of the chat: a few lengths by name, exact minutes, and when the chat would end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from console import contact
from console.contact import Request
from console.language import tr
from console.shape import Field, problems
from ui import dates, theme, wording
from ui.contact.editors import FieldEditor
from ui.contact.reading import text_of, value_of
from ui.controls import FlowLayout, Segments, label, row

DEFAULT_MINUTES = int(contact.DEFAULT_DURATION.total_seconds() // 60)


class Duration(FieldEditor):
    """Minutes, or nothing for AWS's default; it says when a chat that starts now would end."""

    is_wide = True

    def __init__(self, field: Field, clock: Callable[[], datetime]) -> None:
        self.line = QLineEdit()
        super().__init__(field, self.line)
        self._clock = clock
        lengths = [one for one in contact.DURATION_PRESETS if one != DEFAULT_MINUTES]
        default = (None, tr("Default ({duration})", duration=wording.minutes(DEFAULT_MINUTES)))
        presets = [default, *((one, wording.minutes(one)) for one in lengths)]
        self.presets = Segments(self.title, presets, shrinks=True)
        for one in self.presets.findChildren(QAbstractButton):
            # Isolated, or a window that reads from the right would turn “1 h” into “h 1”.
            one.setText(f"\u2068{one.text()}\u2069")
        self.presets.take(None)
        self.presets.chosen.connect(lambda value: self.line.setText(text_of(value)))
        self.line.setAccessibleName(tr("Exact minutes"))
        self.line.setPlaceholderText(str(DEFAULT_MINUTES))
        theme.fit(self.line, width=84)
        self.line.textChanged.connect(lambda _: self._changed())
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._minute.timeout.connect(self.look_at_clock)
        self._lay_out_parts()

    def _lay_out_parts(self) -> None:
        exact = QWidget()
        exact.setLayout(row(self.line, label(tr("minutes"), "muted"), gap=8))
        flow = FlowLayout(gap=12)
        flow.addWidget(self.presets)
        flow.addWidget(exact)
        holder = QWidget()
        holder.setLayout(flow)
        self.lay_out(holder, titled=False)

    def value(self) -> Any:
        return value_of(self.line.text(), self.field.kind)

    def _changed(self) -> None:
        self.presets.take(self.value())
        self.tell()
        self._explain()

    def _show(self, value: Any) -> None:
        self.line.setText(text_of(value))
        self.presets.take(value)

    def show_value(self, request: Request) -> None:
        super().show_value(request)
        self._explain()

    # -- the end of the chat ----------------------------------------------------------------------

    def look_at_clock(self) -> None:
        """Says anew when the chat would end, and again when the next minute begins."""
        self._explain()
        if self.isVisible():
            self._minute.start((60 - self._clock().second) * 1000)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look_at_clock()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()

    def _explain(self) -> None:
        value, now = self.value(), self._clock()
        if value is not None and problems(value, self.field):
            self.explained.emit("")
            return
        ends = contact.ends_at({"ChatDurationInMinutes": value}, now)
        self.explained.emit(tr("ends {moment}", moment=dates.moment(ends, now)))
