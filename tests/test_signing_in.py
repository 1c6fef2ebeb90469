"""Signing in, as an admin does it: in the real window, with a real keyring, against the sandbox.

Profiles of three kinds are added by hand and tested; the program ends and starts again; a chat is
started with each. Then the keyring is killed, and the window says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget

from console.profiles import Kind, Profile
from console.sandbox import Sandbox
from console.workspace import Workspace
from tests.conftest import MovableClock, until
from tests.console.sessions.people import CODE, SERIAL, key_entry, role_arn
from tests.secret_service import PrivateSession
from ui import theme
from ui.profiles.code import CodeDialog
from ui.profiles.editor import ProfileEditor
from ui.profiles.identity_center import IdentityCenterCard
from ui.profiles.sign_in import SignInDialog
from ui.window import Window

# Each is a whole visit at the window, with every key pressed.
pytestmark = pytest.mark.bound(90.0)


def seen(widget: QWidget) -> str:
    """Every text that a person can read in a part of the window."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def type_in(editor: ProfileEditor, name: str, text: str) -> None:
    """Types into a field, in place of what is there."""
    control = editor.box(name).control
    control.setFocus()
    QTest.keyClick(control, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(control, text)


class Admin:
    """Somebody at the window."""

    def __init__(self, window: Window, sandbox: Sandbox) -> None:
        self.window = window
        self.sandbox = sandbox

    @property
    def editor(self) -> ProfileEditor:
        editor = self.window.pages.profiles.editor
        assert editor is not None
        return editor

    async def open_menu(self, name: str) -> None:
        """Takes an entry of the profile's menu."""
        click(self.window.rail.profile)
        await until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "the menu")
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(one for one in menu.actions() if one.text().startswith(name))
        menu.setActiveAction(action)
        QTest.keyClick(menu, Qt.Key.Key_Return)

    async def begin_to_add(self, kind: Kind, name: str) -> None:
        """Opens the editor of a new profile, whose requests go to the sandbox."""
        await self.open_menu("Add profile")
        page = self.window.pages.profiles
        await until(lambda: page.adding is not None and page.adding.isVisible(), "the page")
        assert page.adding is not None
        click(page.adding.choices[kind])
        await until(lambda: page.editor is not None and page.editor.isVisible(), "the editor")
        type_in(self.editor, "name", name)
        type_in(self.editor, "region", self.sandbox.region)
        self.editor.more.unfold()
        type_in(self.editor, "endpoint", self.sandbox.endpoint)

    async def save(self, said: str) -> None:
        """Keeps the profile, and waits for what its test says."""
        click(self.editor.save_button)
        await until(lambda: said in seen(self.editor), f"“{said}”, not “{seen(self.editor)}”")

    async def answer_code(self, code: str) -> None:
        """Types a code into the window that asks for it."""

        def dialog() -> CodeDialog | None:
            shown = (one for one in self.window.findChildren(CodeDialog) if one.isVisible())
            return next(shown, None)

        await until(dialog, "the question for a code")
        asked = dialog()
        assert asked is not None
        QTest.keyClicks(asked.line, code)
        click(asked.go_on)
        await until(lambda: dialog() is not asked, "the answer is taken")

    async def allow_sign_in(self) -> None:
        """Confirms in the browser, so to say, the code that is shown."""
        await until(lambda: self.sandbox.sign_in.pending, "a sign-in that waits")
        code = self.sandbox.sign_in.pending[0]
        await until(lambda: any(code in seen(one) for one in QApplication.topLevelWidgets()), "its code")
        self.sandbox.sign_in.approve(code)

    async def choose(self, name: str) -> None:
        """Takes a profile from the menu."""
        await self.open_menu(name)
        await until(lambda: self.window.workspace.profile.name == name, "the profile")

    async def start(self) -> None:
        """Presses Start, and waits for the chat."""
        window = self.window
        click(window.rail.new_chat)
        await until(lambda: window.form.isVisible() and window.form.is_ready, "a form that is ready")
        before = len(window.workspace.chats)
        click(window.form.footer.start)
        await until(lambda: len(window.workspace.chats) > before, "a chat")
        chat = window.workspace.chats[-1]
        await until(lambda: chat.state != "starting", "its answer")
        assert chat.error is None
        assert chat.state == "started"
        await until(lambda: "Connect within" in seen(window.pane), "its card")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's data, beside a home without anything of AWS's."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    return tmp_path / "data"


@pytest.fixture
def quick(sandbox: Sandbox) -> Sandbox:
    """The sandbox, which does not let anybody wait between two polls."""
    sandbox.sign_in.lifetimes.change({"interval_s": 0})
    return sandbox


@asynccontextmanager
async def opened(folder: Path, clock: MovableClock, sandbox: Sandbox) -> AsyncIterator[Admin]:
    """The program, from its start to its end, with the keyring of the session."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.dress(app, "light")
    workspace = Workspace(folder, clock, run_sandbox=lambda: sandbox)
    window = Window(workspace.settings)
    window.open(workspace, "0")
    window.resize(1280, 800)
    window.show()
    try:
        await window.painted()
        await window.begin()
        await until(lambda: workspace.places.state in ("ready", "failed"), "the places")
        yield Admin(window, sandbox)
    finally:
        window.close()
        await window.close_tasks()
        await workspace.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        await asyncio.sleep(0)


async def add_key(admin: Admin) -> None:
    await admin.begin_to_add("access_key", "Training")
    for name, text in key_entry(admin.sandbox).items():
        type_in(admin.editor, name, text)
    await admin.save("arn:aws:iam::123456789012:user/sandbox")


async def add_role(admin: Admin) -> None:
    await admin.begin_to_add("role", "With a code")
    combo = admin.editor.box("source").control
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    await until(lambda: admin.editor.box("source").value(), "the profile to stand on")
    type_in(admin.editor, "role_arn", role_arn("ChatTesterMfa"))
    type_in(admin.editor, "mfa_serial", SERIAL)
    click(admin.editor.save_button)
    await admin.answer_code("000000")
    await admin.answer_code(CODE)
    await until(lambda: "assumed-role/ChatTesterMfa" in seen(admin.editor), "whose keys they are")


async def add_center(admin: Admin) -> None:
    await admin.begin_to_add("identity_center", "The company")
    type_in(admin.editor, "start_url", admin.sandbox.sign_in.start_url)
    type_in(admin.editor, "sso_region", admin.sandbox.region)
    QTest.keyClick(admin.editor.box("sso_region").control, Qt.Key.Key_Escape)
    card = admin.editor.credentials
    assert isinstance(card, IdentityCenterCard)
    await until(card.sign_in.isEnabled, "the way to sign in")
    click(card.sign_in)
    await admin.allow_sign_in()
    await until(lambda: "Signed in" in seen(admin.editor), "the sign-in")
    type_in(admin.editor, "account_id", "123456789012")
    type_in(admin.editor, "role_name", "ChatTester")
    QTest.keyClick(admin.editor.box("role_name").control, Qt.Key.Key_Escape)
    await admin.save("AWSReservedSSO_ChatTester")


def assert_only_the_keyring_knows(secrets: list[str], folder: Path, session: PrivateSession) -> None:
    held = "\n".join(session.secrets().values())
    written = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    for secret in secrets:
        assert secret in held
        assert secret.encode() not in written


async def test_profiles_are_added_tested_and_used_after_a_restart(
    folder: Path, clock: MovableClock, quick: Sandbox, secret_service: PrivateSession
) -> None:
    async with opened(folder, clock, quick) as admin:
        await add_key(admin)
        await add_role(admin)
        await add_center(admin)
    names = sorted(name.split("/")[1] for name in secret_service.secrets())
    assert names == ["profile", "profile", "profile", "sign-in"]
    assert_only_the_keyring_knows(
        [quick.access_key_id, quick.secret_access_key, SERIAL], folder, secret_service
    )

    async with opened(folder, clock, quick) as admin:
        await admin.choose("Training")
        await admin.start()
        await admin.choose("With a code")
        await admin.answer_code(CODE)
        await admin.start()
        await admin.choose("The company")
        await admin.start()
        assert [chat.profile.name for chat in admin.window.workspace.chats] == [
            "Training", "With a code", "The company",
        ]  # fmt: skip
    assert len(quick.contacts.all()) == 3
    assert_only_the_keyring_knows([quick.secret_access_key], folder, secret_service)


async def test_a_sign_in_that_is_over_is_asked_for_where_the_profile_is_chosen(
    folder: Path, clock: MovableClock, quick: Sandbox, secret_service: PrivateSession
) -> None:
    async with opened(folder, clock, quick) as admin:
        await add_center(admin)
    quick.sign_in.expire("portal_sessions")
    async with opened(folder, clock, quick) as admin:
        await admin.choose("The company")
        await until(
            lambda: [one for one in admin.window.findChildren(SignInDialog) if one.isVisible()],
            "the question",
        )
        await admin.allow_sign_in()
        await admin.start()


async def test_the_chosen_profile_is_there_again(
    folder: Path, clock: MovableClock, quick: Sandbox, secret_service: PrivateSession
) -> None:
    async with opened(folder, clock, quick) as admin:
        await add_key(admin)
        await admin.choose("Training")
        await until(lambda: admin.window.workspace.places.state == "ready", "its places")
    async with opened(folder, clock, quick) as admin:
        assert admin.window.workspace.profile.name == "Training"
        await admin.start()


def chosen(admin: Admin) -> Profile:
    return admin.window.workspace.profile


async def test_a_keyring_that_dies_is_told_and_nothing_is_lost(
    folder: Path, clock: MovableClock, quick: Sandbox, own_secret_service: PrivateSession
) -> None:
    async with opened(folder, clock, quick) as admin:
        await add_key(admin)
        own_secret_service.kill_keyring()
        await admin.begin_to_add("access_key", "Another")
        for name, text in key_entry(quick).items():
            type_in(admin.editor, name, text)
        click(admin.editor.save_button)
        await until(lambda: "Not kept. What you typed is still here." in seen(admin.editor), "the news")
        assert "keyring" in seen(admin.editor).lower()
        assert admin.editor.box("secret_access_key").value() == quick.secret_access_key
        offered = [one for one in admin.editor.keyring.banner.findChildren(QWidget) if one.isVisible()]
        keep = next(one for one in offered if one.accessibleName() == "Keep for this run only")
        click(keep)
        await until(lambda: "Kept for this run only" in seen(admin.editor), "the other way")
        await admin.choose("Another")
        await admin.start()
    async with opened(folder, clock, quick) as admin:
        assert "Another" not in [one.name for one in admin.window.workspace.profiles]
        await admin.choose("Training")
        await until(lambda: admin.window.workspace.places.state == "failed", "the failure")
        told = admin.window.workspace.places.error
        assert told is not None
        await until(lambda: told.sentence in seen(admin.window), "the honest message")
        assert told.advice in seen(admin.window)


async def test_a_locked_keyring_waits_for_a_click(
    folder: Path, clock: MovableClock, quick: Sandbox, secret_service: PrivateSession
) -> None:
    async with opened(folder, clock, quick) as admin:
        await add_key(admin)
        await admin.choose("Training")
        await until(lambda: admin.window.workspace.places.state == "ready", "its places")
    secret_service.lock()
    async with opened(folder, clock, quick) as admin:
        assert chosen(admin).name == "Training"
        assert admin.window.workspace.places.state == "failed"
        await until(lambda: "locked" in seen(admin.window), "the news")
        secret_service.unlock()
        admin.window.where.retry_requested.emit()
        await until(lambda: admin.window.workspace.places.state == "ready", "its places")
        await admin.start()
