"""What a person can do as the agent of a chat, as far as it stands so that they can."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from console.agent_seat import Standing
from console.language import tr
from ui import theme, wording
from ui.agent.words import LONGEST
from ui.controls import button, column, label, row


class Accepting(QWidget):
    """A contact waits: under which name to take it, and whether."""

    accepted = Signal(str)
    """The name to join with; empty for the script's."""
    rejected = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Join as"))
        self.name.setMaxLength(256)
        self.name.returnPressed.connect(self._accept)
        self.accept = button(tr("Accept"), self._accept, kind="primary", icon="headset", tint="on_accent")
        self.reject = button(tr("Reject"), self.rejected.emit)
        self.reject.setToolTip(tr("The contact keeps its place in the queue."))
        line = row(label(tr("Join as"), "label"), gap=10)
        line.addWidget(self.name, 1)
        self.setLayout(column(line, row(self.accept, self.reject, None), gap=10))

    def show_standing(self, standing: Standing) -> None:
        """Shows whose place it would be."""
        self.name.setPlaceholderText(standing.agent or tr("Agent"))
        self.reject.setVisible(standing.state == "ringing")

    def _accept(self) -> None:
        self.accepted.emit(self.name.text().strip())


class Handling(QWidget):
    """A person is the agent: to whom the chat can go on, and how it ends."""

    queue_chosen = Signal(str)
    colleague_chosen = Signal(str)
    given_back = Signal()
    left = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._standing, self._customer = Standing(), ""
        self.transfer = button(tr("Transfer…"), lambda: _pop_up(self.transfers(), self.transfer))
        self.leave = button(tr("Leave…"), lambda: _pop_up(self.ways_out(), self.leave))
        self.setLayout(row(self.transfer, self.leave, None))

    def show_standing(self, standing: Standing, customer: str) -> None:
        """Shows what can be done."""
        self._standing, self._customer = standing, customer
        can_transfer = bool(standing.queues or standing.colleagues)
        self.transfer.setVisible(standing.state == "you" and can_transfer)

    def transfers(self) -> QMenu:
        """Where the chat can go."""
        menu = QMenu(self)
        for name in self._standing.queues:
            _add(
                menu,
                "users-round",
                tr("Queue: {name}", name=wording.short(name, LONGEST)),
                partial(self.queue_chosen.emit, name),
            )
        for name in self._standing.colleagues:
            words = tr("Agent: {name}, by the script", name=wording.short(name, LONGEST))
            _add(menu, "user-round", words, partial(self.colleague_chosen.emit, name))
        return menu

    def ways_out(self) -> QMenu:
        """How the agent can go, each with what becomes of the customer."""
        menu, customer = QMenu(self), wording.short(self._customer, LONGEST)
        leave = tr("Leave: the disconnect flow goes on with the customer")
        if customer:
            leave = tr("Leave: the disconnect flow goes on with {customer}", customer=customer)
        _add(menu, "log-out", leave, self.left.emit)
        if self._standing.state == "you":
            _add(menu, "circle-stop", tr("End contact: it ends for both, no flow follows"), self.ended.emit)
        agent = wording.short(self._standing.agent, LONGEST)
        if self._standing.state == "you" and self._standing.has_script:
            menu.addSeparator()
            _add(menu, "bot", tr("Let the script go on as {agent}", agent=agent), self.given_back.emit)
        return menu


def _add(menu: QMenu, icon: str, words: str, act: Callable[[], object]) -> None:
    made = menu.addAction(theme.icon(icon), words.replace("&", "&&"))
    made.triggered.connect(lambda *_: act())


def _pop_up(menu: QMenu, below: QWidget) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    mirrored = below.layoutDirection() == Qt.LayoutDirection.RightToLeft
    corner = below.rect().bottomRight() if mirrored else below.rect().bottomLeft()
    at = below.mapToGlobal(corner)
    menu.popup(QPoint(at.x() - menu.sizeHint().width() if mirrored else at.x(), at.y() + 4))
