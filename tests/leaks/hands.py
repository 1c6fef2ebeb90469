"""A person at the window: clicks, types, pastes, waits; and what may be overheard after each step."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from http.client import HTTPConnection
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu, QPlainTextEdit, QWidget

from console.paths import data_folder
from console.profiles import Profile
from console.sandbox.control import SECRET_HEADER
from tests.leaks.watch import Told, texts_of_screen
from ui.profiles.editor import ProfileEditor
from ui.window import Window

STEP_S = 12.0

W = TypeVar("W", bound=QWidget)


class Person:
    """Uses the window by what is written on it, and notes all that it tells to others than the eye."""

    def __init__(self, window: Window, plan: Mapping[str, Any]) -> None:
        self.window = window
        self.plan = plan
        self.screens: list[str] = []
        self.overheard: dict[Told, str] = {}
        self.written: dict[Told, str] = {}
        """What stood in files of the program at some moment."""
        self.learnt: list[tuple[str, str]] = []
        """Secrets that only this run knows, each with its name."""
        self.said: dict[str, Any] = {}
        self.met: set[str] = set()
        """The kinds of widgets that were seen."""

    # -- looking --------------------------------------------------------------------------------

    def look(self, screen: str, but: Collection[QWidget] = ()) -> None:
        """Notes every text of this moment; `but` are widgets in which this person has a secret shown."""
        self.meet(screen)
        for told in texts_of_screen(but):
            self.overheard.setdefault(told, screen)

    def meet(self, screen: str) -> None:
        """Notes what kinds of widgets are seen, and nothing of what they tell; and what lies in files now."""
        self.screens.append(screen)
        self.met |= {type(one).__name__ for one in QApplication.allWidgets() if one.isVisible()}
        for file in data_folder().rglob("*.json"):
            # The next one may take its place before anybody looks.
            self.written.setdefault(Told(file.name, file.read_text("utf-8")), screen)

    def hear(self, text: str) -> None:
        """Notes what is said aloud by a screen reader, without anybody looking."""
        self.overheard.setdefault(
            Told("announcement", text), self.screens[-1] if self.screens else "the start"
        )

    def overhear(self, where: str, text: str) -> None:
        """Notes what somebody else was told."""
        self.overheard.setdefault(Told(where, text), self.screens[-1])

    def look_at_clipboard(self, screen: str) -> None:
        """Notes what another program could paste now."""
        self.screens.append(screen)
        content = QApplication.clipboard().mimeData()
        for name in content.formats() if content else ():
            text = bytes(content.data(name).data()).decode("utf-8", "replace")
            self.overheard.setdefault(Told(f"clipboard, {name}", text), screen)

    def find(self, kind: type[W], name: str) -> W:
        """What is seen under a name, in the window that is in front."""
        parent = QApplication.activeModalWidget() or self.window
        found = [one for one in parent.findChildren(kind) if one.isVisible() and one.accessibleName() == name]
        seen = sorted(one.accessibleName() for one in parent.findChildren(kind) if one.isVisible())
        if not found:
            raise LookupError(f"nothing is named {name}; there are {seen}; it says {self.reads()!r}")
        return found[0]

    def reads(self) -> str:
        """What can be read in the window that is in front."""
        parent = QApplication.activeModalWidget() or self.window
        labels = [one for one in parent.findChildren(QLabel) if one.isVisible()]
        return "\n".join(one.text().replace("\u200b", "") for one in labels)

    # -- waiting --------------------------------------------------------------------------------

    async def until(self, holds: Callable[[], Any], what: str) -> None:
        """Waits, within a bound."""
        try:
            async with asyncio.timeout(STEP_S):
                # At least once, so that what was closed is gone.
                await asyncio.sleep(0)
                while not holds():
                    await asyncio.sleep(0.004)
        except TimeoutError:
            raise TimeoutError(f"{what} did not come; the window says {self.reads()!r}") from None

    async def until_read(self, text: str) -> None:
        """Waits until something can be read."""
        await self.until(lambda: text in self.reads(), f"“{text}”")

    # -- acting ---------------------------------------------------------------------------------

    def press(self, widget: QWidget) -> None:
        """A click on what can be seen and clicked."""
        if not (widget.isVisible() and widget.isEnabled()):
            raise LookupError(f"{widget.accessibleName()} can't be clicked; the window says {self.reads()!r}")
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def click(self, name: str) -> None:
        """A click on the button of a name."""
        self.press(self.find(QAbstractButton, name))

    def choose(self, text: str) -> None:
        """The action of the profile menu that begins with a text."""
        menu = self.open_menu()
        found = [action for action in menu.actions() if action.text().startswith(text)]
        if not found:
            raise LookupError(f"no {text} among {[action.text() for action in menu.actions()]}")
        menu.close()
        found[0].trigger()

    def open_menu(self) -> QMenu:
        """The menu of profiles, opened."""
        self.press(self.window.rail.profile)
        return self.window.rail.findChildren(QMenu)[-1]

    def write(self, line: QWidget, text: str) -> None:
        """Types into a line, key by key, in place of what is there."""
        self._empty(line)
        QTest.keyClicks(line, text)

    def paste(self, line: QWidget, text: str) -> None:
        """Pastes into a line, in place of what is there; then takes it off the clipboard, as one should."""
        self._empty(line)
        QApplication.clipboard().setText(text)
        QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        QApplication.clipboard().clear()

    def _empty(self, line: QWidget) -> None:
        if not isinstance(line, QLineEdit | QPlainTextEdit) or not line.isVisible():
            raise LookupError(f"{line.accessibleName()} can't be typed into")
        line.setFocus()
        line.selectAll()
        QTest.keyClick(line, Qt.Key.Key_Delete)

    # -- profiles -------------------------------------------------------------------------------

    @property
    def editor(self) -> ProfileEditor:
        """The editor that is shown."""
        editor = self.window.pages.profiles.editor
        if editor is None or not editor.isVisible():
            raise LookupError(f"no editor is shown; the window says {self.reads()!r}")
        return editor

    def profile(self, name: str) -> Profile:
        """A profile of this person's own."""
        return next(one for one in self.window.workspace.own_profiles.all if one.name == name)

    def begin(self, kind: str) -> ProfileEditor:
        """The editor of a new profile of a kind."""
        self.choose("Add profile")
        self.click(f"{kind}, by hand")
        return self.editor

    def fill(self, **values: str) -> None:
        """Types into the fields of the editor; what is long is pasted."""
        for name, text in values.items():
            if name in [box.name for box in self.editor.more.boxes]:
                self.editor.more.unfold()
            enter = self.paste if len(text) > 60 else self.write
            enter(self.editor.box(name).control, text)

    async def tested(self, outcome: str) -> None:
        """Waits until the test of the editor's profile has ended as it should."""
        await self.until(
            lambda: self.editor.outcome.isVisible() and outcome in self.reads(), f"the outcome “{outcome}”"
        )

    async def dialog(self, kind: type[W], said: str = "") -> W:
        """The window of a kind that is in front, once it is there and says something."""
        found: list[W] = []

        def is_there() -> bool:
            front = QApplication.activeModalWidget()
            found[:] = [front] if isinstance(front, kind) and said in self.reads() else []
            return bool(found)

        await self.until(is_there, f"a {kind.__name__}")
        return found[0]

    # -- elsewhere ------------------------------------------------------------------------------

    def allow(self, user_code: str) -> None:
        """Allows a sign-in on the page that a browser would show."""
        form = urlencode({"user_code": user_code, "decision": "allow"})
        self._post("/device", form, {"Content-Type": "application/x-www-form-urlencoded"})

    def end_sign_ins(self) -> None:
        """An administrator ends all sessions of Identity Center."""
        secret = {SECRET_HEADER: self.plan["secret_access_key"]}
        self._post("/_sandbox/sign-in/expire", '{"kinds": ["portal_sessions"]}', secret)

    def _post(self, path: str, body: str, headers: Mapping[str, str]) -> None:
        line = HTTPConnection(urlsplit(self.plan["endpoint"]).netloc, timeout=STEP_S)
        try:
            line.request("POST", path, body, dict(headers))
            answer = line.getresponse()
            if answer.status != 200:
                raise OSError(f"{path}: {answer.status} {answer.read()!r}")
        finally:
            line.close()
