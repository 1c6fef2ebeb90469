"""What the tab of attributes lists: names and values below heads, from what is known of a contact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from console.trace import Step
from console.turns import Change, ChangeKind, Facts, Turn
from ui import why, wording
from ui.blocks import BLOCKS

Sign = Literal["", "+", "−", "≠", "›", "!"]


@dataclass(frozen=True)
class Entry:
    """One line: a head, or a name with its value. The sign says what happened to it in the last turn."""

    key: str
    name: str
    value: str = ""
    sign: Sign = ""
    note: str = ""
    """What else there is to say of it, such as what it was before."""
    is_head: bool = False

    @property
    def spoken(self) -> str:
        """The line for a screen reader."""
        said = f"{self.name}: {self.value}" if self.value else self.name
        return ". ".join(filter(None, (said, SIGNS.get(self.sign, ""), self.note)))


SIGNS: Mapping[str, str] = {"+": "New", "−": "Gone", "≠": "Changed", "›": "", "!": "Failed"}
"""Of each sign what it means, in a word."""


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone():%H:%M:%S}" if at else ""


def _with_id(name: str, identifier: str) -> str:
    return f"{name} ({identifier})" if name and identifier else identifier


LINES: Sequence[tuple[str, ChangeKind | None, Callable[[Facts], str]]] = (
    ("State", "state", lambda facts: facts.state),
    ("Queue", "queue", lambda facts: _with_id(facts.queue_name, facts.queue_id)),
    ("Queued at", None, lambda facts: _moment(facts.enqueued_at)),
    ("Agent", "agent", lambda facts: _with_id(facts.agent_name, facts.agent_id)),
    ("Agent since", None, lambda facts: _moment(facts.agent_at)),
    ("Channel", None, lambda facts: facts.channel),
    ("Contact ID", "contact", lambda facts: facts.contact_id),
    ("First ID", None, lambda facts: facts.initial_id),
    ("Previous ID", None, lambda facts: facts.previous_id),
    ("Related ID", None, lambda facts: facts.related_id),
    ("Began by", None, lambda facts: facts.initiation_method),
    ("Began at", None, lambda facts: _moment(facts.began_at)),
    ("Ended at", None, lambda facts: _moment(facts.ended_at)),
    ("Ended for", None, lambda facts: facts.disconnect_reason),
    ("Customer ID", None, lambda facts: facts.customer_id),
    ("Name", None, lambda facts: facts.name),
    ("Description", None, lambda facts: facts.description),
)
"""Of each line about a contact: its name, the kind of change that marks it, what it says."""


def entries_now(facts: Facts | None, latest: Turn | None) -> list[Entry]:
    """The contact as it was when it was looked at last; what changed in the last turn is marked."""
    if facts is None:
        return []
    changes = {(one.kind, one.name): one for one in (latest.changes if latest else ())}
    found = [Entry("head:contact", "Contact", is_head=True)]
    for name, kind, say in LINES:
        if value := say(facts):
            found.append(_marked(f"fact:{name}", name, value, changes.get((kind or "state", kind or ""))))
    found += _attributes("attribute", "Attributes", facts.attributes, changes)
    if facts.is_whole:
        found += _attributes("segment_attribute", "Segment attributes", facts.segment_attributes, changes)
    return found


def _attributes(
    kind: ChangeKind, title: str, values: Mapping[str, str], changes: Mapping[tuple[ChangeKind, str], Change]
) -> Iterator[Entry]:
    yield Entry(f"head:{kind}", f"{title} ({len(values)})", is_head=True)
    gone = {name: "" for of, name in changes if of == kind and name not in values}
    for name, value in sorted({**values, **gone}.items()):
        yield _marked(f"{kind}:{name}", name, value, changes.get((kind, name)))


def _marked(key: str, name: str, value: str, change: Change | None) -> Entry:
    if change is None:
        return Entry(key, name, value)
    was = "" if change.before is None else f"It was {change.before or '“”'}."
    return Entry(key, name, value, change.sign, was)


def entries_by_turn(turns: Iterable[Turn], said: Callable[[str], str]) -> list[Entry]:
    """What each turn did, newest last. `said` gives what a row of the transcript says, by its key."""
    return [entry for turn in turns for entry in _turn(turn, said(turn.row_key))]


def head_of(turn: Turn) -> str:
    """The key of the head of a turn."""
    return f"turn:{turn.row_key}"


def _turn(turn: Turn, said: str) -> Iterator[Entry]:
    head = head_of(turn)
    title = f"Turn {turn.number} · {_moment(turn.ended_at)}"
    yield Entry(head, title, wording.short(" ".join(said.split()), 200), is_head=True)
    if turn.error is not None:
        yield Entry(f"{head}:error", why.told(turn.error), turn.error.advice, "!")
    for step in turn.steps:
        if step.kind == "action" and step.result != "Interrupted":
            yield _step(head, step)
    for change in turn.changes:
        yield _changed(head, change)
    if turn.state == "reading":
        yield Entry(f"{head}:reading", why.READING)
    elif turn.state == "read" and not turn.changes and not turn.steps:
        yield Entry(f"{head}:nothing", why.NOTHING)


def _step(head: str, step: Step) -> Entry:
    outcome = why.outcome(step) or step.action
    where = " · ".join(filter(None, (step.flow, step.action, step.edge)))
    sign: Sign = "!" if step.is_error else "›"
    return Entry(f"{head}:step:{step.key}", BLOCKS.get(step.type) or step.type, outcome, sign, where)


def _changed(head: str, change: Change) -> Entry:
    name = why.KINDS[change.kind] if change.kind == change.name else change.name
    was = "" if change.before is None else f"It was {change.before or '“”'}."
    kind = why.KINDS[change.kind] + "." if change.kind.endswith("attribute") else ""
    note = " ".join(filter(None, (kind, was)))
    return Entry(f"{head}:{change.kind}:{change.name}", name, change.after or "", change.sign, note)


def found(entries: Sequence[Entry], words: str) -> list[Entry]:
    """The entries in which all of the words stand, each below its head."""
    wanted = words.casefold().split()
    if not wanted:
        return list(entries)
    kept: list[Entry] = []
    head: Entry | None = None
    for entry in entries:
        if entry.is_head:
            head = entry
        elif all(word in f"{entry.name} {entry.value} {entry.note}".casefold() for word in wanted):
            if head is not None:
                kept.append(head)
                head = None
            kept.append(entry)
    return kept
