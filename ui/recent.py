"""Follows the history for the window: its newest contacts go to the rail, its trouble is told once."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from console.errors import ConsoleError
from console.language import tr
from console.workspace import Workspace
from ui.notice import Notice
from ui.rail import Rail
from ui.tasks import Tasks

SHOWN = 6
SOON_MS = 150
"""Several things are recorded at each step of a chat; one look is enough for them."""


class RecentContacts(QObject):
    """Looks at the history whenever it has changed, from `begin` on."""

    look_requested = Signal()
    """What is wrong with the history is to be shown in full."""

    def __init__(
        self, window: QWidget, workspace: Workspace, tasks: Tasks, rail: Rail, notice: Notice
    ) -> None:
        super().__init__(window)
        self._workspace, self._tasks = workspace, tasks
        self._rail, self._notice = rail, notice
        self._told: ConsoleError | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(lambda: self._tasks.start(self._load(), "look at the recent contacts"))

    def begin(self) -> None:
        """Shows what there is, and follows the history from now on."""
        self._tasks.start(self._follow(), "follow the history")
        # Of a run that was killed; this window is the only one over its folder.
        self._workspace.history.record_sandbox_gone()
        self._tasks.start(self._load(), "look at the recent contacts")
        self._tell_trouble()

    def renew(self) -> None:
        """Other chats are listed as those of this run."""
        self._soon.start()

    async def _follow(self) -> None:
        async for change in self._workspace.history.changes.follow():
            if change == "trouble":
                self._tell_trouble()
            if change != "items":
                self._soon.start()

    async def _load(self) -> None:
        workspace = self._workspace
        listed = workspace.recorder.keys_of(workspace.chats)
        try:
            found = await workspace.history.contacts(limit=SHOWN + len(listed))
        except ConsoleError:
            # It is told as the history's trouble, or on its page.
            return
        older = [one for one in found if not listed & {one.id, one.contact_id}]
        self._rail.show_recent(older[:SHOWN], workspace.clock())
        # What went wrong before the history was followed was told to nobody.
        self._tell_trouble()

    def _tell_trouble(self) -> None:
        trouble = self._workspace.history.trouble
        if trouble is not None and trouble is not self._told:
            self._notice.say(trouble.sentence, tr("Show"), self.look_requested.emit, stays=True)
        self._told = trouble
