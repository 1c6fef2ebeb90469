"""One finding of the doctor: its outcome as a sign and a word, why, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from console.doctor import Finding, Outcome
from console.language import tr, tr_in, tr_text
from console.shape import path_text
from ui import theme, wording
from ui.controls import button, column, label, pill, row, tool
from ui.drawn import Picture

COPIED_FOR_MS = 1600
_OUTCOME: Final = "how a check of the doctor ended"
OUTCOMES: Mapping[Outcome, tuple[str, str, str, str]] = {
    "holds": ("circle-check", "ok", tr_in(_OUTCOME, "Holds"), "ok"),
    "fails": ("circle-x", "danger", tr_in(_OUTCOME, "Fails"), "danger"),
    "unknown": ("circle-help", "faint", tr_in(_OUTCOME, "Unknown"), "plain"),
}
"""Of each outcome: its icon and the icon's colour, its word, and the kind of its pill."""
_SPOKEN: Mapping[Outcome, str] = {
    "holds": tr("{check}: holds."),
    "fails": tr("{check}: fails."),
    "unknown": tr("{check}: unknown."),
}


class FindingRow(QFrame):
    """A finding. What holds takes two lines; what does not says what to do about it as well."""

    field_requested = Signal(object)
    """The path of the request's field that the finding is about."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding
        icon, token, word, kind = OUTCOMES[finding.outcome]
        self.setAccessibleName(
            tr_text(_SPOKEN[finding.outcome].format(check=finding.title), finding.sentence)
        )
        head = row(label(finding.title, "strong"), gap=8)
        head.addStretch(1)
        head.addWidget(pill(word, kind))
        texts = column(head, _text(finding.sentence, "muted"), gap=4)
        if finding.outcome != "holds" and finding.advice:
            texts.addWidget(_text(finding.advice, ""))
        if finding.action:
            texts.addWidget(_Missing(finding))
        if finding.field and finding.outcome != "holds":
            texts.addLayout(row(self._made_link(), None))
        line = row(gap=12, margins=(16, 11, 14, 12))
        line.addWidget(Picture(icon, token, 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        self.setLayout(line)

    def _made_link(self) -> QWidget:
        path = self.finding.field
        name = wording.field_label(path_text(path))
        made = button(
            tr("Show the field “{name}”", name=name), lambda: self.field_requested.emit(path), kind="link"
        )
        made.setToolTip(path_text(path))
        return made


class _Missing(QFrame):
    """The action that is missing and the resource on which, to be copied into a policy."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.setProperty("inset", True)
        self._text = "\n".join(filter(None, (finding.action, finding.resource)))
        self._copy = tool(
            "copy", tr("Copy {action} and its resource", action=finding.action), self._copy_text, tint="faint"
        )
        self._copy.setProperty("small", True)
        body = row(gap=8, margins=(10, 7, 8, 7))
        action = _text(finding.action, "mono")
        body.addLayout(column(action, *_resource(finding.resource), gap=2), 1)
        body.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(body)

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._text)
        show_copied(self._copy)


def _resource(resource: str) -> list[QWidget]:
    return [_text(resource, "mono")] if resource else []


def _text(text: str, role: str) -> QWidget:
    made = label(wording.breakable(text), role, wraps=True, selectable=True)
    made.setAccessibleName(text)
    return made


def show_copied(made: QToolButton) -> None:
    """Shows for a moment that a button has copied."""
    made.setIcon(theme.icon("check", "ok"))
    QTimer.singleShot(COPIED_FOR_MS, made, lambda: made.setIcon(theme.icon("copy", "faint")))
