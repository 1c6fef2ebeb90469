"""Chats: started, stopped, described."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from console.sandbox import rules
from console.sandbox.contacts import Contact, QuotaFullError
from console.sandbox.identity import Caller, contact_arn
from console.sandbox.operations.answer import HERE, Input, Output, check_instance, not_found, without_none
from console.sandbox.refusal import RefusalError
from console.sandbox.world import World

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
    request = contact.request
    persistent = request.get("PersistentChat")
    described = without_none(
        Arn=contact_arn(contact.id),
        Id=contact.id,
        InitialContactId=contact.initial_id,
        ContactAssociationId=contact.initial_id,
        # A persistent chat is related to the contact that it continues (administrator guide).
        RelatedContactId=contact.continued_from if persistent else request.get("RelatedContactId"),
        PreviousContactId=contact.previous_id,
        InitiationMethod=contact.initiation_method,
        Channel="CHAT",
        InitiationTimestamp=contact.initiated,
        DisconnectTimestamp=contact.ended,
        DisconnectReason=contact.end_reason,
        LastUpdateTimestamp=contact.ended or contact.initiated,
        CustomerId=request.get("CustomerId"),
        SegmentAttributes={"connect:Subtype": {"ValueString": "connect:Chat"}}
        | (request.get("SegmentAttributes") or {}),
        Attributes=contact.attributes or None,
    )
    return {"Contact": described}


def get_contact_attributes(world: World, given: Input, caller: Caller) -> Output:
    """The attributes of a contact, by the id of the first contact of its session."""
    check_instance(given, caller)
    return {"Attributes": dict(_contact(world, given["InitialContactId"]).attributes)}


def _contact(world: World, contact_id: str) -> Contact:
    contact = world.contacts.find(contact_id)
    if contact is None:
        raise not_found("contact", contact_id, HERE)
    return contact
