"""What is recorded of a contact: its start, the answer, each item, its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import uuid4

from console.chat.clocks import Clock
from console.history import writing
from console.history.entries import Begun, End, Start
from console.history.waiting import Step
from console.history.writer import Writer
from console.profiles import Profile


class Recording:
    """The part of the history that chats tell things to; nothing here waits for long, or fails.

    A contact's key is the id that `record_start` gave, or the contact id.
    """

    _writer: Writer
    _clock: Clock

    def __init__(self) -> None:
        self._going: dict[str, list[Step]] = {}

    def record_start(
        self,
        request: Mapping[str, Any],
        profile: Profile,
        instance: str = "",
        flow: str = "",
        at: datetime | None = None,
    ) -> str:
        """A chat is being started, with instance and flow by their names; the key of its record."""
        key = uuid4().hex
        who = (profile.id, profile.name, profile.kind, profile.region)
        start = Start(key, dict(request), *who, instance, flow, at or self._clock())
        self._record(partial(writing.put_start, start=start), key)
        return key

    def record_started(self, key: str, begun: Begun) -> None:
        """The service has made the contact."""
        self._record(partial(writing.put_begun, key=key, begun=begun), key)

    def record_connected(self, key: str, at: datetime) -> None:
        """The chat was connected to; the first time counts."""
        self._record(partial(writing.put_connected, key=key, at=at), key)

    def record_sandbox_gone(self) -> None:
        """The console starts: the sandbox inside is a new one, so nothing can come of an earlier one's chats.

        To be told only where no other console runs over this folder.
        """
        self._begin()
        going = frozenset(self._going)
        self._writer.put(partial(writing.put_sandbox_gone, at=self._clock(), but=going), "contacts")

    def record_item(self, contact_id: str, raw: Mapping[str, Any], at: datetime) -> None:
        """An item has come, as `record_items` records several."""
        self.record_items(contact_id, [raw], at)

    def record_items(self, contact_id: str, items: Sequence[Mapping[str, Any]], at: datetime) -> None:
        """Items have come, as they came, at this moment; the same one again is nothing.

        They are written when this returns, so that whoever shows them then has them even if the process
        is killed; where the file takes too long, they are written later.
        """
        self._begin()
        self._writer.keep(
            [partial(writing.put_item, contact_id=contact_id, raw=raw, arrived_at=at) for raw in items],
            "items",
        )

    def record_view(self, contact_id: str, item_id: str, view: Mapping[str, Any]) -> None:
        """What the view of an item is drawn from; it is written, as an item is, before it is shown."""
        self._begin()
        self._writer.keep([partial(writing.put_view, contact_id=contact_id, item_id=item_id, view=view)])

    def record_outcome(self, key: str, end: End) -> None:
        """The contact has ended, or was not made; a later word takes the place of an earlier one."""
        self._record(partial(writing.put_end, key=key, end=end), key)
        self._going.pop(key, None)

    def _record(self, step: Step, key: str) -> None:
        self._begin()
        self._going.setdefault(key, []).append(step)
        self._writer.put(step, "contacts")

    def _replayed(self) -> list[Step]:
        """What a file that is begun anew must know of the contacts that go on."""
        return [step for steps in list(self._going.values()) for step in list(steps)]

    def _begin(self) -> None:
        raise NotImplementedError
