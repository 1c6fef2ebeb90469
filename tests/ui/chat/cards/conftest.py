"""A card on the screen, with real clicks and keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta, timezone

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from console.chat.interactive import Card, Draft, Reply, Standing
from console.pictures import Pictures
from ui import theme
from ui.chat.cards.card_view import CardView
from ui.chat.cards.gate import Gate
from ui.chat.cards.scope import Surroundings
from ui.tasks import Tasks

WIDTH = 420


@dataclass
class Shown:
    """A card in a window, and what it told."""

    view: CardView
    window: QWidget
    gate: Gate
    replies: list[Reply] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    copied: list[str] = field(default_factory=list)

    @property
    def answers(self) -> list[tuple[str, str]]:
        return [(one.content_type, one.content) for one in self.replies]

    def buttons(self) -> list[QAbstractButton]:
        """What can be seen to be pressed, in its order."""
        return [one for one in self.view.findChildren(QAbstractButton) if one.isVisible()]

    def button(self, name: str) -> QAbstractButton:
        named = [one for one in self.buttons() if one.accessibleName().startswith(name)]
        assert named, [one.accessibleName() for one in self.buttons()]
        return named[0]

    def click(self, name: str) -> None:
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def line(self, name: str) -> QLineEdit:
        return next(one for one in self.view.findChildren(QLineEdit) if one.accessibleName() == name)

    def write(self, name: str, text: str) -> None:
        QTest.mouseClick(self.line(name), Qt.MouseButton.LeftButton)
        self.line(name).clear()
        QTest.keyClicks(self.line(name), text)

    def said(self) -> str:
        """All words that are seen."""
        labels = [one.text() for one in self.view.findChildren(QLabel) if one.isVisible()]
        return "\n".join(labels).replace("\u200b", "")

    def tab_to(self, name: str) -> QWidget:
        """Goes on by Tab until something of this name has the keyboard."""
        for _ in range(80):
            focused = QApplication.focusWidget()
            if focused is not None and focused.accessibleName().startswith(name):
                return focused
            QTest.keyClick(focused or self.window, Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {name}")


Show = Callable[..., Shown]


@pytest.fixture
def show(qtbot: QtBot, qapp: QApplication) -> Show:
    theme.dress(qapp, "light")

    def shown(card: Card, draft: Draft | None = None, standing: Standing | None = None) -> Shown:
        gate = Gate(Pictures(), Tasks(lambda *_: None))
        links: list[str] = []
        copied: list[str] = []
        around = Surroundings(gate, links.append, copied.append, timezone(timedelta(hours=1), "CET"))
        view = CardView(card, around, draft)
        view.show_standing(standing or Standing())
        window = QWidget()
        body = QVBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(view)
        window.setLayout(body)
        window.resize(WIDTH, view.height_at(WIDTH))
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        made = Shown(view, window, gate, links=links, copied=copied)
        view.answered.connect(made.replies.append)
        return made

    return shown
