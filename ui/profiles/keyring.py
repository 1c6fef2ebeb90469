"""The keyring's state as a banner: where secrets are, and what to do when they can't be had."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.errors import VaultError, VaultLocked
from console.language import tr
from ui.controls import Banner, button, column, framed, label, row
from ui.drawn import Picture, Spinner
from ui.profiles.means import Means
from ui.profiles.sheet import tab_after

if TYPE_CHECKING:
    import asyncio

FOR_THIS_RUN = tr("A profile that is kept for this run is in memory alone, and gone when the window closes.")
LOCKED = tr("Keys, tokens and what the keyring gave were dropped. Unlock to go on where you were.")
ASKED = tr("Waiting for {name}. It may ask for its password in a window of its own…")


class KeyringBanner(QWidget):
    """Says where secrets are kept, and unlocks the keyring on a click; it can be given up meanwhile.

    While all is well it is one quiet line, or nothing where `is_quiet` is off. A failure that another
    part met is shown with what that part offers, until the keyring is open again.
    """

    unlocked = Signal()

    def __init__(self, means: Means, *, is_quiet: bool = True) -> None:
        super().__init__()
        self._means = means
        self._is_quiet = is_quiet
        self._failure: VaultError | None = None
        self._offers: list[tuple[str, Callable[[], object]]] = []
        self._task: asyncio.Task[None] | None = None
        self._told: tuple[str, ...] = ()
        self.banner = Banner()
        self._where = label("", "muted", wraps=True)
        line = row(Picture("shield-check", "ok"), gap=10, margins=(14, 10, 14, 10))
        line.addWidget(self._where, 1)
        self._quiet = framed(line, inset=True)
        self.waiting = label("", "muted", wraps=True)
        self.cancel = button(tr("Cancel"), self.give_up, name=tr("Stop waiting for the keyring"))
        progress = row(Spinner(), gap=10, margins=(14, 10, 10, 10))
        progress.addWidget(self.waiting, 1)
        progress.addWidget(self.cancel)
        self._progress = framed(progress, inset=True)
        self.setLayout(column(self._quiet, self.banner, self._progress, gap=8))
        self.show_state()

    # -- what is shown --------------------------------------------------------------------------

    def show_state(self) -> None:
        """Shows the state of this moment."""
        wallet, vault = self._means.wallet, self._means.wallet.vault
        is_waiting = self._task is not None and not self._task.done()
        if vault.state == "open" and not wallet.is_locked and isinstance(self._failure, VaultLocked):
            self._failure = None
        self._progress.setVisible(is_waiting)
        self._where.setText(tr("Secrets are kept in {name}, and nowhere else.", name=vault.name))
        is_well = vault.state == "open" and not wallet.is_locked and self._failure is None
        self._quiet.setVisible(self._is_quiet and is_well and not is_waiting)
        if is_waiting or is_well or not self._show_trouble():
            self._told = ()
            self.banner.hide()
        self.setVisible(any(not part.isHidden() for part in (self._progress, self._quiet, self.banner)))

    def _show_trouble(self) -> bool:
        """Shows what keeps the keyring from being used; False where nothing is known to."""
        wallet, vault = self._means.wallet, self._means.wallet.vault
        if self._failure is not None:
            self._tell("danger", self._failure)
        elif wallet.is_locked:
            self._show("warn", tr("The profiles are locked"), LOCKED, "", can_unlock=True)
        elif vault.problem is not None:
            self._tell("warn" if vault.state == "locked" else "danger", vault.problem)
        else:
            return False
        return True

    def _tell(self, kind: str, error: VaultError) -> None:
        can_unlock = isinstance(error, VaultLocked) or self._means.wallet.is_locked
        self._show(kind, error.sentence, error.advice, FOR_THIS_RUN, can_unlock=can_unlock)

    def _show(self, kind: str, title: str, text: str, detail: str, *, can_unlock: bool) -> None:
        told = (kind, title, text, *(offer for offer, _ in self._offers))
        if told == self._told and not self.banner.isHidden():
            # Its buttons stay as they are, and with them the keyboard.
            return
        self._told = told
        actions: list[QPushButton] = []
        if can_unlock:
            unlock = button(tr("Unlock"), self.unlock, kind="primary", icon="lock-open", tint="on_accent")
            actions.append(unlock)
        elif not self._offers:
            actions.append(button(tr("Look again"), self.look, icon="refresh-cw"))
        actions += [button(offer, act) for offer, act in self._offers]
        self.banner.tell(kind, title, text, detail, actions)
        tab_after(self.cancel, *actions)

    def tell(self, error: VaultError, offers: list[tuple[str, Callable[[], object]]]) -> None:
        """Shows a failure that was met elsewhere, with what can be done beside unlocking."""
        self._failure, self._offers = error, offers
        self.show_state()

    def forget(self) -> None:
        """Shows nothing any more of what was met elsewhere."""
        self._failure, self._offers = None, []
        self.show_state()

    # -- what is done ---------------------------------------------------------------------------

    def look(self) -> None:
        """Finds out the keyring's state, without a question of the system."""
        self._start(self._means.wallet.vault.look(), "look for the keyring", tr("Looking for the keyring…"))

    def unlock(self) -> None:
        """Unlocks, on the user's click: the operating system may ask now."""
        waiting = ASKED.format(name=self._means.wallet.vault.name)
        self._start(self._unlock(), "unlock the keyring", waiting)

    def give_up(self) -> None:
        """Stops waiting."""
        if self._task is not None:
            self._task.cancel()

    async def _unlock(self) -> None:
        try:
            await self._means.wallet.unlock()
        except VaultError as error:
            if self._failure is not None:
                self._failure = error
            return
        self._failure = None
        self.unlocked.emit()

    def _start(self, work: Coroutine[Any, Any, None], name: str, waiting: str) -> None:
        self.give_up()
        self.waiting.setText(waiting)
        self._task = self._means.tasks.start(work, name)
        if self._task is not None:
            self._task.add_done_callback(self._ended)
        self.show_state()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if task is self._task:
            self._task = None
            self.show_state()
