"""The least policy for one instance and one flow, to be looked at and copied."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QGuiApplication, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit

from console.doctor import least_policy
from console.errors import ConsoleError
from console.language import tr
from ui import theme
from ui.controls import Card, Chip, FlowLayout, button, label
from ui.doctor.finding_row import COPIED_FOR_MS
from ui.doctor.subject import Subject

MOST_LINES = 24
FLOW_LOGS = "flow_logs"
PURPOSES = {
    "with_pickers": (tr("Lists to choose from"), True),
    "with_settings": (tr("Settings of the instance"), True),
    "with_earlier_chats": (tr("Earlier chats"), False),
    FLOW_LOGS: (tr("Trace on AWS"), False),
}
"""What the policy can be made to allow beside the least: the word for it, and whether it is at first."""

_TRACE = tr("Reading the instance’s flow logs, which only the trace of a chat needs")
_NO_ALIAS = tr("The instance’s alias is not known, which the name of their log group holds.")


class Highlights(Protocol):
    """Colours code in a document."""

    def show_format(self, format_id: str) -> None:
        """Colours this format from now on."""

    def follow_theme(self) -> None:
        """Takes the colours of the theme of the moment."""


Highlight = Callable[[QTextDocument], Highlights]


class PolicyBox(Card):
    """A card with the policy as JSON. Without an instance it says what is missing."""

    def __init__(self, highlight: Highlight) -> None:
        self.copy_button = button(tr("Copy"), self.copy, icon="copy", name=tr("Copy the policy"))
        super().__init__(
            tr("Least policy"), "key-round", tr("what these keys need, and nothing more"), self.copy_button
        )
        self._subject: Subject | None = None
        self._account = ""
        self.policy: Mapping[str, Any] | None = None
        self.chips = {name: self._made_chip(text, taken) for name, (text, taken) in PURPOSES.items()}
        chips = FlowLayout(8)
        for chip in self.chips.values():
            chips.addWidget(chip)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("code", True)
        self.text.setTabChangesFocus(True)
        self.text.setUndoRedoEnabled(False)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(tr("The least policy as JSON"))
        # Code reads from left to right in every language.
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._highlights = highlight(self.text.document())
        self._highlights.show_format("json")
        self._note = label("", "muted", wraps=True, selectable=True)
        self.add(chips, self.text, self._note)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(COPIED_FOR_MS)
        self._calm.timeout.connect(lambda: self._show_copied(False))

    def _made_chip(self, text: str, taken: bool) -> Chip:
        made = Chip(text)
        made.setChecked(taken)
        made.toggled.connect(lambda _: self._write())
        return made

    def show_subject(self, subject: Subject, account: str = "") -> None:
        """Shows the policy for an instance and a flow; without the account it stands for any."""
        if (subject, account) != (self._subject, self._account):
            self._subject, self._account = subject, account
            self._write()

    def _write(self) -> None:
        subject = self._subject
        if subject is None:
            return
        note = ""
        try:
            self.policy = self._made(subject)
        except ConsoleError as error:
            self.policy, note = None, error.told
        self._show_flow_logs(subject.alias)
        text = json.dumps(self.policy, indent=2) if self.policy else ""
        self.text.setPlainText(text)
        self.text.setVisible(bool(text))
        for chip in self.chips.values():
            chip.setVisible(bool(text))
        lines = min(text.count("\n") + 1, MOST_LINES)
        metrics = QFontMetrics(theme.monospaced())
        # The frame, the padding, and a scroll bar below long lines.
        self.text.setFixedHeight(lines * metrics.lineSpacing() + theme.px(36))
        self.copy_button.setEnabled(bool(text))
        if text and not self._account:
            note = tr("The account is not known, so the policy says *; put its 12 digits there.")
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._show_copied(False)

    def _show_flow_logs(self, alias: str) -> None:
        """Whether the flow logs can be named: their group has the alias of the instance in its name."""
        chip = self.chips[FLOW_LOGS]
        chip.setEnabled(bool(alias))
        chip.setToolTip(_TRACE if alias else f"{_TRACE}\n{_NO_ALIAS}")

    def _made(self, subject: Subject) -> Mapping[str, Any]:
        if not subject.instance_id:
            raise ConsoleError(tr("No instance is chosen."), tr("Choose one, and the policy is made for it."))
        taken = {name: chip.isChecked() for name, chip in self.chips.items()}
        return least_policy(
            subject.profile.region,
            self._account,
            subject.instance_id,
            subject.flow_id or None,
            flow_logs_of=subject.alias if taken.pop(FLOW_LOGS) else "",
            **taken,
        )

    def copy(self) -> None:
        """Copies the policy, and says so for a moment."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._show_copied(True)
        self._calm.start()

    def _show_copied(self, copied: bool) -> None:
        self.copy_button.setIcon(theme.icon("check" if copied else "copy", "ok" if copied else "muted"))
        text = tr("Copied") if copied else tr("Copy")
        self.copy_button.setText(f" {text}")
        self.copy_button.setAccessibleName(tr("Copied") if copied else tr("Copy the policy"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_highlights"):
            self._highlights.follow_theme()
