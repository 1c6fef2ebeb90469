"""Profiles at the window: chosen, read, asked about, locked; and who answers what they ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.credentials import Keys
from console.errors import ConsoleError, VaultError, VaultLocked
from console.kept_draft import DESTINATION
from console.language import tr
from console.profiles import Profile
from console.workspace import Workspace
from ui.clipboard import Clipboard
from ui.notice import Notice
from ui.rail import Rail
from ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from console.sessions import Portal
    from ui.doctor.before import BeforeProduction
    from ui.doctor.subject import Subject
    from ui.idleness import Idleness
    from ui.profiles.asking import Asking


class Switching(QObject):
    """Chooses profiles on the user's behalf; it is the one whom `workspace.ask` asks."""

    chosen = Signal()
    """A profile was chosen by hand; what chats start with may be shown."""
    locked = Signal()

    def __init__(
        self,
        window: QWidget,
        workspace: Workspace,
        tasks: Tasks,
        rail: Rail,
        clipboard: Clipboard,
        notice: Notice,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._tasks = tasks
        self._rail = rail
        self._clipboard = clipboard
        self._notice = notice
        self._loading: asyncio.Task[None] | None = None
        self._loads_for: Profile | None = None
        self.idleness: Idleness | None = None
        rail.profile_chosen.connect(self.choose)
        rail.lock_requested.connect(self.lock)

    def begin(self) -> None:
        """Starts what goes on by itself, once the window is on the screen."""
        from ui.idleness import Idleness

        self._workspace.ask = self
        if handle := self._window.windowHandle():
            self.idleness = Idleness(handle, self._workspace.clock)
        self._tasks.start(self._workspace.keep_fresh(), "renew keys before they run out")
        self._tasks.start(self._follow_wallet(), "follow the profiles")

    async def _follow_wallet(self) -> None:
        wallet = self._workspace.wallet
        async for change in wallet.changes.follow():
            if change == "sessions":
                self.show_session()
            elif change == "vault" and wallet.is_locked:
                # Somebody else may sit here now.
                self.locked.emit()
                if "_before" in vars(self):
                    self._before.forget()

    def show_session(self) -> None:
        """Shows how long the keys of the chosen profile still last."""
        workspace = self._workspace
        own = workspace.profile.is_own
        self._rail.show_session(workspace.wallet.expires_at(workspace.profile) if own else None)

    # -- choosing -------------------------------------------------------------------------------

    def choose(self, profile: Profile) -> None:
        """Makes a profile the one that chats start with; the environment is read first, on this click."""
        workspace = self._workspace
        if profile.kind == "environment" and (workspace.environment is None or profile == workspace.profile):
            self._read_environment()
            return
        workspace.choose(profile)
        self.load(by_hand=True)
        self.chosen.emit()

    def _read_environment(self) -> None:
        from ui.profiles.environment import EnvironmentDialog

        dialog = EnvironmentDialog(self._window, self._workspace.environment)
        dialog.made.connect(self._environment_made)
        dialog.open()

    def _environment_made(self, profile: Profile, keys: Keys) -> None:
        self._workspace.add_environment(profile, keys)
        self._workspace.choose(profile)
        self.load(by_hand=True)

    # -- loading what the profile sees ----------------------------------------------------------

    def load(self, *, by_hand: bool = False) -> None:
        """Loads instances and flows of the chosen profile; only a hand's click may bring up a question."""
        if self._loading is not None:
            self._loading.cancel()
        self._loads_for = self._workspace.profile
        self._loading = self._tasks.start(self._load(by_hand=by_hand), "load instances and flows")

    def load_if_needed(self) -> None:
        """Loads them unless that goes on already, or has been done, for the profile that is chosen."""
        goes_on = self._loading is not None and not self._loading.done()
        is_unknown = self._workspace.places.state == "idle" and not goes_on
        if self._loads_for != self._workspace.profile or is_unknown:
            self.load()

    async def _load(self, *, by_hand: bool) -> None:
        workspace = self._workspace
        if by_hand and workspace.profile.is_own:
            try:
                await self._unlock_if_locked()
            except VaultError as error:
                workspace.places.fail(error)
                return
        await workspace.load_places(self if by_hand else None)

    # -- locking --------------------------------------------------------------------------------

    def lock(self) -> None:
        """Drops every key that the window holds, now."""
        self._workspace.wallet.lock()
        self._notice.say(tr("The profiles are locked. Chats that run go on."), tr("Unlock"), self.unlock)

    def unlock(self) -> None:
        """Makes the profiles usable again; the system may ask for the keyring's password."""
        self._tasks.start(self._unlock(), "unlock the profiles")

    async def _unlock(self) -> None:
        try:
            await self._workspace.wallet.unlock()
        except ConsoleError as error:
            self._notice.say(error.told, tr("Try again"), self.unlock)
            return
        self._notice.hide()
        if self._workspace.profile.is_own:
            self.load(by_hand=True)

    async def _unlock_if_locked(self) -> None:
        wallet = self._workspace.wallet
        was_refused = isinstance(self._workspace.places.error, VaultLocked)
        if wallet.is_locked or wallet.vault.state == "locked" or was_refused:
            await wallet.unlock()

    def look_at_clock(self) -> None:
        """Locks the profiles when nobody was there for as long as the settings say."""
        workspace = self._workspace
        if self.idleness is None or not workspace.holds_keys:
            return
        if self.idleness.has_lasted(workspace.settings.lock_after_min):
            self.lock()

    # -- before a chat starts -------------------------------------------------------------------

    def start(self, profile: Profile, request: Mapping[str, Any], go_on: Callable[[], object]) -> None:
        """Goes on with a start once the keyring is open, and production was confirmed in this run."""
        if profile.is_own:
            self._tasks.start(self._start(profile, request, go_on), "start a chat")
        else:
            go_on()

    async def _start(self, profile: Profile, request: Mapping[str, Any], go_on: Callable[[], object]) -> None:
        try:
            await self._unlock_if_locked()
        except VaultError as error:
            self._notice.say(error.told, tr("Unlock"), self.unlock)
            return
        self._before.start(self.subject(profile, request), go_on)

    def subject(self, profile: Profile, request: Mapping[str, Any]) -> Subject:
        """What a request is about, by the names that people know."""
        from ui.doctor.subject import Subject

        instance_id, flow_id = (str(request.get(name) or "") for name in DESTINATION)
        place = self._workspace.places.find(instance_id, flow_id)
        over = self._workspace.contact_over(profile, instance_id)
        return Subject(profile, instance_id, flow_id, place, over or "")

    @cached_property
    def _before(self) -> BeforeProduction:
        from ui.doctor.before import BeforeProduction

        return BeforeProduction(self._window, self._workspace.flows, self._tasks)

    # -- who answers ----------------------------------------------------------------------------

    @cached_property
    def _asking(self) -> Asking:
        from ui.profiles.asking import Asking

        return Asking(self._window, self._tasks, self._clipboard, self._workspace.clock)

    async def code(self, profile: Profile, serial: str, refused: str) -> str:
        """Asks for six digits in a window of its own."""
        return await self._asking.code(profile, serial, refused)

    async def sign_in(self, profile: Profile, portal: Portal) -> None:
        """Shows the code to be confirmed in a browser, in a window of its own."""
        await self._asking.sign_in(profile, portal)
