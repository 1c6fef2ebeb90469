"""Draws a card, whatever it came from, and tells the one answer that it gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from console.chat.interactive import (
    OPEN,
    Buttons,
    Card,
    Choices,
    Draft,
    Facts,
    Inputs,
    Pages,
    Part,
    Slots,
    Standing,
    Steps,
    Text,
    Thanks,
)
from console.chat.views import sent_values
from console.language import tr
from ui import theme
from ui.chat.cards import words
from ui.chat.cards.choices import choices
from ui.chat.cards.field_box import form
from ui.chat.cards.pages import Carousel
from ui.chat.cards.pictures import Consent, PictureBox
from ui.chat.cards.presses import SubmitPress
from ui.chat.cards.scope import Scope, Surroundings
from ui.chat.cards.slots import Days
from ui.controls import FlowLayout, column

MARGIN = 14
LEAST, WIDEST = 240, 520
"""Pixels of a card, beyond which a line is hard to read."""
_OVER = {
    "replaced": ("history", tr("A newer one has taken its place.")),
    "answered": ("check", tr("Answered")),
}


def buttons(part: Buttons, scope: Scope) -> QWidget:
    """The buttons of a view, in lines."""
    flow = FlowLayout(8)
    for one in part.items:
        flow.addWidget(SubmitPress(one, scope))
    made = QWidget()
    made.setLayout(flow)
    return made


PARTS: Mapping[type, Callable[[Any, Scope], QWidget]] = {
    Text: words.text,
    Facts: words.facts,
    Steps: words.steps,
    Choices: choices,
    Slots: Days,
    Pages: Carousel,
    Inputs: form,
    Buttons: buttons,
}
"""What draws each part of a card."""


def draw(card: Card, scope: Scope) -> QWidget:
    """A card without what stands around it: picture, title, parts, and what could not be drawn."""
    made = QWidget()
    made.setLayout(column(*pieces(card, scope), gap=10))
    return made


def pieces(card: Card, scope: Scope) -> Iterator[QWidget]:
    """What a card consists of, from above to below; each is drawn when it is asked for."""
    if card.image:
        yield PictureBox(card.image, scope, is_small=False)
    if title := card.title or (card.json and (card.template or tr("Interactive message"))):
        yield words.said(title, "h2")
    if card.subtitle:
        yield words.said(card.subtitle, "muted")
    for part in card.parts:
        for one in _few_at_once(part):
            yield PARTS[type(one)](one, scope)
    if card.json:
        yield _json(card.json)
    for note in card.notes:
        icon = ("triangle-alert", "warn") if card.json else ("info", "faint")
        yield words.lined(*icon, words.said(note, "faint"), 14)


def _few_at_once(part: Part) -> Iterable[Part]:
    """A long form in pieces, none of which takes long to draw."""
    return [Inputs((row,)) for row in part.rows] if isinstance(part, Inputs) else [part]


def _json(text: str) -> QPlainTextEdit:
    box = QPlainTextEdit()
    box.setPlainText(text)
    box.setReadOnly(True)
    box.setTabChangesFocus(True)
    box.setProperty("code", True)
    box.setAccessibleName(tr("The message as JSON"))
    lines = min(12, text.count("\n") + 1)
    theme.fit(box, height=24 + 18 * max(2, lines))
    return box


class CardView(QFrame):
    """A card on the screen. After its answer it shows what was chosen, and takes no other."""

    answered = Signal(object)
    """The Reply to send; told once."""
    height_changed = Signal()

    def __init__(self, card: Card, around: Surroundings, draft: Draft | None = None) -> None:
        super().__init__()
        self.card, self._shown_thanks = card, False
        self.setProperty("card", True)
        self.setAccessibleName(card.title or card.template or tr("Interactive message"))
        self.setAccessibleDescription(card.subtitle)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.scope = Scope(self, around, draft or Draft(), draw)
        self._body = QVBoxLayout()
        self._body.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._body.setSpacing(10)
        self.setLayout(self._body)
        self._drawn = False
        self._foot: QWidget | None = None
        self.scope.answered.connect(self.answered)
        self.scope.resized.connect(self.height_changed)
        self.scope.stood.connect(self._show_foot)

    def show_standing(self, standing: Standing = OPEN, *, is_usable: bool = True, why_not: str = "") -> None:
        """Shows how the card stands, and whether an answer could be sent now; if not, why not."""
        self.stand(standing, is_usable=is_usable, why_not=why_not)
        self._draw()

    def stand(self, standing: Standing, *, is_usable: bool, why_not: str) -> None:
        """The same, drawing nothing; what was answered stands in the fields that are drawn later."""
        if standing.state == "answered" and not self.scope.draft.values:
            self.scope.draft.values.update(sent_values(standing.answer))
        self.scope.stand(standing, is_usable=is_usable, why_not=why_not)

    def _draw(self) -> None:
        for _ in self.draw_in_pieces():
            pass

    def draw_in_pieces(self) -> Iterator[None]:
        """Draws a piece whenever it is asked for the next, unless it is drawn."""
        if self._drawn:
            return
        self._drawn = True
        self._body.addWidget(Consent(self.card, self.scope))
        inner = column(gap=10)
        self._body.addLayout(inner)
        for piece in pieces(self.card, self.scope):
            inner.addWidget(piece)
            for each in (piece, *piece.findChildren(QWidget)):
                # Shown, they would be styled all at once.
                each.ensurePolished()
            yield
        self._show_foot()
        self.installEventFilter(self)

    def _show_foot(self) -> None:
        """What became of the card, below it."""
        if self._foot is not None:
            self._foot.hide()
            self._foot.deleteLater()
            self._foot = None
        state = self.scope.standing.state
        if state in _OVER:
            icon, told = _OVER[state]
            lines = column(words.said(told, "muted"), gap=2)
            if state == "answered" and self.card.thanks is not None:
                lines = _thanks(self.card.thanks)
            inner = QWidget()
            inner.setLayout(lines)
            self._foot = words.lined(icon, "ok" if state == "answered" else "faint", inner)
            self._body.addWidget(self._foot)
            self._foot.show()
        self.height_changed.emit()

    def height_at(self, width: int) -> int:
        """The height that the card needs at a width."""
        self._draw()
        needed = self._body.totalHeightForWidth(width)
        return needed if needed > 0 else self._body.totalSizeHint().height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.height_changed.emit()
        return False

    def focus(self) -> None:
        """Puts the keyboard to its first control."""
        self._draw()
        for each in self.findChildren(QWidget):
            by_tab = each.focusPolicy() & Qt.FocusPolicy.TabFocus
            if by_tab and each.isEnabled() and each.isVisible() and each.focusProxy() is None:
                each.setFocus(Qt.FocusReason.OtherFocusReason)
                return


def _thanks(thanks: Thanks) -> QVBoxLayout:
    lines = column(gap=2)
    if thanks.title:
        lines.addWidget(words.said(thanks.title, "strong"))
    if thanks.subtitle:
        lines.addWidget(words.said(thanks.subtitle, "muted"))
    return lines
