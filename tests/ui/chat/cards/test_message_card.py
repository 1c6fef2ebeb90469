"""A message in the chat: its card at once, its view once it was described, and pictures after a yes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from console.chat.interactive import TEMPLATES, Card, Reply, Standing, card_in
from console.chat.views.samples import SAMPLES
from console.errors import ConsoleError
from console.pictures import Picture, Pictures
from tests.conftest import until
from tests.console.chat.test_interactive import message
from tests.console.chat.test_views import ANSWERS
from ui import theme
from ui.chat.cards import Gate, MessageCard, Surroundings
from ui.chat.cards.gate import decoded
from ui.chat.cards.pictures import PictureBox
from ui.tasks import Tasks

VIEW = card_in(TEMPLATES["ViewResource"].message)


class Service:
    """Describes the sample of a detail view, after some refusals."""

    def __init__(self, refusals: int = 0) -> None:
        self.asked: list[str] = []
        self._refusals = refusals

    async def describe(self, token: str) -> Mapping[str, Any]:
        self.asked.append(token)
        await asyncio.sleep(0)
        if len(self.asked) <= self._refusals:
            raise ConsoleError("The view is not to be had.", "Try again in a moment.")
        return SAMPLES["detail"].described


@asynccontextmanager
async def shown(card: Card, service: Service, pictures: Pictures | None = None) -> AsyncIterator[MessageCard]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.dress(app, "light")
    failed: list[object] = []
    tasks = Tasks(lambda *told: failed.append(told))
    kept = pictures or Pictures()
    around = Surroundings(Gate(kept, tasks), lambda _: None, lambda _: None)
    made = MessageCard(card, around, tasks, service.describe)
    made.resize(420, 600)
    made.show()
    try:
        yield made
    finally:
        await tasks.close()
        kept.close()
        made.deleteLater()
    assert not failed


def said(made: MessageCard) -> str:
    return "\n".join(one.text() for one in made.findChildren(QLabel) if one.isVisible())


def press(made: MessageCard, name: str) -> None:
    found = [one for one in made.findChildren(QPushButton) if one.accessibleName() == name]
    QTest.mouseClick(found[-1], Qt.MouseButton.LeftButton)


async def test_a_view_is_described_once_and_answered() -> None:
    service = Service()
    async with shown(VIEW, service) as made:
        replies: list[Reply] = []
        made.answered.connect(replies.append)
        made.show_standing()
        assert "Loading the view" in said(made)
        made.show_standing()
        await until(lambda: made.view is not None, "the view")
        assert service.asked == ["an-opaque-token"]
        assert made.card.title == "Your order"
        press(made, "Track it")
        assert replies[0].content == ANSWERS["detail"]["Action 1"].replace("Action 1", "Track it")
        assert made.height_at(420) > made.height_at(600) - 400


async def test_a_view_that_is_refused_can_be_asked_for_again() -> None:
    service = Service(refusals=1)
    async with shown(VIEW, service) as made:
        made.show_standing()
        await until(lambda: "not to be had" in said(made), "the refusal")
        assert "Try again in a moment." in said(made)
        press(made, "Load the view again")
        await until(lambda: made.view is not None, "the view")
        assert len(service.asked) == 2


async def test_a_view_that_is_over_is_not_asked_for() -> None:
    service = Service()
    for standing, told in (
        (Standing("answered", "{}"), "This view was answered."),
        (Standing("replaced"), "A newer view has taken its place."),
    ):
        async with shown(VIEW, service) as made:
            made.show_standing(standing)
            assert told in said(made)
    async with shown(VIEW, service) as made:
        made.show_standing(is_usable=False, why_not="The chat is over.")
        assert "not loaded" in said(made)
    assert not service.asked


async def test_a_view_that_was_answered_while_it_came_is_not_drawn() -> None:
    async with shown(VIEW, Service()) as made:
        made.show_standing()
        made.show_standing(Standing("answered", "{}"))
        await asyncio.sleep(0.01)
        assert made.view is None


async def test_a_view_without_a_token_says_so() -> None:
    async with shown(card_in(message("ViewResource", {"viewId": "form"})), Service()) as made:
        made.show_standing()
        assert "no viewToken" in said(made)
        assert not [one for one in made.findChildren(QPushButton) if one.isVisible()]


def png(width: int = 40, height: int = 20) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


class Painted(Pictures):
    """Pictures without a network, which tests/console/test_pictures.py has: what each address holds."""

    def __init__(self, **known: Picture) -> None:
        super().__init__()
        self.asked: list[str] = []
        self._known_by_name = known

    async def fetch(self, url: str) -> Picture:
        self.asked.append(url)
        return self._known_by_name[url.rpartition("/")[2].partition(".")[0]]


async def test_pictures_are_asked_for_only_after_a_yes() -> None:
    pictures = Painted(fruit=Picture(png()), apple=Picture(b"no picture"))
    card = card_in(TEMPLATES["ListPicker"].message)
    async with shown(card, Service(), pictures) as made:
        made.show_standing()
        boxes = made.findChildren(PictureBox)
        assert [one.accessibleName() for one in boxes] == ["A bowl of fruit", "An apple"]
        assert "Pictures from images.example.com are not loaded." in said(made)
        assert not pictures.asked
        press(made, "Load pictures from images.example.com")
        await until(lambda: boxes[0].has_picture and boxes[1].accessibleDescription(), "the pictures")
        assert boxes[1].accessibleDescription() == "The picture can't be read."
        assert "not loaded" not in said(made)
        made.grab()
    assert sorted(pictures.asked) == [
        "https://images.example.com/apple.jpg",
        "https://images.example.com/fruit.jpg",
    ]


async def test_a_host_is_asked_for_once_in_a_run() -> None:
    pictures = Painted(fruit=Picture(png()), apple=Picture(png()))
    pictures.allow("images.example.com")
    async with shown(card_in(TEMPLATES["ListPicker"].message), Service(), pictures) as made:
        made.show_standing()
        assert "not loaded" not in said(made)
        boxes = made.findChildren(PictureBox)
        await until(lambda: all(one.has_picture for one in boxes), "the pictures")


async def test_a_picture_that_lies_with_another_host_asks_for_that_one() -> None:
    elsewhere = Picture(why_not="It leads on to other.example.com.", host="other.example.com")
    pictures = Painted(california=elsewhere)
    pictures.allow("images.example.com")
    async with shown(card_in(TEMPLATES["Carousel"].message), Service(), pictures) as made:
        made.show_standing()
        await until(lambda: "Pictures from other.example.com" in said(made), "the question")


async def test_a_picture_that_is_not_on_https_is_never_loaded() -> None:
    content = {"title": "T", "imageData": "http://plain.example.com/a.png", "elements": [{"title": "A"}]}
    async with shown(card_in(message("ListPicker", content)), Service()) as made:
        made.show_standing()
        assert "without an https address" in said(made)
        assert not [one for one in made.findChildren(QPushButton) if "Load" in one.accessibleName()]


def test_only_pictures_of_a_sane_size_are_decoded() -> None:
    assert decoded(png()).size().width() == 40
    assert max(decoded(png(3000, 20)).size().toTuple()) == 1280
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>'
    huge = png(1, 1).replace(b"\x00\x00\x00\x01\x00\x00\x00\x01", b"\x00\x00\xff\xff\x00\x00\xff\xff")
    for content in (b"", b"nonsense", drawing, huge):
        assert decoded(content).isNull()
