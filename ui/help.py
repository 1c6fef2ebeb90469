"""Help: what to do where the console itself fails, and what it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from console.chat.clocks import Clock
from console.files import Damaged
from console.language import tr, tr_text
from console.last_run import Crash
from ui import steps, theme
from ui.clipboard import Clipboard
from ui.keys import Key
from ui.notice import Notice
from ui.tasks import Tasks

MENDED = tr("To use such a file again, close the console, mend it, and give it its old name.")
"""What can be done about a damaged file."""


class Help(QObject):
    """Opens what a person asks for who needs help, and tells of a run that was cut off."""

    keys_requested = Signal()
    welcome_requested = Signal()

    def __init__(
        self, window: QWidget, folder: Path, tasks: Tasks, clipboard: Clipboard, notice: Notice, clock: Clock
    ) -> None:
        super().__init__(window)
        self._window, self._folder, self._clock = window, folder, clock
        self._tasks, self._clipboard, self._notice = tasks, clipboard, notice

    def show_menu(self, beside: QWidget) -> None:
        """Shows all that there is, beside the button that leads to it."""
        menu = QMenu(beside)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for entry in (
            (tr("Welcome"), "messages-square", self.welcome_requested.emit),
            (tr("Keyboard shortcuts"), "keyboard", self.keys_requested.emit),
            None,
            (tr("Report a problem…"), "file-text", self.open_report),
            (tr("Open the data folder"), "folder-open", self.open_folder),
            None,
            (tr("About Connect Chat Console"), "info", self.open_about),
        ):
            if entry is None:
                menu.addSeparator()
            else:
                text, icon, act = entry
                menu.addAction(theme.icon(icon), text).triggered.connect(lambda _=False, act=act: act())
        menu.popup(beside.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 4)))

    def open_keys(self, keys: Sequence[Key]) -> None:
        """Shows every key."""
        from ui.keys_dialog import KeysDialog

        KeysDialog(self._window, keys).open()

    def open_folder(self) -> None:
        """Shows the folder of the user's data in the desktop's own window."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder))):
            self._notice.say(
                tr("Nothing here opens folders. It is {folder}", folder=self._folder),
                tr("Copy the path"),
                lambda: self._clipboard.copy(str(self._folder)),
            )

    def open_about(self) -> None:
        """Shows what the program is, and its licences."""
        self._tasks.start(self._show_about(), "read the licences")

    async def _show_about(self) -> None:
        from console import licences, new_version
        from ui.about import AboutDialog

        parts, whom = await steps.aside(lambda: (licences.parts(), new_version.releases()))
        AboutDialog(self._window, parts, whom, self._tasks).open()

    def tell_start(self, crash: Crash | None, damaged: Sequence[Damaged]) -> None:
        """Says what went wrong before this start, in one notice: a second one would take its place."""
        if damaged:
            said = tr_text(*([_words_of(crash)] if crash else []), *map(_told, damaged), MENDED)
            self._notice.say(said, tr("Open the data folder"), self.open_folder, stays=True)
        elif crash:
            self.tell_crash(crash)

    def tell_crash(self, crash: Crash) -> None:
        """Says that the run before this one was cut off, and offers the report."""
        self._notice.say(_words_of(crash), tr("Report…"), self.open_report, stays=True)

    def open_report(self) -> None:
        """Makes the report of a problem and shows it."""
        self._tasks.start(self._make_report(), "make the report")

    async def _make_report(self) -> None:
        from console import problem_report
        from ui.report import ReportDialog, window_facts

        facts = window_facts(self._window)
        parts = await steps.aside(lambda: problem_report.parts(self._folder, facts))
        dialog = ReportDialog(self._window, parts, self._clipboard, self._clock())
        dialog.saved.connect(lambda name: self._notice.say(tr("The report was saved as {name}.", name=name)))
        dialog.open()


def _words_of(crash: Crash) -> str:
    failed, cut_off = tr("The console failed last time."), tr("The console was cut off last time.")
    kept = tr("What you had typed is kept, and so is every chat in the history.")
    return tr_text(failed if crash.has_traces else cut_off, kept)


def _told(damaged: Damaged) -> str:
    name = damaged.file.name
    if damaged.aside is None:
        return tr("{file} is damaged, and could not be set aside.", file=name)
    return tr("{file} was damaged, and is set aside as {aside}.", file=name, aside=damaged.aside.name)
