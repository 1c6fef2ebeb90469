"""Amazon Connect for one profile, as coroutines over workers, and whose keys sign there."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Self

from console.aws.answers import Identity, Started, connection_in
from console.aws.calling import Answer, Calls
from console.aws.clients import Route
from console.aws.dates import ahead_s
from console.aws.hearing import Listener
from console.aws.lateness import Lateness, OnLate
from console.aws.logs import Logs
from console.aws.resources import (
    Flow,
    FlowAlias,
    FlowDetails,
    FlowVersion,
    Instance,
    InstanceDetails,
    StorageConfig,
    flow_alias_in,
    flow_details_in,
    flow_in,
    flow_version_in,
    instance_details_in,
    instance_in,
    storage_config_in,
)
from console.aws.retries import OnProgress, Patience
from console.credentials import Keys, Proxy
from console.profiles import Profile
from console.redaction import remember
from console.workers import Workers

INSTANCES_A_PAGE = 10
STORAGE_CONFIGS_A_PAGE = 10
FLOWS_A_PAGE = 1000
"""The most that the model allows."""


class Connect:
    """The door to AWS for one profile.

    Making it loads nothing; `prefetch` does, on a worker. Every coroutine may be cancelled, which
    returns at once, and none blocks its loop. What goes wrong is raised as a child of ConsoleError:
    ServiceError where the service refuses, NotReached where no answer came.
    """

    def __init__(
        self,
        profile: Profile,
        keys: Keys,
        workers: Workers | None = None,
        patience: Patience | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        """Check the profile. `proxy` is the profile's with its user; without one, the profile's holds.

        Raises:
            ProfileProblem: its region, its endpoint or its proxy can't be used.
        """
        remember(keys.secret_access_key, keys.session_token)
        self.profile = profile
        self.patience = patience or Patience()
        self.route = Route.of(profile, proxy).checked()
        self._calls = Calls(self.route, keys, workers, self.patience)

    def heard_by(self, listener: Listener) -> Self:
        """The same door, to whose calls somebody listens. It is closed with this one."""
        heard = copy.copy(self)
        heard._calls = self._calls.heard_by(listener)
        return heard

    async def prefetch(self) -> None:
        """Load boto3 and make the Connect client, so that the first call does not wait for them."""
        await self._calls.prefetch("connect")

    def close(self) -> None:
        """Drop the clients and the keys. Calls under way end by themselves; later ones fail."""
        self._calls.close()

    async def start_chat_contact(
        self,
        request: Mapping[str, Any],
        on_progress: OnProgress | None = None,
        on_late: OnLate | None = None,
    ) -> Started:
        """Start a chat. `request` is the wire-shaped mapping of StartChatContact.

        It is sent as it is: only what the SDK can't put on the wire is refused before. One
        ClientToken, the request's or a new one, is kept over all attempts; errors hold it among
        their facts, so that trying again can use it. `on_progress` hears of every attempt and every
        wait, on the loop. If the start is cancelled when a chat may have come of it, `on_late` hears
        of that on the loop: at once if an answer was lost before, and once the attempt that is under
        way has ended.
        """
        token = request.get("ClientToken") or str(uuid.uuid4())
        late = Lateness(token, on_late)
        return await self._calls.call(
            "StartChatContact",
            {**request, "ClientToken": token},
            _started,
            on_progress=on_progress,
            on_late=late.tell_outcome,
            on_doubt=late.tell_doubt,
        )

    async def stop_contact(self, instance_id: str, contact_id: str) -> None:
        """End a contact."""
        request = {"InstanceId": instance_id, "ContactId": contact_id}
        await self._calls.call("StopContact", request, lambda _answer: None)

    async def describe_contact(self, instance_id: str, contact_id: str) -> Mapping[str, Any]:
        """A contact as the service describes it: the model's Contact, timestamps aware datetimes."""
        request = {"InstanceId": instance_id, "ContactId": contact_id}
        contact: Mapping[str, Any] = await self._calls.call(
            "DescribeContact", request, lambda answer: answer.members["Contact"]
        )
        return contact

    async def ask(self, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """What any operation answers, as the SDK gives it: for whoever compares answers."""
        return await self._calls.call(operation, request, lambda answer: answer.members)

    async def get_contact_attributes(self, instance_id: str, initial_contact_id: str) -> Mapping[str, str]:
        """The attributes of a contact, by the id of the first contact of its chain."""
        request = {"InstanceId": instance_id, "InitialContactId": initial_contact_id}
        attributes: Mapping[str, str] = await self._calls.call(
            "GetContactAttributes", request, lambda answer: answer.members["Attributes"]
        )
        return attributes

    async def list_instances(self) -> list[Instance]:
        """Every instance of the account in the profile's region."""
        return await self._calls.all(
            "ListInstances", {"MaxResults": INSTANCES_A_PAGE}, "InstanceSummaryList", instance_in
        )

    async def describe_instance(self, instance_id: str) -> InstanceDetails:
        """One instance, with the reason where making it failed."""
        return await self._calls.call(
            "DescribeInstance",
            {"InstanceId": instance_id},
            lambda answer: instance_details_in(answer.members["Instance"]),
        )

    async def describe_instance_attribute(self, instance_id: str, attribute_type: str) -> str:
        """The value of an instance's attribute, such as `true` of CONTACTFLOW_LOGS."""
        request = {"InstanceId": instance_id, "AttributeType": attribute_type}
        value: str = await self._calls.call(
            "DescribeInstanceAttribute", request, lambda answer: answer.members["Attribute"]["Value"]
        )
        return value

    async def list_instance_storage_configs(
        self, instance_id: str, resource_type: str
    ) -> list[StorageConfig]:
        """Where an instance stores a kind of data, such as CHAT_TRANSCRIPTS; empty where it does not."""
        request = {
            "InstanceId": instance_id,
            "ResourceType": resource_type,
            "MaxResults": STORAGE_CONFIGS_A_PAGE,
        }
        return await self._calls.all(
            "ListInstanceStorageConfigs", request, "StorageConfigs", storage_config_in
        )

    async def list_contact_flows(
        self, instance_id: str, types: Sequence[str] = ("CONTACT_FLOW",)
    ) -> list[Flow]:
        """Every flow of an instance of these types; an empty sequence asks for all types."""
        request: dict[str, Any] = {"InstanceId": instance_id, "MaxResults": FLOWS_A_PAGE}
        if types:
            request["ContactFlowTypes"] = list(types)
        return await self._calls.all("ListContactFlows", request, "ContactFlowSummaryList", flow_in)

    async def describe_contact_flow(self, instance_id: str, flow_id: str, saved: bool = False) -> FlowDetails:
        """A flow with its content: the published one, or with `saved` what was saved last.

        Raises:
            FlowNotPublished: nothing of it was ever published.
        """
        # The suffix is documented at DescribeContactFlow.
        request = {"InstanceId": instance_id, "ContactFlowId": f"{flow_id}:$SAVED" if saved else flow_id}
        return await self._calls.call(
            "DescribeContactFlow", request, lambda answer: flow_details_in(answer.members["ContactFlow"])
        )

    async def list_contact_flow_versions(self, instance_id: str, flow_id: str) -> list[FlowVersion]:
        """The versions of a flow."""
        return await self._calls.all(
            "ListContactFlowVersions",
            _of_flow(instance_id, flow_id),
            "ContactFlowVersionSummaryList",
            flow_version_in,
        )

    async def list_contact_flow_aliases(self, instance_id: str, flow_id: str) -> list[FlowAlias]:
        """The aliases of a flow, and the version to which each of them points."""
        return await self._calls.all(
            "ListContactFlowAliases",
            _of_flow(instance_id, flow_id),
            "ContactFlowAliasSummaryList",
            flow_alias_in,
        )

    @property
    def logs(self) -> Logs:
        """The logs of the profile's account and region."""
        return Logs(self._calls)

    async def get_caller_identity(self) -> Identity:
        """Whose keys these are, how long STS took to say so, and what its clock says of this one.

        STS is asked at the profile's endpoint if that is on this computer, else at AWS's own.
        """
        return await self._calls.call("GetCallerIdentity", {}, _identity, service="sts")


def _of_flow(instance_id: str, flow_id: str) -> Mapping[str, Any]:
    return {"InstanceId": instance_id, "ContactFlowId": flow_id, "MaxResults": FLOWS_A_PAGE}


def _started(answer: Answer) -> Started:
    members = answer.members
    connection = connection_in(members)
    token = answer.text("ParticipantToken")
    remember(token, *(connection.secrets if connection else ()))
    return Started(
        contact_id=answer.text("ContactId"),
        participant_id=answer.text("ParticipantId"),
        participant_token=token,
        client_token=answer.call.request["ClientToken"],
        request_id=members.get("ResponseMetadata", {}).get("RequestId"),
        arrived_at=answer.arrived_at,
        attempts=answer.call.attempts,
        took_s=answer.call.took_s,
        continued_from_contact_id=members.get("ContinuedFromContactId"),
        streaming_id=members.get("StreamingId"),
        connection=connection,
    )


def _identity(answer: Answer) -> Identity:
    return Identity(
        account=answer.text("Account"),
        arn=answer.text("Arn"),
        user_id=answer.text("UserId"),
        took_s=answer.attempt_s,
        clock_ahead_s=ahead_s(answer.headers.get("date"), answer.arrived_at, answer.attempt_s),
    )
