"""An interactive message in the chat: its card at once, or that of its view once it was described."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from console.chat.interactive import OPEN, Card, Draft, Standing
from console.chat.views import view_card
from console.errors import ConsoleError
from console.language import tr
from ui.chat.cards.card_view import CardView
from ui.chat.cards.scope import Surroundings
from ui.chat.cards.words import lined, said
from ui.controls import button, column, label, row
from ui.drawn import Spinner
from ui.tasks import Tasks

Describe = Callable[[str], Awaitable[Mapping[str, Any]]]
"""DescribeView by a view's token; raises ConsoleError."""

A_STEP_S = 0.012
"""How long the window waits at once while a view is drawn, but for the piece that is begun."""


class MessageCard(QWidget):
    """Draws one interactive message and tells its one answer. A view is described when it is first shown."""

    answered = Signal(object)
    """The Reply to send."""
    height_changed = Signal()

    def __init__(
        self,
        card: Card,
        around: Surroundings,
        tasks: Tasks,
        describe: Describe,
        draft: Draft | None = None,
        kept: Mapping[str, Any] | None = None,
    ) -> None:
        """`kept` is what was kept of its view, which then is drawn however the message stands."""
        super().__init__()
        self.card = card
        """What is drawn: of a view that was described, the view's."""
        self._around, self._tasks, self._describe = around, tasks, describe
        self.draft, self._kept = draft or Draft(), kept
        self._standing, self._usable, self._why_not = OPEN, True, ""
        self.view: CardView | None = None
        self._inside: QWidget | None = None
        self._is_asked = False
        self._body = QVBoxLayout()
        self._body.setContentsMargins(0, 0, 0, 0)
        self.setLayout(self._body)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if card.view is None:
            self._show_view(CardView(card, around, self.draft))

    def show_standing(self, standing: Standing = OPEN, *, is_usable: bool = True, why_not: str = "") -> None:
        """Shows how the message stands, and whether an answer could be sent now; if not, why not."""
        self._standing, self._usable, self._why_not = standing, is_usable, why_not
        if self.view is not None:
            self.view.show_standing(standing, is_usable=is_usable, why_not=why_not)
        elif self._kept is not None:
            self.ask()
        elif standing.state != "open":
            self._show_over(standing)
        elif is_usable and self.card.view is not None:
            self.ask()
        elif self._inside is None:
            self._show(lined("shapes", "muted", said(tr("This view is not loaded."), "muted")))

    def height_at(self, width: int) -> int:
        """The height that it needs at a width."""
        if self.view is not None:
            return self.view.height_at(width)
        needed = self._body.totalHeightForWidth(width)
        return needed if needed > 0 else self._body.totalSizeHint().height()

    def focus(self) -> None:
        """Puts the keyboard to its first control."""
        if self.view is not None:
            self.view.focus()

    def ask(self) -> None:
        """Has the view described, once."""
        request = self.card.view
        if request is None or self._is_asked:
            return
        if not request.token and self._kept is None:
            self._fail(self.card.notes[0] if self.card.notes else tr("The view has no token."), "")
            return
        self._is_asked = True
        line = row(Spinner(), label(tr("Loading the view …"), "muted"), None, gap=9)
        made = QWidget()
        made.setLayout(line)
        self._show(made)
        if task := self._tasks.start(self._load(), "describe a view"):
            self.destroyed.connect(lambda *_: task.cancel())

    async def _load(self) -> None:
        request = self.card.view
        if request is None:
            return
        try:
            described = self._kept or await self._describe(request.token)
        except ConsoleError as error:
            self._is_asked = False
            self._fail(error.sentence, error.advice)
            return
        view = CardView(view_card(request, described), self._around, self.draft)
        view.hide()
        view.setParent(self)
        await self._draw(view)
        if self._standing.state == "open" or self._kept is not None:
            self._show_view(view)
        else:
            view.deleteLater()

    async def _draw(self, view: CardView) -> None:
        """Draws a view while the window goes on: a long form takes longer than anybody may wait."""
        from asyncio import sleep

        view.stand(self._standing, is_usable=self._usable, why_not=self._why_not)
        until = perf_counter() + A_STEP_S
        for _ in view.draw_in_pieces():
            if perf_counter() > until:
                await sleep(0)
                until = perf_counter() + A_STEP_S

    def _fail(self, sentence: str, advice: str) -> None:
        """Tells why there is nothing to draw, and lets it be tried again."""
        lines = column(said(sentence, "strong"), gap=4)
        if advice:
            lines.addWidget(said(advice, "muted"))
        if self.card.view is not None and self.card.view.token:
            again = button(tr("Try again"), self.ask, icon="refresh-cw", name=tr("Load the view again"))
            lines.addLayout(row(again, None))
        inner = QWidget()
        inner.setLayout(lines)
        self._show(lined("triangle-alert", "warn", inner))

    def _show_over(self, standing: Standing) -> None:
        """A view that is over is not described any more: its token serves the one that waits."""
        told = (
            tr("This view was answered.")
            if standing.state == "answered"
            else tr("A newer view has taken its place.")
        )
        icon = "check" if standing.state == "answered" else "history"
        self._show(lined(icon, "muted", said(told, "muted")))

    def _show_view(self, view: CardView) -> None:
        self.card, self.view = view.card, view
        self.view.answered.connect(self.answered.emit)
        self.view.height_changed.connect(self.height_changed.emit)
        self.view.show_standing(self._standing, is_usable=self._usable, why_not=self._why_not)
        self._put(self.view)

    def _show(self, inside: QWidget) -> None:
        frame = QFrame()
        frame.setProperty("card", True)
        frame.setLayout(column(inside, margins=(14, 12, 14, 12)))
        self._put(frame)

    def _put(self, inside: QWidget) -> None:
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = inside
        self._body.addWidget(inside, 0, Qt.AlignmentFlag.AlignTop)
        inside.show()
        self.setAccessibleName(self.card.title or self.card.template or tr("Interactive message"))
        self.height_changed.emit()
