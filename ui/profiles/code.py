"""The window that asks for the six digits of an MFA device."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from console.language import tr
from console.profiles import Profile
from ui import masking, theme
from ui.controls import Banner, Elided, button, column, label, restyle, row
from ui.drawn import Avatar
from ui.profiles.sheet import compact

DIGITS = 6


def digits_of(text: str) -> str:
    """The digits of a text, as they are pasted: `123 456`, or with a hyphen. Only those of ASCII."""
    return "".join(re.findall(r"[0-9]", text))


class CodeLine(QLineEdit):
    """A line that takes six digits and nothing else, in large figures."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme.sized(theme.monospaced(), 24, bold=True))
        restyle(self, code=True)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        # Six digits look like no secret, and are one for half a minute.
        self.setProperty(masking.PRIVATE, True)
        self.setPlaceholderText("000 000")
        self.setAccessibleName(tr("Six digits of the MFA device"))
        self.textEdited.connect(self._tidy)

    def digits(self) -> str:
        """What was typed, without the blank in the middle."""
        return digits_of(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take(QApplication.clipboard().text())
            return
        super().keyPressEvent(event)

    def take(self, text: str) -> None:
        """Takes a text in place of what is there, as far as it is digits."""
        digits = digits_of(text)[:DIGITS]
        self.setText(f"{digits[:3]} {digits[3:]}".strip())

    def _tidy(self, text: str) -> None:
        behind = len(digits_of(text[self.cursorPosition() :]))
        self.take(text)
        at = len(self.text())
        while behind and at:
            at -= 1
            behind -= self.text()[at].isdigit()
        if self.text()[:at].endswith(" "):
            at -= 1
        self.setCursorPosition(at)


class CodeDialog(QDialog):
    """Asks for a code for a profile; accepted with six digits in `code`. Opened with `open()`."""

    def __init__(self, parent: QWidget | None, profile: Profile, serial: str, refused: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("MFA code: {name}", name=profile.name))
        avatar = Avatar(size=36)
        avatar.show_profile(profile)
        self.head = Elided(tr("MFA code for {name}", name=profile.name), "h2")
        self.device = Elided(serial, "muted", middle=True)
        self.banner = Banner()
        self.line = CodeLine()
        self.line.textChanged.connect(self._check)
        self.go_on = button(tr("Continue"), self.accept, kind="primary")
        self.go_on.setDefault(True)
        self.cancel = button(tr("Cancel"), self.reject)
        self._lay_out(avatar)
        if refused:
            self.banner.tell(
                "warn", refused, tr("Each code works once: wait for the next one, and type that.")
            )
        self._check()
        self.line.setFocus()

    def _lay_out(self, avatar: Avatar) -> None:
        head = row(avatar, gap=12)
        head.addLayout(column(self.head, self.device, gap=2), 1)
        said = label(
            tr(
                "Six digits from your authenticator app or security device. The session that they open "
                "serves every role with this device, and stays in memory."
            ),
            "muted",
            wraps=True,
        )
        body = column(head, said, self.banner, self.line, gap=14, margins=(22, 20, 22, 18))
        body.addLayout(row(None, self.cancel, self.go_on))
        compact(self, body, 440)

    @property
    def code(self) -> str:
        """The six digits."""
        return self.line.digits()

    def accept(self) -> None:
        """Takes the code, once it is whole."""
        if len(self.code) == DIGITS:
            super().accept()

    def _check(self) -> None:
        self.go_on.setEnabled(len(self.code) == DIGITS)
