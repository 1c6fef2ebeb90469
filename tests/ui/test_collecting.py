"""Garbage is collected on the window's thread, and on no other."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.collecting import Collecting


@pytest.fixture
def collecting(qtbot: QtBot) -> Iterator[Collecting]:
    gc.enable()
    made = Collecting()
    made.begin()
    yield made
    made.stop()
    gc.disable()


class Circle(QObject):
    """Garbage that only the collector finds."""

    def __init__(self, died_on: list[int]) -> None:
        super().__init__()
        self.itself = self
        weakref.finalize(self, lambda: died_on.append(threading.get_ident()))


def much() -> list[list[int]]:
    """More than any threshold of the collector's, for as long as it is held."""
    return [[number] for number in range(50_000)]


def test_no_other_thread_collects(collecting: Collecting, qtbot: QtBot) -> None:
    died_on: list[int] = []
    Circle(died_on)
    held: list[list[list[int]]] = []
    other = threading.Thread(target=lambda: held.append(much()))
    other.start()
    other.join()
    assert died_on == []
    qtbot.waitUntil(lambda: bool(died_on))
    assert held
    assert died_on == [threading.get_ident()]


def test_what_is_young_is_collected_more_often_than_what_is_old(
    collecting: Collecting, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", collected.append)
    for counts in ((700, 10, 10), (701, 10, 10), (701, 11, 10), (701, 11, 11)):
        monkeypatch.setattr(gc, "get_count", lambda counts=counts: counts)
        monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
        collecting.collect_if_due()
    assert collected == [0, 1, 2]


def test_afterwards_python_collects_again(collecting: Collecting) -> None:
    assert not gc.isenabled()
    collecting.stop()
    assert gc.isenabled()


def test_nothing_is_collected_before_it_begins_and_what_is_there_then_stays(qtbot: QtBot) -> None:
    gc.enable()
    starting = Collecting()
    died_on: list[int] = []
    try:
        Circle(died_on)
        before = gc.get_freeze_count()
        held = much()
        starting.begin()
        assert gc.get_freeze_count() - before > len(held)
        gc.collect()
        assert died_on == []
    finally:
        starting.stop()
        gc.unfreeze()
        gc.disable()
    gc.collect()
    assert died_on, "garbage that was frozen is found once nothing is frozen any more"
