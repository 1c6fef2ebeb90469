"""The page of the history on its own, over a real history."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QPlainTextEdit, QWidget

from console.history import History, HistoryError, PastChat
from tests.conftest import LoopUnderTest, MovableClock, until
from ui import theme
from ui.history.means import Means
from ui.history.page import HistoryPage
from ui.tasks import Tasks


def transcript(chat: PastChat) -> QWidget:
    """Stands for the view that the window lends: panes do not know each other, nor do their tests."""
    return QPlainTextEdit("\n".join(row.item.content or row.item.event for row in chat.rows))


class Shown:
    """The page, and what it told."""

    def __init__(self, history: History, clock: MovableClock) -> None:
        self.reported: list[str] = []
        self.copied: list[str] = []
        self.tasks = Tasks(lambda name, error: self.reported.append(f"{name}: {error!r}"))
        self.history, self.clock = history, clock
        self.means = Means(history, self.tasks, clock, transcript, self.copied.append)
        self.window = QWidget()
        self.page: HistoryPage
        self.started: list[tuple[object, str]] = []
        self.noted: list[tuple[str, str, object]] = []
        self.closed: list[bool] = []

    async def open(self) -> None:
        """Shows the page, once everything that was recorded is there."""
        with suppress(HistoryError):
            await self.history.flush()
        self.page = HistoryPage(self.means)
        self.page.start_requested.connect(lambda request, profile: self.started.append((request, profile)))
        self.page.noted.connect(lambda *told: self.noted.append(told))
        self.page.closed.connect(lambda: self.closed.append(True))
        self.page.resize(760, 700)
        self.page.show()
        await asyncio.sleep(0)
        self.page.open()
        await self.loaded()

    async def loaded(self) -> None:
        """Waits until the list stands as it was asked for."""
        loading = self.page.listing.loading
        await until(lambda: loading.state in ("ready", "failed"), "the list")

    async def lists(self, *customers: str) -> None:
        """Waits until exactly these are listed."""
        await until(lambda: self.customers == list(customers), f"{customers} instead of {self.customers}")

    @property
    def customers(self) -> list[str]:
        return [one.customer for one in self.page.listing.rows.contacts]

    @property
    def said(self) -> str:
        return "\n".join(one.text() for one in self.page.findChildren(QLabel) if one.isVisible())

    def button(self, name: str) -> QAbstractButton:
        """The button that is seen under a name."""
        found = [
            one
            for one in self.page.findChildren(QAbstractButton)
            if one.isVisible() and one.accessibleName() == name
        ]
        assert found, name
        return found[0]

    def menu(self) -> dict[str, QMenu]:
        """The entries of the menu that is open, each with its menu."""
        menus = [one for one in self.page.findChildren(QMenu) if one.isVisible()]
        return {action.text(): menu for menu in menus for action in menu.actions()}

    def choose(self, text: str) -> None:
        """Chooses an entry of the menu that is open."""
        menu = self.menu()[text]
        next(action for action in menu.actions() if action.text() == text).trigger()
        menu.close()


@pytest.fixture
def shown(qt_loop: LoopUnderTest, qapp: QApplication, tmp_path: Path, clock: MovableClock) -> Iterator[Shown]:
    theme.dress(qapp, "light")
    made = Shown(History(tmp_path, clock, 0.02), clock)
    yield made

    async def close() -> None:
        await made.tasks.close()
        await made.history.close()

    qt_loop.run(close())
    if hasattr(made, "page"):
        made.page.close()
        made.page.deleteLater()
    made.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert made.reported == []
