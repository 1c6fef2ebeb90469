"""The script of a Lex stub: what the bot says to what it hears, and with which intent it is done.

Turns are looked for in this order: those of the slot that was asked for, those whose `when` finds
something in the message, the next one that has no condition (each once, in their order), the default.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

from console.sandbox.flow.stubs.place import Place, compiled

CONTENT_TYPES = ("PlainText", "CustomPayload", "SSML")
STATES = ("Fulfilled", "Failed", "ReadyForFulfillment")
FALLBACK = "FallbackIntent"
LONGEST_HEARD = 1_024
"""Characters of a text that Lex takes (RecognizeText)."""
MOST_TYPING_S = 60
_NAMED = re.compile(r"\$(?:input|slots\.([A-Za-z0-9_]+))")


@dataclass(frozen=True)
class Message:
    """What the bot says: PlainText, SSML, or CustomPayload with an interactive message."""

    content: str
    content_type: str = "PlainText"
    chunks: tuple[str, ...] = ()
    """The pieces of a reply that is streamed; none: it is cut between words."""


@dataclass(frozen=True)
class Close:
    """How the bot is done: what the flow finds in `$.Lex`."""

    intent: str
    state: str = "Fulfilled"
    slots: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    """IntentConfidence, SentimentResponse, AlternativeIntents as `$.Lex` has them."""


@dataclass(frozen=True)
class Turn:
    """One turn of the bot: when it is, what it says, what it asks for, and whether it is done then."""

    when: re.Pattern[str] | None = None
    slot: str = ""
    is_default: bool = False
    messages: tuple[Message, ...] = ()
    elicit: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    types_s: float = 0.0
    close: Close | None = None
    error: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether it has no condition: it is taken when its turn comes, once."""
        return self.when is None and not self.slot and not self.is_default

    def finds(self, text: str) -> bool:
        """Whether its expression, if it has one, finds something."""
        return self.when is None or self.when.search(text[:LONGEST_HEARD]) is not None


@dataclass(frozen=True)
class Bot:
    """All turns of a bot."""

    turns: tuple[Turn, ...]

    @cached_property
    def _ranks(self) -> tuple[tuple[tuple[int, Turn], ...], ...]:
        """The turns by where they are looked for: of a slot, with an expression, plain, default."""
        turns = tuple(enumerate(self.turns))
        return (
            tuple((at, turn) for at, turn in turns if turn.slot),
            tuple((at, turn) for at, turn in turns if turn.when is not None and not turn.slot),
            tuple((at, turn) for at, turn in turns if turn.is_plain),
            tuple((at, turn) for at, turn in turns if turn.is_default),
        )

    def turn_for(self, text: str, elicited: str, played: Set[int]) -> int | None:
        """The index of the turn for a message; `played` are those that have been; None: there is none."""
        of_slots, expressions, plain, defaults = self._ranks
        found = (
            (at for at, turn in of_slots if turn.slot == elicited and turn.finds(text)),
            (at for at, turn in expressions if turn.finds(text)),
            (at for at, _ in plain if at not in played),
            (at for at, _ in defaults),
        )
        return next(chain.from_iterable(found), None)


def fill(value: Any, heard: str, slots: Mapping[str, Any]) -> Any:
    """A value with `$input` (what was heard) and `$slots.NAME` put in, wherever it has text."""
    if isinstance(value, str):
        if "$" not in value:
            return value
        return _NAMED.sub(lambda found: str(slots.get(found[1], "")) if found[1] else heard, value)
    if isinstance(value, Mapping):
        return {key: fill(one, heard, slots) for key, one in value.items()}
    return [fill(one, heard, slots) for one in value] if isinstance(value, list) else value


def read_turns(place: Place, errors: Sequence[str]) -> Bot:
    """Read the entry `Turns`."""
    bot = Bot(place.each(lambda turn: _turn(turn, errors)))
    asked = {turn.elicit for turn in bot.turns}
    for turn, item in zip(bot.turns, place.items() if bot.turns else (), strict=True):
        if turn.slot and turn.slot not in asked:
            item.wrong(f"answers the slot “{turn.slot}”, which no turn elicits.")
    if not bot.turns:
        place.wrong("must have one turn at least.")
    return bot


def read_intents(place: Place) -> Bot:
    """Read the entry `Intents`: regular expressions and the intents that they find."""
    turns = []
    for expression, intent in place.members().items():
        when = compiled(intent, expression)
        turns.append(Turn(when=when, close=Close(intent.text(FALLBACK))))
    if not turns and isinstance(place.value, dict):
        place.wrong("must have one intent at least.")
    return Bot(tuple(turns))


_TURN = (
    "when",
    "slot",
    "default",
    "messages",
    "elicit",
    "SessionAttributes",
    "typingSeconds",
    "close",
    "error",
)


def _turn(place: Place, errors: Sequence[str]) -> Turn:
    fields = place.fields(*_TURN)
    if not fields.keys() & {"messages", "elicit", "close", "error"}:
        place.wrong("does nothing: it needs messages, elicit, close or error.")
    if len(fields.keys() & {"elicit", "close", "error"}) > 1:
        place.wrong("has more than one of elicit, close and error.")
    return Turn(
        when=fields["when"].pattern() if "when" in fields else None,
        slot=fields["slot"].text() if "slot" in fields else "",
        is_default="default" in fields and fields["default"].flag(),
        messages=fields["messages"].each(_message) if "messages" in fields else (),
        elicit=fields["elicit"].text() if "elicit" in fields else "",
        attributes=_texts(fields["SessionAttributes"]) if "SessionAttributes" in fields else {},
        types_s=fields["typingSeconds"].number(0, MOST_TYPING_S) if "typingSeconds" in fields else 0.0,
        close=_close(fields["close"]) if "close" in fields else None,
        error=fields["error"].word(errors) if "error" in fields else "",
    )


def _message(place: Place) -> Message:
    if isinstance(place.value, str):
        return Message(place.text(" "))
    fields = place.fields("contentType", "content", "chunks")
    kind = fields["contentType"].word(CONTENT_TYPES) if "contentType" in fields else "PlainText"
    if "chunks" in fields:
        chunks = fields["chunks"].each(Place.text)
        return Message("".join(chunks), kind or "PlainText", chunks)
    content = fields.get("content") or place.at("content")
    if kind == "CustomPayload" and isinstance(content.value, dict):
        # Easier to write than JSON within JSON, which is how Lex has it.
        return Message(json.dumps(content.value, ensure_ascii=False), kind)
    return Message(content.text(" "), kind or "PlainText")


_CLOSE = ("IntentName", "state", "Slots", "SessionAttributes")
_MORE = ("IntentConfidence", "SentimentResponse", "AlternativeIntents")


def _close(place: Place) -> Close:
    fields = place.fields(*_CLOSE, *_MORE)
    return Close(
        intent=(fields.get("IntentName") or place.at("IntentName")).text(FALLBACK),
        state=fields["state"].word(STATES) if "state" in fields else "Fulfilled",
        slots=_values(fields["Slots"]) if "Slots" in fields else {},
        attributes=_texts(fields["SessionAttributes"]) if "SessionAttributes" in fields else {},
        more={key: _values(fields[key]) for key in _MORE if key in fields},
    )


def _values(place: Place) -> Mapping[str, Any]:
    return {key: member.value for key, member in place.members().items()}


def _texts(place: Place) -> Mapping[str, str]:
    return dict(_read_texts(place))


def _read_texts(place: Place) -> Iterator[tuple[str, str]]:
    for key, member in place.members().items():
        if not isinstance(member.value, str):
            member.wrong("must be a text.")
        yield key, str(member.value)
