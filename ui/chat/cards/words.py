"""Parts of a card that are only read: texts, values under their labels, the steps of a way, notes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from console.chat.interactive import Fact, Facts, Step, Steps, Text
from console.language import tr
from ui import wording
from ui.chat.cards.presses import SubmitPress
from ui.chat.cards.scope import Scope
from ui.chat.cards.ticks import side
from ui.controls import Elided, button, column, framed, label, row, tool
from ui.drawn import Picture

SIGN = 40
_ROLES = {"plain": "", "heading": "strong", "muted": "muted"}


def said(words: str, role: str = "") -> QLabel:
    """Words that wrap, long ones too, and that can be selected by the mouse."""
    made = label(wording.breakable(words), role, wraps=True)
    made.setAlignment(Qt.AlignmentFlag.AlignVCenter | side())
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setAccessibleName(words)
    return made


def lined(icon: str, token: str, words: QWidget, size: int = 15) -> QWidget:
    """Words with a sign before them, at the height of their first line."""
    line = row(gap=8)
    line.addWidget(Picture(icon, token, size), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(words, 1)
    made = QWidget()
    made.setLayout(line)
    return made


def text(part: Text, _scope: Scope) -> QWidget:
    """Something to read; a problem stands in a frame of its own, and success is a sign."""
    if part.look == "success":
        sign = QWidget()
        sign.setLayout(row(Picture("circle-check", "ok", SIGN), None))
        sign.setAccessibleName(tr("Done"))
        return sign
    if part.look != "problem":
        return said(part.words, _ROLES[part.look])
    body = row(lined("circle-alert", "danger", said(part.words)), margins=(12, 9, 12, 9))
    return framed(body, banner="danger")


def facts(part: Facts, scope: Scope) -> QWidget:
    """Values under their labels, two beside each other."""
    body = column(gap=7, margins=(12, 9, 12, 9))
    if part.heading or part.edit:
        body.addLayout(_head(part, scope))
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(7)
    across = min(2, len(part.items))
    for at, one in enumerate(part.items):
        grid.addWidget(_fact(one, scope), at // across, at % across, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(at % across, 1)
    body.addLayout(grid)
    return framed(body, inset=True)


def _head(part: Facts, scope: Scope) -> QHBoxLayout:
    head = row(gap=8)
    head.addWidget(said(part.heading, "strong"), 1)
    if part.edit is not None:
        head.addWidget(SubmitPress(part.edit, scope, kind="ghost", icon="pencil"))
    return head


def _fact(one: Fact, scope: Scope) -> QWidget:
    lines = column(gap=1)
    if one.label:
        lines.addWidget(said(one.label, "key"))
    value = row(gap=4)
    if one.link:
        open_link = button(
            one.value or one.link,
            lambda: scope.around.open_link(one.link),
            kind="link",
            icon="external-link",
            tint="accent",
        )
        open_link.setToolTip(one.link)
        value.addWidget(open_link)
    else:
        value.addWidget(said(one.value))
    if one.can_copy:
        copy = tool(
            "copy", tr("Copy {label}", label=one.label or one.value), lambda: scope.around.copy(one.value)
        )
        copy.setProperty("small", True)
        value.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
    value.addStretch(0 if not one.can_copy else 1)
    lines.addLayout(value)
    made = QWidget()
    made.setLayout(lines)
    return made


_STATES = {
    "done": ("circle-check", "ok", tr("done")),
    "now": ("circle-dot", "accent", tr("current step")),
    "later": ("circle-dashed", "faint", tr("still to come")),
}


def steps(part: Steps, scope: Scope) -> QWidget:
    """The steps of a way, below each other; one that lies behind can be gone back to."""
    body = column(gap=6)
    for number, one in enumerate(part.items, start=1):
        body.addWidget(_step(one, number, scope))
    made = QWidget()
    made.setLayout(body)
    made.setAccessibleName(tr("Steps"))
    return made


def _step(one: Step, number: int, scope: Scope) -> QWidget:
    icon, token, state = _STATES[one.state]
    line = row(gap=8)
    line.addWidget(Picture(icon, token, 16))
    if one.submit is not None:
        line.addWidget(SubmitPress(one.submit, scope, kind="link"))
    else:
        line.addWidget(label(one.title, "strong" if one.state == "now" else "muted"))
    more = ", ".join(filter(None, (one.description, tr("optional") if one.is_optional else "")))
    line.addWidget(Elided(more, "faint"), 1)
    made = QWidget()
    made.setLayout(line)
    made.setAccessibleName(tr("Step {number}: {title}, {state}", number=number, title=one.title, state=state))
    return made
