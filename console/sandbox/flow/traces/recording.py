"""What is kept of what happens in chats: in memory, in the flow log, on disk, and in readable words."""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from console import redaction
from console.sandbox.flow.traces.excerpt import HIDDEN
from console.sandbox.flow.traces.log import FlowLog
from console.sandbox.flow.traces.trace import Entered, Entry, Ring
from console.sandbox.participant import items
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.items import Item, on_socket
from console.sandbox.rules import INTERACTIVE, INTERACTIVE_RESPONSE

log = logging.getLogger("console.sandbox")

KEPT_CHATS = 100
KEPT_BYTES = 16 * 1024 * 1024
"""The traces that are remembered, by chats and by what they take together: of more those that began last."""
LONGEST_SHOWN = 200
"""Characters of a message that the readable log shows."""


class Recording:
    """The traces of all chats. To be used under the lock of the timers.

    `path` is a file of JSON lines for all chats, or a folder that gets one for each, by its contact's id.
    """

    def __init__(self, flow_log: FlowLog) -> None:
        self.path: Path | None = None
        self.is_logged: Callable[[], bool] = lambda: True
        """Whether the instance wants flow logs."""
        self.is_readable = False
        """Whether the sandbox's log tells it all in words: for somebody at work on flows, not under load."""
        self._flow_log = flow_log
        self._recorders: OrderedDict[str, Recorder] = OrderedDict()
        self._bytes = 0

    def of(self, chat: Chat) -> Recorder:
        """What records a chat that has just begun."""
        recorder = self._recorders[chat.id] = Recorder(chat, self)
        while len(self._recorders) > KEPT_CHATS:
            self._forget_oldest()
        return recorder

    def grow(self, count: int) -> None:
        """Count bytes that a trace has come to take; where all are too many, the oldest goes."""
        self._bytes += count
        while self._bytes > KEPT_BYTES and len(self._recorders) > 1:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        _, oldest = self._recorders.popitem(last=False)
        self._bytes -= oldest.bytes
        oldest.forget()

    def entries(self, chat_id: str, after: int = 0) -> tuple[tuple[Entry, ...], int]:
        """What the flows of a chat did, oldest first, after the first so many; and how many there ever were.

        A chat that is no longer remembered has none.
        """
        recorder = self._recorders.get(chat_id)
        return ((), 0) if recorder is None else (recorder.since(after), recorder.count)

    def write_log(self, entry: Entered) -> None:
        """Add an action to the flow log, where its flow and the instance want it logged."""
        if entry.is_logged and self.is_logged():
            self._flow_log.write(round(entry.place.at * 1000), _logged(entry))

    def write_line(self, chat_id: str, told: Mapping[str, Any]) -> None:
        """Write a line of JSON to the trace on disk; where that fails, the log says so and all goes on."""
        if self.path is None:
            return
        path = self.path / f"{chat_id}.jsonl" if self.path.is_dir() else self.path
        text = redaction.clean(json.dumps(told, ensure_ascii=False, default=str))
        try:
            with path.open("a", encoding="utf-8", errors="replace") as file:
                file.write(text + "\n")
        except OSError as error:
            log.warning("the trace %s could not be written: %s", path.name, error.strerror)

    def clear(self) -> None:
        """Forget every trace."""
        while self._recorders:
            self._forget_oldest()


class Recorder:
    """Records one chat: what its flows do (a trace), what is said, how it ends."""

    __slots__ = ("_chat", "_recording", "_ring", "count")

    def __init__(self, chat: Chat, recording: Recording) -> None:
        self.count = 0
        """How many entries there ever were."""
        self._chat = chat
        self._recording = recording
        self._ring: Ring | None = Ring()

    @property
    def bytes(self) -> int:
        """About how much memory the entries take that are remembered."""
        return 0 if self._ring is None else self._ring.bytes

    def since(self, after: int) -> tuple[Entry, ...]:
        """The entries that are remembered, without the first so many that ever were."""
        entries = () if self._ring is None else self._ring.entries
        return entries[max(after - (self.count - len(entries)), 0) :]

    def forget(self) -> None:
        """Remember no entry, now or later; all else is recorded as before."""
        self._ring = None

    def add(self, entry: Entry) -> None:
        """Take what a flow did."""
        self.count += 1
        if self._ring is not None:
            before = self._ring.bytes
            self._ring.add(entry)
            self._recording.grow(self._ring.bytes - before)
        if isinstance(entry, Entered):
            self._recording.write_log(entry)
        if self._recording.path is not None:
            self._recording.write_line(self._chat.id, entry.told())
        if self._recording.is_readable:
            self._say(f"{entry.place.flow_name or 'flow'} · {entry.line()}")

    def see(self, item: Item) -> None:
        """Take what was said or what happened in the chat."""
        if self._recording.path is not None:
            self._recording.write_line(
                self._chat.id, {"kind": "item", **_without_tokens(item, self._chat.id)}
            )
        if self._recording.is_readable:
            self._say(line_of(item))

    def note(self, text: str, **facts: Any) -> None:
        """Take what happens beside flows and items, such as that the contact waits in a queue."""
        told = {"kind": "note", "contact": self._chat.contact.id, "text": text, **facts}
        self._recording.write_line(self._chat.id, told)
        if self._recording.is_readable:
            self._say(text)

    def _say(self, text: str) -> None:
        # A contact's id begins as no other does, and a line has little room.
        log.info("chat %s · %s", self._chat.id[:8], text)


def _logged(entry: Entered) -> dict[str, Any]:
    told = {
        "ContactId": entry.place.contact_id,
        "ContactFlowId": entry.place.flow_id,
        "ContactFlowName": entry.place.flow_name,
        "ContactFlowModuleType": entry.place.block,
        "Identifier": entry.place.action,
        "Parameters": dict(entry.parameters),
    }
    # ours: log-results
    has_result = entry.error or (entry.edge and entry.result != "Done")
    return {**told, "Results": entry.result} if has_result else told


def _without_tokens(item: Item, chat_id: str) -> dict[str, Any]:
    told = on_socket(item, chat_id)
    if item.content_type == INTERACTIVE:
        told["Content"] = _masked(item.content, "viewToken")
    elif item.content_type == INTERACTIVE_RESPONSE:
        # What was typed into a form may be nobody's business: the trace of the flow has what is not.
        told["Content"] = _masked(item.content, "data")
    return told


def _masked(content: str | None, name: str) -> str:
    try:
        return json.dumps(_mask(json.loads(content or ""), name), ensure_ascii=False)
    except (ValueError, RecursionError):
        return HIDDEN


def _mask(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {key: HIDDEN if key == name else _mask(inner, name) for key, inner in value.items()}
    return [_mask(inner, name) for inner in value] if isinstance(value, list) else value


def line_of(item: Item) -> str:
    """An item as people read it: who says or does what."""
    who = "" if item.author is None else f"{item.author.role} {item.author.display_name}"
    if item.type == "EVENT":
        return f"{(item.content_type or '').removeprefix(items.EVENT)} {who}".strip()
    if item.attachment is not None:
        return f"{who} sends the file {item.attachment.name} ({item.attachment.status})"
    if item.type == "MESSAGEMETADATA":
        return "a message was received"
    return f"{who}: {_said(item)}"


def _said(item: Item) -> str:
    if item.content_type not in (INTERACTIVE, INTERACTIVE_RESPONSE):
        return _cut(item.content or "")
    try:
        value = json.loads(item.content or "")
    except (ValueError, RecursionError):
        return "[interactive]"
    return _cut(_interactive(value)) if isinstance(value, dict) else "[interactive]"


def _interactive(value: Mapping[str, Any]) -> str:
    if "action" in value:
        return f"[answers {value.get('templateType', '')}] {value['action']}"
    data = value.get("data")
    content = data.get("content") if isinstance(data, dict) else None
    told = content if isinstance(content, dict) else {}
    return f"[{value.get('templateType', 'interactive')}] {told.get('title') or told.get('viewId') or ''}"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
