"""The footer of the form: what is wrong or that it is ready, and Start."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from console.shape import Problem
from ui import wording
from ui.controls import Elided, button, label, restyle, row
from ui.drawn import Picture

REFUSED = "refused"
"""The code of a problem that the service told: it said no to a value that we hold to be right."""


def request_bytes(request: Mapping[str, Any]) -> int:
    """The size of a request's body as the SDK sends it."""
    return len(json.dumps(request))


def counted(count: int, noun: str) -> str:
    """A number of things: 1 problem, 2 problems."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


class Footer(QFrame):
    """A line of state; a click on it leads to what it speaks of."""

    start_clicked = Signal()
    state_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("footer")
        self._sign = Picture("circle-check", "ok")
        self.state = Elided("")
        self.link = button("", self.state_clicked.emit, kind="link")
        self.link.setToolTip("Go to the first of them")
        self.start = button(
            "Start chat", self.start_clicked.emit, kind="primary", icon="play", tint="on_accent"
        )
        self.start.setToolTip("Ctrl+Return")
        line = row(self._sign, gap=9, margins=(24, 11, 24, 11))
        line.addWidget(self.link)
        line.addWidget(self.state, 1)
        line.addWidget(label("Ctrl ↵", "key"))
        line.addWidget(self.start)
        self.setLayout(line)

    def show_state(self, request: Mapping[str, Any], problems: Sequence[Problem]) -> None:
        """Says whether the request can be sent, how large it is, and what is wrong with it."""
        blocking = sum(problem.blocks for problem in problems)
        refused = sum(problem.code == REFUSED for problem in problems)
        warnings = len(problems) - blocking - refused
        words = [counted(blocking, "problem")] if blocking else ["Ready"]
        if refused:
            words.append(f"{counted(refused, 'value')} refused")
        if warnings:
            words.append(counted(warnings, "warning"))
        tone, icon = ("danger", "circle-alert") if blocking else ("warn", "triangle-alert")
        if not problems:
            tone, icon = "ok", "circle-check"
        self._sign.show_icon(icon, tone)
        said = ", ".join(words)
        size = wording.size(request_bytes(request))
        rest = f"{counted(len(request), 'field')} set, request {size}"
        self.link.setText(said)
        self.link.setAccessibleName(f"{said}. Go to the first of them")
        restyle(self.link, tone=tone)
        self.link.setVisible(bool(problems))
        self.state.show_text(f"· {rest}" if problems else f"Ready. {rest}")
