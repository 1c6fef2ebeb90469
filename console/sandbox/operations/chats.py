"""Chats: started, stopped, described."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from console.sandbox import rules
from console.sandbox.contacts import Contact, QuotaFullError
from console.sandbox.identity import Caller, contact_arn
from console.sandbox.operations.answer import HERE, Input, Output, check_instance, not_found, without_none
from console.sandbox.refusal import RefusalError
from console.sandbox.world import World

if TYPE_CHECKING:
    from console.sandbox.flow.engine.state import FlowState

log = logging.getLogger("console.sandbox")


def start_chat_contact(world: World, given: Input, caller: Caller) -> Output:
    """Start a chat, or give the chat again that the same ClientToken has started."""
    rules.check(given)
    if (contact := world.contacts.started_with(given.get("ClientToken"))) is not None:
        # ours: client-token-after-end
        if contact.request != given:
            # ours: client-token-other-body
            log.warning("ClientToken used again with another request; contact %s stands", contact.id)
        return _started(world, contact)
    check_instance(given, caller)
    _check_flow(world, given["ContactFlowId"])
    continued_from = _continued_from(world, given.get("PersistentChat"))
    attributes = {**_related_attributes(world, given), **(given.get("Attributes") or {})}
    try:
        return _started(world, world.contacts.start(given, attributes, continued_from))
    except QuotaFullError:
        raise RefusalError(
            "LimitExceededException",
            f"The quota of {world.contacts.quota} concurrent active chats of this instance is full.",
        ) from None


def _check_flow(world: World, flow_id: str) -> None:
    flow = world.flows.find(flow_id)
    if flow is None:
        # ours: flow-id-as-arn
        raise not_found("flow", flow_id, HERE)
    if not flow.can_run:
        # ours: flow-that-cannot-run
        why = "is archived" if flow.state == "ARCHIVED" else "was never published"
        raise RefusalError("InvalidRequestException", f"ContactFlowId: the flow {flow_id} {why}.")


def _started(world: World, contact: Contact) -> Output:
    types = contact.request.get("ConnectionTypes") or ()
    # ours: connection-types-replayed
    return world.chats.connections.create(contact.participant_id, types) | without_none(
        ContactId=contact.id,
        ParticipantId=contact.participant_id,
        ParticipantToken=contact.participant_token,
        ContinuedFromContactId=contact.continued_from,
        StreamingId=contact.streaming_id,
    )


def _continued_from(world: World, persistent: Mapping[str, str] | None) -> str | None:
    """The contact that a persistent chat continues, by the two rehydration types of PersistentChat."""
    if persistent is None:
        return None
    source = _contact(world, persistent["SourceContactId"])
    newest = world.contacts.newest_of(source.initial_id) or source
    if newest.ended is None:
        # ours: source-still-active
        raise RefusalError(
            "InvalidRequestException",
            f"PersistentChat.SourceContactId: the chat {source.id} has not ended yet.",
        )
    if persistent["RehydrationType"] != "ENTIRE_PAST_SESSION":
        return source.id
    if source.initial_id != source.id:
        # ours: source-not-initial
        raise RefusalError(
            "InvalidRequestException",
            "PersistentChat.SourceContactId must be the initial contact of its session.",
        )
    return newest.id


def _related_attributes(world: World, given: Input) -> Mapping[str, str]:
    """Linking by RelatedContactId copies attributes (API reference); ours: related-attributes."""
    related = given.get("RelatedContactId")
    return {} if related is None else _contact(world, related).attributes


def stop_contact(world: World, given: Input, caller: Caller) -> Output:
    """End a chat; one that has ended stays as it is (ours: stop-ended-contact)."""
    check_instance(given, caller)
    world.contacts.end(_contact(world, given["ContactId"]), "API")
    return {}


def describe_contact(world: World, given: Input, caller: Caller) -> Output:
    """What is known of a contact."""
    check_instance(given, caller)
    contact = _contact(world, given["ContactId"])
    with world.timers.lock:
        told = {**_routing(contact), **_written(_state(world, contact), contact.request)}
        return {"Contact": _history(contact) | without_none(**told, Attributes=contact.attributes or None)}


def _history(contact: Contact) -> Output:
    """Where a contact stands among others, and when it began and ended."""
    request = contact.request
    return without_none(
        Arn=contact_arn(contact.id),
        Id=contact.id,
        InitialContactId=contact.initial_id,
        ContactAssociationId=contact.initial_id,
        # A persistent chat is related to the contact that it continues (administrator guide).
        RelatedContactId=(
            contact.continued_from if request.get("PersistentChat") else request.get("RelatedContactId")
        ),
        PreviousContactId=contact.previous_id,
        InitiationMethod=contact.initiation_method,
        Channel="CHAT",
        InitiationTimestamp=contact.initiated,
        DisconnectTimestamp=contact.ended,
        DisconnectReason=contact.end_reason,
        LastUpdateTimestamp=max(
            filter(None, (contact.initiated, contact.enqueued, contact.agent_connected, contact.ended))
        ),
    )


def _routing(contact: Contact) -> Output:
    """The queue and the agent of this contact; of one that was passed on, its own."""
    queue = {"Id": contact.queue_id, "EnqueueTimestamp": contact.enqueued}
    agent = {"Id": contact.agent_id, "ConnectedToAgentTimestamp": contact.agent_connected}
    return {
        "QueueInfo": queue if contact.queue_id else None,
        "AgentInfo": agent if contact.agent_id else None,
    }


def _written(state: FlowState | None, request: Mapping[str, Any]) -> Output:
    """What the request said of the contact, and what its flows have written since."""
    asked = {"connect:Subtype": {"ValueString": "connect:Chat"}} | (request.get("SegmentAttributes") or {})
    if state is None:
        return {"CustomerId": request.get("CustomerId"), "SegmentAttributes": asked}
    now = {name: _segment_value(value) for name, value in state.segment_attributes.items()}
    return {
        "CustomerId": state.customer_id or request.get("CustomerId"),
        "Name": state.name or None,
        "Description": state.description or None,
        "Tags": dict(state.tags) or None,
        "SegmentAttributes": asked | now,
    }


_SEGMENT_KINDS = ("ValueString", "ValueMap", "ValueInteger", "ValueList", "ValueArn")


def _segment_value(value: Any) -> Mapping[str, Any]:
    """A segment attribute as the API has it; a flow may write it plainly."""
    if isinstance(value, Mapping) and len(value) == 1 and next(iter(value)) in _SEGMENT_KINDS:
        return value
    if isinstance(value, Mapping):
        return {"ValueMap": {str(name): _segment_value(inner) for name, inner in value.items()}}
    if isinstance(value, list):
        return {"ValueList": [_segment_value(inner) for inner in value]}
    if isinstance(value, int) and not isinstance(value, bool):
        return {"ValueInteger": value}
    return {"ValueString": value if isinstance(value, str) else json.dumps(value)}


def _state(world: World, contact: Contact) -> FlowState | None:
    """What the flows of a contact's chat have written; None where none ran, or it is forgotten."""
    from console.sandbox.flow.life.life import Life  # with the engine, which is imported with the first chat

    chat = world.chats.find(contact.id)
    return chat.conversation.state if chat is not None and isinstance(chat.conversation, Life) else None


def get_contact_attributes(world: World, given: Input, caller: Caller) -> Output:
    """The attributes of a chat session, by the id of its first contact; later contacts write them, too."""
    check_instance(given, caller)
    contact = _contact(world, given["InitialContactId"])
    newest = world.contacts.newest_of(contact.id) or contact
    return {"Attributes": dict(newest.attributes)}


def _contact(world: World, contact_id: str) -> Contact:
    contact = world.contacts.find(contact_id)
    if contact is None:
        raise not_found("contact", contact_id, HERE)
    return contact
