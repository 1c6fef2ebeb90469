"""Saved requests: between the rail that lists them, the dialogs that name them, their files and links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from console import handover
from console.language import tr, tr_text
from console.presets import Preset
from console.redaction import without_secrets
from console.workspace import Workspace
from ui import filing
from ui.clipboard import Clipboard
from ui.naming import NameDialog
from ui.notice import Notice
from ui.rail import Rail


class SavedRequests(QObject):
    """Does what the rail asks for with saved requests, and says what came of it."""

    chosen = Signal(object)

    def __init__(
        self, window: QWidget, workspace: Workspace, rail: Rail, notice: Notice, clipboard: Clipboard
    ) -> None:
        super().__init__(window)
        self._window, self._workspace = window, workspace
        self._clipboard = clipboard
        self._rail, self._notice = rail, notice
        rail.preset_chosen.connect(self.chosen)
        rail.preset_renamed.connect(self._open_rename)
        rail.preset_duplicated.connect(self._duplicate)
        rail.preset_deleted.connect(self._delete)
        rail.preset_filed.connect(lambda preset: self._choose_file(preset.name, preset.request))
        rail.preset_linked.connect(lambda preset: self._copy_link(preset.request))
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
        dialog = NameDialog(
            self._window, tr("Save this request"), tr("Save"), place.flow_name if place else ""
        )
        dialog.named.connect(self._save)
        dialog.open()

    def _save(self, name: str) -> None:
        presets, request = self._workspace.presets, self._workspace.draft.request
        said = tr("Saved as “{name}”.")
        self._change(lambda: presets.save(name, request), said, _left_out(request))

    # -- handed on ------------------------------------------------------------------------------

    def open_file(self) -> None:
        """Asks where the request that is in the form is to be saved, for somebody else to open."""
        place = self._workspace.place
        self._choose_file(place.flow_name if place else "Request", self._workspace.draft.request)

    def copy_link(self) -> None:
        """Copies a link that fills the form with the request that is in it now."""
        self._copy_link(self._workspace.draft.request)

    def _choose_file(self, name: str, request: Mapping[str, Any]) -> None:
        dialog = QFileDialog(
            self._window,
            tr("Save the request to a file"),
            "",
            tr("Requests (*{ending})", ending=handover.ENDING),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(handover.ENDING[1:])
        filing.begin(dialog)
        dialog.selectFile(handover.file_name(name))
        dialog.fileSelected.connect(lambda file: self.save_to(Path(file), name, request))
        dialog.open()

    def save_to(self, file: Path, name: str, request: Mapping[str, Any]) -> None:
        """Writes a request as a file that can be handed on, and says what became of it."""
        try:
            file.write_text(handover.file_text(name, request), "utf-8")
        except OSError as fault:
            reason = fault.strerror or tr("the reason is unknown")
            self._notice.say(
                tr(
                    "{name} could not be saved: {reason}. Choose another place.",
                    name=file.name,
                    reason=reason,
                )
            )
        else:
            said = tr("Saved as {name}. It opens here by a double click or by dropping it.", name=file.name)
            self._notice.say(_joined(said, _left_out(request)))

    def _copy_link(self, request: Mapping[str, Any]) -> None:
        try:
            self._clipboard.copy(handover.link(request))
        except ValueError as fault:
            self._notice.say(str(fault))
        else:
            said = tr("The link is copied. Whoever opens it gets the request into the form.")
            self._notice.say(_joined(said, _left_out(request)))

    # -- changed --------------------------------------------------------------------------------

    def _open_rename(self, preset: Preset) -> None:
        dialog = NameDialog(self._window, tr("Rename the saved request"), tr("Rename"), preset.name)
        dialog.named.connect(lambda name: self._rename(preset, name))
        dialog.open()

    def _rename(self, preset: Preset, name: str) -> None:
        self._change(lambda: self._workspace.presets.rename(preset, name), tr("Renamed to “{name}”."))

    def _duplicate(self, preset: Preset) -> None:
        self._change(lambda: self._workspace.presets.duplicate(preset), tr("Duplicated as “{name}”."))

    def _delete(self, preset: Preset) -> None:
        presets = self._workspace.presets
        if self._change(lambda: presets.delete(preset)):
            self._notice.say(
                tr("“{name}” was deleted.", name=preset.name),
                tr("Undo"),
                lambda: self._change(lambda: presets.restore(preset), tr("“{name}” is back.")),
            )

    def _change(self, change: Callable[[], Preset | None], said: str = "", more: str = "") -> bool:
        try:
            preset = change()
        except OSError as fault:
            self._notice.say(tr("That could not be written: {reason}.", reason=fault.strerror or fault))
            return False
        self.show_list()
        if preset is not None:
            self._rail.focus_preset(preset)
            if said:
                self._notice.say(_joined(said.format(name=preset.name), more))
        return True


def _left_out(request: Mapping[str, Any]) -> str:
    return tr("What looks like a secret was left out.") if without_secrets(request) != request else ""


def _joined(*sentences: str) -> str:
    return tr_text(*sentences)
