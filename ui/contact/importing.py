"""The dialog that reads a request from what people have at hand, and says what it makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from console import export, handover
from console.export import Imported
from console.language import tr, tr_count
from ui import filing
from ui.contact.reading_dialog import ReadingDialog
from ui.controls import button

_KINDS = {
    "json": "JSON",
    "cli": tr("AWS CLI line"),
    "skeleton": tr("AWS CLI skeleton"),
    "widget": tr("Widget snippet"),
    "network": tr("Request of the network tab"),
}
_MOST_BYTES = 4_000_000
"""Far above any request: a file that is chosen by mistake is not read into the box."""


class ImportDialog(ReadingDialog):
    """A text, what was recognised in it, and what of it can't be taken over."""

    imported = Signal(object)
    """The `Imported`, once the user takes it."""

    def __init__(self, parent: QWidget) -> None:
        self._imported: Imported | None = None
        hint = tr(
            "Paste JSON, an AWS CLI line, a CLI skeleton, a widget snippet or a request from the network tab"
        )
        super().__init__(parent, tr("Import a request"), hint, tr("Import"))

    def extra(self) -> Sequence[QPushButton]:
        self.file_button = button(tr("Open a file…"), self.choose_file, icon="file-input")
        return (self.file_button,)

    def read(self, text: str) -> None:
        try:
            self._imported = handover.pasted(text)
        except export.ImportProblem as problem:
            self.tell("circle-alert", "danger", str(problem))
            return
        found = self._imported
        fields = len(found.request)
        counted = tr_count("{count:,} field", "{count:,} fields", fields)
        place = [part for part in (found.region, found.endpoint) if part]
        self.tell("circle-check", "ok", " · ".join([_KINDS[found.kind], counted, *place]), found.notes)
        if fields:
            self.allow()

    def take(self) -> None:
        self.imported.emit(self._imported)

    def choose_file(self) -> None:
        """Asks for a file and reads it into the box."""
        dialog = QFileDialog(self, tr("Open a request"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        endings = f"*{handover.ENDING} *.json *.txt *.sh *.html *.har"
        dialog.setNameFilters([tr("Requests ({endings})", endings=endings), tr("All files (*)")])
        filing.begin(dialog)
        dialog.fileSelected.connect(self.open_file)
        dialog.open()

    def open_file(self, name: str) -> None:
        """Reads a file into the box; one that is no text of a sensible size is refused in words."""
        file = Path(name)
        try:
            if file.stat().st_size > _MOST_BYTES:
                self.tell("circle-alert", "danger", tr("{name} is too large for a request.", name=file.name))
                return
            self.box.setPlainText(file.read_text("utf-8-sig"))
        except UnicodeDecodeError:
            self.tell("circle-alert", "danger", tr("{name} is not a text in UTF-8.", name=file.name))
        except OSError as fault:
            self.tell(
                "circle-alert",
                "danger",
                tr("{name} can't be read: {reason}.", name=file.name, reason=fault.strerror),
            )
