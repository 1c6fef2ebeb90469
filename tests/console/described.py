"""A door to AWS that tells of flows what a test says; the sandbox has no drafts and no aliases of its own."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from console.aws import Connect, FlowAlias, FlowDetails, FlowVersion
from console.errors import AccessDenied, Call, ConsoleError, FlowNotPublished, NotFound, Refusal

T = TypeVar("T")
INSTANCE = "11111111-2222-4333-8444-555555555555"
ENTRY = "22222222-2222-4333-8444-000000000001"
SALES = "22222222-2222-4333-8444-000000000002"
CHANGED = datetime(2026, 11, 20, 16, 40, tzinfo=UTC)


def content(*blocks: tuple[str, dict[str, str]]) -> str:
    """A flow of blocks, each with its type and parameters, one after the other."""
    actions = [
        {
            "Identifier": str(number),
            "Type": kind,
            "Parameters": parameters,
            "Transitions": {"NextAction": str(number + 1)} if number + 1 < len(blocks) else {},
        }
        for number, (kind, parameters) in enumerate(blocks)
    ]
    return json.dumps({"Version": "2019-10-30", "StartAction": "0", "Actions": actions})


SAYS = content(("DisconnectParticipant", {}))
RINGS = content(("UpdateContactTargetQueue", {"QueueId": "queue-1"}), ("TransferContactToQueue", {}))
HANDS_OVER = content(("TransferToFlow", {"ContactFlowId": SALES}))


def call(operation: str, flow_id: str = ENTRY) -> Call:
    request = {"InstanceId": INSTANCE, "ContactFlowId": flow_id}
    return Call(operation, request, "eu-central-1", "https://connect.eu-central-1.amazonaws.com")


def denied(operation: str) -> AccessDenied:
    """What the service says where a policy lacks an action."""
    refusal = Refusal(call(operation), "AccessDeniedException", "", 403)
    return AccessDenied(
        refusal, action=f"connect:{operation}", resource=f"arn:aws:connect:*:*:instance/{INSTANCE}"
    )


def flow(content: str = SAYS, sha256: str = "aa11", state: str = "ACTIVE") -> FlowDetails:
    """A flow as DescribeContactFlow tells it."""
    return FlowDetails(
        ENTRY, "", "Web entry", "CONTACT_FLOW", state, "PUBLISHED", 12, CHANGED, sha256, content
    )


@dataclass
class Told:
    """What a door tells of one flow; an error is raised in place of an answer."""

    published: FlowDetails | ConsoleError | None = field(default_factory=flow)
    saved: FlowDetails | ConsoleError | None = None
    versions: list[FlowVersion] | ConsoleError = field(default_factory=list)
    aliases: list[FlowAlias] | ConsoleError = field(default_factory=list)


class Described(Connect):
    """Tells of flows by their id, and notes what it was asked."""

    def __init__(self, flows: Mapping[str, Told]) -> None:
        self.flows = dict(flows)
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def describe_contact_flow(self, instance_id: str, flow_id: str, saved: bool = False) -> FlowDetails:
        told = await self._told(f"{'saved ' if saved else ''}{flow_id}", flow_id)
        published = _answer(told.published)
        if published is None and not saved:
            raise FlowNotPublished(_refusal("ContactFlowNotPublishedException", flow_id))
        found = (_answer(told.saved) or published) if saved else published
        assert found is not None
        return found

    async def list_contact_flow_versions(self, instance_id: str, flow_id: str) -> list[FlowVersion]:
        return _answer((await self._told("versions", flow_id)).versions)

    async def list_contact_flow_aliases(self, instance_id: str, flow_id: str) -> list[FlowAlias]:
        return _answer((await self._told("aliases", flow_id)).aliases)

    async def _told(self, what: str, flow_id: str) -> Told:
        self.asked.append(what)
        await self.gate.wait()
        await asyncio.sleep(0)
        if flow_id not in self.flows:
            raise NotFound(_refusal("ResourceNotFoundException", flow_id))
        return self.flows[flow_id]


def _refusal(code: str, flow_id: str) -> Refusal:
    return Refusal(call("DescribeContactFlow", flow_id), code, "", 404)


def _answer(told: T | ConsoleError) -> T:
    if isinstance(told, ConsoleError):
        raise told
    return told
