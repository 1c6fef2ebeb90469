"""ConnectParticipantWithLexBot: the bot of the stub file talks with the customer until it has an intent."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, Final

from console.language import tr_wire
from console.sandbox.flow.engine.actions.stubbed import find, pause
from console.sandbox.flow.engine.bot_voice import BotVoice, UnsayableError, heard_text
from console.sandbox.flow.engine.outcome import (
    NO_MATCHING_ERROR,
    Failed,
    Happening,
    Heard,
    Outcome,
    Result,
    Wait,
    Waiting,
)
from console.sandbox.flow.engine.references import number_of, text_of
from console.sandbox.flow.engine.step import Step
from console.sandbox.flow.stubs import Bot, Stub
from console.sandbox.flow.stubs.bot import FALLBACK, Close, Turn, fill

TIME_LIMIT: Final = "InputTimeLimitExceeded"
DEFAULT_S: Final = 300.0
SHORTEST_S, LONGEST_S = 60.0, 604_800.0
"""Seconds that the customer may say nothing in a chat (administrator guide, Get customer input)."""
LONGEST_OPENING: Final = 1_024
"""Characters of LexInitializationData's InitialMessage."""
_LEX: Final = (
    "IntentName",
    "Slots",
    "SessionAttributes",
    "DialogState",
    "IntentConfidence",
    "SentimentResponse",
    "AlternativeIntents",
)


@dataclass(frozen=True)
class Opening:
    """How the talk begins: what the flow says, or what the bot hears before the customer says anything."""

    says: str = ""
    hears: str = ""


def connect_with_bot(step: Step) -> Waiting:
    """Let the customer talk with the bot; the result is its last intent."""
    opening = _opening(step)
    if isinstance(opening, Failed):
        return opening
    stub = find(step, _facts(step))
    if isinstance(stub, Failed):
        return stub
    voice = BotVoice(step)
    try:
        if opening.says:
            voice.ask(opening.says)
        if stub.bot is None:
            return (yield from _mocked(step, stub))
        return (yield from Talk(step, stub.bot, voice).run(opening.hears))
    except UnsayableError as error:
        step.warn(str(error))
        return Failed(NO_MATCHING_ERROR, str(error))


def _opening(step: Step) -> Opening | Failed:
    """What begins the talk; what a chat can't do takes the error branch, as it does for Play prompt."""
    initial = step.mapping("LexInitializationData")
    if "InitialMessage" in initial:
        hears = text_of(initial["InitialMessage"])
        if not 0 < len(hears) <= LONGEST_OPENING:
            return Failed(
                NO_MATCHING_ERROR, tr_wire("its first message has {length:,} characters", length=len(hears))
            )
        return Opening(hears=hears)
    if step.value("PromptId") is not None or step.value("Media") is not None:
        return Failed(NO_MATCHING_ERROR, tr_wire("a chat plays no prompts"))
    for name in ("Text", "SSML"):
        if step.value(name) is not None:
            if not step.text(name).strip():
                return Failed(NO_MATCHING_ERROR, tr_wire("{parameter} is empty", parameter=name))
            if name == "SSML":
                step.warn(tr_wire("A chat shows SSML with its tags."))
            return Opening(says=step.text(name))
    step.warn(tr_wire("It has neither a text nor LexInitializationData: the bot waits and says nothing."))
    return Opening()


def _facts(step: Step) -> dict[str, Any]:
    """What a stub may match: the bot in both forms, flat and as the action has it."""
    newer, older = step.mapping("LexV2Bot"), step.mapping("LexBot")
    return {
        "AliasArn": text_of(newer.get("AliasArn")),
        "LexV2Bot": newer,
        "LexBot": older,
        **{name: text_of(older.get(name)) for name in ("Name", "Alias", "Region")},
        "LexSessionAttributes": step.mapping("LexSessionAttributes"),
    }


def _mocked(step: Step, stub: Stub) -> Waiting:
    """The result in the place of a talk."""
    response = stub.response
    yield from pause(0.0 if response is None else response.delay_s)
    if response is None or response.kind == "error":
        return Failed(NO_MATCHING_ERROR if response is None else response.value, tr_wire("the stub says so"))
    if response.kind == "value":
        return _close(step, Close(response.value), {}, {})
    told: Mapping[str, Any] = response.value
    close = Close(
        text_of(told.get("IntentName")),
        text_of(told.get("DialogState")) or "Fulfilled",
        _object(told.get("Slots")),
        _object(told.get("SessionAttributes")),
        {name: told[name] for name in _LEX[4:] if name in told},
    )
    return _close(step, close, {}, {})


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _close(step: Step, close: Close, slots: Mapping[str, Any], attributes: Mapping[str, Any]) -> Outcome:
    """Write what the bot has found to `$.Lex`; the intent is the result."""
    given = step.mapping("LexSessionAttributes")
    step.state.lex = {
        "IntentName": close.intent,
        "Slots": {**slots, **close.slots},
        "SessionAttributes": {**given, **attributes, **close.attributes},
        "DialogState": close.state,
        **close.more,
    }
    step.note(lex=step.state.lex)
    return Result(close.intent)


class Talk:
    """One talk of one customer with one bot."""

    __slots__ = (
        "_attributes", "_bot", "_elicited", "_limit_s", "_played", "_slots", "_step", "_unheard", "_voice",
    )  # fmt: skip

    def __init__(self, step: Step, bot: Bot, voice: BotVoice) -> None:
        self._step = step
        self._bot = bot
        self._voice = voice
        self._limit_s = _limit(step)
        self._elicited = ""
        self._slots: dict[str, Any] = {}
        self._attributes: dict[str, Any] = {}
        self._played: frozenset[int] = frozenset()
        self._unheard: list[str] = []

    def run(self, text: str) -> Waiting:
        """Listen and answer until the bot is done; a text that is not empty is heard first."""
        self._hear(text)
        while True:
            if not self._unheard:
                heard = yield Wait(
                    self._limit_s, hears=True, reason=tr_wire("the bot waits for the customer")
                )
                if not isinstance(heard, Heard):
                    return Failed(
                        TIME_LIMIT,
                        tr_wire("the customer said nothing for {seconds:,g} s", seconds=self._limit_s),
                    )
                self._hear(heard_text(heard.item))
            elif (outcome := (yield from self._answer(self._unheard.pop(0)))) is not None:
                return outcome

    def _hear(self, text: str) -> None:
        if text:
            self._unheard.append(text)

    def _answer(self, text: str) -> Generator[Wait, Happening, Outcome | None]:
        number = self._bot.turn_for(text, self._elicited, self._played)
        if number is None:
            # ours: lex-no-turn
            self._step.warn(
                tr_wire(
                    "the bot has no turn for “{said}”: it is done with {intent}",
                    said=text[:80],
                    intent=FALLBACK,
                )
            )
            return _close(self._step, Close(FALLBACK, "Failed"), self._slots, self._attributes)
        turn = self._bot.turns[number]
        if turn.is_plain:
            self._played |= {number}
        if self._elicited and turn.slot == self._elicited:
            self._slots[self._elicited] = text
        self._attributes |= fill(turn.attributes, text, self._slots)
        yield from self._say(turn, text)
        return self._end(turn, text)

    def _say(self, turn: Turn, text: str) -> Generator[Wait, Happening, None]:
        if turn.types_s:
            self._voice.type()
            yield from self._type(turn.types_s)
        for message in turn.messages:
            self._voice.say(message, lambda told: fill(told, text, self._slots))

    def _type(self, seconds: float) -> Generator[Wait, Happening, None]:
        """Let the bot type; what the customer says meanwhile is answered afterwards."""
        transcript = self._step.chat.transcript
        before = transcript.items[-1].ms if transcript.items else 0
        yield Wait(seconds, reason=tr_wire("the bot types"))
        missed = list(takewhile(lambda item: item.ms > before, reversed(transcript.items)))
        for item in reversed(missed):
            if item.author is not None and item.author.role == "CUSTOMER":
                self._hear(heard_text(item))

    def _end(self, turn: Turn, text: str) -> Outcome | None:
        if turn.error:
            return Failed(turn.error, tr_wire("the bot's script says so"))
        if turn.close is None:
            self._elicited = turn.elicit
            return None
        close = Close(
            turn.close.intent,
            turn.close.state,
            fill(turn.close.slots, text, self._slots),
            fill(turn.close.attributes, text, self._slots),
            turn.close.more,
        )
        return _close(self._step, close, self._slots, self._attributes)


def _limit(step: Step) -> float:
    """Seconds that the customer may say nothing; without LexTimeoutSeconds ours: lex-timeout."""
    told = step.mapping("LexTimeoutSeconds").get("Text")
    if told is None:
        return DEFAULT_S
    seconds = number_of(told)
    if seconds is None or not SHORTEST_S <= seconds <= LONGEST_S:
        says = tr_wire(
            "LexTimeoutSeconds.Text must be {least:g} to {most:g}, not {given}.",
            least=SHORTEST_S,
            most=LONGEST_S,
            given=text_of(told),
        )
        step.warn(says)
    return seconds if seconds is not None and 0 < seconds <= LONGEST_S else DEFAULT_S
