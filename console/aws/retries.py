"""When a call is tried again, how long it waits, and what its user sees of that.

The SDK itself makes one attempt per call: botocore would retry unseen, even where the quota of chats
is full, and could not be cancelled while it waits.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from console.errors import (
    AnswerTimedOut,
    ConnectionLost,
    ConsoleError,
    ServiceError,
    ServiceFault,
    Throttled,
    TimedOut,
)


@dataclass(frozen=True)
class Patience:
    """How long one call waits, and how often it tries. Times in seconds.

    `first_wait_s` is the wait after the first attempt of a throttled call; it doubles with each.
    """

    connect_s: float = 5.0
    read_s: float = 20.0
    attempts: int = 3
    first_wait_s: float = 1.0
    longest_wait_s: float = 20.0


@dataclass(frozen=True)
class Progress:
    """Where a call stands: in attempt `attempt` of `of`, or before it, for `waiting_s` seconds more.

    `reason` is what ended the attempt before.
    """

    attempt: int
    of: int
    waiting_s: float = 0.0
    reason: ConsoleError | None = None


T = TypeVar("T")
OnProgress = Callable[[Progress], None]

RETRIED: Mapping[str, Mapping[type[ConsoleError], float]] = {
    # A ClientToken makes StartChatContact safe to repeat: a lost answer never makes a second chat.
    "StartChatContact": {
        Throttled: 1.0,
        TimedOut: 0.5,
        AnswerTimedOut: 0.5,
        ConnectionLost: 0.5,
        ServiceFault: 0.5,
    },
    # Nothing makes this safe to repeat but that it was not carried out.
    "StopContact": {Throttled: 1.0},
    # That somebody is typing, or has read, is not worth a second call.
    "SendEvent": {},
    # A code of an MFA device holds once: after a lost answer it may be used up.
    "AssumeRole with TokenCode": {Throttled: 1.0},
    "GetSessionToken with TokenCode": {Throttled: 1.0},
    # Whoever waits for a sign-in asks again anyway, and must hear when that is too often.
    "CreateToken with deviceCode": {TimedOut: 0.5, ConnectionLost: 0.5, ServiceFault: 0.5},
}
"""By operation, or by one with a certain member: what is tried again, and its first wait as a share
of the patience's. Operations that do not stand here only read, or give what may be given twice."""

_READING = RETRIED["StartChatContact"]


def row(operation: str, request: Mapping[str, Any]) -> str:
    """The name of the row of the table that holds for a call."""
    special = (f"{operation} with {member}" for member in request)
    return next((name for name in special if name in RETRIED), operation)


def wait_before_next(error: ConsoleError, operation: str, attempt: int, patience: Patience) -> float | None:
    """Seconds until the next attempt; None if there is none.

    The wait doubles with each attempt, is varied so that several clients do not meet again, and is
    never shorter than the service asks for, up to the longest that we wait.
    """
    shares = RETRIED.get(operation, _READING)
    share = next((shares[kind] for kind in type(error).__mro__ if kind in shares), None)
    if share is None or attempt >= patience.attempts:
        return None
    wait = patience.first_wait_s * share * float(2 ** (attempt - 1)) * random.uniform(0.75, 1.25)
    asked = error.retry_after_s if isinstance(error, ServiceError) else None
    return min(max(wait, asked or 0.0), patience.longest_wait_s)


async def repeated(
    attempt_once: Callable[[int], Awaitable[T]],
    operation: str,
    patience: Patience,
    on_progress: OnProgress | None = None,
    on_doubt: Callable[[ConsoleError], None] | None = None,
) -> T:
    """What the first attempt that succeeds gives; attempts count from 1.

    If this is cancelled after an attempt whose answer was lost, `on_doubt` is told that attempt's
    error: the operation may have taken effect, and nobody will know.

    Raises:
        ConsoleError: that of the last attempt. It says `may_have_happened` if any attempt's did.
    """
    tell = on_progress or (lambda _progress: None)
    doubt: ConsoleError | None = None
    attempt = 1
    try:
        while True:
            tell(Progress(attempt, patience.attempts))
            try:
                return await attempt_once(attempt)
            except ConsoleError as error:
                doubt = error if error.may_have_happened else doubt
                error.may_have_happened = doubt is not None
                wait = wait_before_next(error, operation, attempt, patience)
                if wait is None:
                    raise
                attempt += 1
                tell(Progress(attempt, patience.attempts, wait, error))
            await asyncio.sleep(wait)
    except asyncio.CancelledError:
        if doubt is not None and on_doubt is not None:
            on_doubt(doubt)
        raise
