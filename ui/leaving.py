"""Closing the window while chats are open: stopped, left, or rejoined next time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QButtonGroup, QDialog, QRadioButton, QWidget

from console.chat.chat import Chat
from console.language import tr, tr_count, tr_list, tr_text
from console.workspace import Workspace
from ui.controls import button, column, label, row
from ui.drawn import Picture
from ui.profiles.sheet import compact
from ui.tasks import Tasks

STOP_S = 8.0
"""So long the end waits for contacts to be stopped."""
MOST_NAMED = 5

CHOICES = (
    ("stop", tr("Stop them"), tr("Ends the contacts, as Stop contact does.")),
    ("leave", tr("Leave them open"), tr("They go on without this console until their duration is over.")),
    ("rejoin", tr("Rejoin them next time"), tr("Their tokens stay in the keyring until then.")),
)
"""Of each way to leave open chats: its name, its words, and what it means. The first is the default."""


class LeavingDialog(QDialog):
    """Asks what becomes of the chats that are open. Opened with `open()`."""

    def __init__(self, parent: QWidget, chats: Sequence[Chat], why_no_rejoin: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        count = len(chats)
        title = tr_count("A chat is still open", "{count:,} chats are still open", count)
        self.setWindowTitle(tr("Close the console"))
        self.text = label(quota_text(chats), "muted", wraps=True)
        self.setAccessibleDescription(self.text.text())
        self.problem = label("", "problem", wraps=True)
        self.problem.hide()
        self.group = QButtonGroup(self)
        self.choices = {name: QRadioButton(words) for name, words, _ in CHOICES}
        lines = column(gap=8)
        for name, _, about in CHOICES:
            choice = self.choices[name]
            self.group.addButton(choice)
            said = why_no_rejoin if name == "rejoin" and why_no_rejoin else about
            choice.setAccessibleDescription(said)
            choice.setEnabled(name != "rejoin" or not why_no_rejoin)
            lines.addLayout(column(choice, _indented(said), gap=1))
        self.choices["stop"].setChecked(True)
        self.close_button = button(tr("Close"), kind="primary")
        self.close_button.setDefault(True)
        self.cancel = button(tr("Go on chatting"), self.reject)
        head = row(gap=12)
        head.addWidget(Picture("messages-square", "warn", 20), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(column(label(title, "h2", wraps=True), self.text, gap=6), 1)
        body = column(head, lines, self.problem, gap=16, margins=(22, 20, 22, 18))
        body.addLayout(row(None, self.cancel, self.close_button))
        compact(self, body, 460)
        self.close_button.setFocus()

    @property
    def chosen(self) -> str:
        """The name of the way that is chosen."""
        return next(name for name, choice in self.choices.items() if choice.isChecked())

    def show_stopping(self) -> None:
        """The contacts are being stopped; nothing else can be chosen meanwhile."""
        self.close_button.setText(tr("Stopping…"))
        for part in (self.close_button, *self.choices.values()):
            part.setEnabled(False)

    def show_problem(self, problem: str) -> None:
        """Some could not be stopped: closing all the same leaves them open."""
        self.problem.setText(problem)
        self.problem.show()
        self.close_button.setText(tr("Close all the same"))
        self.close_button.setEnabled(True)
        self.choices["leave"].setEnabled(True)
        self.choices["leave"].setChecked(True)


def _indented(text: str) -> QWidget:
    made = label(text, "muted", wraps=True)
    made.setContentsMargins(24, 0, 0, 0)
    return made


def quota_text(chats: Sequence[Chat]) -> str:
    """Which chats are open, and what they take of the quota."""
    names = [chat.name or tr("Chat") for chat in chats[:MOST_NAMED]]
    rest = len(chats) - len(names)
    if rest:
        names.append(tr_count("{count:,} more", "{count:,} more", rest))
    return tr_count(
        "{names}. It takes one of the concurrent active chats of the instance, 500 by default, "
        "until the end.",
        "{names}. They take {count:,} of the concurrent active chats of the instance, 500 by default, "
        "until the end.",
        len(chats),
        names=tr_list(names),
    )


class Leaving(QObject):
    """Asks, and does what was chosen, before the window closes."""

    def __init__(self, window: QWidget, workspace: Workspace, tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._workspace, self._tasks = window, workspace, tasks

    @property
    def open_chats(self) -> list[Chat]:
        """The chats that stay open when the window closes. Those of the sandbox end with it."""
        chats = self._workspace.chats
        return [one for one in chats if one.can_be_stopped and one.profile.kind != "sandbox"]

    def ask(self, go_on: Callable[[], object]) -> None:
        """Asks what becomes of them, and goes on with closing when that is done."""
        chats = self.open_chats
        dialog = LeavingDialog(self._window, chats, self._why_no_rejoin(chats))
        dialog.close_button.clicked.connect(partial(self._leave, dialog, go_on))
        dialog.open()

    def _why_no_rejoin(self, chats: Sequence[Chat]) -> str:
        if all(chat.session is None for chat in chats):
            return tr("None of them was joined here, so there is nothing to rejoin.")
        problem = self._workspace.open_chats.problem
        return problem.told if problem else ""

    def _leave(self, dialog: LeavingDialog, go_on: Callable[[], object]) -> None:
        if dialog.chosen == "stop":
            dialog.show_stopping()
            self._tasks.start(self._stop(dialog, go_on), "stop the chats that are open")
        else:
            rejoin = dialog.chosen == "rejoin"
            self._tasks.start(self._let_be(dialog, go_on, rejoin=rejoin), "leave the chats that are open")

    async def _stop(self, dialog: LeavingDialog, go_on: Callable[[], object]) -> None:
        from asyncio import timeout

        problem = ""
        try:
            async with timeout(STOP_S):
                left = await self._workspace.open_chats.stop_all()
            errors = [chat.error.sentence for chat in left if chat.error is not None]
            if left:
                said = tr_count(
                    "{count:,} could not be stopped.", "{count:,} could not be stopped.", len(left)
                )
                problem = tr_text(said, *errors[:1])
        except TimeoutError:
            problem = tr("Stopping them took longer than {seconds:.0f} seconds.", seconds=STOP_S)
        if problem:
            dialog.show_problem(problem)
        else:
            dialog.accept()
            go_on()

    async def _let_be(self, dialog: LeavingDialog, go_on: Callable[[], object], *, rejoin: bool) -> None:
        await self._workspace.open_chats.leave_all(rejoin=rejoin)
        dialog.accept()
        go_on()
