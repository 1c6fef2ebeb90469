"""Where items come in, from the socket and from the transcript, and what they change."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, Literal

from console.changes import Changes
from console.chat.arrivals import Arrivals
from console.chat.clocks import Clock
from console.chat.connection.frames import Frame
from console.chat.items import Item
from console.chat.transcript import Change, Transcript

log = logging.getLogger(__name__)

SessionChange = Change | Literal["state", "typing", "transfers", "receipts"]

ENDED: Final = "chat.ended"


class Reception:
    """Folds what comes in into the transcript, tells the changes, and keeps all of it for `until`.

    `claim` says which message of this console's own an item is the echo of, by its client token.
    `heard` is given every item before anything is made of it, so that it can be kept before it is shown;
    those of a page together, since each for itself would be waited for.
    """

    def __init__(
        self,
        transcript: Transcript,
        changes: Changes[SessionChange],
        claim: Callable[[Item], str | None],
        clock: Clock,
        heard: Callable[[Sequence[Item]], None] = lambda _: None,
    ) -> None:
        self.authentication: Item | None = None
        """The latest event of a sign-in that the flow asks for."""
        self.arrivals = Arrivals()
        self._transcript = transcript
        self._changes = changes
        self._claim = claim
        self._clock = clock
        self._heard = heard

    def hear(self, frame: Frame) -> Item | None:
        """Take in a frame of the socket; the item that it brought, if that is new."""
        if frame.item is None:
            if frame.kind in ("error", "unknown"):
                log.info("a frame was not understood: %s", frame.kind)
            return None
        return frame.item if self.take([frame.item]) else None

    def take(self, items: Sequence[Item]) -> int:
        """Take in items that are news; how many of them told something that was not known."""
        self._heard(items)
        return sum(map(self._take, items))

    def _take(self, item: Item) -> bool:
        self._note(item)
        is_own = item.participant_id == self._transcript.me and not item.is_past
        token = self._claim(item) if is_own else None
        now = self._clock()
        if token is None:
            changes = self._transcript.apply(item, now)
        else:
            changes = self._transcript.settle(token, item, now)
        self.tell_rows(changes)
        return self._keep(item, changes)

    def take_earlier(self, items: Sequence[Item]) -> int:
        """Take in items from further up; they are no news, and nobody waits for them."""
        self._heard(items)
        return sum(map(self._take_earlier, items))

    def _take_earlier(self, item: Item) -> bool:
        changes = self._transcript.apply(item, self._clock())
        self.tell_rows(changes)
        return any(change.kind == "inserted" for change in changes)

    def tell_rows(self, changes: list[Change]) -> None:
        """Tell what became of rows."""
        for change in changes:
            self._changes.tell(change)

    def _keep(self, item: Item, changes: list[Change]) -> bool:
        known = self._transcript.find(item.id)
        if known is None:
            return self.arrivals.add_once(item)
        if changes:
            # With the text that has come so far, since a predicate asks for what was said.
            self.arrivals.add(replace(known, chunk=item.chunk))
        return bool(changes)

    def _note(self, item: Item) -> None:
        if item.event == "typing":
            self._changes.tell("typing")
        if item.kind == "receipt":
            self._changes.tell("receipts")
        if item.event.startswith("authentication.") and not item.is_past:
            known = self.authentication or item
            self.authentication = max(known, item, key=lambda one: one.at)


def ended_by(transcript: Transcript) -> str:
    """Who ended a chat: the role of who left last, as CUSTOMER or AGENT; empty where nobody did."""
    rows = reversed(transcript.rows)
    left = (row.item.role for row in rows if row.item.event == "participant.left" and not row.item.is_past)
    return next(left, "")
