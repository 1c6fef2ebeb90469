"""Times to choose from: by the day, in the customer's time zone, which is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone, tzinfo
from itertools import groupby

from PySide6.QtWidgets import QWidget

from console.chat.interactive import Slot, Slots
from console.language import tr
from ui import dates
from ui.chat.cards.presses import WordPress
from ui.chat.cards.scope import Scope
from ui.chat.cards.words import said
from ui.controls import FlowLayout, column, row, tool

DAYS = 3
"""Days that are seen at once."""


def zone_name(at: datetime, zone: tzinfo | None) -> str:
    """A time zone at some moment: its name and its distance from UTC, such as CET (UTC+01:00)."""
    local = at.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    distance = offset_name(offset.total_seconds() / 60)
    name = local.tzname() or ""
    return distance if not name or name.startswith("UTC") else f"{name} ({distance})"


def offset_name(minutes: float) -> str:
    """A distance from UTC, such as UTC−07:00."""
    hours, rest = divmod(abs(round(minutes)), 60)
    return f"UTC{'−' if minutes < 0 else '+'}{hours:02}:{rest:02}" if hours or rest else "UTC"


def there(at: datetime, offset: float | None) -> datetime | None:
    """A moment on the place's own clock; None where there is none."""
    if offset is None or abs(offset) >= 24 * 60:
        return None
    try:
        return at.astimezone(timezone(timedelta(minutes=offset)))
    except (OverflowError, ValueError):
        return None


class Days(QWidget):
    """Some days at a time, each with its times."""

    def __init__(self, part: Slots, scope: Scope) -> None:
        super().__init__()
        self._part, self._scope = part, scope
        self._days = list(self._grouped())
        self._body = column(gap=9)
        self._shown = QWidget()
        self._earlier = tool("chevron-left", tr("Earlier days"), lambda: self._move(-DAYS))
        self._later = tool("chevron-right", tr("Later days"), lambda: self._move(DAYS))
        self._head = row(said(self._zones(), "faint"), gap=6)
        self._head.setStretch(0, 1)
        for each in (self._earlier, self._later):
            self._head.addWidget(each)
            if len(self._days) <= DAYS:
                each.hide()
        self._body.addLayout(self._head)
        self._body.addWidget(self._shown)
        self.setLayout(self._body)
        self._show()

    def _grouped(self) -> Iterator[tuple[date | None, list[Slot]]]:
        zone = self._scope.around.zone

        def day(slot: Slot) -> date | None:
            return local(slot, zone).date() if slot.at is not None else None

        for at, slots in groupby(self._part.items, day):
            yield at, list(slots)

    def _zones(self) -> str:
        dated = [one.at for one in self._part.items if one.at is not None]
        names = dict.fromkeys(zone_name(at, self._scope.around.zone) for at in dated)
        told = tr("No date can be read.")
        if names:
            told = tr("Your time zone: {zone}", zone=" / ".join(names))
        offset = self._part.offset
        if not dated or there(dated[0], offset) is None or not self._differs(dated[0]):
            return told
        distance = offset_name(offset or 0)
        there_too = tr("there: the place, {offset}", offset=distance)
        if self._part.place:
            there_too = tr("there: {place}, {offset}", place=self._part.place, offset=distance)
        return f"{told} · {there_too}"

    def _differs(self, at: datetime) -> bool:
        other = there(at, self._part.offset)
        return other is not None and other.utcoffset() != at.astimezone(self._scope.around.zone).utcoffset()

    def _move(self, by: int) -> None:
        self._scope.draft.days += by
        self._show()
        self._scope.resized.emit()

    def _show(self) -> None:
        first = max(0, min(self._scope.draft.days, (max(1, len(self._days)) - 1) // DAYS * DAYS))
        self._scope.draft.days = first
        self._earlier.setEnabled(first > 0)
        self._later.setEnabled(first + DAYS < len(self._days))
        body = column(gap=9)
        for at, slots in self._days[first : first + DAYS]:
            body.addLayout(column(said(day_name(at), "label"), self._line(slots), gap=5))
        shown = QWidget()
        shown.setLayout(body)
        self._body.replaceWidget(self._shown, shown)
        self._shown.hide()
        self._shown.deleteLater()
        self._shown = shown
        shown.show()

    def _line(self, slots: list[Slot]) -> QWidget:
        flow = FlowLayout(7)
        for slot in slots:
            flow.addWidget(self._press(slot))
        made = QWidget()
        made.setLayout(flow)
        return made

    def _press(self, slot: Slot) -> WordPress:
        if slot.at is None:
            return WordPress(slot.date, slot.reply, self._scope)
        here = local(slot, self._scope.around.zone)
        other = there(slot.at, self._part.offset)
        words = dates.told(here.time(), "clock")
        if other is not None and self._differs(slot.at):
            clock = dates.told(other.time(), "clock")
            if other.date() != here.date():
                clock = f"{dates.told(other.date(), 'weekday')} {clock}"
            words = tr("{time} ({time_there} there)", time=words, time_there=clock)
        press = WordPress(words, slot.reply, self._scope, f"{day_name(here.date())}, {words}")
        press.setToolTip(tr("Sends {content}", content=slot.reply.content))
        return press


def local(slot: Slot, zone: tzinfo | None) -> datetime:
    """When a slot is, in a time zone; one at the end of the calendar stays as it is."""
    at = slot.at or datetime.min
    try:
        return at.astimezone(zone)
    except (OverflowError, OSError, ValueError):
        return at


def day_name(at: date | None) -> str:
    """A day in words."""
    if at is None:
        return tr("Dates that can't be read")
    return dates.told(at, "full")
