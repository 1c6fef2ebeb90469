"""Why a chat went where it went, in words: the line below a turn, and what stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from console.errors import AccessDenied, ConsoleError, SignInNeeded, Throttled
from console.language import tr, tr_in, tr_text
from console.trace import Step
from console.turns import Change, Turn
from ui import wording
from ui.blocks import DECIDING

READING = tr("Looking at what happened…")
NOTHING = tr("Nothing changed")
LONGEST_VALUE = 60
MOST_PARTS = 8

EMPTY = tr("“”")
"""What is shown of a value that is an empty text."""

_RESULTS: Mapping[tuple[str, str], str] = {
    ("CheckHoursOfOperation", "True"): tr_in("hours of operation", "open"),
    ("CheckHoursOfOperation", "False"): tr_in("hours of operation", "closed"),
    ("Wait", "WaitCompleted"): tr("the time is up"),
}
_SILENT = frozenset({"Done", "Interrupted", ""})
_EXPECTED = _SILENT | {"CustomerReturned"}
"""What comes of a wait that nobody wonders at."""
_ENDED = re.compile(r"(?:Ended: |Transferred to )")
KINDS: Mapping[str, str] = {
    "attribute": tr("Attribute"),
    "segment_attribute": tr("Segment attribute"),
    "queue": tr("Queue"),
    "agent": tr("Agent"),
    "state": tr("State"),
    "contact": tr("Contact"),
}
"""Of each kind of change: what it is a change of."""
STATES: Mapping[str, str] = {
    "in the flow": tr_in("state of a contact", "in the flow"),
    "in a queue": tr_in("state of a contact", "in a queue"),
    "with an agent": tr_in("state of a contact", "with an agent"),
    "passed on": tr_in("state of a contact", "passed on"),
    "over": tr_in("state of a contact", "over"),
}
"""Of each state that facts tell: its words."""


def line(turn: Turn) -> str:
    """What stands below the bubble that a turn ended with; empty where there is nothing to say."""
    if turn.state == "reading":
        return tr_text(told(turn.error), tr("Trying again.")) if turn.error else READING
    way = way_of(turn.steps)
    parts = [" → ".join(way), *_changed(turn.changes, " ".join(way))]
    if turn.error is not None:
        parts.append(told(turn.error))
    said = " · ".join(filter(None, parts))
    flow = next((step.flow for step in reversed(turn.steps) if step.flow), "")
    return said or (
        "" if turn.state == "skipped" else tr("In {flow} · nothing changed", flow=flow) if flow else NOTHING
    )


def told(error: ConsoleError) -> str:
    """Why a contact can't be looked at, in a sentence."""
    if isinstance(error, AccessDenied):
        name = error.action.rpartition(":")[2]
        return tr("Why: {name} is not allowed for this profile ({action}).", name=name, action=error.action)
    if isinstance(error, SignInNeeded):
        return tr_text(tr("Why: not known, since nobody is signed in."), error.sentence)
    if isinstance(error, Throttled):
        return tr("Why: not known yet, since the service wants fewer calls (429).")
    return tr_text(tr("Why: not known."), error.sentence)


def way_of(steps: Iterable[Step]) -> list[str]:
    """The way through the flows: what decided, and where it led. Long ones lose their middle."""
    found = [words for step in steps if (words := step_words(step))]
    if len(found) <= MOST_PARTS:
        return found
    half = MOST_PARTS // 2
    return [*found[:half], tr("… {count:,} more …", count=len(found) - MOST_PARTS), *found[-half:]]


def step_words(step: Step) -> str:
    """One step in a few words; empty for one that neither decided nor led anywhere, nor failed."""
    name = DECIDING.get(step.type)
    if step.is_error:
        return f"{name or step.action or step.type}: {outcome(step)}"
    if name is None or step.kind == "wait" or (step.type == "Wait" and step.result in _EXPECTED):
        return ""
    came = wording.short(outcome(step), LONGEST_VALUE)
    return f"{name}: {came}" if came else name


def outcome(step: Step) -> str:
    """What came of a step, in a word or two; empty where it was done and no more."""
    if step.is_error:
        return tr("failed ({reason})", reason=step.edge or step.result)
    for fact in ("queue", "flow", "module"):
        if isinstance(found := step.facts.get(fact), str) and found:
            return found
    if (known := _RESULTS.get((step.type, step.result))) is not None:
        return known
    if step.edge.startswith("Equals "):
        return step.edge.removeprefix("Equals ").strip()
    return "" if step.result in _SILENT else _ENDED.sub("", step.result).strip()


def _changed(changes: Iterable[Change], way: str) -> Iterator[str]:
    for change in changes:
        after = wording.short(change.after or "", LONGEST_VALUE)
        match change.kind:
            case "attribute" | "segment_attribute":
                yield (
                    f"{change.name} = {after or EMPTY}"
                    if change.after is not None
                    else tr("{name} is gone", name=change.name)
                )
            case "queue" if after not in way:
                yield tr("in the queue {queue}", queue=after)
            case "agent":
                yield tr("with the agent {agent}", agent=after)
            case "contact":
                yield tr("a new contact")
            case "state" if change.after and change.after.startswith(("over", "passed on")):
                yield state(after)


def state(told: str) -> str:
    """The state of a contact in words, with its reason as it is; facts tell both in English."""
    word, dot, reason = told.partition(" · ")
    return f"{STATES.get(word, word)}{dot}{reason}"
