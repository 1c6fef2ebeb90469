"""What is announced of a chat: what others say in it, once, and not everything at a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from pytestqt.qtbot import QtBot

from console.chat.transcript import Transcript
from tests.ui.chat.test_transcript import NOON, item
from ui.chat.hearing import Hearing
from ui.chat.transcript import TranscriptModel
from ui.controls import label


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []

    def take(event: QAccessibleAnnouncementEvent) -> None:
        told.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", take)
    return told


@pytest.fixture
def says(qtbot: QtBot) -> tuple[Hearing, Callable[..., None]]:
    widget, transcript = label(), Transcript("me")
    qtbot.addWidget(widget)
    model = TranscriptModel(lambda: NOON, widget)

    def say(*numbers: int, **members: str) -> None:
        for number in numbers:
            transcript.apply(item(number, **members))
        model.show_rows(transcript.rows)

    return Hearing(model, widget), say


def test_each_message_of_others_is_announced_once(
    says: tuple[Hearing, Callable[..., None]], announced: list[str]
) -> None:
    hearing, say = says
    say(1)
    hearing.look(is_listening=True)
    hearing.look(is_listening=True)
    assert [one for one in announced if "Message 1" in one] == announced
    assert len(announced) == 1


def test_nobody_hears_what_they_said_or_what_came_while_they_did_not_listen(
    says: tuple[Hearing, Callable[..., None]], announced: list[str]
) -> None:
    hearing, say = says
    say(1, ParticipantRole="CUSTOMER")
    hearing.look(is_listening=True)
    say(2)
    hearing.look(is_listening=False)
    hearing.look(is_listening=True)
    assert announced == []


def test_of_many_at_once_the_last_are_said_and_the_others_counted(
    says: tuple[Hearing, Callable[..., None]], announced: list[str]
) -> None:
    hearing, say = says
    say(*range(1, 9))
    hearing.look(is_listening=True)
    assert announced[0].startswith("5 more before. ")
    assert [number for number in range(1, 9) if f"Message {number}" in announced[0]] == [6, 7, 8]
