"""Days and times of the day, as the language of the window writes them, in local time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from console.language import tr_in

_QT: Final = "how a date is written: d the day, MMM the month, ddd the weekday"
_AGO: Final = "how long ago it was, in a narrow list"
Form = Literal[
    "clock",
    "exact",
    "exact_day",
    "weekday",
    "day",
    "month",
    "moment",
    "moment_of_year",
    "long",
    "long_of_year",
    "full",
]
FORMS: Final[dict[Form, str]] = {
    "clock": tr_in(_QT, "HH:mm"),
    "exact": tr_in(_QT, "HH:mm:ss"),
    "exact_day": tr_in(_QT, "dd MMM HH:mm:ss"),
    "weekday": tr_in(_QT, "ddd"),
    "day": tr_in(_QT, "d MMM"),
    "month": tr_in(_QT, "MMM yyyy"),
    "moment": tr_in(_QT, "ddd d MMM, HH:mm"),
    "moment_of_year": tr_in(_QT, "d MMM yyyy, HH:mm"),
    "long": tr_in(_QT, "dddd d MMMM"),
    "long_of_year": tr_in(_QT, "dddd d MMMM yyyy"),
    "full": tr_in(_QT, "dddd, d MMMM yyyy"),
}
"""Of each form in which the window tells a moment: how it is written."""


def told(when: date | time, form: Form) -> str:
    """A moment, a day, or a time of the day, in one of the forms."""
    if isinstance(when, time):
        return QLocale().toString(QTime(when.hour, when.minute, when.second), FORMS[form])
    if isinstance(when, datetime):
        local = when.astimezone()
        day, clock = QDate(local.year, local.month, local.day), QTime(local.hour, local.minute, local.second)
        return QLocale().toString(QDateTime(day, clock), FORMS[form])
    return QLocale().toString(QDate(when.year, when.month, when.day), FORMS[form])


def moment(when: datetime, now: datetime) -> str:
    """A moment: its time alone today, the day before it otherwise."""
    local, today = when.astimezone(), now.astimezone().date()
    if local.date() == today:
        return told(when, "clock")
    return told(when, "moment" if abs(local.date() - today) < timedelta(days=7) else "moment_of_year")


def ago(when: datetime, now: datetime) -> str:
    """How long ago a moment was, as short as it can be said: now, 12 min, 3 h, then the day."""
    minutes_ago = (now - when) // timedelta(minutes=1)
    if minutes_ago < 60:
        return tr_in(_AGO, "{count} min", count=minutes_ago) if minutes_ago > 0 else tr_in(_AGO, "now")
    days = (now.astimezone().date() - when.astimezone().date()).days
    if days == 0:
        return tr_in(_AGO, "{count} h", count=minutes_ago // 60)
    if days < 7:
        return tr_in(_AGO, "yesterday") if days == 1 else told(when, "weekday")
    return told(when, "day" if days < 300 else "month")
