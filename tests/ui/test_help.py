"""Help: the report of a problem is read before it is saved, and a run that was cut off is told."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QEnterEvent, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu

from console import licences
from console.files import Damaged
from console.last_run import Crash
from console.workspace import Workspace
from tests.conftest import until
from ui.about import NEVER_LOOKS, AboutDialog
from ui.help import MENDED
from ui.keys import native
from ui.keys_dialog import KeysDialog
from ui.report import ReportDialog
from ui.window import Window

D = TypeVar("D", bound=QDialog)


async def shown(window: Window, kind: type[D]) -> D:
    await until(lambda: any(one.isVisible() for one in window.findChildren(kind)), f"a {kind.__name__}")
    return next(one for one in window.findChildren(kind) if one.isVisible())


def menu_of(window: Window) -> QMenu:
    return next(one for one in window.rail.help_button.findChildren(QMenu) if one.isVisible())


def choose(window: Window, text: str) -> None:
    """An entry of the help menu, opened by a click on its button."""
    QTest.mouseClick(window.rail.help_button, Qt.MouseButton.LeftButton)
    menu = menu_of(window)
    action = next(one for one in menu.actions() if one.text() == text)
    menu.close()
    action.trigger()


def dialog_of(window: Window) -> ReportDialog | None:
    return next((one for one in window.findChildren(ReportDialog) if one.isVisible()), None)


async def test_the_report_is_shown_copied_and_saved_as_it_was_shown(
    window: Window, workspace: Workspace, tmp_path: Path
) -> None:
    window.help.open_report()
    await until(lambda: dialog_of(window) is not None)
    dialog = dialog_of(window)
    assert dialog is not None
    shown = dialog.text.toPlainText()
    assert "Connect Chat Console: " in shown
    dialog.copy_button.click()
    assert QApplication.clipboard().text() == shown
    dialog.save_to(str(tmp_path / "missing" / "report.txt"))
    assert dialog.isVisible()
    assert "could not be saved: No such file" in dialog.problem.text()
    dialog.save_to(str(tmp_path / "report.txt"))
    assert (tmp_path / "report.txt").read_text("utf-8") == shown
    assert "report.txt" in window.notice.text.text()


async def test_a_run_that_was_cut_off_is_told_with_the_report(window: Window) -> None:
    window.help.tell_crash(Crash(datetime(2026, 11, 22, tzinfo=UTC), "1", has_traces=True))
    assert "failed last time" in window.notice.text.text()
    window.notice.action.click()
    await until(lambda: dialog_of(window) is not None)


async def test_damaged_files_are_told_with_where_they_are_and_what_to_do(
    window: Window, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    folder = workspace.folder
    moved = Damaged(folder / "settings.json", folder / "settings.json.damaged")
    crash = Crash(datetime(2026, 11, 22, tzinfo=UTC), "1", has_traces=True)
    window.help.tell_start(crash, [moved, Damaged(folder / "profiles.json", None)])
    text = window.notice.text.text()
    assert "failed last time" in text
    assert "settings.json was damaged, and is set aside as settings.json.damaged." in text
    assert "profiles.json is damaged, and could not be set aside." in text
    assert MENDED in text
    window.show_form()
    assert window.notice.isVisible(), "it waits for a person"
    window.notice.action.click()
    assert opened == [QUrl.fromLocalFile(str(folder))]


async def test_what_was_said_of_a_run_that_was_cut_off_waits_for_a_person(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.notice.SHOWN_MS", 20)
    window.help.tell_crash(Crash(datetime(2026, 11, 22, tzinfo=UTC), "1", has_traces=False))
    waited = QTimer(singleShot=True)
    waited.start(100)
    await until(lambda: not waited.isActive())
    window.show_form()
    assert window.notice.isVisible()
    window.notice.close_button.click()
    assert not window.notice.isVisible()


async def test_a_notice_does_not_go_under_the_pointer_or_from_the_keyboard(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.notice.SHOWN_MS", 20)
    notice, waited = window.notice, QTimer(singleShot=True)
    await until(window.form.footer.start.isEnabled, "that nothing else takes the keyboard")
    notice.say("Gone", "Undo")
    await until(lambda: not notice.isVisible(), "that it goes")
    notice.say("Gone", "Undo")
    point = QPointF(5, 5)
    QApplication.sendEvent(notice, QEnterEvent(point, point, point))
    waited.start(100)
    await until(lambda: not waited.isActive())
    assert notice.isVisible()
    notice.action.setFocus()
    QApplication.sendEvent(notice, QEvent(QEvent.Type.Leave))
    waited.start(100)
    await until(lambda: not waited.isActive())
    assert notice.isVisible()
    window.rail.help_button.setFocus()
    await until(lambda: not notice.isVisible(), "that it goes")


async def test_f1_opens_the_menu_of_help(window: Window) -> None:
    key = next(one for one in window.findChildren(QShortcut) if one.key().toString() == "F1")
    key.activated.emit()
    entries = [one.text() for one in menu_of(window).actions() if not one.isSeparator()]
    assert entries == [
        "Welcome", "Keyboard shortcuts", "Report a problem…", "Open the data folder",
        "About Connect Chat Console",
    ]  # fmt: skip


async def test_the_page_of_keys_lists_every_key_of_the_window(window: Window) -> None:
    choose(window, "Keyboard shortcuts")
    dialog = await shown(window, KeysDialog)
    texts = [one.text() for one in dialog.findChildren(QLabel)]
    for key in window.keys:
        if key.words:
            assert key.words in texts
            assert native((key.shown or key.keys).partition(" …")[0]) in " ".join(texts)
    heard = {one.key().toString() for one in window.findChildren(QShortcut) if one.parent() is window}
    assert heard >= {key.keys for key in window.keys}
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    await until(lambda: not window.findChildren(KeysDialog), "that it closes")


def test_keys_are_called_in_the_list_as_in_all_texts() -> None:
    if sys.platform != "darwin":
        assert [native(keys) for keys in ("Return", "Ctrl+Return")] == ["Enter", "Ctrl+Enter"]


async def test_about_tells_versions_and_every_licence(window: Window) -> None:
    choose(window, "About Connect Chat Console")
    dialog = await shown(window, AboutDialog)
    texts = " ".join(one.text() for one in dialog.findChildren(QLabel))
    parts = licences.parts()
    assert f"Version {parts[0].version}, MIT" in texts
    for name in ("Python", "PySide6_Essentials", "boto3"):
        assert licences.version_of(name) in texts
    assert NEVER_LOOKS in texts
    assert dialog.list.count() == len(parts)
    assert "Permission is hereby granted" in dialog.text.toPlainText()
    QTest.keyClicks(dialog.search, "open font inter")
    assert dialog.list.item(0).text() == "Inter font"
    assert "SIL OPEN FONT LICENSE" in dialog.text.toPlainText()
    QTest.keyClicks(dialog.search, "!?")
    assert dialog.nothing.isVisible()
    assert dialog.text.toPlainText() == ""
    dialog.search.clear()
    assert dialog.list.count() == len(parts)
    dialog.close()


async def test_a_licence_is_read_in_its_own_lines(window: Window) -> None:
    choose(window, "About Connect Chat Console")
    dialog = await shown(window, AboutDialog)
    usual, screen = QSize(1010, 600), dialog.screen().availableSize() * 0.9
    assert dialog.size() == usual.boundedTo(screen), "never larger than the screen"
    dialog.resize(usual)
    search, text = dialog.search, dialog.text
    await until(lambda: text.width() > 500, "its place")
    room = search.width() - 2 * search.fontMetrics().height()
    assert search.fontMetrics().horizontalAdvance(search.placeholderText()) < room
    assert text.fontMetrics().horizontalAdvance("x" * 79) < text.viewport().width()
    dialog.close()


async def test_the_data_folder_opens_or_its_path_is_told(
    window: Window, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []

    def open_once(url: QUrl) -> bool:
        opened.append(url)
        return len(opened) == 1

    monkeypatch.setattr(QDesktopServices, "openUrl", open_once)
    choose(window, "Open the data folder")
    assert [Path(one.toLocalFile()) for one in opened] == [workspace.folder]
    assert not window.notice.isVisible()
    choose(window, "Open the data folder")
    window.notice.action.click()
    assert QApplication.clipboard().text() == str(workspace.folder)
