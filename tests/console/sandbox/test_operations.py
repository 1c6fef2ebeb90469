"""The operations, called by an unmodified boto3 client over a real socket."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from console.sandbox import Sandbox, parse
from console.sandbox.flow.life.life import Life
from tests.conftest import PLAIN_FLOWS
from tests.console.sandbox.conftest import ONCE
from tests.console.sandbox.wire import Send, Signer, smallest

if TYPE_CHECKING:
    from types_boto3_connect import ConnectClient
    from types_boto3_sts import STSClient


def refused(call: Callable[..., Any], **members: Any) -> tuple[str, int, str]:
    with pytest.raises(ClientError) as caught:
        call(**members)
    response = caught.value.response
    return (
        response["Error"]["Code"],
        response["ResponseMetadata"]["HTTPStatusCode"],
        response["Error"]["Message"],
    )


def test_a_chat_is_started_described_and_stopped(sandbox: Sandbox, connect: ConnectClient) -> None:
    started = connect.start_chat_contact(
        **smallest(
            sandbox,
            Attributes={"plan": "gold"},
            CustomerId="c-17",
            SegmentAttributes={"connect:Subtype": {"ValueString": "connect:Chat"}},
        )
    )
    assert set(started) == {"ContactId", "ParticipantId", "ParticipantToken", "ResponseMetadata"}
    assert 0 < len(started["ParticipantToken"]) <= 1000
    where: Any = {"InstanceId": sandbox.instance_id, "ContactId": started["ContactId"]}
    described = connect.describe_contact(**where)["Contact"]
    assert described["Id"] == described["InitialContactId"] == started["ContactId"]
    assert (described["Channel"], described["InitiationMethod"]) == ("CHAT", "API")
    assert described["Arn"].endswith(f"{sandbox.instance_id}/contact/{started['ContactId']}")
    assert (described["CustomerId"], described["Attributes"]) == ("c-17", {"plan": "gold"})
    assert "DisconnectTimestamp" not in described
    connect.stop_contact(**where)
    ended = connect.describe_contact(**where)["Contact"]
    assert ended["DisconnectTimestamp"] >= ended["InitiationTimestamp"]
    assert ended["DisconnectReason"] == "API"
    connect.stop_contact(**where)
    assert connect.describe_contact(**where)["Contact"]["DisconnectTimestamp"] == ended["DisconnectTimestamp"]


def test_queue_agent_and_what_flows_write_are_described(sandbox: Sandbox, connect: ConnectClient) -> None:
    started = connect.start_chat_contact(**smallest(sandbox, Attributes={"plan": "gold"}))
    where: Any = {"InstanceId": sandbox.instance_id, "ContactId": started["ContactId"]}
    assert not {"QueueInfo", "AgentInfo"} & set(connect.describe_contact(**where)["Contact"])
    chat = sandbox.chats.of(started["ContactId"])
    life = chat.conversation
    assert isinstance(life, Life)
    with sandbox.chats.lock:
        life.state.segment_attributes.update(
            {
                "shop:stage": "asked",
                "shop:count": 3,
                "shop:list": ["a"],
                "shop:kept": {"ValueString": "as it is"},
            }
        )
        life.state.name, life.state.tags = "Order", {"team": "shop"}
        chat.contact.queue_id, chat.contact.enqueued = "support", chat.contact.initiated + 1
    agent = sandbox.chats.add(chat.id, "AGENT", "Marta")
    told = connect.describe_contact(**where)["Contact"]
    assert told["QueueInfo"]["Id"] == "support"
    assert told["AgentInfo"]["ConnectedToAgentTimestamp"] >= told["InitiationTimestamp"]
    assert (told["Name"], told["Tags"]) == ("Order", {"team": "shop"})
    assert told["SegmentAttributes"] == {
        "connect:Subtype": {"ValueString": "connect:Chat"},
        "shop:stage": {"ValueString": "asked"},
        "shop:count": {"ValueInteger": 3},
        "shop:list": {"ValueList": [{"ValueString": "a"}]},
        "shop:kept": {"ValueString": "as it is"},
    }
    with sandbox.chats.lock:
        following = sandbox.contacts.pass_on(chat.contact)
        chat.contact.attributes = {"plan": "silver"}
    before = connect.describe_contact(**where)["Contact"]
    assert (before["DisconnectReason"], before["AgentInfo"]["Id"]) == ("TRANSFERRED", told["AgentInfo"]["Id"])
    after = connect.describe_contact(InstanceId=sandbox.instance_id, ContactId=following.id)["Contact"]
    assert after["PreviousContactId"] == started["ContactId"]
    assert not {"QueueInfo", "AgentInfo"} & set(after), "the next contact has not had an agent yet"
    newest = connect.get_contact_attributes(
        InstanceId=sandbox.instance_id, InitialContactId=started["ContactId"]
    )
    assert newest["Attributes"] == {"plan": "silver"}
    assert agent.display_name == "Marta"


def test_attributes_are_given_back(sandbox: Sandbox, connect: ConnectClient) -> None:
    attributes = {"plan": "gold", "city": "Zürich", "empty": "", "quote": 'a "b" \n 🎉'}
    started = connect.start_chat_contact(**smallest(sandbox, Attributes=attributes))
    found = connect.get_contact_attributes(
        InstanceId=sandbox.instance_id, InitialContactId=started["ContactId"]
    )
    assert found["Attributes"] == attributes


def test_one_client_token_makes_one_chat(
    sandbox: Sandbox, connect: ConnectClient, caplog: pytest.LogCaptureFixture
) -> None:
    request = smallest(sandbox, ClientToken="one-click")
    first = connect.start_chat_contact(**request)
    again = connect.start_chat_contact(**request)
    assert not caplog.records
    other = connect.start_chat_contact(**{**request, "Attributes": {"a": "b"}})
    for later in (again, other):
        assert (later["ContactId"], later["ParticipantId"]) == (first["ContactId"], first["ParticipantId"])
    assert len(sandbox.contacts.all()) == 1
    assert any("another request" in record.getMessage() for record in caplog.records)
    connect.stop_contact(InstanceId=sandbox.instance_id, ContactId=first["ContactId"])
    assert connect.start_chat_contact(**request)["ContactId"] == first["ContactId"]
    assert connect.start_chat_contact(**{**request, "ClientToken": "two"})["ContactId"] != first["ContactId"]


def test_a_streaming_id_is_given_where_one_is_due(sandbox: Sandbox, connect: ConnectClient) -> None:
    topic = {"StreamingEndpointArn": "arn:aws:sns:us-east-1:123456789012:chats"}
    started = connect.start_chat_contact(
        **smallest(sandbox, ClientToken="s", ChatStreamingConfiguration=topic)
    )
    assert started["StreamingId"]


def test_unknown_instance_flow_and_contact_are_named(sandbox: Sandbox, connect: ConnectClient) -> None:
    there: Any = {"InstanceId": sandbox.instance_id}
    elsewhere: Any = {"InstanceId": "nowhere"}
    start = {name: value for name, value in smallest(sandbox).items() if name != "InstanceId"}
    cases: list[tuple[str, Callable[..., Any], dict[str, Any]]] = [
        ("nowhere", connect.start_chat_contact, {**elsewhere, **start}),
        ("no-flow", connect.start_chat_contact, {**there, **start, "ContactFlowId": "no-flow"}),
        (
            sandbox.flows[0].arn,
            connect.start_chat_contact,
            {**there, **start, "ContactFlowId": sandbox.flows[0].arn},
        ),
        ("no-contact", connect.start_chat_contact, {**there, **start, "RelatedContactId": "no-contact"}),
        ("nowhere", connect.describe_instance, elsewhere),
        ("nowhere", connect.list_contact_flows, elsewhere),
        ("no-flow", connect.describe_contact_flow, {**there, "ContactFlowId": "no-flow"}),
        (":7", connect.describe_contact_flow, {**there, "ContactFlowId": f"{sandbox.flows[0].arn}:7"}),
        ("no-contact", connect.describe_contact, {**there, "ContactId": "no-contact"}),
        ("no-contact", connect.stop_contact, {**there, "ContactId": "no-contact"}),
        ("nowhere", connect.stop_contact, {**elsewhere, "ContactId": "no-contact"}),
        ("no-contact", connect.get_contact_attributes, {**there, "InitialContactId": "no-contact"}),
    ]
    for named, call, members in cases:
        code, status, message = refused(call, **members)
        assert (code, status) == ("ResourceNotFoundException", 404)
        assert named in message
        assert "us-east-1" in message
    assert sandbox.contacts.all() == ()


def test_instances_are_listed_and_described(sandbox: Sandbox, connect: ConnectClient) -> None:
    (listed,) = connect.list_instances(MaxResults=1)["InstanceSummaryList"]
    described = connect.describe_instance(InstanceId=sandbox.instance_id)["Instance"]
    assert listed["Id"] == described["Id"] == sandbox.instance_id
    assert listed["Arn"] == described["Arn"]
    code, status, message = refused(connect.list_instances, MaxResults=11)
    assert (code, status) == ("InvalidParameterException", 400)
    assert "MaxResults" in message


def test_a_flow_is_described_under_all_its_names(sandbox: Sandbox, connect: ConnectClient) -> None:
    flow = sandbox.flows[0]
    for name in (flow.id, flow.arn, f"{flow.id}:$SAVED", f"{flow.arn}:$SAVED", f"{flow.arn}:1"):
        described = connect.describe_contact_flow(InstanceId=sandbox.instance_id, ContactFlowId=name)[
            "ContactFlow"
        ]
        assert (described["Id"], described["Name"], described["Type"]) == (flow.id, flow.name, "CONTACT_FLOW")
    assert json.loads(described["Content"])["Version"] == "2019-10-30"
    assert described["FlowContentSha256"] == hashlib.sha256(described["Content"].encode()).hexdigest()


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Sandbox]:
    """A sandbox with 25 flows of a user's own beside those that ship."""
    for number in range(25):
        kind = "customerQueue" if number % 5 == 0 else "contactFlow"
        flow = {
            "Version": "2019-10-30",
            "StartAction": "End",
            "Metadata": {"name": f"Flow {number}", "type": kind},
            "Actions": [
                {"Identifier": "End", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
            ],
        }
        (tmp_path / f"{number:02}.json").write_text(json.dumps(flow))
    with Sandbox(flows=tmp_path, shipped=PLAIN_FLOWS) as sandbox:
        yield sandbox


def client_of(sandbox: Sandbox) -> ConnectClient:
    return boto3.client(
        "connect",
        region_name=sandbox.region,
        endpoint_url=sandbox.endpoint,
        aws_access_key_id=sandbox.access_key_id,
        aws_secret_access_key=sandbox.secret_access_key,
        config=ONCE,
    )


def test_flows_are_listed_page_by_page(many: Sandbox) -> None:
    connect = client_of(many)
    pages = connect.get_paginator("list_contact_flows").paginate(
        InstanceId=many.instance_id, PaginationConfig={"PageSize": 4}
    )
    sizes, ids = [], []
    for page in pages:
        sizes.append(len(page["ContactFlowSummaryList"]))
        ids += [flow["Id"] for flow in page["ContactFlowSummaryList"]]
    assert ids == [flow.id for flow in many.flows]
    assert max(sizes) == 4
    assert len(ids) == 25 + len(Sandbox(shipped=PLAIN_FLOWS).flows)
    queues = connect.list_contact_flows(
        InstanceId=many.instance_id, ContactFlowTypes=["CUSTOMER_QUEUE", "CUSTOMER_HOLD"], MaxResults=2
    )
    assert [flow["Name"] for flow in queues["ContactFlowSummaryList"]] == ["Flow 0", "Flow 5"]
    # The token belongs to the filtered list, not to the other.
    code, status, _ = refused(
        connect.list_contact_flows, InstanceId=many.instance_id, NextToken=queues["NextToken"]
    )
    assert (code, status) == ("InvalidParameterException", 400)
    connect.close()


def ended(sandbox: Sandbox, connect: ConnectClient, **members: Any) -> str:
    started = connect.start_chat_contact(**smallest(sandbox, **members))
    connect.stop_contact(InstanceId=sandbox.instance_id, ContactId=started["ContactId"])
    return started["ContactId"]


@pytest.mark.parametrize("kind", ["ENTIRE_PAST_SESSION", "FROM_SEGMENT"])
def test_a_persistent_chat_continues_an_ended_one(
    sandbox: Sandbox, connect: ConnectClient, kind: str
) -> None:
    past = ended(sandbox, connect)
    started = connect.start_chat_contact(
        **smallest(sandbox, PersistentChat={"RehydrationType": kind, "SourceContactId": past})
    )
    assert started["ContinuedFromContactId"] == past
    described = connect.describe_contact(InstanceId=sandbox.instance_id, ContactId=started["ContactId"])
    assert described["Contact"]["RelatedContactId"] == past


@pytest.mark.parametrize("kind", ["ENTIRE_PAST_SESSION", "FROM_SEGMENT"])
def test_a_chat_that_goes_on_cannot_be_continued(sandbox: Sandbox, connect: ConnectClient, kind: str) -> None:
    active = connect.start_chat_contact(**smallest(sandbox))["ContactId"]
    source = {"RehydrationType": kind, "SourceContactId": active}
    code, status, message = refused(connect.start_chat_contact, **smallest(sandbox, PersistentChat=source))
    assert (code, status) == ("InvalidRequestException", 400)
    assert active in message
    assert sandbox.contacts.active == 1


def test_a_whole_session_continues_from_its_newest_contact(sandbox: Sandbox, connect: ConnectClient) -> None:
    first, second = ended(sandbox, connect), ended(sandbox, connect)
    passed_on = sandbox.contacts.find(second)
    assert passed_on is not None
    passed_on.initial_id = first  # as a flow or an agent passes a chat on
    whole = {"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": first}
    started = connect.start_chat_contact(**smallest(sandbox, PersistentChat=whole))
    assert started["ContinuedFromContactId"] == second
    wrong = {"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": second}
    code, _, message = refused(connect.start_chat_contact, **smallest(sandbox, PersistentChat=wrong))
    assert code == "InvalidRequestException"
    assert "SourceContactId" in message


def test_a_related_chat_takes_over_attributes(sandbox: Sandbox, connect: ConnectClient) -> None:
    past = ended(sandbox, connect, Attributes={"a": "1", "b": "2"})
    started = connect.start_chat_contact(**smallest(sandbox, RelatedContactId=past, Attributes={"b": "3"}))
    where: Any = {"InstanceId": sandbox.instance_id, "ContactId": started["ContactId"]}
    described = connect.describe_contact(**where)["Contact"]
    assert (described["RelatedContactId"], described["Attributes"]) == (past, {"a": "1", "b": "3"})
    assert "ContinuedFromContactId" not in started


def test_the_quota_of_active_chats() -> None:
    with Sandbox(quota=2) as sandbox:
        connect = client_of(sandbox)
        first = connect.start_chat_contact(**smallest(sandbox, ClientToken="first"))
        connect.start_chat_contact(**smallest(sandbox))
        code, status, message = refused(connect.start_chat_contact, **smallest(sandbox))
        assert (code, status) == ("LimitExceededException", 429)
        assert "2 concurrent active chats" in message
        # A chat that is there already is found again though the quota is full.
        assert (
            connect.start_chat_contact(**smallest(sandbox, ClientToken="first"))["ContactId"]
            == first["ContactId"]
        )
        connect.stop_contact(InstanceId=sandbox.instance_id, ContactId=first["ContactId"])
        connect.start_chat_contact(**smallest(sandbox))
        connect.close()


def test_the_caller_is_known(sts: STSClient) -> None:
    caller = sts.get_caller_identity()
    assert caller["Account"] == "123456789012"
    assert caller["Arn"] == "arn:aws:iam::123456789012:user/sandbox"
    assert caller["UserId"]


def test_an_operation_that_is_not_answered_says_so(
    sandbox: Sandbox, connect: ConnectClient, sts: STSClient
) -> None:
    code, status, message = refused(connect.list_queues, InstanceId=sandbox.instance_id)
    assert (code, status) == ("NotImplementedException", 501)
    assert "ListQueues" in message
    code, status, message = refused(sts.get_federation_token, Name="somebody")
    assert (code, status) == ("NotImplementedException", 501)
    assert "GetFederationToken" in message


def test_every_answer_carries_request_id_and_date(
    sandbox: Sandbox, signer: Signer, over_the_wire: Send
) -> None:
    sandbox.faults.add(parse("ListInstances:InternalService:1"))
    ids = set()
    for target in ("/instance", "/instance", "/nothing"):
        answered = over_the_wire(signer.sign("GET", target))
        ids.add(answered.headers["x-amzn-requestid"])
        assert answered.headers["date"].endswith("GMT")
    assert len(ids) == 3


def test_a_later_contact_of_a_chat_names_the_one_before(sandbox: Sandbox, connect: ConnectClient) -> None:
    first = sandbox.contacts.start({"ContactFlowId": sandbox.flows[0].id}, {})
    second = sandbox.contacts.pass_on(first, "QUEUE_TRANSFER")
    described = connect.describe_contact(InstanceId=sandbox.instance_id, ContactId=second.id)["Contact"]
    assert (described["InitialContactId"], described["PreviousContactId"]) == (first.id, first.id)
    assert described["InitiationMethod"] == "QUEUE_TRANSFER"
    assert (
        "PreviousContactId"
        not in connect.describe_contact(InstanceId=sandbox.instance_id, ContactId=first.id)["Contact"]
    )
