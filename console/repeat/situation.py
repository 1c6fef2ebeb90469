"""How a chat stands for whoever repeats it: what was answered since the last turn, and what is open."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from console.chat.interactive import Card, card_in, is_live_view, standings
from console.chat.items import Item
from console.chat.session import ChatSession
from console.chat.transcript import Row
from console.language import tr
from console.repeat.script import PEOPLE, is_own, is_reply


class Situation:
    """Looks at the session of a chat; everything is read from its transcript, as it stands."""

    def __init__(self, session: ChatSession) -> None:
        self._session = session

    @property
    def rows(self) -> Sequence[Row]:
        """The rows of this session, without those of earlier ones."""
        return [row for row in self._session.transcript.rows if not row.item.is_past]

    @property
    def items(self) -> list[Item]:
        """What was said and has happened."""
        return [row.item for row in self.rows]

    @property
    def latest(self) -> list[Row]:
        """The rows since the customer's latest turn."""
        return list(takewhile(lambda row: not is_own(row.item), reversed(self.rows)))

    @property
    def replies(self) -> int:
        """How many messages came since that turn, and are there as a whole."""
        return sum(is_reply(row.item) and not row.is_streaming for row in self.latest)

    @property
    def is_streaming(self) -> bool:
        """Whether a message is still being written."""
        return any(row.is_streaming for row in self.latest)

    @property
    def person(self) -> str:
        """The name of an agent who is in the chat; empty for none."""
        people = (one for one in self._session.transcript.participants if one.role in PEOPLE)
        return next((one.name or tr("An agent") for one in people if one.is_present), "")

    @property
    def is_over(self) -> bool:
        """Whether nothing more can be said."""
        return self._session.state in ("ended", "failed")

    @property
    def open_cards(self) -> list[Card]:
        """The cards that can be answered, the newest first; of a view, what it is to be described by."""
        items = [item for item in self.items if item.kind == "message"]
        found = standings(items)
        open_ids = {key for key, standing in found.items() if standing.state == "open"}
        return [card_in(item.content) for item in reversed(items) if item.id in open_ids]

    @property
    def open_view(self) -> Card | None:
        """The view that waits for its answer."""
        return next((card for card in self.open_cards if card.view is not None), None)

    @property
    def waits_for_view(self) -> bool:
        """Whether what is typed has to go to a view."""
        return is_live_view(self.items)

    def own_row(self, key: str) -> Row | None:
        """A row by its key, while it has it."""
        return next((row for row in reversed(self.rows) if row.key == key), None)

    def own_words(self) -> list[str]:
        """The contents of all that the customer has said."""
        return [row.item.content for row in self.rows if is_own(row.item)]
