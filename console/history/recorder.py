"""Writes down what happens to the chats of this run, as it happens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from console.chat.answers import masked_item
from console.chat.chat import Chat, State
from console.chat.clocks import Clock
from console.chat.items import Item
from console.errors.calls import CallError
from console.history.entries import Begun, End, Outcome
from console.history.history import History

OUTCOMES: Mapping[State, Outcome] = {
    "failed": "failed",
    "cancelled": "cancelled",
    "stopped": "stopped",
    "ended": "ended",
}
"""Of each state in which a chat is over: its outcome."""
Noted = tuple[tuple[str, str], bool, State | None]
"""Of a chat as far as it is recorded: contact and flow hash, whether it was connected to, its outcome."""
NOTHING: Noted = (("", ""), False, None)


class Recorder:
    """Between the chats and the history. Nobody waits for it, and it never fails a chat."""

    def __init__(self, history: History, clock: Clock) -> None:
        self._history, self._clock = history, clock
        self._keys: WeakKeyDictionary[Chat, str] = WeakKeyDictionary()
        self._noted: WeakKeyDictionary[Chat, Noted] = WeakKeyDictionary()

    def begin(self, chat: Chat, instance: str = "", flow: str = "") -> None:
        """A chat is about to start, with instance and flow by their names."""
        self._keys[chat] = self._history.record_start(chat.request, chat.profile, instance, flow)
        self._follow(chat, NOTHING)

    def take_up(self, chat: Chat) -> None:
        """A chat of an earlier run goes on, under the record that it has."""
        self._keys[chat] = chat.contact_id or ""
        self._follow(chat, ((chat.contact_id or "", chat.flow_sha256), False, None))

    def _follow(self, chat: Chat, noted: Noted) -> None:
        self._noted[chat] = noted
        chat.heard = lambda items: self.hear(chat, items)
        chat.described = lambda item, view: self.keep_view(chat, item, view)
        chat.when_over(lambda: self.note(chat))

    def keys_of(self, chats: Iterable[Chat]) -> set[str]:
        """The keys of the records of chats of this run: ids of records, or of contacts."""
        return {self._keys[chat] for chat in chats if chat in self._keys}

    def hear(self, chat: Chat, items: Sequence[Item]) -> None:
        """Items have come in a chat: one by the socket, or a page of its transcript."""
        self.note(chat)
        # Of a short value nobody else will know later that it was given in a field for secrets.
        raw = [masked_item(item, chat.wire.given) for item in items if item.raw]
        if chat.contact_id and raw:
            self._history.record_items(chat.contact_id, raw, self._clock())

    def keep_view(self, chat: Chat, item: Item, view: Mapping[str, Any]) -> None:
        """A view of a chat was described, which nobody can ask for once the chat is over."""
        if chat.contact_id:
            self._history.record_view(chat.contact_id, item.id, view)

    def note(self, chat: Chat) -> None:
        """Records what has changed of a chat since it was looked at last; called often, it does little."""
        key = self._keys.get(chat)
        if not key:
            return
        made, was_connected, outcome = self._noted[chat]
        if chat.contact_id and made != (chat.contact_id, chat.flow_sha256):
            # The hash of the flow may come later, and the contact must not wait for it.
            made = chat.contact_id, chat.flow_sha256
            self._history.record_started(key, _begun(chat, chat.contact_id, self._clock))
        connected_at = chat.session.connected_at if chat.session else None
        if connected_at and not was_connected:
            self._history.record_connected(key, connected_at)
        if chat.is_over and chat.state != outcome:
            self._history.record_outcome(key, _end(chat, self._clock))
            outcome = chat.state
        self._noted[chat] = made, was_connected or connected_at is not None, outcome

    def leave(self, chats: Iterable[Chat]) -> None:
        """The console closes: chats of its own sandbox end with it, all others go on without it."""
        for chat in chats:
            self.note(chat)
            key = self._keys.get(chat)
            if key and chat.profile.kind == "sandbox" and chat.contact_id and not chat.is_over:
                self._history.record_outcome(key, End("ended", self._clock()))


def _begun(chat: Chat, contact_id: str, clock: Clock) -> Begun:
    started = chat.started
    if started is None:
        # It was cancelled, and the answer came late.
        return Begun(contact_id, "", clock())
    continued_from = started.continued_from_contact_id or ""
    return Begun(contact_id, started.participant_id, started.arrived_at, continued_from, chat.flow_sha256)


def _end(chat: Chat, clock: Clock) -> End:
    session, error = chat.session, chat.error
    return End(
        OUTCOMES[chat.state],
        (session.ended_at if session else None) or clock(),
        session.ended_by if session else "",
        error.code if error else "",
        error.told if error else "",
        error.facts if isinstance(error, CallError) else {},
    )
