"""Where a chat is to be exported to: a file that the user names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from console.history import FORMATS, PastContact
from console.language import tr
from ui import filing


def ask_where(
    parent: QWidget, contact: PastContact, format_name: str, save: Callable[[Path], object]
) -> None:
    """Asks for a file, and hands it on."""
    form = FORMATS[format_name]
    dialog = QFileDialog(parent, tr("Export the chat as {format}", format=form.name))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(form.suffix[1:])
    filing.begin(dialog)
    dialog.selectFile(file_name(contact) + form.suffix)
    dialog.fileSelected.connect(lambda to: save(Path(to)))
    dialog.open()


def file_name(contact: PastContact) -> str:
    """A name for a file with a chat: who and when, with nothing that a file system refuses."""
    who = "".join(letter if letter.isalnum() else "-" for letter in contact.customer[:40]).strip("-")
    began = contact.started_at or contact.created_at
    return "-".join(filter(None, ("chat", who, f"{began.astimezone():%Y-%m-%d-%H%M}")))
