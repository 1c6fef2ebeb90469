"""Repeating a chat: its customer's turns said again in a new one, and what has become different."""

from console.repeat.comparison import Comparison, Pair, Piece, compare
from console.repeat.lines import Line, without_end
from console.repeat.pace import Pace
from console.repeat.repetition import Repetition
from console.repeat.script import Script, Turn, first_message
from console.repeat.text import as_text, counted, summary

__all__ = [
    "Comparison",
    "Line",
    "Pace",
    "Pair",
    "Piece",
    "Repetition",
    "Script",
    "Turn",
    "as_text",
    "compare",
    "counted",
    "first_message",
    "summary",
    "without_end",
]
