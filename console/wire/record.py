"""The record of one chat's wire: bounded, told as it grows, and without secrets from the first moment."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from console.changes import Changes
from console.redaction import clean
from console.wire.entry import Entry, Exchange, SocketFrame
from console.wire.masking import Given, masked_json, masked_text

if TYPE_CHECKING:
    from console.aws.hearing import Ended, Outcome
    from console.errors import Call, ConsoleError

MOST: Final = 5_000
"""Entries that are kept."""
LARGEST: Final = 8 * 1024 * 1024
"""Bytes that they take, about."""
MOST_BEATS: Final = 400
"""Of them heartbeats, which would push out everything else within some hours."""


class WireRecord:
    """Everything that went over a chat's wire, oldest first; the oldest make room for new ones.

    Requests stand where they began, and change once they have ended. To be used on the loop of the chat.
    `changes` tells that there is something new.
    """

    def __init__(self, most: int = MOST, largest: int = LARGEST) -> None:
        self.changes: Changes[None] = Changes()
        self.dropped = 0
        """How many entries are gone."""
        self.size = 0
        """What the entries take, in bytes, about."""
        self._most, self._largest = most, largest
        self._entries: OrderedDict[int, Entry] = OrderedDict()
        self._beats: deque[int] = deque()
        self._given: Given = frozenset()
        self._last = 0

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(tuple(self._entries.values()))

    def find(self, number: int) -> Entry | None:
        """The entry of a number, None where it is gone."""
        return self._entries.get(number)

    def after(self, number: int) -> Sequence[Entry]:
        """The entries that came after the one of a number."""
        found = []
        for entry in reversed(self._entries.values()):
            if entry.number <= number:
                break
            found.append(entry)
        return found[::-1]

    def carrying(self, *ids: str) -> Entry | None:
        """The latest frame that brought an item, else the latest request that speaks of it.

        A message that was never taken is known by its client token.
        """
        wanted = [one for one in ids if one]
        newest = reversed(self._entries.values())
        spoken = [entry for entry in newest if any(entry.speaks_of(one) for one in wanted)]
        frames = (one for one in spoken if isinstance(one, SocketFrame))
        # What is asked for is how it came, or how it was sent; pages of the transcript only repeat it.
        said = (one for one in spoken if one.name not in ("GetTranscript", "SendEvent"))
        return next(frames, None) or next(said, None) or next(iter(spoken), None)

    @property
    def given(self) -> Given:
        """What was given in fields for secrets."""
        return self._given

    def keep_secret(self, given: Iterable[str]) -> None:
        """Masks what is given in fields for secrets, in all that comes from now on."""
        self._given |= frozenset(one for one in given if one)

    # -- requests -------------------------------------------------------------------------------

    def began(self, call: Call) -> Ended:
        """Notes an attempt of a request; how it ends may be told on any thread."""
        from asyncio import get_running_loop

        loop, given = get_running_loop(), self._given
        pending = Exchange(
            number=self._next(),
            at=datetime.now(UTC),
            service=call.service,
            operation=call.operation,
            endpoint=clean(call.endpoint),
            request=masked_json(call.request, given) if call.request else "",
            attempt=call.attempts,
        )
        self._keep(pending)

        def ended(outcome: Outcome) -> None:
            entry = _settled(pending, outcome, given)
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self._settle, entry)

        return ended

    def _settle(self, entry: Exchange) -> None:
        known = self._entries.get(entry.number)
        # The answer may come out before the word that nobody waits for it.
        if isinstance(known, Exchange) and (known.state in ("pending", "left") or entry.state != "left"):
            self.size += entry.weight - known.weight
            self._entries[entry.number] = entry
            self._make_room()
            self.changes.tell(None)

    # -- frames ---------------------------------------------------------------------------------

    def sent(self, name: str, text: str) -> None:
        """Notes a frame that was sent."""
        self._note("out", name, text)

    def received(self, name: str, text: str | bytes, item_id: str = "", *, is_error: bool = False) -> None:
        """Notes a frame that came, with the id of the item that it brings."""
        text = text.decode(errors="replace") if isinstance(text, bytes) else text
        self._note("in", name, text, item_id=item_id, is_error=is_error)

    def opened(self, address: str) -> None:
        """Notes that a socket was opened."""
        self._note("none", "opened", masked_json({"Url": address}))

    def refused(self, error: ConsoleError) -> None:
        """Notes that a socket was not opened, or did not do its work."""
        told = {"Code": error.code, "Reason": error.sentence, "Advice": error.advice}
        self._note("none", "refused", masked_json(told), is_error=True)

    def closed(self, reason: str, code: int | None = None, *, is_error: bool = False) -> None:
        """Notes that a socket was closed or lost."""
        told = {"Reason": reason} if code is None else {"Reason": reason, "Code": code}
        self._note("none", "closed", masked_json(told), is_error=is_error)

    def _note(self, direction: Literal["in", "out", "none"], name: str, text: str, **more: Any) -> None:
        size = len(text) if text.isascii() else len(text.encode(errors="replace"))
        shown = masked_text(text, self._given)
        self._keep(SocketFrame(self._next(), datetime.now(UTC), direction, name, shown, size, **more))

    # -- how it works ---------------------------------------------------------------------------

    def _next(self) -> int:
        self._last += 1
        return self._last

    def _keep(self, entry: Entry) -> None:
        self._entries[entry.number] = entry
        self.size += entry.weight
        if isinstance(entry, SocketFrame) and entry.is_beat:
            self._beats.append(entry.number)
            if len(self._beats) > MOST_BEATS:
                self._drop(self._beats.popleft())
        self._make_room()
        self.changes.tell(None)

    def _make_room(self) -> None:
        while len(self._entries) > self._most or (self.size > self._largest and len(self._entries) > 1):
            self._drop(next(iter(self._entries)))

    def _drop(self, number: int) -> None:
        entry = self._entries.pop(number, None)
        if entry is not None:
            self.size -= entry.weight
            self.dropped += 1


def _settled(pending: Exchange, outcome: Outcome, given: Given) -> Exchange:
    """The entry of an attempt that has ended; on any thread."""
    members = dict(outcome.members or {})
    metadata = members.pop("ResponseMetadata", {})
    error = outcome.error
    if error is None:
        return replace(
            pending,
            state="left" if outcome.is_left else "answered",
            answer=masked_json(members, given) if members else "",
            status=metadata.get("HTTPStatusCode", 0),
            request_id=metadata.get("RequestId") or "",
            took_s=outcome.took_s,
        )
    facts = error.facts
    return replace(
        pending,
        state="failed",
        answer=masked_json(members, given) if members else "",
        error=str(facts.get("aws_code") or error.code),
        message=clean(str(facts.get("message") or error.sentence)),
        status=int(str(facts.get("status") or 0)),
        request_id=error.request_id or "",
        took_s=outcome.took_s,
    )
