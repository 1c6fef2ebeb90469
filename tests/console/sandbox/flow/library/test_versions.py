"""What an admin makes of a flow: saved, published, archived; its versions and aliases, over the wire."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from console.sandbox import Sandbox
from console.sandbox.flow.library.document import Flow
from console.sandbox.flow.library.versions import FlowVersions
from tests.console.sandbox.clients import client, refused
from tests.console.sandbox.wire import smallest

DOCUMENT = {"Version": "2019-10-30", "StartAction": "a", "Actions": [{"Identifier": "a"}]}


@pytest.fixture(scope="module")
def connects(served: Sandbox) -> Iterator[Any]:
    made = client(served, "connect")
    yield made
    made.close()


@pytest.fixture
def connect(sandbox: Sandbox, connects: Any) -> Any:
    return connects


def described(sandbox: Sandbox, connect: Any, suffix: str = "", *, as_arn: bool = False) -> dict[str, Any]:
    flow = sandbox.flows[0]
    asked = (flow.arn if as_arn else flow.id) + suffix
    found: dict[str, Any] = connect.describe_contact_flow(
        InstanceId=sandbox.instance_id, ContactFlowId=asked
    )["ContactFlow"]
    assert found["FlowContentSha256"] == hashlib.sha256(found["Content"].encode()).hexdigest()
    return found


def test_saved_changes_show_by_their_hash(sandbox: Sandbox, connect: Any) -> None:
    before = described(sandbox, connect)
    assert described(sandbox, connect, ":$SAVED") == before
    assert (before["Status"], before["State"], before["Version"]) == ("PUBLISHED", "ACTIVE", 2)
    sandbox.flow_versions.save(sandbox.flows[0].id, DOCUMENT)
    assert described(sandbox, connect) == before
    saved = described(sandbox, connect, ":$SAVED", as_arn=True)
    assert (saved["Status"], json.loads(saved["Content"])) == ("SAVED", DOCUMENT)
    assert "Version" not in saved
    assert saved["FlowContentSha256"] != before["FlowContentSha256"]
    assert saved["LastModifiedTime"] > before["LastModifiedTime"]
    sandbox.flow_versions.publish(sandbox.flows[0].id)
    published = described(sandbox, connect)
    assert (published["Version"], published["Status"]) == (3, "PUBLISHED")
    assert published["FlowContentSha256"] == saved["FlowContentSha256"]
    assert described(sandbox, connect, ":2") == before
    sandbox.flow_versions.save(sandbox.flows[0].id, DOCUMENT | {"Settings": {}})
    sandbox.flow_versions.discard(sandbox.flows[0].id)
    assert described(sandbox, connect, ":$SAVED") == published


def test_versions_are_listed_and_each_can_be_read(sandbox: Sandbox, connect: Any) -> None:
    flow = {"InstanceId": sandbox.instance_id, "ContactFlowId": sandbox.flows[0].id}
    pages = list(
        connect.get_paginator("list_contact_flow_versions").paginate(**flow, PaginationConfig={"PageSize": 1})
    )
    listed = [one for page in pages for one in page["ContactFlowVersionSummaryList"]]
    assert [(one["Version"], one["VersionDescription"]) for one in listed] == [
        (2, "Friendlier words"),
        (1, "The first draft"),
    ]
    contents = set()
    for one in listed:
        assert one["Arn"] == f"{sandbox.flows[0].arn}:{one['Version']}"
        found = described(sandbox, connect, f":{one['Version']}")
        assert found["LastModifiedTime"] == one["LastModifiedTime"]
        contents.add(found["Content"])
    assert len(contents) == 2
    code, _, message = refused(
        connect.describe_contact_flow, **flow | {"ContactFlowId": f"{sandbox.flows[0].id}:3"}
    )
    assert (code, ":3" in message) == ("ResourceNotFoundException", True)


def test_aliases_point_at_versions(sandbox: Sandbox, connect: Any) -> None:
    flow = {"InstanceId": sandbox.instance_id, "ContactFlowId": sandbox.flows[0].id}
    pages = list(
        connect.get_paginator("list_contact_flow_aliases").paginate(**flow, PaginationConfig={"PageSize": 1})
    )
    listed = [one for page in pages for one in page["ContactFlowAliasSummaryList"]]
    assert [(one["AliasName"], one["Version"]) for one in listed] == [("live", 2), ("before", 1)]
    for one in listed:
        assert described(sandbox, connect, f":{one['AliasName']}")["Version"] == one["Version"]
        alone = connect.describe_contact_flow_alias(**flow, AliasId=one["AliasId"])["ContactFlowAlias"]
        assert (alone["Name"], alone["Version"]) == (one["AliasName"], one["Version"])
    by_arn = flow | {"InstanceId": sandbox.flows[0].arn.partition("/contact-flow/")[0]}
    assert len(connect.list_contact_flow_aliases(**by_arn)["ContactFlowAliasSummaryList"]) == 2
    assert refused(connect.describe_contact_flow_alias, **flow, AliasId="no-alias")[1] == 404
    for call in (connect.list_contact_flow_aliases, connect.list_contact_flow_versions):
        assert refused(call, **flow | {"ContactFlowId": "no-flow"})[1] == 404


@pytest.mark.parametrize("verb", ["archive", "withdraw"])
def test_what_cannot_run_is_listed_so_and_starts_no_chat(sandbox: Sandbox, connect: Any, verb: str) -> None:
    getattr(sandbox.flow_versions, verb)(sandbox.flows[0].id)
    listed = connect.list_contact_flows(InstanceId=sandbox.instance_id)["ContactFlowSummaryList"][0]
    shown = (listed["ContactFlowState"], listed["ContactFlowStatus"])
    assert shown == (("ARCHIVED", "PUBLISHED") if verb == "archive" else ("ACTIVE", "SAVED"))
    code, status, message = refused(connect.start_chat_contact, **smallest(sandbox))
    assert (code, status) == ("InvalidRequestException", 400)
    assert sandbox.flows[0].id in message
    assert sandbox.contacts.all() == ()
    if verb == "withdraw":
        flow = {"InstanceId": sandbox.instance_id, "ContactFlowId": sandbox.flows[0].id}
        assert refused(connect.describe_contact_flow, **flow)[:2] == ("ContactFlowNotPublishedException", 404)
        assert described(sandbox, connect, ":$SAVED")["Status"] == "SAVED"
        sandbox.flow_versions.publish(sandbox.flows[0].id)
        assert described(sandbox, connect)["Version"] == 1
        assert connect.start_chat_contact(**smallest(sandbox))["ContactId"]


class Admin(RuleBasedStateMachine):
    """Whatever an admin does, in whatever order, a flow keeps its sense."""

    def __init__(self) -> None:
        super().__init__()
        self.versions = FlowVersions(
            (Flow("Mine", "CONTACT_FLOW", json.dumps(DOCUMENT), 1_000),), lambda: 2e9
        )
        (one,) = self.versions.all
        self.id = one.flow.id

    @rule(number=st.integers(0, 3))
    def save(self, number: int) -> None:
        self.versions.save(self.id, DOCUMENT | {"Settings": {"number": number}})

    @rule(verb=st.sampled_from(["discard", "publish", "withdraw", "archive"]))
    def act(self, verb: str) -> None:
        getattr(self.versions, verb)(self.id)

    @rule()
    def reset(self) -> None:
        self.versions.reset()

    @invariant()
    def it_has_content_and_its_versions_count_up(self) -> None:
        one = self.versions.find(self.id)
        assert one is not None
        assert one.find("$SAVED") is not None
        assert [version.number for version in one.versions] == list(range(1, len(one.versions) + 1))
        assert (one.status == "PUBLISHED") is (one.published is not None)
        assert all(one.find(alias.name) is not None for alias in one.aliases)


Admin.TestCase.settings = settings(deadline=None, max_examples=30, stateful_step_count=15)
TestAdmin = Admin.TestCase
