"""The contact behind the chat: described, its attributes, and chats that come after it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from console.conform.facts import Facts, NotPlayed, Word
from console.conform.stage import Stage, outcome, refusal
from console.conform.step import Step
from console.conform.words import NOWHERE
from console.errors import ServiceError

AWS_OWN = {
    "*.Tags": "an account may tag its contacts",
    "*.SegmentAttributes*": "an instance has segment attributes of its own",
    "*.AdditionalEmailRecipients*": "it is for other channels",
    "*.Attributes*": "a flow sets attributes of its own",
}


async def _describe(stage: Stage) -> Facts:
    talk = stage.talk("the chat")
    answer = await stage.control("DescribeContact", ContactId=talk.contact_id)
    return Facts(contact=answer["Contact"])


async def _attributes(stage: Stage) -> Facts:
    return _ours(await _attributes_of(stage, stage.talk("the chat").contact_id))


async def _attributes_of(stage: Stage, contact_id: str) -> Mapping[str, Any]:
    answer = await stage.control("GetContactAttributes", InitialContactId=contact_id)
    found: Mapping[str, Any] = answer.get("Attributes") or {}
    return found


def _ours(attributes: Mapping[str, Any]) -> Facts:
    # A flow may set attributes, too: only those of the script are looked at.
    return Facts({name: attributes.get(name) for name in ("conform", "kept")})


async def _unknown(stage: Stage) -> Facts:
    return Facts(
        described=await outcome(stage.control("DescribeContact", ContactId=NOWHERE)),
        attributes=await outcome(stage.control("GetContactAttributes", InitialContactId=NOWHERE)),
    )


async def _still_active(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    persistent = {"RehydrationType": "FROM_SEGMENT", "SourceContactId": talk.contact_id}
    return await stage.try_start(PersistentChat=persistent)


async def _related(stage: Stage) -> Facts:
    related = stage.talk("the chat").contact_id
    try:
        talk, _ = await stage.start(
            "the related chat", RelatedContactId=related, Attributes={"conform": "own"}
        )
    except ServiceError as error:
        return refusal(error)
    attributes = _ours(await _attributes_of(stage, talk.contact_id))
    described = await stage.control("DescribeContact", ContactId=talk.contact_id)
    await stage.stop(talk)
    return Facts(attributes=attributes, related=described["Contact"].get("RelatedContactId"))


async def _flow(stage: Stage) -> Facts:
    flow = (await stage.control("DescribeContactFlow", ContactFlowId=stage.ground.flow_id))["ContactFlow"]
    if not flow.get("FlowContentSha256"):
        return Facts(sha256=Word("none"))
    content = hashlib.sha256(str(flow.get("Content")).encode()).hexdigest()
    return Facts(is_sha256_of_content=content == flow["FlowContentSha256"].lower())


async def _next_token(stage: Stage) -> Facts:
    answer = await outcome(stage.control("ListContactFlows", NextToken="conform"))
    return answer if isinstance(answer, Facts) else Facts(taken=True)


async def _versions(stage: Stage) -> Facts:
    answer = await outcome(stage.control("ListContactFlowVersions", ContactFlowId=stage.ground.flow_id))
    if isinstance(answer, Facts):
        return answer
    numbers = [one["Version"] for one in answer["ContactFlowVersionSummaryList"] if one.get("Version")]
    if len(numbers) < 2:
        raise NotPlayed("the flow has fewer than two versions")
    return Facts(newest_first=numbers == sorted(numbers, reverse=True))


STEPS = (
    Step("contact.describe", "The contact while its chat is open", _describe, may_differ=AWS_OWN),
    Step("contact.attributes", "Its attributes", _attributes),
    Step("contact.unknown", "A contact that is not there", _unknown),
    Step(
        "contact.still-active",
        "A chat that continues one which has not ended",
        _still_active,
        settles=("source-still-active",),
    ),
    Step(
        "contact.related",
        "A chat that is related to it, with an attribute of its own",
        _related,
        settles=("related-attributes",),
    ),
    Step("flow.hash", "The hash of the flow's content", _flow, settles=("content-hash",)),
    Step("flow.versions", "The order of the flow's versions", _versions, settles=("version-order",)),
    Step(
        "flow.next-token",
        "A page of flows by a token that was never given",
        _next_token,
        settles=("next-token",),
    ),
)
