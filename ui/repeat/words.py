"""A repetition and its outcome in words."""

from __future__ import annotations

from console.repeat import Comparison, Pair, Repetition, summary

KINDS = {
    "same": ("Same", "", "muted"),
    "changed": ("Changed", "equal-not", "warn"),
    "gone": ("Only before", "minus", "danger"),
    "new": ("Only now", "plus", "ok"),
}
"""Of each kind of pair: its word, its sign and its colour."""
SIDES = {
    "changed": ("danger", "ok"),
    "gone": ("danger", ""),
    "new": ("", "ok"),
    "same": ("", ""),
}
"""Of each kind of pair: the colour of the words that differ, before and now."""


def progress(repetition: Repetition) -> str:
    """Where a repetition stands, in a line."""
    total = len(repetition.script.turns)
    at = min(repetition.said + 1, total)
    if repetition.is_paused:
        return f"Paused before turn {at} of {total}"
    steps = {
        "connecting": "Connecting to repeat the chat…",
        "waiting": f"Repeating {at} of {total} · waiting for the flow…",
        "saying": f"Repeating {at} of {total} · sending…",
        "finishing": "All is said · waiting for the last reply…",
    }
    return steps.get(repetition.phase, "")


def outcome(repetition: Repetition, comparison: Comparison) -> str:
    """How it ended, and how much is different."""
    total = len(repetition.script.turns)
    done = "Repeated" if repetition.phase == "done" else f"Handed over after {repetition.said} of {total}"
    return f"{done}. {differences(comparison)}"


def differences(comparison: Comparison) -> str:
    """How much is different, as a sentence."""
    count = comparison.differences
    if not count:
        return "No differences."
    return f"{count} difference{'s' if count > 1 else ''}: {summary(comparison)}."


def spoken(pair: Pair) -> str:
    """A pair as a screen reader says it."""
    word = KINDS[pair.kind][0]
    before = f"Before: {pair.before.who}: {pair.before.words}" if pair.before else ""
    now = f"Now: {pair.now.who}: {pair.now.words}" if pair.now else ""
    if pair.kind == "same":
        return before.replace("Before", word, 1)
    return ". ".join(filter(None, (word, before, now)))
