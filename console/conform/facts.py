"""What a step sees: facts, some of them in words of the script's own, or a reason why there are none."""

from __future__ import annotations

from typing import Any


class Word(str):
    """A text that the script itself has chosen: it may be shown as it is."""

    __slots__ = ()


class Facts(dict[str, Any]):
    """Facts under names of the script's own, which may be shown; values are what a place answered."""


class NotPlayed(Exception):
    """A step has nothing to compare here. Its text says why, in words of the script's own alone."""
