"""Asks the person in front of the screen, one thing at a time, in windows of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from console.chat.clocks import Clock, utc_now
from console.errors import SignInRefused
from console.language import tr
from console.profiles import Profile
from ui.clipboard import Clipboard
from ui.profiles.code import CodeDialog
from ui.profiles.device import DeviceView
from ui.profiles.errands import Starts
from ui.profiles.means import open_in_browser
from ui.profiles.sign_in import SignInDialog

if TYPE_CHECKING:
    from console.sessions import Portal


class Asking:
    """Answers what `console.sessions.Asks` asks. Who asks while another question is open, waits."""

    def __init__(
        self,
        parent: QWidget,
        tasks: Starts,
        clipboard: Clipboard,
        clock: Clock = utc_now,
        open_address: Callable[[str], bool] = open_in_browser,
    ) -> None:
        self._parent = parent
        self._tasks, self._clipboard, self._clock = tasks, clipboard, clock
        self._open_address = open_address
        self._one_at_a_time = asyncio.Lock()
        self.dialog: CodeDialog | SignInDialog | None = None
        """The question that is open."""

    async def code(self, profile: Profile, serial: str, refused: str) -> str:
        """Six digits of the MFA device; `refused` says why it is asked again, and is empty at first.

        Raises:
            SignInRefused: the person gave up.
        """
        async with self._one_at_a_time:
            dialog = CodeDialog(self._parent, profile, serial, refused)
            typed: list[str] = []
            # The window is gone by the time that the answer is taken.
            dialog.accepted.connect(lambda: typed.append(dialog.code))
            await self._answer(dialog, dialog.open)
        if not typed:
            raise SignInRefused(
                tr("No code was given for {name}.", name=profile.name),
                tr("Choose the profile again, and type the six digits."),
            )
        return typed[0]

    async def sign_in(self, profile: Profile, portal: Portal) -> None:
        """Has somebody sign in to the portal.

        Raises:
            SignInRefused: the person gave up.
        """
        async with self._one_at_a_time:
            device = DeviceView(self._tasks, self._clipboard, self._clock, self._open_address)
            dialog = SignInDialog(self._parent, profile, portal, device)
            is_signed_in = await self._answer(dialog, dialog.begin)
        if not is_signed_in:
            raise SignInRefused(
                tr("Nobody signed in for {name}.", name=profile.name),
                tr("Choose the profile again, and sign in."),
            )

    async def _answer(self, dialog: CodeDialog | SignInDialog, begin: Callable[[], None]) -> bool:
        """Shows a dialog until it is answered; whoever stops waiting closes it."""
        answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def take(result: int) -> None:
            if not answered.done():
                answered.set_result(result)

        dialog.finished.connect(take)
        self.dialog = dialog
        begin()
        try:
            return await answered == QDialog.DialogCode.Accepted.value
        finally:
            self.dialog = None
            if not (answered.done() and not answered.cancelled()) and isValid(dialog):
                dialog.reject()
