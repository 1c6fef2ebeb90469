"""What the sandbox answers: one function per operation, named as AWS names the operation.

Each takes the world and an input that fits the model and its documented rules, and gives the output
as the model has it. `ANSWERED` is the one table of them.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from console.sandbox import rules
from console.sandbox.contacts import Contact, Contacts, QuotaFullError
from console.sandbox.flow.document import Flow
from console.sandbox.identity import (
    ACCOUNT,
    CALLER_ARN,
    CALLER_ID,
    INSTANCE_ALIAS,
    INSTANCE_ARN,
    INSTANCE_CREATED,
    INSTANCE_ID,
    REGION,
    contact_arn,
    flow_arn,
)
from console.sandbox.pages import page
from console.sandbox.refusal import RefusalError

log = logging.getLogger("console.sandbox")

Input = Mapping[str, Any]
Output = dict[str, Any]


@dataclass(frozen=True)
class World:
    """What the operations act on: the flows of the instance and its contacts."""

    flows: tuple[Flow, ...]
    contacts: Contacts = field(default_factory=Contacts)

    @cached_property
    def flows_by_id(self) -> Mapping[str, Flow]:
        """The flows under their ids."""
        return {flow.id: flow for flow in self.flows}


def start_chat_contact(world: World, given: Input) -> Output:
    """Start a chat, or give the chat again that the same ClientToken has started."""
    rules.check(given)
    if (contact := world.contacts.started_with(given.get("ClientToken"))) is not None:
        # ours: client-token-after-end
        if contact.request != given:
            # ours: client-token-other-body
            log.warning("ClientToken used again with another request; contact %s stands", contact.id)
        return _started(contact)
    _check_instance(given)
    if given["ContactFlowId"] not in world.flows_by_id:
        # ours: flow-id-as-arn
        raise _not_found("flow", given["ContactFlowId"], f"instance {INSTANCE_ID} in {REGION}")
    if given.get("ConnectionTypes"):
        # ours: connection-types-refused
        raise RefusalError(
            "InvalidRequestException",
            "ConnectionTypes: the connection information cannot be returned. Leave it out.",
        )
    continued_from = _continued_from(world, given.get("PersistentChat"))
    attributes = {**_related_attributes(world, given), **(given.get("Attributes") or {})}
    try:
        return _started(world.contacts.start(given, attributes, continued_from))
    except QuotaFullError:
        raise RefusalError(
            "LimitExceededException",
            f"The quota of {world.contacts.quota} concurrent active chats of this instance is full.",
        ) from None


def _started(contact: Contact) -> Output:
    return _without_none(
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
    continued: Contact | None = source
    if persistent["RehydrationType"] == "ENTIRE_PAST_SESSION":
        if source.initial_id != source.id:
            # ours: source-not-initial
            raise RefusalError(
                "InvalidRequestException",
                "PersistentChat.SourceContactId must be the initial contact of its session.",
            )
        continued = world.contacts.newest_ended_of(source.id)
    if continued is None or continued.ended is None:
        # ours: source-still-active
        raise RefusalError(
            "InvalidRequestException",
            f"PersistentChat.SourceContactId: the chat {source.id} has not ended yet.",
        )
    return continued.id


def _related_attributes(world: World, given: Input) -> Mapping[str, str]:
    """Linking by RelatedContactId copies attributes (API reference); ours: related-attributes."""
    related = given.get("RelatedContactId")
    return {} if related is None else _contact(world, related).attributes


def stop_contact(world: World, given: Input) -> Output:
    """End a chat; one that has ended stays as it is (ours: stop-ended-contact)."""
    _check_instance(given)
    world.contacts.end(_contact(world, given["ContactId"]), "API")
    return {}


def describe_contact(world: World, given: Input) -> Output:
    """What is known of a contact."""
    _check_instance(given)
    contact = _contact(world, given["ContactId"])
    request = contact.request
    persistent = request.get("PersistentChat")
    described = _without_none(
        Arn=contact_arn(contact.id),
        Id=contact.id,
        InitialContactId=contact.initial_id,
        ContactAssociationId=contact.initial_id,
        # A persistent chat is related to the contact that it continues (administrator guide).
        RelatedContactId=contact.continued_from if persistent else request.get("RelatedContactId"),
        InitiationMethod="API",
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


def get_contact_attributes(world: World, given: Input) -> Output:
    """The attributes of a contact, by the id of the first contact of its session."""
    _check_instance(given)
    return {"Attributes": dict(_contact(world, given["InitialContactId"]).attributes)}


def list_instances(_world: World, given: Input) -> Output:
    """The one instance; ten to a page at most, as the model has it."""
    shown, token = page([_INSTANCE], "instances", given.get("MaxResults") or 10, given.get("NextToken"))
    return _without_none(InstanceSummaryList=list(shown), NextToken=token)


def describe_instance(_world: World, given: Input) -> Output:
    """The one instance."""
    _check_instance(given)
    return {"Instance": _INSTANCE}


def list_contact_flows(world: World, given: Input) -> Output:
    """The flows, of certain types if asked; a hundred to a page by default."""
    _check_instance(given)
    types = given.get("ContactFlowTypes") or ()
    found = [flow for flow in world.flows if not types or flow.type in types]
    of = "flows/" + ",".join(sorted(set(types)))
    shown, token = page(found, of, given.get("MaxResults") or 100, given.get("NextToken"))
    summaries = [
        {
            "Id": flow.id,
            "Arn": flow.arn,
            "Name": flow.name,
            "ContactFlowType": flow.type,
            "ContactFlowState": "ACTIVE",
            "ContactFlowStatus": "PUBLISHED",
        }
        for flow in shown
    ]
    return _without_none(ContactFlowSummaryList=summaries, NextToken=token)


def describe_contact_flow(world: World, given: Input) -> Output:
    """A flow with its content; the id may be the ARN and end in `:$SAVED` or `:1` (its page says so)."""
    _check_instance(given)
    asked = given["ContactFlowId"]
    plain, _, version = asked.removeprefix(flow_arn("")).partition(":")
    flow = world.flows_by_id.get(plain)
    if flow is None or version not in ("", "$SAVED", "1"):
        raise _not_found("flow", asked, f"instance {INSTANCE_ID} in {REGION}")
    described = {
        "Arn": flow.arn,
        "Id": flow.id,
        "Name": flow.name,
        "Type": flow.type,
        "State": "ACTIVE",
        "Status": "PUBLISHED",
        "Description": flow.description,
        "Content": flow.content,
        "Tags": None,
        "FlowContentSha256": hashlib.sha256(flow.content.encode()).hexdigest(),
        "Version": 1,
        "LastModifiedTime": flow.modified,
        "LastModifiedRegion": REGION,
    }
    return {"ContactFlow": _without_none(**described)}


def get_caller_identity(_world: World, _given: Input) -> Output:
    """Who signed the request."""
    return {"UserId": CALLER_ID, "Account": ACCOUNT, "Arn": CALLER_ARN}


_INSTANCE: Mapping[str, Any] = {
    "Id": INSTANCE_ID,
    "Arn": INSTANCE_ARN,
    "IdentityManagementType": "CONNECT_MANAGED",
    "InstanceAlias": INSTANCE_ALIAS,
    "CreatedTime": INSTANCE_CREATED,
    "ServiceRole": f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/connect.amazonaws.com/sandbox",
    "InstanceStatus": "ACTIVE",
    "InboundCallsEnabled": True,
    "OutboundCallsEnabled": False,
    "InstanceAccessUrl": f"https://{INSTANCE_ALIAS}.my.connect.aws",
}


@dataclass(frozen=True)
class Answer:
    """How one operation is answered, and which resource IAM would have checked for it."""

    service: str
    name: str
    act: Callable[[World, Input], Output]
    resource: Callable[[Input], str]


def _everything(_given: Input) -> str:
    return "*"


def _instance(_given: Input) -> str:
    return INSTANCE_ARN


def _flow(given: Input) -> str:
    return flow_arn(str(given.get("ContactFlowId", "*")))


def _some_contact(given: Input) -> str:
    return contact_arn(str(given.get("ContactId") or given.get("InitialContactId") or "*"))


def _all_flows(_given: Input) -> str:
    return flow_arn("*")


# Resources as the service authorization reference has them.
ANSWERED: Mapping[tuple[str, str], Answer] = {
    (answer.service, answer.name): answer
    for answer in (
        Answer("connect", "StartChatContact", start_chat_contact, _flow),
        Answer("connect", "StopContact", stop_contact, _some_contact),
        Answer("connect", "DescribeContact", describe_contact, _some_contact),
        Answer("connect", "GetContactAttributes", get_contact_attributes, _some_contact),
        Answer("connect", "ListInstances", list_instances, _everything),
        Answer("connect", "DescribeInstance", describe_instance, _instance),
        Answer("connect", "ListContactFlows", list_contact_flows, _all_flows),
        Answer("connect", "DescribeContactFlow", describe_contact_flow, _flow),
        Answer("sts", "GetCallerIdentity", get_caller_identity, _everything),
    )
}
"""Every operation that the sandbox answers, by service and name."""

NAMES = frozenset(name for _, name in ANSWERED)
"""The names alone: what a fault may be asked for."""


def _check_instance(given: Input) -> None:
    if given["InstanceId"] != INSTANCE_ID:
        # ours: instance-id-as-arn
        raise _not_found("instance", given["InstanceId"], f"account {ACCOUNT} in {REGION}")


def _contact(world: World, contact_id: str) -> Contact:
    contact = world.contacts.find(contact_id)
    if contact is None:
        raise _not_found("contact", contact_id, f"instance {INSTANCE_ID} in {REGION}")
    return contact


def _not_found(kind: str, name: str, where: str) -> RefusalError:
    return RefusalError("ResourceNotFoundException", f"There is no {kind} “{name[:256]}” in {where}.")


def _without_none(**members: Any) -> Output:
    return {name: value for name, value in members.items() if value is not None}
