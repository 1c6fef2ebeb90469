"""The instance's settings, as a client reads them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from console import shape
from console.sandbox import Sandbox
from tests.console.sandbox.clients import client, refused

KINDS = shape.model("connect").shape("InstanceAttributeType").choices
STORED = shape.model("connect").shape("InstanceStorageResourceType").choices


@pytest.fixture(scope="module")
def connects(served: Sandbox) -> Iterator[Any]:
    made = client(served, "connect")
    yield made
    made.close()


@pytest.fixture
def connect(sandbox: Sandbox, connects: Any) -> Any:
    return connects


def test_every_attribute_of_the_model_has_a_value(sandbox: Sandbox, connect: Any) -> None:
    found = {}
    for kind in KINDS:
        answer = connect.describe_instance_attribute(InstanceId=sandbox.instance_id, AttributeType=kind)
        assert answer["Attribute"]["AttributeType"] == kind
        found[kind] = answer["Attribute"]["Value"]
    assert set(found.values()) == {"true", "false"}
    assert found["INBOUND_CALLS"] == found["CONTACTFLOW_LOGS"] == found["MESSAGE_STREAMING"] == "true"
    pages = connect.get_paginator("list_instance_attributes").paginate(InstanceId=sandbox.instance_id)
    listed = [one for page in pages for one in page["Attributes"]]
    assert {one["AttributeType"]: one["Value"] for one in listed} == found
    answer = refused(
        connect.describe_instance_attribute, InstanceId=sandbox.instance_id, AttributeType="NONSENSE"
    )
    assert answer[:2] == ("InvalidParameterException", 400)


def test_an_attribute_shows_in_the_instance_too(sandbox: Sandbox, connect: Any) -> None:
    assert connect.describe_instance(InstanceId=sandbox.instance_id)["Instance"]["InboundCallsEnabled"]
    sandbox.settings.set_attributes({"INBOUND_CALLS": "false"})
    instance = connect.describe_instance(InstanceId=sandbox.instance_id)["Instance"]
    assert instance["InboundCallsEnabled"] is False


def test_transcripts_and_attachments_are_stored_and_nothing_else(sandbox: Sandbox, connect: Any) -> None:
    for kind in STORED:
        pages = connect.get_paginator("list_instance_storage_configs").paginate(
            InstanceId=sandbox.instance_id, ResourceType=kind
        )
        found = [one for page in pages for one in page["StorageConfigs"]]
        assert len(found) == (1 if kind in ("CHAT_TRANSCRIPTS", "ATTACHMENTS") else 0)
        for one in found:
            assert one["StorageType"] == "S3"
            assert one["S3Config"]["BucketPrefix"].startswith("connect/sandbox/")
    answer = refused(
        connect.list_instance_storage_configs, InstanceId=sandbox.instance_id, ResourceType="NONSENSE"
    )
    assert answer[:2] == ("InvalidParameterException", 400)


def test_several_stores_come_page_by_page(sandbox: Sandbox, connect: Any) -> None:
    streams = [
        {"StorageType": "KINESIS_STREAM", "KinesisStreamConfig": {"StreamArn": f"arn:aws:kinesis:::{number}"}}
        for number in range(5)
    ]
    sandbox.settings.set_storage("AGENT_EVENTS", streams)
    pages = connect.get_paginator("list_instance_storage_configs").paginate(
        InstanceId=sandbox.instance_id, ResourceType="AGENT_EVENTS", PaginationConfig={"PageSize": 2}
    )
    assert [len(page["StorageConfigs"]) for page in pages] == [2, 2, 1]
    # A token belongs to the list of its own resource.
    token = connect.list_instance_storage_configs(
        InstanceId=sandbox.instance_id, ResourceType="AGENT_EVENTS", MaxResults=2
    )["NextToken"]
    answer = refused(
        connect.list_instance_storage_configs,
        InstanceId=sandbox.instance_id, ResourceType="ATTACHMENTS", NextToken=token,
    )  # fmt: skip
    assert answer[0] == "InvalidParameterException"


@pytest.mark.parametrize(
    "call", ["describe_instance_attribute", "list_instance_attributes", "list_instance_storage_configs"]
)
def test_another_instance_is_not_found(connect: Any, call: str) -> None:
    members = {"describe_instance_attribute": {"AttributeType": "INBOUND_CALLS"},
               "list_instance_storage_configs": {"ResourceType": "ATTACHMENTS"}}  # fmt: skip
    code, status, message = refused(getattr(connect, call), InstanceId="nowhere", **members.get(call, {}))
    assert (code, status, "nowhere" in message) == ("ResourceNotFoundException", 404, True)
