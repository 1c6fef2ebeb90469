"""Looking for a new version: a button that asks once, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from console import new_version
from console.errors import ConsoleError
from console.language import tr
from console.new_version import Newest, Releases
from console.paths import version
from ui import dates, masking
from ui.controls import button, column, label, restyle, row
from ui.drawn import Spinner
from ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio


class NewVersion(QWidget):
    """Asks when its button is pressed and at no other time; a question ends with the widget."""

    def __init__(self, whom: Releases, tasks: Tasks) -> None:
        super().__init__()
        self._whom, self._tasks = whom, tasks
        self._question: asyncio.Task[Any] | None = None
        self._page = ""
        self.look_button = button(tr("Look for a new version"), self.look)
        self.cancel_button = button(tr("Cancel"), self.cancel)
        self.page_button = button(tr("Open its page in the browser"), self._open_page, kind="link")
        self._spinner = Spinner()
        self.result = label("", wraps=True, selectable=True)
        line = row(self.look_button, self._spinner, self.cancel_button, self.page_button, None)
        self.setLayout(column(line, self.result, gap=6))
        self._show_asking(False)
        self.result.hide()
        self.page_button.hide()

    def look(self) -> None:
        """Asks who published this copy, unless that is under way."""
        if self._question is not None:
            return
        self.page_button.hide()
        self._question = self._tasks.start(self._look(), "look for a new version")
        if self._question is not None:
            self._show_asking(True)
            self._tell(tr("Asking {host}…", host=self._whom.host))

    def cancel(self) -> None:
        """Asks no more; nothing is told."""
        if self._question is not None:
            self._question.cancel()
            self._question = None
            self._show_asking(False)
            self.result.hide()

    async def _look(self) -> None:
        from asyncio import current_task

        try:
            found = await new_version.newest(self._whom)
        except ConsoleError as error:
            self._tell(error.told, is_problem=True)
        else:
            self.tell(found)
        finally:
            # One that was cancelled has nothing to end any more: there may be another, or no widget.
            if self._question is current_task():
                self._question = None
                self._show_asking(False)

    def tell(self, found: Newest) -> None:
        """Says how the newest version stands to this one."""
        self._page = found.page if found.standing == "newer" else ""
        self.page_button.setVisible(bool(self._page))
        self._tell(_told(found))

    def _tell(self, text: str, *, is_problem: bool = False) -> None:
        restyle(self.result, role="problem" if is_problem else "")
        self.result.setText(text)
        self.result.show()
        masking.announce(self.result, text)

    def _show_asking(self, is_asking: bool) -> None:
        """One of the two buttons is there, and the focus stays where it was."""
        shown, gone = self.cancel_button, self.look_button
        if not is_asking:
            shown, gone = gone, shown
        had_focus = gone.hasFocus()
        shown.show()
        if had_focus:
            shown.setFocus()
        gone.hide()
        self._spinner.setVisible(is_asking)

    def _open_page(self) -> None:
        if not QDesktopServices.openUrl(QUrl(self._page)):
            self._tell(tr("No browser could be opened. The page is {address}", address=self._page))


def _told(found: Newest) -> str:
    ours = version()
    if found.standing == "same":
        return tr("This is the newest version, {version}.", version=ours)
    if found.standing == "older":
        return tr(
            "This version, {version}, is newer than the newest that is published, {newest}.",
            version=ours,
            newest=found.name,
        )
    if found.published is None:
        return tr("Version {version} is out.", version=found.name)
    day = dates.told(found.published, "long_of_year")
    return tr("Version {version} is out, published on {day}.", version=found.name, day=day)
