"""Requests that come into the form: of a chat, imported, handed over; undone where that was not meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.chat.chat import Chat
from console.kept_draft import DESTINATION
from console.language import tr
from console.workspace import Workspace
from ui.notice import Notice


class Drafting(QObject):
    """Puts requests into the draft, and says so."""

    taken = Signal()
    """The draft is another request, which is to be shown."""
    refused = Signal(object, str)
    """Of the request that was taken: the path of a field, and why the service refused it."""

    def __init__(self, window: QWidget, workspace: Workspace, notice: Notice) -> None:
        super().__init__(window)
        self._window, self._workspace, self._notice = window, workspace, notice

    def take(self, request: Mapping[str, Any], said: str = "") -> None:
        """Takes a request as it is; what was there comes back with Undo."""
        before = self._workspace.draft.request
        self._workspace.draft.replace(request)
        self.taken.emit()
        if said:
            self._notice.say(said, tr("Undo"), lambda: self.take(before))

    def take_placed(self, request: Mapping[str, Any], said: str) -> None:
        """Takes a request; one that names no place keeps the one that is chosen."""
        chosen = {name: self._workspace.draft.value(name) for name in DESTINATION}
        self.take({name: value for name, value in chosen.items() if value is not None} | dict(request), said)

    def take_again(self, chat: Chat) -> None:
        """Takes the request of a chat, with the field for which it was refused."""
        from console.errors import InvalidInput

        self.take(chat.request, tr("The request of that chat is in the form."))
        if isinstance(chat.error, InvalidInput) and chat.error.path:
            self.refused.emit(chat.error.path, chat.error.sentence)

    def open_import(self) -> None:
        """Asks for a request as people paste one."""
        from ui.contact.importing import ImportDialog

        dialog = ImportDialog(self._window)
        dialog.imported.connect(self._imported)
        dialog.open()

    def _imported(self, imported: Any) -> None:
        self.take_placed(imported.request, tr("The request was imported."))
        self.compare_region(imported.region)

    def compare_region(self, region: str | None) -> None:
        """Says so where something that was pasted points to another region than the profile's."""
        profile = self._workspace.profile
        if not region or not profile.region or region == profile.region:
            return
        said = tr(
            "This points to {region}; the profile {profile} is in {own_region}.",
            region=region,
            profile=profile.name,
            own_region=profile.region,
        )
        if profile.kind == "environment":
            self._notice.say(
                said, tr("Use {region}", region=region), lambda: self._workspace.move_environment(region)
            )
        else:
            self._notice.say(said)
