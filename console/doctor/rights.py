"""Checks of what the keys may do, each by asking for it. Nothing here starts a chat or ends one."""

from __future__ import annotations

from uuid import uuid4

from console.doctor.blocks import shortened
from console.doctor.case import Case
from console.doctor.findings import Diagnosis, judged
from console.errors import AccessDenied, ConsoleError, InvalidInput, NotFound
from console.language import tr, tr_count, tr_text

LOOKED_UP_FIRST = tr(
    "Policies may depend on a contact's channel, so the service may look a contact up before it looks at "
    "rights, and there is no such contact to try it with."
)
"""Why a contact that does not exist tells nothing: the condition keys connect:Channel and
connect:ContactAssociationId of the contact's actions (service authorization reference)."""


async def credentials_hold(case: Case) -> Diagnosis:
    """Whose keys these are; no permission is needed to ask."""
    door = case.opened()
    try:
        case.identity = identity = await door.get_caller_identity()
    except ConsoleError as error:
        case.doubt = error
        if isinstance(error, AccessDenied):
            # Keys that are denied something are keys that AWS knows.
            return judged(error, denied="unknown")
        raise
    return Diagnosis(
        "holds",
        tr("The keys are those of {arn} in account {account}.", arn=identity.arn, account=identity.account),
        facts={"account": identity.account, "arn": identity.arn},
    )


async def may_list_instances(case: Case) -> Diagnosis:
    """Whether instances can be listed, and the chosen one is among them."""
    found = await case.opened().list_instances()
    told = tr_count(
        "Allowed; {count:,} instance in {region}.",
        "Allowed; {count:,} instances in {region}.",
        len(found),
        region=case.profile.region,
    )
    if case.instance_id and case.instance_id not in {one.id for one in found}:
        missing = tr("Instance {instance_id} is not among them.", instance_id=case.instance_id)
        return Diagnosis(
            "fails",
            tr_text(told, missing),
            tr("Choose an instance from the list, or the region or the profile to which it belongs."),
        )
    return Diagnosis("holds", told)


async def may_list_flows(case: Case) -> Diagnosis:
    """Whether flows can be listed, and the chosen one is among them."""
    found = await case.opened().list_contact_flows(case.instance_id, ())
    told = tr_count(
        "Allowed; {count:,} flow of all types.", "Allowed; {count:,} flows of all types.", len(found)
    )
    if case.flow_id and case.flow_id not in {one.id for one in found}:
        missing = tr("Flow {flow_id} is not among them.", flow_id=case.flow_id)
        return Diagnosis(
            "fails",
            tr_text(told, missing),
            tr("Choose a flow from the list, or the instance to which it belongs."),
        )
    return Diagnosis("holds", told)


async def may_describe_flow(case: Case) -> Diagnosis:
    """Whether the chosen flow can be read, and is one that chats can run."""
    flow = await case.opened().describe_contact_flow(case.instance_id, case.flow_id)
    return Diagnosis(
        "holds",
        tr(
            "Allowed; “{name}” is of type {type} and {state}.",
            name=shortened(flow.name),
            type=flow.type,
            state=flow.state,
        ),
    )


async def may_describe_contact(case: Case) -> Diagnosis:
    """Whether contacts can be described; certain only with a contact that exists."""
    try:
        await case.opened().describe_contact(case.instance_id, case.contact_id or str(uuid4()))
    except (NotFound, InvalidInput):
        return _uncertain()
    return Diagnosis("holds", tr("Allowed."))


async def may_stop_contact(case: Case) -> Diagnosis:
    """Whether contacts can be stopped; certain only with one that exists, and is over anyway."""
    door, is_over = case.opened(), await _is_over(case)
    try:
        await door.stop_contact(case.instance_id, case.contact_id if is_over else str(uuid4()))
    except (NotFound, InvalidInput):
        # Of a contact that is over the service knew all that a policy may ask.
        return Diagnosis("holds", tr("Allowed.")) if is_over else _uncertain()
    return Diagnosis("holds", tr("Allowed."))


async def _is_over(case: Case) -> bool:
    if not case.contact_id:
        return False
    try:
        contact = await case.opened().describe_contact(case.instance_id, case.contact_id)
    except ConsoleError:
        return False
    return contact.get("DisconnectTimestamp") is not None


def _uncertain() -> Diagnosis:
    return Diagnosis(
        "unknown",
        tr_text(tr("Not refused, but not certain."), LOOKED_UP_FIRST),
        tr("Start a chat, and examine again when it is over."),
    )
