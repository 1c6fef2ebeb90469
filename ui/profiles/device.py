"""Signing in to Identity Center: a page to open, a code to compare there, and waiting until it is done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget

from console.chat.clocks import Clock, as_minutes
from console.errors import ConsoleError
from console.language import tr
from ui import masking, theme
from ui.clipboard import Clipboard
from ui.controls import Banner, Elided, button, column, framed, label, row, tool
from ui.drawn import Spinner
from ui.profiles.errands import Starts
from ui.profiles.means import open_in_browser
from ui.profiles.sheet import tab_after

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from console.aws import Device
    from console.sessions import Portal

TICK_MS = 500
NO_BROWSER = tr("No browser could be opened. Copy the address, and open it on any device.")


class DeviceView(QWidget):
    """One sign-in. It shows nothing until it is begun, and a failure until it is begun again."""

    signed_in = Signal()
    ended = Signal()
    """It failed, or was cancelled."""

    def __init__(
        self,
        tasks: Starts,
        clipboard: Clipboard,
        clock: Clock,
        open_address: Callable[[str], bool] = open_in_browser,
    ) -> None:
        super().__init__()
        self._tasks, self._clipboard, self._clock = tasks, clipboard, clock
        self._open_address = open_address
        self._portal: Portal | None = None
        self._device: Device | None = None
        self._task: asyncio.Task[None] | None = None
        self.banner = Banner()
        self.code = label("", "code", selectable=True)
        # Nothing in it looks like a secret; whoever knows it can still confirm it in another's name.
        self.code.setProperty(masking.PRIVATE, True)
        self.address = Elided("", "muted", middle=True)
        self.open = button(
            tr("Open the page"), self.open_page, kind="primary", icon="external-link", tint="on_accent"
        )
        self.copy_code = tool("copy", tr("Copy the code"), self._copy_code)
        self.copy_address = tool("copy", tr("Copy the address"), self._copy_address)
        self.waiting = label("", "muted", wraps=True)
        self.left = label("", "muted")
        self.cancel_button = button(tr("Cancel"), self.cancel, name=tr("Cancel the sign-in"))
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.look_at_clock)
        self._lay_out()

    def _lay_out(self) -> None:
        address = row(gap=4)
        address.addWidget(self.address, 1)
        address.addWidget(self.copy_address)
        first = row(_number("1"), gap=12)
        first.addLayout(column(label(tr("Open the sign-in page"), "strong"), address, gap=0), 1)
        first.addWidget(self.open)
        code = row(self.code, self.copy_code, None, gap=6)
        second = row(_number("2"), gap=12)
        said = label(tr("Check that the page shows this code, and allow it"), "strong", wraps=True)
        second.addLayout(column(said, code, gap=0), 1)
        self._steps = framed(column(first, second, gap=12, margins=(14, 12, 14, 12)), inset=True)
        line = row(Spinner(), gap=10)
        line.addWidget(self.waiting, 1)
        line.addWidget(self.left)
        line.addWidget(self.cancel_button)
        self._progress = QWidget()
        self._progress.setLayout(line)
        self.setLayout(column(self.banner, self._steps, self._progress, gap=10))
        self._show_parts()

    # -- signing in -----------------------------------------------------------------------------

    @property
    def is_under_way(self) -> bool:
        """Whether somebody is being waited for."""
        return self._task is not None and not self._task.done()

    def begin(self, portal: Portal) -> None:
        """Asks for a code and waits until it was confirmed; a sign-in under way is given up."""
        self.cancel()
        self._portal = portal
        self._task = self._tasks.start(self._sign_in(portal), "sign in to Identity Center")

    def cancel(self) -> None:
        """Gives up."""
        task, self._task = self._task, None
        if task is not None and not task.done():
            task.cancel()
            self._show_parts()
            self.ended.emit()

    async def _sign_in(self, portal: Portal) -> None:
        self.banner.hide()
        self._show_parts(waiting=tr("Asking for a code…"))
        try:
            device = await portal.begin()
            self._show_device(device)
            await portal.wait(device)
        except ConsoleError as error:
            self._show_parts()
            again = button(tr("Try again"), lambda: self.begin(portal), icon="refresh-cw")
            self.banner.tell("danger", error.sentence, error.advice, actions=[again])
            tab_after(self.cancel_button, again)
            self.ended.emit()
            return
        self._show_parts()
        self.signed_in.emit()

    # -- what is shown ----------------------------------------------------------------------------

    def _show_parts(self, *, waiting: str = "", device: Device | None = None) -> None:
        self._device = device
        self._steps.setVisible(device is not None)
        self._progress.setVisible(bool(waiting))
        self.waiting.setText(waiting)
        self.left.clear()
        if device is None:
            self.code.clear()
            self._tick.stop()

    def _show_device(self, device: Device) -> None:
        self._show_parts(waiting=tr("Waiting until you have allowed it there…"), device=device)
        spelt = " ".join(device.user_code)
        self.code.setText(device.user_code)
        self.code.setAccessibleName(tr("Code: {spelt}", spelt=spelt))
        self.address.show_text(device.address)
        self.look_at_clock()
        self._tick.start()
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)
        said = tr("Open the sign-in page and compare the code {spelt}", spelt=spelt)
        if masking.is_on():
            said = tr("Open the sign-in page")
        masking.announce(self, said)

    def look_at_clock(self, now: datetime | None = None) -> None:
        """Shows how long the code still holds."""
        if self._device is not None:
            left = max(self._device.expires_at - (now or self._clock()), self._device.expires_at.resolution)
            self.left.setText(tr("{time} left", time=as_minutes(left)))

    def open_page(self) -> None:
        """Opens the page in the browser, the code filled in where the service can do that."""
        device = self._device
        if device is None:
            return
        if self._open_address(device.complete_address or device.address):
            self.banner.hide()
        else:
            self.banner.tell("warn", NO_BROWSER)

    def _copy_code(self) -> None:
        if self._device is not None:
            self._clipboard.copy(self._device.user_code)

    def _copy_address(self) -> None:
        if self._device is not None:
            self._clipboard.copy(self._device.address)


def _number(text: str) -> QLabel:
    made = label(text, "step")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    theme.fit(made, width=24, height=24)
    return made
