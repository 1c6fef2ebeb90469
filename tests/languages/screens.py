"""The screens of the window, reached without reading a word of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from console import licences
from console.chat.chat import Chat
from console.contact import CONTENT_TYPES
from console.new_version import Newest, Releases, Standing
from console.profiles import Kind, Profile
from tests.leaks.watch import texts_of_screen
from tests.ui.fitting import clipped
from ui.about import AboutDialog
from ui.contact.earlier import EarlierChat
from ui.tasks import Tasks
from ui.window import Window

SCREENS = 37
"""So many of them are seen."""
STEP_S = 20.0
SETTLED_AFTER = 20
"""So many looks, of 0.05 s each, a layout has to find its places."""
KINDS: tuple[Kind, ...] = ("access_key", "role", "identity_center", "console_login")
INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
CARD = {
    "templateType": "ListPicker",
    "version": "1.0",
    "data": {"content": {"title": "Fruit", "elements": [{"title": name} for name in ("Apple", "Pear")]}},
}
STANDINGS: tuple[Standing, ...] = ("older", "same", "newer")
SPOILT = {"ParticipantDetails": {"DisplayName": ""}, "ChatDurationInMinutes": 5, "CustomerId": " "}
"""A request with a problem at several fields."""


class Tour:
    """Goes from screen to screen and notes what stands there."""

    def __init__(self, pictures: Path | None = None, size: tuple[int, int] = (1280, 800)) -> None:
        self.screens: list[str] = []
        self.texts: dict[str, str] = {}
        """Of each text: the screen that it was seen on first, and where."""
        self.clipped: list[str] = []
        self.is_from_right = False
        self._pictures, self._size = pictures, size
        self.window: Window

    async def play(self, window: Window) -> None:
        """Every screen, one after the other."""
        self.window = window
        window.resize(*self._size)
        self.is_from_right = window.isRightToLeft()
        await window.painted()
        await window.begin()
        await self._until(lambda: window.workspace.places.state == "ready", "the places")
        for step in (
            self._form,
            self._chat,
            self._beside,
            self._after,
            self._profiles,
            self._dialogs,
            self._menus,
            self._presenter,
        ):
            await step()

    async def _until(self, holds: Callable[[], object], what: str) -> None:
        try:
            async with asyncio.timeout(STEP_S):
                while not holds():
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise TimeoutError(f"{what} did not come; the last screen was {self.screens[-1:]}") from None

    async def _look(self, screen: str, shown: QWidget | None = None) -> None:
        await asyncio.sleep(0.05)
        self.screens.append(screen)
        for told in texts_of_screen():
            self.texts.setdefault(told.text, f"{screen}: {told.where}")
        seen = shown or self.window
        for _ in range(SETTLED_AFTER):
            # What came a moment ago may still be looking for its place.
            if not (cut := clipped(seen)):
                break
            await asyncio.sleep(0.05)
        self.clipped += [f"{screen}: {one}" for one in cut]
        if self._pictures is not None:
            name = screen.replace(" ", "-").replace(",", "")
            seen.grab().save(str(self._pictures / f"{name}.png"))

    # -- the screens ----------------------------------------------------------------------------

    async def _form(self) -> None:
        window = self.window
        window.welcoming.offer()
        await self._look("the welcome")
        window.show_form()
        await self._look("the form")
        before = window.workspace.draft.request
        window.take_request({**before, **SPOILT})
        window.start_draft()
        await self._look("a form with problems")
        window.take_request({**before, "SupportedMessagingContentTypes": list(CONTENT_TYPES)})
        (earlier,) = window.form.findChildren(EarlierChat)
        for choice in ("continue", "link", "none"):
            earlier.segments.button(choice).click()
            await self._look(f"an earlier chat, {choice}")

    async def _started(self) -> Chat:
        window, count = self.window, len(self.window.workspace.chats)
        window.show_form()
        window.form.footer.start.click()
        await self._until(lambda: len(window.workspace.chats) > count, "a chat")
        chat = window.workspace.chats[-1]
        await self._until(lambda: window.pane.chat is chat and window.pane.token.isVisible(), "the token")
        return chat

    async def _chat(self) -> None:
        window = self.window
        chat = await self._started()
        await self._look("the token")
        window.pane.token.connect_button.click()
        await self._until(lambda: window.pane.conversation and window.pane.chat is chat, "the conversation")
        conversation = window.pane.conversation
        assert conversation is not None
        await self._until(lambda: conversation.model.rowCount() > 1, "what the flow says")
        sandbox = window.workspace.doors.sandbox
        assert sandbox is not None
        assert chat.contact_id is not None
        rows = conversation.model.rowCount()
        sandbox.chats.say(chat.contact_id, json.dumps(CARD), content_type=INTERACTIVE)
        await self._until(lambda: conversation.model.rowCount() > rows, "the card")
        conversation.composer.writing.setPlainText("Hello")
        await self._look("a chat")

    async def _beside(self) -> None:
        window = self.window
        window.show_side()
        for tab in ("trace", "attributes", "frames", "request", "agent"):
            window.side.inspector.show_tab(tab)
            await asyncio.sleep(0.3)
            await self._look(f"beside a chat, {tab}")
        window.side.inspector.show_tab("trace")

    async def _after(self) -> None:
        window = self.window
        chat = window.pane.chat
        assert chat is not None
        window.pane.end.click()
        await self._until(lambda: chat.is_over, "the end")
        await self._look("a chat that is over")
        count = len(window.workspace.chats)
        window.repeats.repeat_shown()
        await self._until(lambda: len(window.workspace.chats) > count, "a second chat")
        again = window.workspace.chats[-1]
        await self._until(lambda: again.session is not None, "its session")
        await asyncio.sleep(0.3)
        await self._look("a chat that is repeated")
        window.repeats.compare(again)
        await self._until(lambda: window.centre.currentWidget() is window.repeats.page, "both chats")
        await self._look("two chats beside each other")
        window.recalling.open()
        page = window.recalling.page
        await self._until(lambda: page.listing.rows.contacts, "past contacts")
        await self._look("the history")
        page.open_contact(page.listing.rows.contacts[-1])
        await self._until(lambda: page.past.transcript is not None, "a past chat")
        await self._look("a past chat")
        page.show_list()

    async def _profiles(self) -> None:
        window = self.window
        window.pages.show_profiles()
        await self._look("no profiles")
        window.pages.add_profile()
        profiles = window.pages.profiles
        await self._look("adding a profile")
        assert profiles.adding is not None
        for kind in KINDS:
            profiles.adding.kind_chosen.emit(Profile("", kind, "eu-central-1", id=f"new-{kind}"), {})
            assert profiles.editor is not None
            profiles.editor.more.unfold()
            profiles.editor.save()
            await self._look(f"a profile, {kind}")
            profiles.editor.left.emit()
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog):
                dialog.accept()
                await asyncio.sleep(0)
        profiles.show_list()
        window.pages.examine()
        await asyncio.sleep(1)
        await self._look("the doctor")

    async def _dialogs(self) -> None:
        window = self.window
        window.show_form()
        openers: dict[str, Callable[[], object]] = {
            "import": window.drafting.open_import,
            "save": window.saved.open_save,
            "keys": lambda: window.help.open_keys(window.keys),
            "licences": window.help.open_about,
            "the report": window.help.open_report,
            "leaving": lambda: window.leaving.ask(lambda: None),
            "a source": lambda: window.recalling.choose_source("ENTIRE_PAST_SESSION", lambda *_: None),
        }
        for name, opens in openers.items():
            opens()
            await self._until(lambda: isinstance(QApplication.activeModalWidget(), QDialog), name)
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, QDialog)
            await self._look(f"a dialog, {name}", dialog)
            dialog.reject()
            await self._until(lambda: QApplication.activeModalWidget() is None, "the window behind it")
        await self._new_version()

    async def _new_version(self) -> None:
        """Of a copy that a release published: all that can come of the question, the longest at the end."""
        whom = Releases("https://releases.example.com/a/b", "https://api.releases.example.com/repos/a/b")
        dialog = AboutDialog(self.window, licences.parts()[:3], whom, Tasks(lambda *_: None))
        dialog.open()
        part = dialog.new_version
        assert part is not None
        for standing in STANDINGS:
            found = Newest("99.0", standing, datetime(2026, 11, 20, tzinfo=UTC), whom.page)
            part.tell(found)
            for told in texts_of_screen():
                self.texts.setdefault(told.text, f"a new version, {standing}: {told.where}")
        await self._look("a dialog, a new version", dialog)
        dialog.reject()
        await self._until(lambda: QApplication.activeModalWidget() is None, "the window behind it")

    async def _menus(self) -> None:
        rail = self.window.rail
        for name, opener in (
            ("help", rail.help_button),
            ("theme", rail.theme_button),
            ("profile", rail.profile),
        ):
            opener.click()
            await self._until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), f"the menu {name}")
            menu = QApplication.activePopupWidget()
            assert menu is not None
            await self._look(f"a menu, {name}")
            menu.close()

    async def _presenter(self) -> None:
        self.window.presenter.toggle()
        await self._look("a class looks on")
        self.window.presenter.toggle()
