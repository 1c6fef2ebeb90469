"""The cards of a transcript's rows: made when a row is first seen, kept for a while, placed where it lies."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from console.chat.interactive import Draft
from console.language import tr
from ui.chat.card_standings import CardStandings
from ui.chat.cards import Describe, MessageCard, Surroundings
from ui.chat.looks import Look
from ui.chat.places import Places
from ui.tasks import Tasks

KEPT = 16
"""Cards out of sight that are kept: scrolling back and forth makes none anew, and describes no view again."""
A_STEP_S = 0.02
ROUGH = 200
"""The height of a card that nobody has looked at."""
PAST = tr("It belongs to an earlier conversation.")


@dataclass(frozen=True)
class CardMeans:
    """What cards are made with."""

    around: Surroundings
    tasks: Tasks
    describe: Describe
    kept: Callable[[str], Mapping[str, Any] | None] = lambda _: None
    """What was kept of the view of a row, by its key."""


class RowCards(QObject):
    """Keeps the cards of the rows in sight on the viewport, and what was typed in all of them."""

    answered = Signal(object)
    """The Reply to send."""
    resized = Signal(str)
    """The key of a row whose card needs another height."""
    unfinished = Signal()
    """Not every card was made that is in sight: whoever hears it calls `show_rows` again, a little later."""

    def __init__(self, view: QWidget, viewport: QWidget, standings: CardStandings, means: CardMeans) -> None:
        super().__init__(view)
        self._view, self._viewport = view, viewport
        self.standings, self._means = standings, means
        self._made: OrderedDict[str, MessageCard] = OrderedDict()
        self._past: set[str] = set()
        self._drafts: dict[str, Draft] = {}
        self._heights: dict[str, tuple[int, int]] = {}
        self._usable, self._why_not = True, ""

    def take_over(self, other: RowCards) -> None:
        """What was typed in the cards of another goes on here."""
        self._drafts.update(other._drafts)

    def height(self, key: str, width: int) -> int:
        """The height of a card at a width, as far as it is known."""
        known = self._heights.get(key)
        return known[1] if known else ROUGH

    def card(self, key: str) -> MessageCard | None:
        """The card of a row, if it was seen lately."""
        return self._made.get(key)

    def controls(self, key: str) -> list[QWidget]:
        """What Tab leads to in the card of a row, in its order."""
        made = self._made.get(key)
        return [one for one in made.findChildren(QWidget) if _is_control(one, made)] if made else []

    # -- how they stand ----------------------------------------------------------------------------

    def show_usable(self, is_usable: bool, why_not: str = "") -> None:
        """Whether answers can be sent now, and why not."""
        self._usable, self._why_not = is_usable, why_not
        self.show_standings()

    def show_standings(self) -> None:
        """Shows how the cards stand now; to be called after each change of the transcript."""
        self.standings.find(self._made.keys())
        # A card that needs another height lets others come into sight.
        for key, made in tuple(self._made.items()):
            self._stand(key, made)

    def _stand(self, key: str, made: MessageCard) -> None:
        is_past = key in self._past
        made.show_standing(
            self.standings.of(key),
            is_usable=self._usable and not is_past,
            why_not=PAST if is_past else self._why_not,
        )

    # -- where they are ----------------------------------------------------------------------------

    def show_rows(self, rows: Iterable[tuple[Places, int]]) -> list[str]:
        """Shows the cards of these rows, each with its top on the viewport, and no others.

        Gives the keys of those that need another height than they have there.
        """
        wanted, changed, until = set[str](), list[str](), perf_counter() + A_STEP_S
        for places, top in rows:
            key = places.look.key
            if places.card.isEmpty():
                continue
            if key not in self._made and perf_counter() > until:
                self.unfinished.emit()
                break
            wanted.add(key)
            if self._place(places, top):
                changed.append(key)
        self._put_away(wanted)
        return changed

    def _place(self, places: Places, top: int) -> bool:
        """Places a card; whether it needs another height."""
        key, place = places.look.key, places.card.translated(0, top).toRect()
        made = self._made.get(key) or self._make(places.look)
        self._made.move_to_end(key)
        if self._heights.get(key, (0, 0))[0] != place.width():
            self._heights[key] = place.width(), max(1, made.height_at(place.width()))
        if made.geometry() != place:
            made.setGeometry(place)
        made.show()
        return self._heights[key][1] != place.height()

    def _make(self, look: Look) -> MessageCard:
        assert look.card is not None
        means, key = self._means, look.key
        draft = self._drafts.setdefault(key, Draft())
        made = MessageCard(look.card, means.around, means.tasks, means.describe, draft, means.kept(key))
        made.hide()
        made.setParent(self._viewport)
        # The viewport's own cursor says that text can be selected there.
        made.setCursor(Qt.CursorShape.ArrowCursor)
        if look.is_dim:
            self._past.add(key)
        self._stand(key, made)
        made.answered.connect(self.answered)
        made.height_changed.connect(lambda: self._measure(key, made))
        self._made[key] = made
        return made

    def _measure(self, key: str, made: MessageCard) -> None:
        width = self._heights.get(key, (0, 0))[0]
        if width and self._made.get(key) is made:
            self._heights[key] = width, max(1, made.height_at(width))
            self.resized.emit(key)

    def _put_away(self, wanted: set[str]) -> None:
        away = [key for key in self._made if key not in wanted]
        for key in away:
            made = self._made[key]
            if made.isAncestorOf(QApplication.focusWidget() or self._view):
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
            made.hide()
        for key in away[: max(0, len(away) - KEPT)]:
            self._made.pop(key).deleteLater()


def _is_control(one: QWidget, card: QWidget) -> bool:
    by_tab = one.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and one.focusProxy() is None and one.isVisibleTo(card)
