"""Asking before something is gone: a profile with its secrets, or what was typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from console.language import tr, tr_count, tr_list, tr_text
from console.profiles import Profile
from ui.controls import button, column, label, row
from ui.drawn import Picture
from ui.profiles.sheet import compact

MOST_NAMED = 4


class ConfirmDialog(QDialog):
    """A question with two answers, of which the harmless one is the default. Opened with `open()`."""

    def __init__(self, parent: QWidget, title: str, text: str, yes: str, no: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleDescription(text)
        self.yes = button(yes, self.accept, kind="danger")
        self.no = button(no, self.reject)
        self.no.setDefault(True)
        self.text = label(text, "muted", wraps=True)
        head = row(gap=12)
        head.addWidget(Picture("triangle-alert", "warn", 20), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(column(label(title, "h2", wraps=True), self.text, gap=6), 1)
        compact(self, column(head, row(None, self.no, self.yes), gap=18, margins=(22, 20, 22, 18)), 440)
        self.no.setFocus()


def removal(parent: QWidget, profile: Profile, standing_on: Sequence[Profile], store: str) -> ConfirmDialog:
    """Asks whether a profile is to go, and names the roles that would stand on nothing."""
    text = tr("It leaves the list, and {store} forgets its secrets. There is no way back.", store=store)
    if standing_on:
        text = tr_text(stopped(standing_on), text)
    return ConfirmDialog(parent, tr("Remove {name}?", name=profile.name), text, tr("Remove"), tr("Keep it"))


def stopped(roles: Sequence[Profile]) -> str:
    """What becomes of the roles that use the keys of a profile that goes."""
    names = [one.name for one in roles[:MOST_NAMED]]
    if rest := len(roles) - len(names):
        names.append(tr_count("{count:,} more", "{count:,} more", rest))
    return tr_count(
        "{roles} uses its keys, and won’t work without it.",
        "{roles} use its keys, and won’t work without it.",
        len(roles),
        roles=tr_list(names),
    )
