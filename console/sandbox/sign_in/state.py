"""Who is signed in to the sandbox, in one place: to look at, to decide for, and to let run out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from console.sandbox.sign_in.devices import Devices
from console.sandbox.sign_in.lifetimes import Lifetimes
from console.sandbox.sign_in.portal import Portal
from console.sandbox.sign_in.sessions import Sessions


class SignIn:
    """Temporary keys, and the sandbox's IAM Identity Center. Any thread may use it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.lifetimes = Lifetimes()
        self.sessions = Sessions(clock)
        self.devices = Devices(self.lifetimes, clock)
        self.portal = Portal(self.lifetimes, clock)
        self.endpoint = ""
        """The sandbox's address while it runs; verification pages lie below it."""
        self._expire: Mapping[str, Callable[[], None]] = {
            "keys": self.sessions.expire,
            "access_tokens": self.portal.expire,
            "portal_sessions": self.portal.end,
            "devices": self.devices.expire,
            "clients": self.devices.expire_clients,
        }

    @property
    def start_url(self) -> str:
        """The address of the sandbox's access portal, as a profile of Identity Center names it."""
        return f"{self.endpoint}/start"

    @property
    def pending(self) -> tuple[str, ...]:
        """The user codes under which a sign-in waits for a person, oldest first."""
        return self.devices.pending

    def approve(self, user_code: str) -> None:
        """Allow what waits under a user code.

        Raises:
            LookupError: nothing waits under that code.
        """
        self.devices.decide(user_code, allowed=True)

    def deny(self, user_code: str) -> None:
        """Refuse what waits under a user code.

        Raises:
            LookupError: nothing waits under that code.
        """
        self.devices.decide(user_code, allowed=False)

    def expire(self, *kinds: str) -> None:
        """Let all that is out now run out: keys and access tokens, or the kinds that are named.

        Kinds are `keys`, `access_tokens`, `portal_sessions` (refresh tokens and all), `devices` and
        `clients`.

        Raises:
            ValueError: a kind is unknown; nothing has run out.
        """
        for kind in kinds:
            if kind not in self._expire:
                raise ValueError(f"“{kind}” is not what can run out. Known: {', '.join(self._expire)}.")
        for kind in kinds or ("keys", "access_tokens"):
            self._expire[kind]()

    def describe(self) -> dict[str, Any]:
        """How many are signed in, who waits, and the lifetimes; no key and no token."""
        return {
            "keys": self.sessions.valid,
            "access_tokens": self.portal.signed_in,
            "pending": list(self.pending),
            "lifetimes": asdict(self.lifetimes),
        }

    def reset(self) -> None:
        """Forget all who signed in, and set the lifetimes back."""
        self.sessions.clear()
        self.devices.clear()
        self.portal.clear()
        self.lifetimes.reset()
