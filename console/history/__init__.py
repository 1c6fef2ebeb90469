"""The history of this console: every contact with its request, items and outcome, in one SQLite file.

It is written as things happen, since the participant service refuses a transcript after the end (403),
and it holds no secret. An item is in the file before it is shown, so that a kill takes nothing that was
seen; beyond that nothing waits for the file but threads of the history's own.
"""

from console.history.entries import (
    OUTCOMES,
    PAGE,
    Begun,
    Choices,
    End,
    Filter,
    HistoryChange,
    Outcome,
    PastChat,
    PastContact,
    PastItem,
    Size,
    Start,
)
from console.history.failures import HistoryError
from console.history.formats import FORMATS, Format
from console.history.history import EVERYTHING, History
from console.history.recorder import Recorder
from console.history.segments import Segment
from console.history.sources import READY_AFTER, Source, Use

__all__ = [
    "EVERYTHING",
    "FORMATS",
    "OUTCOMES",
    "PAGE",
    "READY_AFTER",
    "Begun",
    "Choices",
    "End",
    "Filter",
    "Format",
    "History",
    "HistoryChange",
    "HistoryError",
    "Outcome",
    "PastChat",
    "PastContact",
    "PastItem",
    "Recorder",
    "Segment",
    "Size",
    "Source",
    "Start",
    "Use",
]
