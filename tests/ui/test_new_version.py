"""Looking for a new version at the page about the program: on a click, and at no other time."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from console import new_version
from console.new_version import Newest, Releases
from console.paths import version
from tests.conftest import until
from tests.console.loopback import HANG, Loopback, Reply
from tests.ui.fitting import clipped
from tests.ui.walking import goes_round
from ui.about import NOT_PUBLISHED, AboutDialog
from ui.new_version import NewVersion
from ui.window import Window

PAGE = "https://releases.example.com/somebody/program"


def answer(tag: str) -> Reply:
    told = {"tag_name": tag, "html_url": f"{PAGE}/releases/tag/{tag}", "published_at": "2026-11-20T12:00:00Z"}
    return Reply(200, json.dumps(told).encode())


@dataclass
class Shown:
    """The page about the program, open, and what was announced on it."""

    dialog: AboutDialog
    said: list[str]

    @property
    def part(self) -> NewVersion:
        assert self.dialog.new_version is not None
        return self.dialog.new_version


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard: list[str] = []

    def hear(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return heard


async def opened(window: Window) -> AboutDialog:
    window.help.open_about()
    await until(lambda: any(one.isVisible() for one in window.findChildren(AboutDialog)), "the page")
    return next(one for one in window.findChildren(AboutDialog) if one.isVisible())


async def about(window: Window, server: Loopback, monkeypatch: pytest.MonkeyPatch, said: list[str]) -> Shown:
    whom = Releases(PAGE, f"{server.endpoint}/repos/somebody/program")
    monkeypatch.setattr(new_version, "releases", lambda: whom)
    return Shown(await opened(window), said)


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


async def test_a_copy_of_no_release_says_so_and_has_no_button(window: Window) -> None:
    dialog = await opened(window)
    assert NOT_PUBLISHED in [one.text() for one in dialog.findChildren(QLabel)]
    assert dialog.new_version is None
    dialog.close()


async def test_a_newer_version_is_told_with_its_day_and_its_page_opens(
    window: Window, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    pages: list[str] = []

    def open_once(url: QUrl) -> bool:
        pages.append(url.toString())
        return len(pages) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", open_once)
    with Loopback(answer("v99.1")) as server:
        shown = await about(window, server, monkeypatch, said)
        part = shown.part
        assert not server.asked, "nothing is asked before the click"
        assert not part.result.isVisible()
        assert not part.page_button.isVisible()
        press(part.look_button)
        assert part.result.text() == f"Asking 127.0.0.1:{server.port}…"
        await until(lambda: part.page_button.isVisible(), "the answer")
        told = "Version 99.1 is out, published on Friday 20 November 2026."
        assert part.result.text() == told
        assert said[-2:] == [f"Asking 127.0.0.1:{server.port}…", told]
        assert len(server.asked) == 1
    press(part.page_button)
    assert pages == [f"{PAGE}/releases/tag/v99.1"]
    press(part.page_button)
    assert part.result.text() == f"No browser could be opened. The page is {PAGE}/releases/tag/v99.1"
    shown.dialog.close()


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        (f"v{version()}", f"This is the newest version, {version()}."),
        ("0.0.1", f"This version, {version()}, is newer than the newest that is published, 0.0.1."),
    ],
)
async def test_there_is_no_page_where_nothing_is_newer(
    tag: str, told: str, window: Window, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    with Loopback(answer("99"), answer(tag)) as server:
        shown = await about(window, server, monkeypatch, said)
        press(shown.part.look_button)
        await until(lambda: shown.part.page_button.isVisible(), "the first answer")
        press(shown.part.look_button)
        assert not shown.part.page_button.isVisible()
        await until(lambda: shown.part.result.text() == told, "the second")
    assert not shown.part.page_button.isVisible()
    shown.dialog.close()


async def test_a_day_that_nobody_knows_is_left_out(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback() as server:
        shown = await about(window, server, monkeypatch, [])
    shown.part.tell(Newest("2.0", "newer", None, PAGE))
    assert shown.part.result.text() == "Version 2.0 is out."
    shown.dialog.close()


async def test_what_went_wrong_is_told_and_can_be_tried_again(
    window: Window, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    with Loopback(Reply(503, b""), answer("99")) as server:
        shown = await about(window, server, monkeypatch, said)
        part = shown.part
        press(part.look_button)
        await until(lambda: "but 503. Try again later." in part.result.text(), "what went wrong")
        assert part.result.property("role") == "problem"
        assert said[-1] == part.result.text()
        press(part.look_button)
        await until(lambda: part.page_button.isVisible(), "the answer")
        assert part.result.property("role") == ""
    shown.dialog.close()


async def test_a_slow_question_is_cancelled_and_the_keyboard_stays(
    window: Window, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    with Loopback(HANG, answer("99")) as server:
        shown = await about(window, server, monkeypatch, said)
        part = shown.part
        part.look_button.setFocus()
        QTest.keyClick(part.look_button, Qt.Key.Key_Return)
        assert part.cancel_button.hasFocus()
        await until(lambda: server.asked, "the question")
        part.look()
        QTest.keyClick(part.cancel_button, Qt.Key.Key_Return)
        assert part.look_button.hasFocus()
        assert not part.cancel_button.isVisible()
        assert not part.result.isVisible()
        press(part.look_button)
        await until(lambda: part.page_button.isVisible(), "the answer to another question")
        assert len(server.asked) == 2
    shown.dialog.close()


async def test_the_page_can_be_left_while_it_asks(
    window: Window, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    with Loopback(HANG) as server:
        shown = await about(window, server, monkeypatch, said)
        press(shown.part.look_button)
        await until(lambda: server.asked, "the question")
        shown.dialog.reject()
        await until(lambda: not window.findChildren(AboutDialog), "that it closes")
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not window.notice.isVisible()


async def test_all_of_it_is_reached_by_the_keyboard_and_nothing_is_cut(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Loopback(answer("99")) as server:
        shown = await about(window, server, monkeypatch, [])
        await goes_round(shown.dialog)
        press(shown.part.look_button)
        await until(lambda: shown.part.page_button.isVisible(), "the answer")
        await goes_round(shown.dialog)
        assert clipped(shown.dialog) == []
    shown.dialog.close()
