"""A repetition and its outcome in words."""

from __future__ import annotations

from console.language import tr, tr_count, tr_in, tr_text
from console.repeat import Comparison, Pair, Repetition, summary

_LINE = "a line that is compared"
KINDS = {
    "same": (tr_in(_LINE, "Same"), "", "muted"),
    "changed": (tr_in(_LINE, "Changed"), "equal-not", "warn"),
    "gone": (tr("Only before"), "minus", "danger"),
    "new": (tr("Only now"), "plus", "ok"),
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
        return tr("Paused before turn {at:,} of {total:,}", at=at, total=total)
    steps = {
        "connecting": tr("Connecting to repeat the chat…"),
        "waiting": tr("Repeating {at:,} of {total:,} · waiting for the flow…", at=at, total=total),
        "saying": tr("Repeating {at:,} of {total:,} · sending…", at=at, total=total),
        "finishing": tr("All is said · waiting for the last reply…"),
    }
    return steps.get(repetition.phase, "")


def outcome(repetition: Repetition, comparison: Comparison) -> str:
    """How it ended, and how much is different."""
    total = len(repetition.script.turns)
    over = tr("Handed over after {said:,} of {total:,}.", said=repetition.said, total=total)
    done = tr("Repeated.") if repetition.phase == "done" else over
    return tr_text(done, differences(comparison))


def differences(comparison: Comparison) -> str:
    """How much is different, as a sentence."""
    count = comparison.differences
    if not count:
        return tr("No differences.")
    return tr_count(
        "{count:,} difference: {kinds}.", "{count:,} differences: {kinds}.", count, kinds=summary(comparison)
    )


def spoken(pair: Pair) -> str:
    """A pair as a screen reader says it."""
    if pair.kind == "same" and pair.before:
        return tr("Same: {who}: {words}", who=pair.before.who, words=pair.before.words)
    before = tr("Before: {who}: {words}", who=pair.before.who, words=pair.before.words) if pair.before else ""
    now = tr("Now: {who}: {words}", who=pair.now.who, words=pair.now.words) if pair.now else ""
    return ". ".join(filter(None, (KINDS[pair.kind][0], before, now)))
