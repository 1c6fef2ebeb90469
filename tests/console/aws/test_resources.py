"""Instances and flows: what the sandbox tells of them, and AWS's answers where those have gaps."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from console.aws import Connect, FlowAlias, FlowDetails, FlowVersion, InstanceDetails, StorageConfig
from console.errors import (
    AccessDenied,
    AnswerGarbled,
    ConsoleError,
    FlowNotPublished,
    InvalidInput,
    NotFound,
    RequestProblems,
)
from console.sandbox import Sandbox, parse
from tests.console.aws.door import REQUEST, ask, start
from tests.console.loopback import Loopback, Reply, refusal, result

INSTANCE = "11111111-2222-4333-8444-555555555555"
MODIFIED = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
STAMP = MODIFIED.timestamp()

Call = Callable[[Connect], Awaitable[Any]]
CALLS: dict[str, Call] = {
    "DescribeInstance": lambda connect: connect.describe_instance(INSTANCE),
    "DescribeInstanceAttribute": lambda connect: connect.describe_instance_attribute(
        INSTANCE, "CONTACTFLOW_LOGS"
    ),
    "ListInstanceStorageConfigs": lambda connect: connect.list_instance_storage_configs(
        INSTANCE, "CHAT_TRANSCRIPTS"
    ),
    "DescribeContactFlow": lambda connect: connect.describe_contact_flow(INSTANCE, "f", saved=True),
    "ListContactFlowVersions": lambda connect: connect.list_contact_flow_versions(INSTANCE, "f"),
    "ListContactFlowAliases": lambda connect: connect.list_contact_flow_aliases(INSTANCE, "f"),
}


# -- over the sandbox -------------------------------------------------------------------------------


def test_an_instance_and_its_settings(sandbox: Sandbox) -> None:
    async def look(connect: Connect) -> None:
        instance = await connect.describe_instance(sandbox.instance_id)
        (listed,) = await connect.list_instances()
        assert (instance.id, instance.arn, instance.alias, instance.status) == (
            listed.id,
            listed.arn,
            listed.alias,
            listed.status,
        )
        assert instance.reason == ""
        assert instance.created is not None
        assert instance.created.utcoffset() is not None
        sandbox.settings.set_attributes({"CONTACTFLOW_LOGS": "false", "MESSAGE_STREAMING": "true"})
        assert await connect.describe_instance_attribute(instance.id, "CONTACTFLOW_LOGS") == "false"
        assert await connect.describe_instance_attribute(instance.id, "MESSAGE_STREAMING") == "true"
        (place,) = await connect.list_instance_storage_configs(instance.id, "CHAT_TRANSCRIPTS")
        assert place.type == "S3"
        assert place.bucket
        assert place.prefix.endswith("ChatTranscripts")
        assert await connect.list_instance_storage_configs(instance.id, "CALL_RECORDINGS") == []

    ask(sandbox.endpoint, look)


def test_what_is_saved_and_not_published_shows_by_its_hash(sandbox: Sandbox) -> None:
    flow = sandbox.flows[0]

    async def look(connect: Connect) -> None:
        published = await connect.describe_contact_flow(sandbox.instance_id, flow.id)
        assert (published.id, published.name, published.type) == (flow.id, flow.name, flow.type)
        assert (published.state, published.status) == ("ACTIVE", "PUBLISHED")
        assert published.modified is not None
        assert published.modified.utcoffset() is not None
        assert published.content.startswith("{")
        assert published.content not in repr(published)
        saved = await connect.describe_contact_flow(sandbox.instance_id, flow.id, saved=True)
        assert saved.sha256 == published.sha256 != ""
        sandbox.flow_versions.save(flow.id, {"Version": "2019-10-30", "StartAction": "a", "Actions": [
            {"Identifier": "a", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
        ]})  # fmt: skip
        saved = await connect.describe_contact_flow(sandbox.instance_id, flow.id, saved=True)
        assert saved.sha256 != published.sha256
        assert saved.status == "SAVED"
        assert await connect.describe_contact_flow(sandbox.instance_id, flow.id) == published

    ask(sandbox.endpoint, look)


def test_a_flow_that_was_never_published_says_so(sandbox: Sandbox) -> None:
    flow = sandbox.flows[0]
    sandbox.flow_versions.withdraw(flow.id)

    async def look(connect: Connect) -> None:
        with pytest.raises(FlowNotPublished) as raised:
            await connect.describe_contact_flow(sandbox.instance_id, flow.id)
        assert isinstance(raised.value, NotFound)
        assert raised.value.sentence == f"The flow {flow.id} was never published."
        saved = await connect.describe_contact_flow(sandbox.instance_id, flow.id, saved=True)
        assert (saved.status, saved.version) == ("SAVED", None)
        listed = {one.id: one.status for one in await connect.list_contact_flows(sandbox.instance_id)}
        assert listed[flow.id] == "SAVED"
        sandbox.reset()
        listed = {one.id: one.status for one in await connect.list_contact_flows(sandbox.instance_id)}
        assert listed[flow.id] == "PUBLISHED"

    ask(sandbox.endpoint, look)


def test_versions_and_aliases_of_a_flow(sandbox: Sandbox) -> None:
    flow = sandbox.flows[0]

    async def look(connect: Connect) -> None:
        versions = await connect.list_contact_flow_versions(sandbox.instance_id, flow.id)
        numbers = [version.version for version in versions]
        assert len(numbers) == len(set(numbers)) > 1
        described = await connect.describe_contact_flow(sandbox.instance_id, flow.id)
        assert described.version == max(numbers)
        aliases = await connect.list_contact_flow_aliases(sandbox.instance_id, flow.id)
        assert aliases
        assert {alias.version for alias in aliases} <= set(numbers)
        assert all(alias.id and alias.name and alias.arn for alias in aliases)
        arn = described.arn
        assert await connect.list_contact_flow_versions(sandbox.instance_id, arn) == versions

    ask(sandbox.endpoint, look)


@pytest.mark.parametrize("operation", CALLS)
def test_what_is_not_allowed_is_named_by_its_action(sandbox: Sandbox, operation: str) -> None:
    sandbox.faults.add(parse(f"{operation}:AccessDenied"))
    with pytest.raises(AccessDenied) as raised:
        ask(sandbox.endpoint, CALLS[operation])
    assert raised.value.action == f"connect:{operation}"
    assert f"may not do connect:{operation} on arn:aws:connect:us-east-1:" in raised.value.sentence


@pytest.mark.parametrize("operation", CALLS)
def test_what_is_not_there_is_told(sandbox: Sandbox, operation: str) -> None:
    with pytest.raises(NotFound, match=f"In us-east-1 there is no instance {INSTANCE}"):
        ask(sandbox.endpoint, CALLS[operation])


def test_an_attribute_that_is_none_is_told(sandbox: Sandbox) -> None:
    with pytest.raises(ConsoleError) as raised:
        ask(
            sandbox.endpoint, lambda connect: connect.describe_instance_attribute(sandbox.instance_id, "NOPE")
        )
    assert isinstance(raised.value, InvalidInput)
    assert raised.value.path == ("AttributeType",)


# -- in AWS's form ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operation", "answer", "read"),
    [
        (
            "DescribeInstance",
            {
                "Instance": {
                    "Id": INSTANCE,
                    "Arn": "arn",
                    "InstanceStatus": "CREATION_FAILED",
                    "StatusReason": {"Message": "No directory."},
                    "CreatedTime": STAMP,
                    "IdentityManagementType": "SAML",
                    "ServiceRole": "role-arn",
                    "InstanceAccessUrl": "https://x.my.connect.aws",
                }
            },
            InstanceDetails(
                INSTANCE,
                "arn",
                "",
                "CREATION_FAILED",
                "No directory.",
                MODIFIED,
                "SAML",
                "role-arn",
                "https://x.my.connect.aws",
            ),
        ),
        ("DescribeInstance", {"Instance": {"Id": "i"}}, InstanceDetails("i", "", "", "")),
        ("DescribeInstanceAttribute", {"Attribute": {"AttributeType": "X", "Value": "true"}}, "true"),
        ("ListInstanceStorageConfigs", {"StorageConfigs": []}, []),
        (
            "ListInstanceStorageConfigs",
            {
                "StorageConfigs": [
                    {
                        "AssociationId": "a",
                        "StorageType": "S3",
                        "S3Config": {"BucketName": "b", "BucketPrefix": "p"},
                    },
                    {"StorageType": "KINESIS_STREAM", "KinesisStreamConfig": {"StreamArn": "s"}},
                ]
            },
            [StorageConfig("a", "S3", "b", "p"), StorageConfig("", "KINESIS_STREAM")],
        ),
        (
            "DescribeContactFlow",
            {
                "ContactFlow": {
                    "Id": "f",
                    "Arn": "arn",
                    "Name": "F",
                    "Type": "CONTACT_FLOW",
                    "State": "ACTIVE",
                    "Status": "SAVED",
                    "Content": "{}",
                    "FlowContentSha256": "0a" * 32,
                    "Version": 7,
                    "LastModifiedTime": STAMP,
                }
            },
            FlowDetails(
                "f", "arn", "F", "CONTACT_FLOW", "ACTIVE", "SAVED", 7, MODIFIED, "0a" * 32, "{}"
            ),
        ),
        ("DescribeContactFlow", {"ContactFlow": {"Id": "f"}}, FlowDetails("f", "", "", "", "", "")),
        (
            "ListContactFlowVersions",
            {
                "ContactFlowVersionSummaryList": [
                    {
                        "Arn": "arn:2",
                        "Version": 2,
                        "VersionDescription": "Opening hours",
                        "LastModifiedTime": STAMP,
                    },
                    {"Version": 1},
                ]
            },
            [FlowVersion("arn:2", 2, "Opening hours", MODIFIED), FlowVersion("", 1)],
        ),
        (
            "ListContactFlowAliases",
            {
                "ContactFlowAliasSummaryList": [
                    {
                        "Arn": "arn:live",
                        "AliasId": "id",
                        "Version": 2,
                        "AliasName": "live",
                        "AliasDescription": "D",
                        "LastModifiedTime": STAMP,
                    },
                    {"AliasName": "bare"},
                ]
            },
            [FlowAlias("id", "arn:live", "live", 2, "D", MODIFIED), FlowAlias("", "", "bare")],
        ),
    ],
)  # fmt: skip
def test_each_answer_is_read_also_where_it_has_gaps(
    operation: str, answer: dict[str, Any], read: object
) -> None:
    with Loopback(result(answer)) as server:
        assert ask(server.endpoint, CALLS[operation]) == read


def test_the_saved_content_is_asked_for_by_its_suffix_and_pages_are_read_to_the_end() -> None:
    flow = result({"ContactFlow": {"Id": "f"}})
    pages = [
        result({"ContactFlowVersionSummaryList": [{"Version": 2}], "NextToken": "more"}),
        result({"ContactFlowVersionSummaryList": [{"Version": 1}]}),
    ]

    async def look(connect: Connect) -> None:
        await connect.describe_contact_flow(INSTANCE, "f")
        await connect.describe_contact_flow(INSTANCE, "f", saved=True)
        versions = await connect.list_contact_flow_versions(INSTANCE, "f")
        assert [version.version for version in versions] == [2, 1]

    with Loopback(flow, flow, *pages) as server:
        ask(server.endpoint, look)
    paths = [unquote(urlsplit(one.path).path) for one in server.asked]
    flows = f"/contact-flows/{INSTANCE}/f"
    assert paths == [flows, f"{flows}:$SAVED", f"{flows}/versions", f"{flows}/versions"]
    assert parse_qs(urlsplit(server.asked[-1].path).query)["nextToken"] == ["more"]


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("body", [b"{}", b"<html>Welcome to the hotel</html>", b"[]"])
def test_an_answer_that_cannot_be_read_is_told_as_such(operation: str, body: bytes) -> None:
    with Loopback(Reply(200, body)) as server, pytest.raises(AnswerGarbled):
        ask(server.endpoint, CALLS[operation])


def test_a_flow_that_is_not_published_on_aws_says_so() -> None:
    with Loopback(refusal(404, "ContactFlowNotPublishedException")) as server:
        with pytest.raises(FlowNotPublished):
            ask(server.endpoint, lambda connect: connect.describe_contact_flow(INSTANCE, "f"))
        assert len(server.asked) == 1


# -- a request that is wrong on purpose ---------------------------------------------------------------


def test_a_request_that_only_the_service_can_refuse_is_sent(sandbox: Sandbox) -> None:
    """What the doctor needs: refused after the permission was checked, so no chat comes of it."""
    wrong = {"SupportedMessagingContentTypes": ["text/x"], "ParticipantDetails": {"DisplayName": "x" * 257}}
    with pytest.raises(InvalidInput):
        ask(sandbox.endpoint, start(sandbox, **wrong))
    sandbox.faults.add(parse("StartChatContact:AccessDenied"))
    with pytest.raises(AccessDenied):
        ask(sandbox.endpoint, start(sandbox, **wrong))
    assert not sandbox.contacts.all()


@pytest.mark.parametrize("missing", [{"ParticipantDetails": {}}, {"InstanceId": ""}, {"Attributes": "x"}])
def test_what_the_sdk_can_not_put_on_the_wire_is_all_that_is_refused_before(missing: dict[str, Any]) -> None:
    with Loopback(refusal(400, "InvalidRequestException")) as server, pytest.raises(RequestProblems):
        ask(server.endpoint, lambda connect: connect.start_chat_contact({**REQUEST, **missing}))
    assert not server.asked
