"""What the parts of one drawn card share: how it stands, what was done with it so far, whom to tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.chat.interactive import OPEN, Card, Draft, Input, Reply, Standing, Submit
from console.chat.views import problems, reply_to
from console.redaction import remember

if TYPE_CHECKING:
    from ui.chat.cards.gate import Gate


class Box(Protocol):
    """What a field stands in."""

    @property
    def has_problem(self) -> bool:
        """Whether something is shown to be wrong."""

    def show_problems(self, found: Mapping[str, str]) -> None:
        """Shows what is wrong with it among all."""

    def focus(self) -> None:
        """Puts the keyboard into it."""


@dataclass(frozen=True)
class Surroundings:
    """What a card needs from around it."""

    gate: Gate
    open_link: Callable[[str], None]
    """Asks, and opens a link in the browser."""
    copy: Callable[[str], None]
    zone: tzinfo | None = None
    """The customer's time zone; None for that of this computer."""


@dataclass
class Form:
    """The fields that are drawn, and the boxes that they stand in."""

    inputs: list[Input] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


class Scope(QObject):
    """One card on the screen."""

    answered = Signal(object)
    stood = Signal()
    """It can be answered now, or no longer."""
    resized = Signal()

    def __init__(
        self, parent: QObject, around: Surroundings, draft: Draft, draw: Callable[[Card, Scope], QWidget]
    ) -> None:
        super().__init__(parent)
        self.around, self.draft, self.form = around, draft, Form()
        self.standing: Standing = OPEN
        self.is_usable, self.why_not = True, ""
        self._draw = draw

    def draw(self, card: Card) -> QWidget:
        """A card within the card."""
        return self._draw(card, self)

    @property
    def is_open(self) -> bool:
        """Whether an answer can be given now."""
        return self.is_usable and self.standing.state == "open"

    def stand(self, standing: Standing, *, is_usable: bool, why_not: str = "") -> None:
        """How the card stands now."""
        told = (standing, is_usable, why_not)
        if told != (self.standing, self.is_usable, self.why_not):
            self.standing, self.is_usable, self.why_not = told
            self.stood.emit()

    def answer(self, reply: Reply) -> None:
        """Gives an answer, if one can be given: a card is answered once."""
        if self.is_open:
            remember(*reply.secrets)
            self.stand(Standing("answered", reply.content), is_usable=True)
            self.answered.emit(reply)

    def submit(self, asked: Submit) -> None:
        """Does what a button of a view says, once what was typed is right."""
        if not self.is_open:
            return
        found = problems(self.form.inputs, self.draft.values) if asked.checks else {}
        for box in self.form.boxes:
            box.show_problems(found)
        if found:
            self.resized.emit()
            next(box for box in self.form.boxes if box.has_problem).focus()
            return
        self.answer(reply_to(asked, self.form.inputs, self.draft.values))

    def submit_first(self) -> None:
        """Return in a field does what the main button does."""
        if self.primary is not None:
            self.submit(self.primary)

    primary: Submit | None = None
