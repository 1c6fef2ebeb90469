"""Asking at a terminal what the window asks in a dialog: words to standard error, answers typed."""

from __future__ import annotations

import asyncio
import getpass
import re
import sys

from console.errors import SignInRefused
from console.profiles import Profile
from console.sessions import Portal

CODE = re.compile(r"[0-9]{6}")


class Terminal:
    """Asks whoever sits at the terminal; where nobody does, it says so instead of waiting."""

    async def code(self, profile: Profile, serial: str, refused: str) -> str:
        """Six digits, typed unseen.

        Raises:
            SignInRefused: there is no terminal, or nothing was typed.
        """
        if not sys.stdin.isatty():
            raise SignInRefused(
                f"{profile.name} needs a code of the MFA device {serial}, and there is no terminal.",
                "Run the command in a terminal, or use a profile that needs no code.",
            )
        _say(refused)
        while True:
            typed = await asyncio.to_thread(getpass.getpass, f"Code of {serial}: ", sys.stderr)
            digits = "".join(typed.split())
            if CODE.fullmatch(digits):
                return digits
            if not digits:
                raise SignInRefused("No code was typed.", "Run the command again when the code is at hand.")
            _say("A code has six digits.")

    async def sign_in(self, profile: Profile, portal: Portal) -> None:
        """Shows address and code, and waits until somebody confirmed them in a browser.

        Raises:
            SignInRefused: it was declined, or nobody confirmed it in time.
        """
        device = await portal.begin()
        _say(f"{profile.name}: open {device.address} and confirm the code {device.user_code}.")
        await portal.wait(device)


def _say(text: str) -> None:
    if text:
        print(text, file=sys.stderr, flush=True)
