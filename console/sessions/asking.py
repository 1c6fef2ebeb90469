"""What only a person can answer while a profile is opened: a code, a sign-in."""

from __future__ import annotations

from typing import Protocol

from console.profiles import Profile
from console.sessions.portal import Portal


class Asks(Protocol):
    """Asks the person in front of the screen. Giving up is told by SignInRefused."""

    async def code(self, profile: Profile, serial: str, refused: str) -> str:
        """Six digits of the MFA device; `refused` says why it is asked again, and is empty at first.

        Raises:
            SignInRefused: the person gave up.
        """

    async def sign_in(self, profile: Profile, portal: Portal) -> None:
        """Has somebody sign in to the portal, by its `begin` and `wait`.

        Raises:
            SignInRefused: the person gave up.
        """
