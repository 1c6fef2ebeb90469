"""Sessions of the access portal: access tokens that run out, and refresh tokens that bring the next."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from console.sandbox.refusal import RefusalError
from console.sandbox.sign_in import fakes
from console.sandbox.sign_in.devices import Client
from console.sandbox.sign_in.lifetimes import Lifetimes
from console.sandbox.sign_in.memory import remember

REFRESH_SCOPE = "sso:account:access"
"""The scope without which Identity Center gives no refresh token (AWS CLI's user guide)."""


@dataclass(slots=True, eq=False)
class PortalSession:
    """One sign-in of a person through a client; `ends` in seconds since the epoch."""

    client: Client
    ends: float
    is_over: bool = False


@dataclass(frozen=True)
class Tokens:
    """What CreateToken gives; `expires_in` in whole seconds."""

    access: str = field(repr=False)
    expires_in: int
    refresh: str | None = field(repr=False)


@dataclass(slots=True, eq=False)
class _Access:
    session: PortalSession
    expires: float


class Portal:
    """The sessions of the access portal. Any thread may ask."""

    def __init__(self, lifetimes: Lifetimes, clock: Callable[[], float]) -> None:
        self._lifetimes = lifetimes
        self._clock = clock
        self._lock = threading.Lock()
        self._access: dict[str, _Access] = {}
        self._refresh: dict[str, PortalSession] = {}

    def open(self, client: Client) -> Tokens:
        """Begin a session, and give its first tokens."""
        with self._lock:
            ends = self._clock() + self._lifetimes.portal_session_s
            return self._tokens(PortalSession(client, ends))

    def refresh(self, client: Client, refresh_token: str) -> Tokens:
        """New tokens of a session for its refresh token, which can be used once.

        Raises:
            RefusalError: InvalidGrantException for another's or a used one, or when the session is over.
        """
        with self._lock:
            session = self._refresh.get(refresh_token)
            if session is None or session.client.id != client.id:
                raise RefusalError("InvalidGrantException", "This refresh token is not valid.")
            if self._has_ended(session):
                raise RefusalError("InvalidGrantException", "The session of this refresh token is over.")
            # ours: refresh-token-once
            del self._refresh[refresh_token]
            return self._tokens(session)

    def session(self, access_token: str) -> PortalSession:
        """The session of an access token.

        Raises:
            RefusalError: UnauthorizedException, as the portal says it.
        """
        access = self._access.get(access_token)
        if access is None or access.expires <= self._clock() or self._has_ended(access.session):
            raise RefusalError("UnauthorizedException", "Session token not found or invalid")
        return access.session

    @property
    def signed_in(self) -> int:
        """How many access tokens hold now."""
        now = self._clock()
        with self._lock:
            return sum(
                one.expires > now and not self._has_ended(one.session) for one in self._access.values()
            )

    def expire(self) -> None:
        """Let every access token run out now; refresh tokens bring new ones."""
        with self._lock:
            for access in self._access.values():
                access.expires = min(access.expires, self._clock())

    def end(self) -> None:
        """End every session now, refresh tokens and all."""
        with self._lock:
            for session in self._refresh.values():
                session.is_over = True
            for access in self._access.values():
                access.session.is_over = True

    def clear(self) -> None:
        """Forget every session."""
        with self._lock:
            self._access, self._refresh = {}, {}

    def _tokens(self, session: PortalSession) -> Tokens:
        left = min(self._lifetimes.access_token_s, session.ends - self._clock())
        access = fakes.token("access", fakes.ACCESS_TOKEN_LENGTH)
        remember(self._access, access, _Access(session, self._clock() + left))
        refresh = None
        if REFRESH_SCOPE in session.client.scopes:
            refresh = fakes.token("refresh", fakes.REFRESH_TOKEN_LENGTH)
            remember(self._refresh, refresh, session)
        return Tokens(access, int(left), refresh)

    def _has_ended(self, session: PortalSession) -> bool:
        return session.is_over or session.ends <= self._clock()
