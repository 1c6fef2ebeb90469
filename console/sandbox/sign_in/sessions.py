"""Keys that may sign: the sandbox's own pair, and the temporary ones that it gave out."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from console.sandbox.identity import KEYS, USER, Caller, KeyPair
from console.sandbox.refusal import RefusalError
from console.sandbox.sign_in import fakes
from console.sandbox.sign_in.memory import remember


@dataclass(frozen=True)
class Session:
    """Keys, whose they are, and until when they hold: seconds since the epoch."""

    keys: KeyPair
    caller: Caller
    expires: float


OWN = Session(KEYS, USER, math.inf)
"""The pair that every start has; it never runs out."""


class Sessions:
    """Who may sign. Any thread may ask; changes are made one at a time."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._given: dict[str, Session] = {}

    def give(self, caller: Caller, lifetime_s: float, least_token: int = 0) -> Session:
        """New temporary keys for a caller; the session token has that many characters at least."""
        length = max(fakes.SESSION_TOKEN_LENGTH, least_token)
        keys = KeyPair(fakes.access_key_id(), fakes.secret(), fakes.token("session", length))
        with self._lock:
            session = Session(keys, caller, self._clock() + lifetime_s)
            return remember(self._given, keys.access_key_id, session)

    def keys(self, access_key_id: str) -> KeyPair | None:
        """The keys of an id, also when their time is over; None for an id that belongs to nobody."""
        session = self._find(access_key_id)
        return None if session is None else session.keys

    def caller(self, access_key_id: str) -> Caller:
        """Who signs with the keys of an id.

        Raises:
            RefusalError: ExpiredTokenException when their time is over.
        """
        session = self._find(access_key_id)
        if session is None or session.expires <= self._clock():
            raise RefusalError(
                "ExpiredTokenException", "The security token included in the request is expired."
            )
        return session.caller

    def _find(self, access_key_id: str) -> Session | None:
        return OWN if access_key_id == KEYS.access_key_id else self._given.get(access_key_id)

    @property
    def valid(self) -> int:
        """How many temporary keys hold now."""
        now = self._clock()
        with self._lock:
            return sum(session.expires > now for session in self._given.values())

    def expire(self) -> None:
        """Let all temporary keys run out now."""
        with self._lock:
            now = self._clock()
            self._given = {
                key: replace(session, expires=min(session.expires, now))
                for key, session in self._given.items()
            }

    def clear(self) -> None:
        """Forget all temporary keys, as if they had never been."""
        with self._lock:
            self._given = {}
