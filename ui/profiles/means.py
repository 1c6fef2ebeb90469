"""What the profile screens work with."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from console.chat.clocks import Clock, utc_now
from ui.clipboard import Clipboard
from ui.profiles.errands import Starts

if TYPE_CHECKING:
    from console.sessions import Asks
    from console.wallet import Wallet

_OPENED = ("https://", "http://127.0.0.1")
"""What of a service's addresses is given to the browser; no other program is ever started."""


def open_in_browser(address: str) -> bool:
    """Opens a page in the user's browser; False where it is none, or no browser could be started."""
    return address.startswith(_OPENED) and QDesktopServices.openUrl(QUrl(address))


@dataclass(frozen=True)
class Means:
    """The wallet, who answers questions, and the ways out of the window."""

    wallet: Wallet
    tasks: Starts
    ask: Asks
    clipboard: Clipboard
    clock: Clock = utc_now
    open_address: Callable[[str], bool] = open_in_browser
    home: Path = field(default_factory=Path.home)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    lock_after_min: Callable[[], int] = lambda: 0
    """After how many minutes without a key or a click the profiles lock themselves; 0: never."""
    change_lock_after: Callable[[int], object] = lambda _minutes: None
