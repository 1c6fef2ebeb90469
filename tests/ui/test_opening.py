"""Files and links that are opened from outside: in the form, with Undo, and nothing is started."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFileOpenEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from console import handover
from console.workspace import Workspace
from tests.conftest import until
from ui.file_open import Application
from ui.rail.entries import PresetEntry
from ui.window import Window

REQUEST = {"ParticipantDetails": {"DisplayName": "Handed Over"}, "Attributes": {"from": "a file"}}


async def test_a_file_fills_the_form_and_starts_nothing(
    window: Window, workspace: Workspace, tmp_path: Path
) -> None:
    before, place, profile = workspace.draft.request, workspace.place, workspace.profile
    file = tmp_path / "lesson.chatrequest"
    file.write_text(handover.file_text("Lesson 3", {**REQUEST, "Region": "eu-west-1"}), "utf-8")
    window.opening.take_from_outside([str(file)])
    assert workspace.draft.request.items() >= REQUEST.items()
    assert "Lesson 3" in window.notice.text.text()
    assert (workspace.place, workspace.profile, workspace.chats) == (place, profile, [])
    window.notice.action.click()
    assert workspace.draft.request == before


async def test_a_link_fills_the_form(window: Window, workspace: Workspace) -> None:
    window.opening.take([handover.link(REQUEST)])
    assert workspace.draft.value("Attributes") == {"from": "a file"}
    assert workspace.chats == []


async def test_what_can_not_be_taken_is_told_and_changes_nothing(
    window: Window, workspace: Workspace
) -> None:
    before = workspace.draft.request
    window.opening.take(["missing.chatrequest"])
    assert "can't be read" in window.notice.text.text()
    assert workspace.draft.request == before


async def test_what_the_desktop_hands_over_as_an_event_waits_for_the_window(
    qapp: QApplication, window: Window, workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "lesson 3.chatrequest"
    file.write_text(handover.file_text("Lesson 3", REQUEST), "utf-8")
    assert isinstance(qapp, Application)
    qapp.handed.opened.connect(window.opening.take_from_outside)
    QApplication.sendEvent(qapp, QFileOpenEvent(str(file)))
    assert workspace.draft.value("Attributes") is None, "nobody listens yet"
    qapp.handed.listen()
    assert workspace.draft.value("Attributes") == {"from": "a file"}
    other = {**REQUEST, "Attributes": {"from": "a link"}}
    QApplication.sendEvent(qapp, QFileOpenEvent(QUrl(handover.link(other))))
    assert workspace.draft.value("Attributes") == {"from": "a link"}
    assert workspace.chats == []
    qapp.handed.opened.disconnect()


async def test_a_minimised_window_comes_back(window: Window) -> None:
    window.showMinimized()
    window.opening.take_from_outside([])
    assert window.isVisible()
    assert not window.isMinimized()


async def test_a_long_notice_is_read_to_its_end(window: Window) -> None:
    window.notice.say("What happened, why, and what to do next. " * 6, "Undo", lambda: None)
    text = window.notice.text
    assert text.heightForWidth(text.width()) <= text.height()
    assert window.notice.width() <= window.centre.width()


def dragged(*addresses: str, text: str = "") -> QMimeData:
    content = QMimeData()
    if addresses:
        content.setUrls([QUrl(one) for one in addresses])
    if text:
        content.setText(text)
    return content


def drop(on: QWidget, content: QMimeData) -> bool:
    """Drags something over a widget and drops it there, as the desktop does; whether it was taken."""
    both, button, key = (
        Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier,
    )
    entering = QDragEnterEvent(QPoint(5, 5), both, content, button, key.NoModifier)
    QApplication.sendEvent(on, entering)
    if not entering.isAccepted():
        return False
    assert entering.dropAction() == Qt.DropAction.CopyAction, "or the file would be gone afterwards"
    QApplication.sendEvent(on, QDropEvent(QPointF(5, 5), both, content, button, key.NoModifier))
    return True


async def test_a_file_that_is_dropped_fills_the_form(
    window: Window, workspace: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "lesson.chatrequest"
    file.write_text(handover.file_text("Lesson 3", REQUEST), "utf-8")
    window.pages.show_profiles()
    assert drop(window.centre, dragged(file.as_uri()))
    assert workspace.draft.value("Attributes") == {"from": "a file"}
    assert window.centre.currentWidget() is window.form
    assert workspace.chats == []
    workspace.draft.replace({})
    assert drop(window, dragged(handover.link(REQUEST)))
    assert workspace.draft.value("Attributes") == {"from": "a file"}


async def test_anything_else_is_not_taken(window: Window) -> None:
    for address in ("file:///a/photo.png", "https://example.com/lesson.chatrequest"):
        assert not drop(window, dragged(address))
    assert not drop(window, dragged(text="hello"))


# -- handed on --------------------------------------------------------------------------------------


def choose(menus_of: QWidget, text: str) -> None:
    menu = next(one for one in menus_of.findChildren(QMenu) if one.isVisible())
    action = next(one for one in menu.actions() if one.text() == text)
    menu.close()
    action.trigger()


async def test_a_saved_request_goes_to_a_file_and_comes_back(
    window: Window, workspace: Workspace, tmp_path: Path
) -> None:
    preset = workspace.presets.save("Lesson: 3/4", REQUEST)
    window.saved.show_list()
    entry = next(one for one in window.rail.presets.entries if isinstance(one, PresetEntry))
    entry.more.click()
    choose(entry, "Save to a file…")
    await until(lambda: window.findChildren(QFileDialog), "the dialog")
    dialog = window.findChildren(QFileDialog)[0]
    assert [Path(one).name for one in dialog.selectedFiles()] == ["Lesson 3 4.chatrequest"]
    dialog.fileSelected.emit(str(tmp_path / "mine.chatrequest"))
    dialog.close()
    assert "Saved as mine.chatrequest" in window.notice.text.text()
    handed = handover.take(str(tmp_path / "mine.chatrequest"))
    assert (handed.name, handed.request) == (preset.name, preset.request)
    entry.more.click()
    choose(entry, "Copy as a link")
    assert handover.take(QApplication.clipboard().text()).request == preset.request


async def test_the_request_in_the_form_is_handed_on_without_what_belongs_to_one_click(
    window: Window, workspace: Workspace, tmp_path: Path
) -> None:
    secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    workspace.draft.put(("Attributes",), {"secret": secret, "kept": "yes"})
    workspace.draft.put(("ClientToken",), "once")
    window.form.more_button.click()
    choose(window.form, "Copy as a link")
    copied = QApplication.clipboard().text()
    taken = handover.take(copied).request
    assert "ClientToken" not in taken
    assert "left out" in window.notice.text.text()
    assert "EXAMPLEKEY" not in copied
    window.form.more_button.click()
    choose(window.form, "Save to a file…")
    await until(lambda: window.findChildren(QFileDialog), "the dialog")
    dialog = window.findChildren(QFileDialog)[0]
    dialog.fileSelected.emit(str(tmp_path / "missing" / "mine.chatrequest"))
    assert "could not be saved: No such file" in window.notice.text.text()
    dialog.fileSelected.emit(str(tmp_path / "mine.chatrequest"))
    dialog.close()
    assert "EXAMPLEKEY" not in (tmp_path / "mine.chatrequest").read_text("utf-8")
    workspace.draft.put(("Attributes",), {f"key{number}": "many words " * 900 for number in range(20)})
    window.saved.copy_link()
    assert "save it to a file instead" in window.notice.text.text()
