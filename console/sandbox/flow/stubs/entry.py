"""One entry of a stub file: which actions it is for, and what it answers. Also as AWS writes a test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

from console.sandbox.flow.stubs.agent import QueueStub, read_queue
from console.sandbox.flow.stubs.bot import Bot, read_intents, read_turns
from console.sandbox.flow.stubs.hours import Hours, read_hours
from console.sandbox.flow.stubs.place import Place
from console.sandbox.flow.stubs.response import Response, read_response
from console.sandbox.flow.stubs.schema import ALSO, STUBBABLE, Stubbable


@dataclass(frozen=True)
class Entry:
    """One stub: responses come first, then the bot, the hours or the queue; the last of all stays."""

    action_type: str
    path: str
    """Where it stands in the file."""
    match: Mapping[str, Any] = field(default_factory=dict)
    responses: tuple[Response, ...] = ()
    bot: Bot | None = None
    hours: Hours | None = None
    queue: QueueStub | None = None

    def fits(self, facts: Mapping[str, Any]) -> bool:
        """Whether it is for an action with these facts."""
        return matches(self.match, facts)

    def nth(self, number: int) -> Response | None:
        """The response to the call of that number, from 0; None: the bot, the hours or the queue."""
        if number < len(self.responses):
            return self.responses[number]
        if self.bot or self.hours or self.queue or not self.responses:
            return None
        return self.responses[-1]


def matches(pattern: Any, value: Any) -> bool:
    """Whether a value fits: objects in each member that the pattern has, texts with `*` for any text.

    What is missing counts as the empty text, so that `*` fits it, too.
    """
    if isinstance(pattern, Mapping):
        given = value if isinstance(value, Mapping) else {}
        return all(matches(one, given.get(key)) for key, one in pattern.items())
    # Of the globs `*` alone has a meaning: [ and ? stand in what people match.
    glob = _text(pattern).replace("[", "[[]").replace("?", "[?]")
    return fnmatchcase(_text(value), glob)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


_FOR_LAMBDA = ("Command", "URL", "AllowRemote", "DelaySeconds")


def read_entry(place: Place) -> Entry | None:
    """Read one entry of `stubs`; None where nothing can be made of it."""
    place = _as_aws_writes(place)
    if not isinstance(place.value, dict):
        place.members()
        return None
    named = place.value.get("ActionType")
    named = ALSO.get(named, named) if isinstance(named, str) else named
    if not isinstance(named, str) or named not in STUBBABLE:
        place.at("ActionType").word(tuple(STUBBABLE))
        return None
    allowed = STUBBABLE[named]
    fields = place.fields("ActionType", *_matching(place), *_answering(place, allowed))
    match_on = fields.get("match") or fields.get("ActionParameters")
    entry = Entry(
        named,
        place.path,
        _match(match_on, allowed) if match_on else {},
        _responses(place, fields, allowed),
        bot=_bot(fields, allowed),
        hours=read_hours(fields["Schedule"]) if "Schedule" in fields else None,
        queue=read_queue(fields["Queue"]) if "Queue" in fields else None,
    )
    if not entry.responses and not (entry.bot or entry.hours or entry.queue) and fields.keys() <= _MUTE:
        place.wrong(f"answers nothing: it needs {' or '.join(('Responses', *allowed.holds))}.")
    return entry


_MUTE = {"ActionType", "match", "ActionParameters"}


def _as_aws_writes(place: Place) -> Place:
    """The part of an action of a test case that is an entry of ours, under the place's own path."""
    for key in ("Parameters", "OverrideSystemBehavior", "Behavior", "Properties"):
        inner = place.at(key)
        if isinstance(inner.value, dict) and (key != "Parameters" or "Behavior" in inner.value):
            place = inner
    return place


def _matching(place: Place) -> tuple[str, ...]:
    return ("ActionParameters",) if "ActionParameters" in place.value else ("match",)


def _answering(place: Place, allowed: Stubbable) -> tuple[str, ...]:
    if "Strategy" in place.value:
        return ("Strategy",)
    if "Command" in allowed.holds:
        return ("Responses", *_FOR_LAMBDA)
    return ("Responses", *allowed.holds)


def _match(place: Place, allowed: Stubbable) -> Mapping[str, Any]:
    known = [allowed.resource] if allowed.resource else []
    return {key: one.value for key, one in place.fields(*known, *allowed.match, "Identifier").items()}


def _responses(place: Place, fields: Mapping[str, Place], allowed: Stubbable) -> tuple[Response, ...]:
    if "Strategy" in fields:
        read = [read_response(fields["Strategy"], allowed)]
    elif "Responses" in fields:
        read = list(fields["Responses"].each(lambda one: read_response(one, allowed)))
        if not read and isinstance(fields["Responses"].value, list):
            fields["Responses"].wrong("must have one response at least.")
        for key in _FOR_LAMBDA:
            if key in fields:
                fields[key].wrong("stands within a response where there are Responses.")
    elif fields.keys() & set(_FOR_LAMBDA):
        own = {key: fields[key].value for key in _FOR_LAMBDA if key in fields}
        read = [read_response(Place(own, place.path, place.mistakes), allowed)]
    else:
        read = []
    return tuple(one for one in read if one is not None)


def _bot(fields: Mapping[str, Place], allowed: Stubbable) -> Bot | None:
    if "Turns" in fields and "Intents" in fields:
        fields["Intents"].wrong("stands beside Turns; one of them is allowed.")
    if "Turns" in fields:
        return read_turns(fields["Turns"], allowed.errors)
    return read_intents(fields["Intents"]) if "Intents" in fields else None


def merged(entries: Iterator[Entry]) -> tuple[Entry, ...]:
    """Entries for the same as one: AWS writes one for each answer, and they come in their order."""
    found: list[Entry] = []
    for entry in entries:
        twin = next((one for one in found if _is_same(one, entry)), None)
        if twin is None:
            found.append(entry)
        else:
            found[found.index(twin)] = replace(
                twin,
                responses=twin.responses + entry.responses,
                bot=entry.bot or twin.bot,
                hours=entry.hours or twin.hours,
                queue=entry.queue or twin.queue,
            )
    return tuple(found)


def _is_same(one: Entry, other: Entry) -> bool:
    return one.action_type == other.action_type and one.match == other.match
