"""The footer of the form: what is wrong or that it is ready, and Start."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from console.language import tr, tr_count, tr_in, tr_text
from console.shape import Problem
from ui import wording
from ui.controls import Elided, button, label, restyle, row
from ui.drawn import Picture
from ui.keys import native

REFUSED = "refused"
"""The code of a problem that the service told: it said no to a value that we hold to be right."""


def request_bytes(request: Mapping[str, Any]) -> int:
    """The size of a request's body as the SDK sends it."""
    return len(json.dumps(request))


def counted_problems(count: int) -> str:
    """A number of problems: 1 problem, 2 problems."""
    return tr_count("{count:,} problem", "{count:,} problems", count)


def counted_warnings(count: int) -> str:
    """A number of warnings: 1 warning, 2 warnings."""
    return tr_count("{count:,} warning", "{count:,} warnings", count)


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
        self.link.setToolTip(tr("Go to the first of them"))
        self.start = button(
            tr("Start chat"), self.start_clicked.emit, kind="primary", icon="play", tint="on_accent"
        )
        self.start.setToolTip(native("Ctrl+Return"))
        line = row(self._sign, gap=9, margins=(24, 11, 24, 11))
        line.addWidget(self.link)
        line.addWidget(self.state, 1)
        line.addWidget(label(native("Ctrl+Return"), "key"))
        line.addWidget(self.start)
        self.setLayout(line)

    def show_state(self, request: Mapping[str, Any], problems: Sequence[Problem]) -> None:
        """Says whether the request can be sent, how large it is, and what is wrong with it."""
        blocking = sum(problem.blocks for problem in problems)
        refused = sum(problem.code == REFUSED for problem in problems)
        warnings = len(problems) - blocking - refused
        words = [counted_problems(blocking) if blocking else tr("Ready")]
        if refused:
            words.append(tr_count("{count:,} value refused", "{count:,} values refused", refused))
        if warnings:
            words.append(counted_warnings(warnings))
        tone, icon = ("danger", "circle-alert") if blocking else ("warn", "triangle-alert")
        if not problems:
            tone, icon = "ok", "circle-check"
        self._sign.show_icon(icon, tone)
        comma = tr_in("between the items of a list", ", ")
        said = comma.join(words)
        fields_set = tr_count("{count:,} field set", "{count:,} fields set", len(request))
        rest = comma.join([fields_set, tr("request {size}", size=wording.size(request_bytes(request)))])
        self.link.setText(said)
        self.link.setAccessibleName(tr("{said}. Go to the first of them", said=said))
        restyle(self.link, tone=tone)
        self.link.setVisible(bool(problems))
        self.state.show_text(f"· {rest}" if problems else tr_text(tr("Ready."), rest))
