"""The question before the first chat in production: what it says, and how often it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from console.aws import Connect
from console.flow_facts import FlowFacts, KnownFlows
from console.places import Place
from console.profiles import Profile
from tests.conftest import LoopUnderTest, until
from tests.console.described import ENTRY, INSTANCE, RINGS, SAYS, Described, Told, denied, flow
from ui import theme
from ui.doctor.before import NOT_READ, ONCE, READING, BeforeProduction, ProductionQuestion
from ui.doctor.subject import Subject
from ui.tasks import Tasks

LIVE = Profile("Live", "role", "eu-central-1", id="p1", is_production=True, account="123456789012")
SUBJECT = Subject(LIVE, INSTANCE, ENTRY, Place(INSTANCE, "support", ENTRY, "Web entry"))


class Opened:
    """A window that asks before production, and what was started."""

    def __init__(self, told: Told) -> None:
        self.door = Described({ENTRY: told})
        self.reported: list[str] = []
        self.tasks = Tasks(lambda name, error: self.reported.append(f"{name}: {error!r}"))
        self.flows = KnownFlows(self._open)
        self.window = QMainWindow()
        self.window.resize(800, 600)
        self.window.show()
        self.before = BeforeProduction(self.window, self.flows, self.tasks)
        self.starts: list[str] = []

    async def _open(self, _: Profile) -> Connect:
        return self.door

    def start(self, subject: Subject = SUBJECT, name: str = "chat") -> None:
        self.before.start(subject, lambda: self.starts.append(name))

    @property
    def facts(self) -> FlowFacts | None:
        return self.flows.facts(LIVE, INSTANCE, ENTRY)

    def questions(self) -> list[ProductionQuestion]:
        return [one for one in self.window.findChildren(ProductionQuestion) if one.isVisible()]

    @property
    def question(self) -> ProductionQuestion:
        (only,) = self.questions()
        return only

    @property
    def said(self) -> str:
        return "\n".join(one.text() for one in self.question.findChildren(QLabel) if one.isVisible())


@pytest.fixture
def opened(qt_loop: LoopUnderTest, qapp: QApplication) -> Iterator[Opened]:
    theme.dress(qapp, "light")
    made = Opened(Told(flow(RINGS)))
    yield made
    qt_loop.run(made.tasks.close())
    made.window.close()
    made.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert made.reported == []


# -- what it says -----------------------------------------------------------------------------------


async def test_it_names_profile_account_instance_flow_and_whom_it_can_ring(opened: Opened) -> None:
    opened.start()
    assert opened.starts == []
    for part in ("PRODUCTION", "Live · eu-central-1", "123456789012", "support", "Web entry", READING, ONCE):
        assert part in opened.said, part
    await until(lambda: "it transfers to queue queue-1." in opened.said, "where the flow leads")
    assert READING not in opened.said


async def test_what_is_not_known_is_left_out_or_said(opened: Opened) -> None:
    opened.door.flows[ENTRY] = Told(denied("DescribeContactFlow"))
    opened.start(Subject(replace(LIVE, account=None), INSTANCE, ENTRY))
    assert "Account" not in opened.said
    assert "2222…0001" in opened.said
    await until(lambda: NOT_READ in opened.said, "the reason")
    assert "connect:DescribeContactFlow is not allowed." in opened.said.replace("\u200b", "")
    assert opened.question.start.isEnabled(), "that is no reason not to start"


async def test_what_is_known_is_said_at_once_and_read_anew(opened: Opened) -> None:
    async for _ in opened.flows.read(LIVE, INSTANCE, ENTRY):
        pass
    opened.door.flows[ENTRY] = Told(flow(SAYS))
    opened.start()
    assert "it transfers to queue queue-1." in opened.said
    await until(lambda: "No path leads to a queue" in opened.said, "what the flow does now")


async def test_it_is_as_high_as_its_texts(opened: Opened) -> None:
    opened.start()
    await until(lambda: not getattr(opened.facts, "is_partial", True), "the whole facts")
    question = opened.question
    low = question.height()
    facts = opened.facts
    assert facts is not None
    question.show_facts(replace(facts, reach=None, unknown=("A long reason, and so on. " * 12,)))
    await until(lambda: question.height() > low + 30, "a higher window")
    assert question.height() < low + 200
    question.show_facts(facts)
    await until(lambda: question.height() == low, "the height of before")


# -- what is answered -------------------------------------------------------------------------------


async def test_yes_starts_and_is_not_asked_again_for_this_profile(opened: Opened) -> None:
    opened.start()
    QTest.mouseClick(opened.question.start, Qt.MouseButton.LeftButton)
    assert opened.starts == ["chat"]
    await until(lambda: not opened.questions(), "the end of the question")
    opened.start(name="second")
    assert opened.starts == ["chat", "second"]
    other = replace(LIVE, id="p2", name="Live US")
    opened.start(Subject(other, INSTANCE, ENTRY), "third")
    assert "Live US" in opened.said
    assert opened.starts == ["chat", "second"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space])
async def test_no_is_the_default_and_starts_nothing(opened: Opened, key: Qt.Key) -> None:
    opened.start()
    question = opened.question
    assert question.focusWidget() is question.cancel
    QTest.keyClick(question.cancel, key)
    await until(lambda: not opened.questions(), "the end of the question")
    assert opened.starts == []
    opened.start()
    assert opened.questions(), "the next start asks again"


async def test_the_keyboard_can_say_yes(opened: Opened) -> None:
    opened.start()
    question = opened.question
    QTest.keyClick(question.cancel, Qt.Key.Key_Tab)
    assert question.focusWidget() is question.start
    QTest.keyClick(question.start, Qt.Key.Key_Return)
    assert opened.starts == ["chat"]


async def test_where_it_is_not_production_nothing_is_asked(opened: Opened) -> None:
    opened.start(Subject(replace(LIVE, is_production=False), INSTANCE, ENTRY))
    assert opened.starts == ["chat"]
    assert not opened.questions()
    assert opened.door.asked == []


async def test_a_second_start_while_it_asks_is_not_asked_about(opened: Opened) -> None:
    opened.start()
    opened.start(name="second")
    QTest.mouseClick(opened.question.start, Qt.MouseButton.LeftButton)
    assert opened.starts == ["chat"]


async def test_an_answer_ends_the_reading(opened: Opened) -> None:
    opened.door.gate.clear()
    opened.start()
    await until(lambda: opened.door.asked == [ENTRY], "the reading")
    QTest.mouseClick(opened.question.cancel, Qt.MouseButton.LeftButton)
    await until(lambda: not opened.questions(), "the end of the question")
    opened.door.gate.set()
    assert opened.facts is None


async def test_after_the_console_was_locked_it_asks_again(opened: Opened) -> None:
    opened.start()
    QTest.mouseClick(opened.question.start, Qt.MouseButton.LeftButton)
    await until(lambda: not opened.questions(), "the end of the question")
    opened.before.forget()
    opened.start(name="second")
    assert opened.questions()
    assert opened.starts == ["chat"]
