"""The profile screens in a window, over the sandbox, and what a user does with them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMainWindow, QWidget

from console.profiles import Profile
from console.sandbox import Sandbox
from console.vault import Vault
from console.workspace import Workspace
from tests.conftest import MovableClock, until
from ui.clipboard import Clipboard
from ui.profiles.adding import AddPane
from ui.profiles.asking import Asking
from ui.profiles.code import CodeDialog
from ui.profiles.device import DeviceView
from ui.profiles.editor import ProfileEditor
from ui.profiles.means import Means
from ui.profiles.page import ProfilesPage
from ui.profiles.sign_in import SignInDialog
from ui.tasks import Tasks

W = TypeVar("W", bound=QWidget)
KEY_ID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


class Screens:
    """The page, what it told, and the browser that it opened pages in."""

    def __init__(self, folder: Path, clock: MovableClock, sandbox: Sandbox, vault: Vault) -> None:
        self.sandbox = sandbox
        self.workspace = Workspace(folder, clock, run_sandbox=lambda: sandbox, vault=vault)
        self.wallet = self.workspace.wallet
        self.home = folder / "home"
        (self.home / ".aws").mkdir(parents=True)
        self.window = QMainWindow()
        self.failures: list[str] = []
        self.tasks = Tasks(lambda name, error: self.failures.append(f"{name}: {error!r}"))
        self.clipboard = Clipboard(self.window)
        self.opened: list[str] = []
        self.asking = Asking(self.window, self.tasks, self.clipboard, clock, self._open)
        self.page = ProfilesPage(
            Means(self.wallet, self.tasks, self.asking, self.clipboard, clock, self._open, self.home, {})
        )
        self.chosen: list[Profile] = []
        self.page.chosen.connect(self.chosen.append)
        self.window.setCentralWidget(self.page)
        self.window.resize(900, 1000)
        self.window.show()
        self.window.activateWindow()

    def _open(self, address: str) -> bool:
        self.opened.append(address)
        return True

    async def close(self) -> None:
        self.window.close()
        await self.tasks.close()
        await self.workspace.close()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        await asyncio.sleep(0)

    # -- the parts ------------------------------------------------------------------------------

    @property
    def adding(self) -> AddPane:
        assert self.page.adding is not None
        assert self.page.adding.isVisible()
        return self.page.adding

    @property
    def editor(self) -> ProfileEditor:
        assert self.page.editor is not None
        assert self.page.editor.isVisible()
        return self.page.editor

    async def code_dialog(self, refused: str = "") -> CodeDialog:
        """The window that asks for a code, once it is there."""

        def is_there() -> bool:
            dialog = self.asking.dialog
            return isinstance(dialog, CodeDialog) and dialog.isVisible() and refused in said(dialog)

        await until(is_there, "the window that asks for a code")
        assert isinstance(self.asking.dialog, CodeDialog)
        return self.asking.dialog

    async def sign_in_dialog(self) -> SignInDialog:
        """The window that asks to sign in, once it shows a code."""
        await until(
            lambda: isinstance(self.asking.dialog, SignInDialog) and self.asking.dialog.device.code.text(),
            "the window that asks to sign in",
        )
        assert isinstance(self.asking.dialog, SignInDialog)
        return self.asking.dialog

    async def approve(self, device: DeviceView) -> None:
        """Somebody allows the code in the browser."""
        await until(lambda: device.code.text(), "the code")
        self.sandbox.sign_in.approve(device.code.text())

    # -- what a user does -----------------------------------------------------------------------

    def click(self, name: str) -> None:
        """Clicks on what has a name, in the window that is in front."""
        click(named(QApplication.activeModalWidget() or self.window, QAbstractButton, name))

    def type(self, **values: str) -> None:
        """Types into fields of the editor, in place of what is there."""
        for name, text in values.items():
            if name in [box.name for box in self.editor.more.boxes]:
                self.editor.more.unfold()
            write(self.editor.box(name).control, text)

    async def show(self) -> None:
        """Opens the page; it follows the wallet from then on."""
        self.page.open()
        await asyncio.sleep(0)

    async def begin(self, kind: str) -> ProfileEditor:
        """Opens the editor of a new profile of a kind, reached by clicks."""
        await self.show()
        self.click("Add profile")
        self.click(f"{kind}, by hand")
        return self.editor

    async def saved(self) -> None:
        """The profile is kept, and its test has ended."""
        outcome = self.editor.outcome
        await until(lambda: outcome.isVisible() and "Testing" not in said(outcome), "the end of the test")


def write(field: QWidget, text: str) -> None:
    """Types into a line, in place of what is there."""
    assert isinstance(field, QLineEdit), field
    assert field.isVisible()
    assert text.isascii(), "Qt's test keyboard has no other keys"
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)


def click(widget: QWidget) -> None:
    assert widget.isVisible(), "a user can't click what is not seen"
    assert widget.isEnabled(), f"{widget.accessibleName()} can't be clicked"
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def named(parent: QWidget, kind: type[W], name: str) -> W:
    found = [one for one in parent.findChildren(kind) if one.accessibleName() == name and one.isVisible()]
    shown = sorted(one.accessibleName() for one in parent.findChildren(kind) if one.isVisible())
    assert found, f"nothing visible is named {name}; there are {shown}"
    return found[0]


def said(widget: QWidget) -> str:
    """All texts that can be read on a widget."""
    labels = [one for one in widget.findChildren(QLabel) if one.isVisible()]
    return "\n".join(one.text().replace("\u200b", "") for one in labels)


def spoken(widget: QWidget) -> str:
    """Everything that the accessibility tree below a widget tells."""
    found: list[str] = []

    def walk(node: QAccessibleInterface) -> None:
        for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value):
            found.append(node.text(kind))
        for text in (node.textInterface(),):
            if text is not None:
                found.append(text.text(0, text.characterCount()))
        for number in range(node.childCount()):
            child = node.child(number)
            if child is not None and child.isValid():
                walk(child)

    walk(QAccessible.queryAccessibleInterface(widget))
    return "\n".join(filter(None, found))


def key_entry(sandbox: Sandbox) -> Mapping[str, str]:
    """What the keyring holds for a profile with the sandbox's own key."""
    return {"access_key_id": sandbox.access_key_id, "secret_access_key": sandbox.secret_access_key}
