"""Faults on request: what may go wrong, asked for by name.

A fault is written `OPERATION:ERROR[:COUNT]`, such as `StartChatContact:TooManyRequests:2` or
`*:latency=500ms`. `*` stands for every operation; without COUNT a fault lasts until it is cleared.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from console.sandbox.operations import NAMES

Effect = Literal["error", "latency", "skew", "reset_before", "reset_after"]


@dataclass(frozen=True)
class Kind:
    """One kind of fault: what it does, and for an error what the service answers."""

    effect: Effect
    code: str = ""
    message: str = ""
    unit: Literal["", "duration", "seconds"] = ""
    """What stands after `=` in the fault: nothing, a duration (500ms, 2s) or signed seconds."""


KINDS: Mapping[str, Kind] = {
    "TooManyRequests": Kind("error", "TooManyRequests", "The rate of requests is too high."),
    "Throttling": Kind("error", "ThrottlingException", "The rate of requests is too high."),
    "LimitExceeded": Kind(
        "error", "LimitExceededException", "The quota of concurrent active chats of this instance is full."
    ),
    "InternalService": Kind("error", "InternalServiceException", "The service failed within itself."),
    "ServiceUnavailable": Kind("error", "ServiceUnavailableException", "The service is not available now."),
    # As an account answers that does not support custom durations (StartChatContact's documentation).
    "InvalidRequest": Kind("error", "InvalidRequestException", "The request is not valid."),
    # The message is made of the caller, the operation and the resource that were refused.
    "AccessDenied": Kind("error", "AccessDeniedException"),
    "expired-token": Kind("error", "ExpiredTokenException", "The session that signed the request is over."),
    "latency": Kind("latency", unit="duration"),
    "reset-before": Kind("reset_before"),
    "reset-after": Kind("reset_after"),
    "skew": Kind("skew", unit="seconds"),
}
"""Every kind of fault, under the name by which it is asked for."""

_VALUES: Mapping[str, tuple[re.Pattern[str], str]] = {
    "": (re.compile(r"\Z"), "no value"),
    "duration": (re.compile(r"=(?P<number>[0-9]{1,6}(\.[0-9]{1,6})?)(?P<unit>ms|s)\Z"), "500ms or 2s"),
    "seconds": (re.compile(r"=(?P<number>[+-]?[0-9]{1,9})(?P<unit>s?)\Z"), "seconds, such as -600"),
}
_COUNT = re.compile(r"[1-9][0-9]{0,8}\Z")


@dataclass(frozen=True)
class Fault:
    """One fault asked for: where, what, with which value (seconds), and how often (None: always)."""

    operation: str
    name: str
    value: float = 0.0
    count: int | None = None

    @property
    def kind(self) -> Kind:
        """The fault's entry in the table."""
        return KINDS[self.name]

    def __str__(self) -> str:
        """The fault as it is written."""
        value = {"": "", "duration": f"={self.value * 1000:g}ms", "seconds": f"={self.value:.0f}"}
        count = "" if self.count is None else f":{self.count}"
        return f"{self.operation}:{self.name}{value[self.kind.unit]}{count}"


def parse(text: str) -> Fault:
    """Read a fault from `OPERATION:ERROR[:COUNT]`; upper and lower case do not matter.

    Raises:
        ValueError: the text is no fault; the message says what one looks like.
    """
    parts = [part.strip() for part in text.split(":")]
    if len(parts) not in (2, 3) or not parts[0]:
        raise ValueError(f"“{text}” is no fault. One reads OPERATION:ERROR[:COUNT], {_known()}")
    operation, error, count = _operation(parts[0]), parts[1], parts[2] if len(parts) == 3 else None
    asked, sign, value = error.partition("=")
    name = next((name for name in KINDS if name.lower() == asked.strip().lower()), None)
    if name is None:
        raise ValueError(f"“{asked}” is no known fault. Known faults: {_known()}")
    pattern, example = _VALUES[KINDS[name].unit]
    found = pattern.match((sign + value).replace(" ", ""))
    if found is None:
        raise ValueError(f"The fault {name} takes {example}; “{error}” does not say so.")
    if count is not None and not _COUNT.match(count):
        raise ValueError(f"The count of “{text}” must be a whole number from 1.")
    return Fault(operation, name, _seconds(found.groupdict()), None if count is None else int(count))


def _operation(asked: str) -> str:
    known = ("*", *sorted(NAMES))
    for name in known:
        if name.lower() == asked.lower():
            return name
    raise ValueError(f"“{asked}” is no operation of the sandbox. Known: {', '.join(known)}.")


def _seconds(value: Mapping[str, str]) -> float:
    return float(value.get("number", 0)) / (1000 if value.get("unit") == "ms" else 1)


def _known() -> str:
    forms = {"": "", "duration": "=500ms", "seconds": "=SECONDS"}
    return ", ".join(f"{name}{forms[kind.unit]}" for name, kind in KINDS.items()) + "."


@dataclass(frozen=True)
class Trouble:
    """What the faults do to one request: seconds of delay, seconds of skew, and at most one answer."""

    latency: float = 0.0
    skew: float = 0.0
    answer: Fault | None = None

    def does(self, effect: Effect) -> bool:
        """Whether the answer of this trouble has that effect."""
        return self.answer is not None and self.answer.kind.effect == effect


NO_TROUBLE = Trouble()


class Faults:
    """The faults that are switched on. Any thread may add, list, clear and take."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(self, *faults: Fault) -> None:
        """Switch faults on, after those that are on already."""
        with self._lock:
            self._faults += faults

    def clear(self) -> None:
        """Switch all faults off."""
        with self._lock:
            self._faults = []

    def all(self) -> tuple[Fault, ...]:
        """What is switched on, each with the count that is left."""
        return tuple(self._faults)

    def take(self, operation: str) -> Trouble:
        """Use up what applies to one request of an operation.

        Delays add up, and so do skews; of the faults that answer instead of the service only the
        first in line does so, and only that one's count goes down.
        """
        if not self._faults:
            return NO_TROUBLE
        latency = skew = 0.0
        answer: Fault | None = None
        left: list[Fault] = []
        with self._lock:
            for fault in self._faults:
                applies = fault.operation in ("*", operation)
                if applies and fault.kind.effect == "latency":
                    latency += fault.value
                elif applies and fault.kind.effect == "skew":
                    skew += fault.value
                elif applies and answer is None:
                    answer = fault
                else:
                    applies = False
                left += _once_less(fault) if applies else [fault]
            self._faults = left
        return Trouble(latency, skew, answer)


def _once_less(fault: Fault) -> list[Fault]:
    if fault.count is None:
        return [fault]
    return [Fault(fault.operation, fault.name, fault.value, fault.count - 1)] if fault.count > 1 else []
