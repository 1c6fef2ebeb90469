"""Saved requests: between the rail that lists them, the dialogs that name them, and their files."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.presets import Preset
from console.redaction import without_secrets
from console.workspace import Workspace
from ui.naming import NameDialog
from ui.notice import Notice
from ui.rail import Rail


class SavedRequests(QObject):
    """Does what the rail asks for with saved requests, and says what came of it."""

    chosen = Signal(object)

    def __init__(self, window: QWidget, workspace: Workspace, rail: Rail, notice: Notice) -> None:
        super().__init__(window)
        self._window, self._workspace = window, workspace
        self._rail, self._notice = rail, notice
        rail.preset_chosen.connect(self.chosen)
        rail.preset_renamed.connect(self._open_rename)
        rail.preset_duplicated.connect(self._duplicate)
        rail.preset_deleted.connect(self._delete)
        self.show_list()

    def show_list(self) -> None:
        """Lists what is saved."""
        self._rail.show_presets(self._workspace.presets.all())

    def choose(self, number: int) -> None:
        """Chooses the first to ninth of the list."""
        presets = self._workspace.presets.all()
        if number <= len(presets):
            self.chosen.emit(presets[number - 1])

    def open_save(self) -> None:
        """Asks for a name and saves the request that is in the form."""
        place = self._workspace.place
        dialog = NameDialog(self._window, "Save this request", "Save", place.flow_name if place else "")
        dialog.named.connect(self._save)
        dialog.open()

    def _save(self, name: str) -> None:
        presets, request = self._workspace.presets, self._workspace.draft.request
        left_out = " What looks like a secret was left out." if without_secrets(request) != request else ""
        self._change(lambda: presets.save(name, request), "Saved as “{}”." + left_out)

    def _open_rename(self, preset: Preset) -> None:
        dialog = NameDialog(self._window, "Rename the saved request", "Rename", preset.name)
        dialog.named.connect(lambda name: self._rename(preset, name))
        dialog.open()

    def _rename(self, preset: Preset, name: str) -> None:
        self._change(lambda: self._workspace.presets.rename(preset, name), "Renamed to “{}”.")

    def _duplicate(self, preset: Preset) -> None:
        self._change(lambda: self._workspace.presets.duplicate(preset), "Duplicated as “{}”.")

    def _delete(self, preset: Preset) -> None:
        presets = self._workspace.presets
        if self._change(lambda: presets.delete(preset)):
            self._notice.say(
                f"“{preset.name}” was deleted.",
                "Undo",
                lambda: self._change(lambda: presets.restore(preset), "“{}” is back."),
            )

    def _change(self, change: Callable[[], Preset | None], said: str = "") -> bool:
        try:
            preset = change()
        except OSError as fault:
            self._notice.say(f"That could not be written: {fault.strerror or fault}.")
            return False
        self.show_list()
        if preset is not None:
            self._rail.focus_preset(preset)
            if said:
                self._notice.say(said.format(preset.name))
        return True
