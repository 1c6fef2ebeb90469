"""What can go wrong with the history, each cause with its sentence and its advice."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from console.errors import ConsoleError
from console.language import tr, tr_count, tr_text


class HistoryError(ConsoleError):
    """The history can't be read or written as it is; chats go on. `facts["cause"]` is one of `CAUSES`."""

    code = "history_error"


class NewerSchema(Exception):
    """The file was written by a newer version of this program."""


class Damaged(Exception):
    """A check of the file found that it is not whole."""


_WAITS: Final = tr("The chat goes on. What could not be written waits, and is written as soon as that works.")

CAUSES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "full": (
            tr("The disk is full, so the history can’t be written: {file}."),
            tr_text(tr("Free some space."), _WAITS),
        ),
        "unwritable": (
            tr("The history can’t be read or written: {file} ({reason})."),
            tr_text(tr("Look whether its folder is there and may be written to."), _WAITS),
        ),
        "busy": (
            tr("Another program holds the history: {file}."),
            tr_text(tr("Close what else has opened it."), _WAITS),
        ),
        "damaged": (
            tr("The history was damaged. It was set aside as {aside}, and a new one was begun."),
            tr(
                "The chat goes on. Earlier contacts are not listed any more; the file set aside may be "
                "repaired with sqlite3’s “.recover”."
            ),
        ),
        "newer": (
            tr("The history was written by a newer version of this console: {file}."),
            tr(
                "This version leaves it alone and keeps no chats. "
                "Use the newer version, or move the file away."
            ),
        ),
        "lost": (
            tr("The history could not keep up."),
            tr("The chat goes on. Look whether the disk is full or slow."),
        ),
        "gone": (
            tr("This contact is not in the history any more."),
            tr("It was deleted meanwhile, perhaps in another window."),
        ),
        "not_exported": (
            tr("The chat could not be exported to {file} ({reason})."),
            tr("Choose another folder, or free some space."),
        ),
        "closed": (tr("The history was let go, since the console closes."), tr("Start the console again.")),
    }
)
"""Per cause its sentence and its advice."""

SPOILT: Final = frozenset({"damaged", "index"})
"""What `cause_of` tells of a file, and not of what is around it."""
PASSING: Final = frozenset({"full", "unwritable", "busy"})
"""Causes that go by themselves, once a later try succeeds."""

# The primary result codes of SQLite, https://sqlite.org/rescode.html
_RESULTS: Final[Mapping[int, str]] = MappingProxyType(
    {
        3: "unwritable", 8: "unwritable", 10: "unwritable", 14: "unwritable", 23: "unwritable",
        5: "busy", 6: "busy", 15: "busy",
        11: "damaged", 26: "damaged",
        13: "full",
    }
)  # fmt: skip
_INDEX_SPOILT: Final = 267  # SQLITE_CORRUPT_VTAB
_FULL: Final = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def failure(cause: str, **facts: object) -> HistoryError:
    """The error for a cause; `facts` fill its words: file, reason, aside or count, as it needs them."""
    sentence, advice = CAUSES[cause]
    told = sentence.format_map(facts)
    if cause == "lost":
        told = tr_text(told, _lost(int(str(facts["count"]))))
    return HistoryError(told, advice.format_map(facts), {"cause": cause, **facts})


def _lost(count: int) -> str:
    return tr_count("{count:,} entry was not kept.", "{count:,} entries were not kept.", count)


def cause_of(fault: BaseException) -> str | None:
    """The cause that an exception stands for; None where it is no trouble with the file.

    Besides those of `CAUSES` it may be `index`: the index of what was said is spoilt, and can be made anew.
    """
    if isinstance(fault, NewerSchema):
        return "newer"
    if isinstance(fault, Damaged):
        return "damaged"
    if isinstance(fault, OSError):
        return "full" if fault.errno in _FULL else "unwritable"
    code = getattr(fault, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == _INDEX_SPOILT:
        return "index"
    # A file that says which version it is and lacks a table of that version is not whole.
    lacks = str(fault).startswith(("no such table", "no such column"))
    return "damaged" if lacks else _RESULTS.get(code & 0xFF)


def reason_of(fault: BaseException) -> str:
    """What the system or SQLite said."""
    number = getattr(fault, "errno", None)
    return os.strerror(number).lower() if isinstance(number, int) else str(fault)


def failure_of(cause: str, file: Path, fault: BaseException) -> HistoryError:
    """The error for an exception of this cause, where nothing could be mended."""
    return failure("unwritable" if cause in SPOILT else cause, file=file, reason=reason_of(fault))
