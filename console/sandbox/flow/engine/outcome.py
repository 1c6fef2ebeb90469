"""What becomes of an action, what it waits for, and what happens meanwhile.

An action that has to wait is a generator: it yields a `Wait`, is sent what happened, and returns its
outcome. Whoever drives the flow holds the generator, so that nothing here blocks.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any, Literal

from console.sandbox.flow.engine.script import Script
from console.sandbox.participant.items import Item

NO_MATCHING_ERROR = "NoMatchingError"
NO_MATCHING_CONDITION = "NoMatchingCondition"

Ending = Literal["disconnected", "flow_ended", "queued", "module_ended"]
"""How a flow can be over: the contact ends; the flow alone does; the contact waits in a queue; …"""


@dataclass(frozen=True)
class Done:
    """It is done, and has no result to compare: NextAction follows."""


@dataclass(frozen=True)
class Result:
    """It has a result, which the conditions compare in their order; None matches none of them."""

    value: Any


@dataclass(frozen=True)
class Failed:
    """It took an error branch: Errors[error], else NoMatchingError, else the flow stops there."""

    error: str
    why: str


@dataclass(frozen=True)
class Ended:
    """The flow is over.

    `result` and `resultdata` are what a module gives back. `reason` says in words why; `problem` is set
    where a guard ended it: `endless loop`, `missing stub`, `not for chat`, `too slow`.
    """

    how: Ending
    result: str = ""
    resultdata: Any = None
    reason: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Jump:
    """The contact goes on in another flow (TransferToFlow)."""

    script: Script


@dataclass(frozen=True)
class Invoke:
    """A module is to be run, and this action goes on with what it gives back (InvokeFlowModule)."""

    script: Script
    input: Any


Settled = Done | Result | Failed
"""What is followed by a transition of the action."""
Outcome = Settled | Ended | Jump | Invoke


@dataclass(frozen=True)
class Wait:
    """What an action waits for; whatever comes first wakes it."""

    seconds: float | None = None
    """Of the sandbox's time; None: for ever."""
    hears: bool = False
    """Whether a message of the customer's wakes it."""
    compute: Callable[[], Any] | None = None
    """Work that may block, to be run on a thread outside of the lock; its result wakes it."""
    wakes: frozenset[str] = frozenset()
    """Other happenings that wake it, by name, such as `authentication` or `bot_left`."""
    reason: str = ""
    """In words, for whoever watches."""


@dataclass(frozen=True)
class TimedOut:
    """The seconds have passed."""


@dataclass(frozen=True)
class Heard:
    """The customer said something."""

    item: Item


@dataclass(frozen=True)
class Computed:
    """The work is done, or raised an error."""

    value: Any = None
    error: Exception | None = None


@dataclass(frozen=True)
class Woken:
    """Something else happened that it waited for."""

    name: str
    value: Any = None


Happening = TimedOut | Heard | Computed | Woken
Waiting = Generator[Wait, Happening, Outcome]
