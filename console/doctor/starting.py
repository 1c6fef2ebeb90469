"""Whether a chat may be started, found out without starting one."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from uuid import uuid4

from console.aws import Connect, Late
from console.doctor.case import Case
from console.doctor.findings import Diagnosis
from console.errors import AccessDenied, ConsoleError, InvalidInput, NotFound, QuotaFull
from console.language import tr, tr_text

log = logging.getLogger(__name__)

_stopping: set[asyncio.Task[None]] = set()


def refused_request(instance_id: str, flow_id: str) -> dict[str, Any]:
    """A StartChatContact that must be refused for what it asks, not for how it is written.

    Its documentation forbids it in four ways, each by itself: no text/plain among the content types;
    PersistentChat together with RelatedContactId; both name contacts that do not exist; a key of an
    attribute has letters that keys can't have. None of these is a limit of the service model, which a
    service may check before it asks IAM. Instance and flow are the real ones, so that a policy for
    just this flow counts. That IAM is asked before the service looks at what a request says was seen
    in AWS's own refusals, which name even a malformed flow id as the resource.
    """
    return {
        "InstanceId": instance_id,
        "ContactFlowId": flow_id,
        "ParticipantDetails": {"DisplayName": "Permission check"},
        "SupportedMessagingContentTypes": ["text/markdown"],
        "PersistentChat": {"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": str(uuid4())},
        "RelatedContactId": str(uuid4()),
        "Attributes": {"this key is refused!": "yes"},
    }


async def may_start_chat(case: Case) -> Diagnosis:
    """Whether the keys may start a chat on the chosen flow, by a request that can't start one.

    If the service starts one all the same, it is stopped at once, also after this was cancelled.
    """
    door, instance_id = case.opened(), case.instance_id

    def stop_late(late: Late) -> None:
        if late.contact_id is not None:
            _stop(door, instance_id, late.contact_id)

    try:
        started = await door.start_chat_contact(refused_request(instance_id, case.flow_id), on_late=stop_late)
    except (InvalidInput, NotFound, QuotaFull) as error:
        return Diagnosis(
            "holds",
            tr(
                "Allowed, as far as the order of the service's checks is known: it refused a request that is "
                "wrong on purpose, and not for a missing permission."
            ),
            facts=error.facts,
        )
    except AccessDenied as error:
        if "/contact/" not in error.resource:
            raise
        return Diagnosis(
            "unknown",
            tr_text(tr("Not known, because the service asked first about earlier contacts."), error.sentence),
            tr(
                "Only a chat that continues an earlier one, or is related to one, needs this permission. "
                "Start a chat to see whether it may be started."
            ),
            error.action,
            error.resource,
        )
    except ConsoleError as error:
        # Its advice is for those who want a chat.
        if not error.may_have_happened:
            raise
        return Diagnosis("unknown", error.sentence, tr("Examine again in a moment."), facts=error.facts)
    return await _stopped(_stop(door, instance_id, started.contact_id), started.contact_id)


def _stop(door: Connect, instance_id: str, contact_id: str) -> asyncio.Task[None]:
    """Stop a chat in a task of its own: whoever started it may have gone, and it must not stay."""
    log.warning("the permission check started the chat %s, which is stopped", contact_id)
    task = asyncio.create_task(door.stop_contact(instance_id, contact_id), name=f"stop {contact_id}")
    _stopping.add(task)
    task.add_done_callback(_forget)
    return task


def _forget(task: asyncio.Task[None]) -> None:
    _stopping.discard(task)
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("a chat that the permission check started was not stopped: %s", error)


async def _stopped(task: asyncio.Task[None], contact_id: str) -> Diagnosis:
    facts = {"contact_id": contact_id}
    try:
        await asyncio.shield(task)
    except ConsoleError as error:
        begun = tr(
            "Allowed. Against all documents the service started the chat {contact_id}, and it could not be "
            "stopped.",
            contact_id=contact_id,
        )
        return Diagnosis(
            "fails",
            tr_text(begun, error.sentence),
            tr(
                "End contact {contact_id} in the contact search of Amazon Connect's website.",
                contact_id=contact_id,
            ),
            facts=facts,
        )
    sentence = tr(
        "Allowed. Against all documents the service started the chat {contact_id}; it was stopped at once.",
        contact_id=contact_id,
    )
    return Diagnosis("holds", sentence, facts=facts)
