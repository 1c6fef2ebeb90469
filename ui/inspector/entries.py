"""What the tab of attributes lists: names and values below heads, from what is known of a contact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from console.language import tr, tr_in
from console.trace import Step
from console.turns import Change, ChangeKind, Facts, Turn
from ui import dates, why, wording
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


_SIGN = "what became of a value"
SIGNS: Mapping[str, str] = {
    "+": tr_in(_SIGN, "New"),
    "−": tr_in(_SIGN, "Gone"),
    "≠": tr_in(_SIGN, "Changed"),
    "›": "",
    "!": tr_in(_SIGN, "Failed"),
}
"""Of each sign what it means, in a word."""
_ATTRIBUTES: Mapping[str, str] = {
    "attribute": tr("Attribute."),
    "segment_attribute": tr("Segment attribute."),
}
"""What an attribute is said to be beside its change."""


def _moment(at: datetime | None) -> str:
    return dates.told(at, "exact") if at else ""


def _with_id(name: str, identifier: str) -> str:
    return f"{name} ({identifier})" if name and identifier else identifier


LINES: Sequence[tuple[str, ChangeKind | None, Callable[[Facts], str]]] = (
    (tr("State"), "state", lambda facts: why.state(facts.state)),
    (tr("Queue"), "queue", lambda facts: _with_id(facts.queue_name, facts.queue_id)),
    (tr("Queued at"), None, lambda facts: _moment(facts.enqueued_at)),
    (tr("Agent"), "agent", lambda facts: _with_id(facts.agent_name, facts.agent_id)),
    (tr("Agent since"), None, lambda facts: _moment(facts.agent_at)),
    (tr("Channel"), None, lambda facts: facts.channel),
    (tr("Contact ID"), "contact", lambda facts: facts.contact_id),
    (tr("First ID"), None, lambda facts: facts.initial_id),
    (tr("Previous ID"), None, lambda facts: facts.previous_id),
    (tr("Related ID"), None, lambda facts: facts.related_id),
    (tr("Began by"), None, lambda facts: facts.initiation_method),
    (tr("Began at"), None, lambda facts: _moment(facts.began_at)),
    (tr("Ended at"), None, lambda facts: _moment(facts.ended_at)),
    (tr("Ended for"), None, lambda facts: facts.disconnect_reason),
    (tr("Customer ID"), None, lambda facts: facts.customer_id),
    (tr("Name"), None, lambda facts: facts.name),
    (tr("Description"), None, lambda facts: facts.description),
)
"""Of each line about a contact: its name, the kind of change that marks it, what it says."""


def entries_now(facts: Facts | None, latest: Turn | None) -> list[Entry]:
    """The contact as it was when it was looked at last; what changed in the last turn is marked."""
    if facts is None:
        return []
    changes = {(one.kind, one.name): one for one in (latest.changes if latest else ())}
    found = [Entry("head:contact", tr("Contact"), is_head=True)]
    for name, kind, say in LINES:
        if value := say(facts):
            found.append(_marked(f"fact:{name}", name, value, changes.get((kind or "state", kind or ""))))
    found += _attributes("attribute", tr("Attributes"), facts.attributes, changes)
    if facts.is_whole:
        found += _attributes("segment_attribute", tr("Segment attributes"), facts.segment_attributes, changes)
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
    return Entry(key, name, value, change.sign, _was(change))


def _was(change: Change) -> str:
    if change.before is None:
        return ""
    before = why.state(change.before) if change.kind == "state" else change.before
    return tr("It was {before}.", before=before or why.EMPTY)


def entries_by_turn(turns: Iterable[Turn], said: Callable[[str], str]) -> list[Entry]:
    """What each turn did, newest last. `said` gives what a row of the transcript says, by its key."""
    return [entry for turn in turns for entry in _turn(turn, said(turn.row_key))]


def head_of(turn: Turn) -> str:
    """The key of the head of a turn."""
    return f"turn:{turn.row_key}"


def _turn(turn: Turn, said: str) -> Iterator[Entry]:
    head = head_of(turn)
    title = tr("Turn {number} · {time}", number=turn.number, time=_moment(turn.ended_at))
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
    after = change.after or ""
    value = why.state(after) if change.kind == "state" else after
    note = " ".join(filter(None, (_ATTRIBUTES.get(change.kind, ""), _was(change))))
    return Entry(f"{head}:{change.kind}:{change.name}", name, value, change.sign, note)


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
