"""The participant service: connections, messages, events, transcripts. A bearer token says who asks."""

from __future__ import annotations

import json
from typing import Any

from console.sandbox.identity import Caller
from console.sandbox.operations.answer import Input, Output
from console.sandbox.participant import items
from console.sandbox.participant.chat import RECEIPTS_WITH, Chat
from console.sandbox.participant.connections import denied
from console.sandbox.participant.items import MOST_BYTES, Item
from console.sandbox.participant.paging import page
from console.sandbox.participant.party import Participant
from console.sandbox.refusal import RefusalError
from console.sandbox.rules import INTERACTIVE_RESPONSE
from console.sandbox.world import World

MESSAGE_TYPES = ("text/plain", "text/markdown", "application/json", INTERACTIVE_RESPONSE)
"""What a participant can send (SendMessage)."""
JSON_TYPES = ("application/json", INTERACTIVE_RESPONSE)
RECEIPTS = (items.DELIVERED, items.READ)
EVENT_TYPES = (items.TYPING, *RECEIPTS, items.ACKNOWLEDGED)
"""What a participant can tell (SendEvent)."""


def create_participant_connection(world: World, given: Input, _caller: Caller) -> Output:
    """Give a websocket URL and a connection token, whatever of them was asked for."""
    types = given.get("Type") or ()
    with world.chats.lock:
        chat, participant = world.chats.connections.with_participant_token(given["ParticipantToken"])
        if not types and not given.get("ConnectParticipant"):
            raise wrong("Type", "at least one type of connection must be asked for.")
        if "WEBRTC_CONNECTION" in types:
            raise wrong("Type", "a chat has no WEBRTC_CONNECTION.")
        if unknown := [one for one in types if one not in ("WEBSOCKET", "CONNECTION_CREDENTIALS")]:
            raise wrong("Type", f"“{str(unknown[0])[:64]}” is no type of connection.")
        # ours: joined-when
        if given.get("ConnectParticipant") or "WEBSOCKET" not in types:
            chat.join(participant)
        return world.chats.connections.create(participant.id, types)


def send_message(world: World, given: Input, _caller: Caller) -> Output:
    """Say something; everybody hears it, the sender too, under the same id."""
    with world.chats.lock:
        chat, participant = _asking(world, given, "SendMessage")
        if (replay := participant.replay("SendMessage", given.get("ClientToken"))) is not None:
            return dict(replay)
        content, content_type = given["Content"], given["ContentType"]
        _check_message(chat, content, content_type)
        _join(chat, participant)
        output = _told(chat.hear(participant, content, content_type))
        participant.remember("SendMessage", given.get("ClientToken"), output)
        return output


def send_event(world: World, given: Input, _caller: Caller) -> Output:
    """Tell that one is typing, or has got or read a message."""
    with world.chats.lock:
        chat, participant = _asking(world, given, "SendEvent")
        if (replay := participant.replay("SendEvent", given.get("ClientToken"))) is not None:
            return dict(replay)
        content_type = given["ContentType"]
        if content_type not in EVENT_TYPES:
            raise wrong("ContentType", f"“{content_type}” is no event that can be sent.")
        _check_bytes(given.get("Content") or "")
        _join(chat, participant)
        if content_type in RECEIPTS:
            output = _told(_received(chat, participant, given))
        else:
            output = _told(chat.announce(content_type, participant))
        participant.remember("SendEvent", given.get("ClientToken"), output)
        return output


def get_transcript(world: World, given: Input, _caller: Caller) -> Output:
    """One page of what was said and what happened, the past sessions of a persistent chat included."""
    with world.chats.lock:
        chat, _ = world.chats.connections.with_connection_token(given["ConnectionToken"])
        current = chat.transcript.items
        past: list[Item] = []
        if (contact_id := given.get("ContactId")) is not None:
            # Neither this filter nor StartPosition reaches past sessions (administrator guide).
            current = [item for item in current if item.contact_id == contact_id]
        elif not any((given.get("StartPosition") or {}).values()):
            past = world.chats.past(chat)
        found = page([*past, *current], given)
        own = chat.contacts_until(chat.contact.id)
        shown = [items.in_transcript(item, is_past=item.contact_id not in own) for item in found.items]
    output: Output = {"InitialContactId": chat.id, "Transcript": shown}
    if found.next_token is not None:
        output["NextToken"] = found.next_token
    return output


def disconnect_participant(world: World, given: Input, _caller: Caller) -> Output:
    """Leave the chat; with the customer it ends."""
    with world.chats.lock:
        chat, participant = _asking(world, given, "DisconnectParticipant")
        if participant.replay("DisconnectParticipant", given.get("ClientToken")) is None:
            chat.join(participant)
            chat.leave(participant)
            participant.remember("DisconnectParticipant", given.get("ClientToken"), {"left": True})
    return {}


def _asking(world: World, given: Input, operation: str) -> tuple[Chat, Participant]:
    """Who asks. A retry of what was answered before is let through after the end (ours: replay-after-end)."""
    connections = world.chats.connections
    found = connections.with_connection_token(given["ConnectionToken"], is_over=True)
    if found[1].replay(operation, given.get("ClientToken")) is not None:
        return found
    return connections.present(found)


def _join(chat: Chat, participant: Participant) -> None:
    """Whoever says something is there, but for an agent who hears a whisper still."""
    chat.join(participant)
    if not participant.is_active:
        # ours: agent-not-joined
        raise denied("The agent has not joined the chat yet.")


def _check_message(chat: Chat, content: str, content_type: str) -> None:
    if content_type not in MESSAGE_TYPES:
        raise wrong("ContentType", f"“{content_type}” cannot be sent.")
    if content_type not in chat.types:
        raise wrong(
            "ContentType", f"{content_type} is not among SupportedMessagingContentTypes of this chat."
        )
    _check_bytes(content)
    if content_type in JSON_TYPES and not _is_json(content):
        raise wrong("Content", f"is not the JSON that {content_type} claims.")


def _check_bytes(content: str) -> None:
    if (size := len(content.encode())) > MOST_BYTES:
        raise wrong("Content", f"takes {size:,} bytes; {MOST_BYTES:,} are allowed.")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _received(chat: Chat, participant: Participant, given: Input) -> Item:
    if len(chat.active) > RECEIPTS_WITH:
        raise RefusalError(
            "ConflictException", f"Receipts are not supported with more than {RECEIPTS_WITH} participants."
        )
    message_id = _message_id(given.get("Content"))
    if message_id is None:
        raise wrong("Content", 'must read {"messageId": "…"}.')
    is_read = given["ContentType"] == items.READ
    if (item := chat.receive(participant, message_id, is_read=is_read)) is None:
        # ours: receipt-of-nothing
        raise wrong("Content", "messageId names no message of this chat.")
    return item


def _message_id(content: str | None) -> str | None:
    """The message that a receipt is about, from SendEvent's Content; None if it names none."""
    try:
        value = json.loads(content or "")
    except (ValueError, RecursionError):
        return None
    found = value.get("messageId") if isinstance(value, dict) else None
    return found if isinstance(found, str) and found else None


def _told(item: Item) -> dict[str, Any]:
    return {"Id": item.id, "AbsoluteTime": item.absolute_time}


def wrong(field: str, message: str) -> RefusalError:
    """The refusal of a value."""
    return RefusalError("InvalidParameterException", f"{field}: {message}")
