"""The window that has somebody sign in while a profile is being opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from console.language import tr
from console.profiles import Profile
from ui.controls import Elided, button, column, label, row
from ui.drawn import Avatar
from ui.profiles.device import DeviceView
from ui.profiles.sheet import compact

if TYPE_CHECKING:
    from console.sessions import Portal


class SignInDialog(QDialog):
    """Shows the code of one sign-in; accepted once it was confirmed. Opened with `open()`."""

    def __init__(self, parent: QWidget | None, profile: Profile, portal: Portal, device: DeviceView) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Sign in: {name}", name=profile.name))
        self._portal = portal
        self.device = device
        avatar = Avatar(size=36)
        avatar.show_profile(profile)
        head = row(avatar, gap=12)
        title = Elided(tr("Sign in for {name}", name=profile.name), "h2")
        head.addLayout(column(title, Elided(portal.start_url, "muted", middle=True), gap=2), 1)
        said = label(
            tr("The browser asks who you are. This window waits for it, and goes on by itself."),
            "muted",
            wraps=True,
        )
        self.cancel = button(tr("Not now"), self.reject)
        self.device.cancel_button.hide()
        body = column(head, said, self.device, row(None, self.cancel), gap=14, margins=(22, 20, 22, 18))
        compact(self, body, 560)
        device.signed_in.connect(self.accept)
        self.finished.connect(lambda _: device.cancel())

    def begin(self) -> None:
        """Shows itself and asks for the code."""
        self.open()
        self.device.begin(self._portal)
