"""Opens the pages of the admin website in the browser: the contact's, the flow's, the agent's panel."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from console.chat.chat import Chat
from console.errors import ConsoleError
from console.language import tr
from console.pages_of_connect import PageKind, page_of
from console.workspace import Workspace
from ui.clipboard import Clipboard
from ui.notice import Notice
from ui.tasks import Tasks


class ConnectPages(QObject):
    """Where the address of a page can't be told, or no browser opens it, a notice says so."""

    def __init__(
        self, parent: QObject, workspace: Workspace, tasks: Tasks, clipboard: Clipboard, notice: Notice
    ) -> None:
        super().__init__(parent)
        self._workspace, self._tasks = workspace, tasks
        self._clipboard, self._notice = clipboard, notice

    def open(self, chat: Chat, kind: PageKind) -> None:
        """Opens a page about a chat."""
        self._tasks.start(self._open(chat, kind), "open a page of Amazon Connect")

    async def _open(self, chat: Chat, kind: PageKind) -> None:
        workspace = self._workspace
        instance_id, flow_id = (str(chat.request.get(name) or "") for name in ("InstanceId", "ContactFlowId"))
        alias = next((alias for known, alias in workspace.places.instances if known == instance_id), "")
        facts = workspace.flows.facts(chat.profile, instance_id, flow_id)
        arn = facts.details.arn if facts and facts.details else ""
        contact_id = workspace.turns.of(chat).contact_id
        try:
            address = await page_of(chat, kind, contact_id, workspace.open, alias, arn)
        except ConsoleError as error:
            self._notice.say(error.told)
            return
        if not QDesktopServices.openUrl(QUrl(address)):
            self._notice.say(
                tr("No browser could be opened."),
                tr("Copy the address"),
                lambda: self._clipboard.copy(address),
            )
