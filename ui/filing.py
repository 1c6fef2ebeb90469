"""Where a dialog for files begins: never in the folder that the program happens to run in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, QStandardPaths
from PySide6.QtWidgets import QFileDialog

_last: list[str] = []


def begin(dialog: QFileDialog) -> None:
    """Lets a dialog begin where a file was chosen last in this run, else among the user's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    places = [*_last, documents, QDir.homePath()]
    dialog.setDirectory(next((one for one in places if one and Path(one).is_dir()), QDir.rootPath()))
    dialog.fileSelected.connect(_note)


def _note(file: str) -> None:
    _last[:] = [str(Path(file).parent)]
