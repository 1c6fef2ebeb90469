"""Flow logs: what is written, and how CloudWatch's own client reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from console.sandbox import Sandbox
from console.sandbox.flow.traces.log import GROUP, GROUP_ARN, LARGEST, FlowLog
from console.sandbox.flow.traces.log_filter import parse
from console.sandbox.identity import flow_arn
from console.sandbox.operations import logs
from tests.console.sandbox.clients import OWN, ROLE, client, refused
from tests.console.sandbox.flow.stage import act, document, say
from tests.console.sandbox.wire import Signer, send

LOGGED = document(
    say("before", "Not logged.", "on"),
    act("on", "UpdateFlowLoggingBehavior", "hello", FlowLoggingBehavior="Enabled"),
    say("hello", "Hi $.Attributes.name.", "check"),
    act("check", "Compare", on={"CHAT": "lookup"}, ComparisonValue="$.Channel"),
    act(
        "lookup",
        "InvokeLambdaFunction",
        errors={"NoMatchingError": "off"},
        LambdaFunctionARN="arn:aws:lambda:x",
    ),
    act("off", "UpdateFlowLoggingBehavior", "wait", FlowLoggingBehavior="Disabled"),
    act("wait", "Wait", TimeLimitSeconds="600"),
)


@pytest.fixture(scope="module")
def cloud_watch(served: Sandbox) -> Iterator[Any]:
    made = client(served, "logs")
    yield made
    made.close()


def chat(sandbox: Sandbox, flow: Any = LOGGED, **attributes: str) -> str:
    """A chat that has gone through a flow; its contact's id."""
    flow_id = sandbox.flows[0].id
    sandbox.flow_versions.save(flow_id, flow)
    sandbox.flow_versions.publish(flow_id)
    contact = sandbox.contacts.start({"ContactFlowId": flow_id}, attributes)
    found = sandbox.chats.of(contact.id)
    found.join(found.customer)
    return contact.id


def entries(answer: Any) -> list[Any]:
    return [json.loads(event["message"]) for event in answer["events"]]


def test_a_flow_that_switched_logging_on_is_logged(sandbox: Sandbox, cloud_watch: Any) -> None:
    contact_id = chat(sandbox, name="Ann")
    chat(sandbox, name="Bob")
    answer = cloud_watch.filter_log_events(logGroupName=GROUP, filterPattern=f'"{contact_id}"')
    found = entries(answer)
    assert [entry["ContactFlowModuleType"] for entry in found] == [
        "SetLoggingBehavior", "PlayPrompt", "CheckAttribute", "InvokeExternalResource",
    ]  # fmt: skip
    hello, check, lookup = found[1:]
    assert {entry["ContactId"] for entry in found} == {contact_id}
    assert (hello["ContactFlowId"], hello["ContactFlowName"]) == (flow_arn(sandbox.flows[0].id), "Greeting")
    assert (hello["Identifier"], hello["Parameters"]) == ("hello", {"Text": "Hi Ann."})
    assert "Results" not in hello
    assert check["Results"] == "CHAT"
    assert lookup["Results"].startswith("Error NoMatchingError")
    event = answer["events"][1]
    assert hello["Timestamp"].endswith("Z")
    assert set(event) == {"logStreamName", "timestamp", "message", "ingestionTime", "eventId"}
    assert answer["searchedLogStreams"] == []


def test_the_instance_can_switch_flow_logs_off(sandbox: Sandbox, cloud_watch: Any) -> None:
    sandbox.settings.set_attributes({"CONTACTFLOW_LOGS": "false"})
    chat(sandbox)
    assert cloud_watch.filter_log_events(logGroupName=GROUP)["events"] == []
    sandbox.settings.reset()
    chat(sandbox)
    assert len(cloud_watch.filter_log_events(logGroupIdentifier=GROUP_ARN)["events"]) == 4
    sandbox.reset()
    assert cloud_watch.filter_log_events(logGroupIdentifier=f"{GROUP_ARN}:*")["events"] == []


def test_events_come_a_page_at_a_time(sandbox: Sandbox, cloud_watch: Any) -> None:
    for number in range(25):
        sandbox.center.flow_log.write(1_000 * number, {"n": number})
    pages = [
        [entry["n"] for entry in entries(page)]
        for page in cloud_watch.get_paginator("filter_log_events").paginate(logGroupName=GROUP, limit=10)
    ]
    assert pages == [list(range(10)), list(range(10, 20)), list(range(20, 25))]
    asked = {"logGroupName": GROUP, "startTime": 3_000, "endTime": 5_000}
    assert [entry["n"] for entry in entries(cloud_watch.filter_log_events(**asked))] == [3, 4, 5]
    newest = cloud_watch.filter_log_events(**asked, startFromHead=False)
    assert [entry["n"] for entry in entries(newest)] == [5, 4, 3]
    stream = newest["events"][0]["logStreamName"]
    for given, count in (({"logStreamNames": [stream]}, 3), ({"logStreamNamePrefix": "1971"}, 0)):
        assert len(cloud_watch.filter_log_events(**asked, **given)["events"]) == count


def test_a_page_has_a_size(sandbox: Sandbox, cloud_watch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LARGEST_PAGE", 1_000)
    for number in range(5):
        sandbox.center.flow_log.write(number, {"text": "x" * (2_000 if number == 2 else 400)})
    paginator = cloud_watch.get_paginator("filter_log_events")
    pages = [len(page["events"]) for page in paginator.paginate(logGroupName=GROUP)]
    assert pages == [2, 1, 2]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"logGroupName": "/aws/connect/other"}, "ResourceNotFoundException"),
        ({"logGroupIdentifier": GROUP_ARN + "x"}, "ResourceNotFoundException"),
        ({}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "logGroupIdentifier": GROUP}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "limit": 0}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "startTime": 2, "endTime": 1}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "nextToken": "made up"}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "filterPattern": '{ $.a ~ "b" }'}, "InvalidParameterException"),
        ({"logGroupName": GROUP, "filterPattern": '"open'}, "InvalidParameterException"),
        (
            {"logGroupName": GROUP, "logStreamNames": ["a"], "logStreamNamePrefix": "a"},
            "InvalidParameterException",
        ),
    ],
)
def test_what_is_wrong_is_refused_in_the_words_of_the_protocol(
    sandbox: Sandbox, cloud_watch: Any, given: dict[str, Any], code: str
) -> None:
    found, status, message = refused(cloud_watch.filter_log_events, **given)
    assert (found, status) == (code, 400)
    assert message


def test_who_may_read_logs(sandbox: Sandbox) -> None:
    keys = client(sandbox, "sts").assume_role(RoleArn=ROLE + "ReadOnly", RoleSessionName="reader")[
        "Credentials"
    ]
    chat(sandbox)
    with_role = client(sandbox, "logs", keys)
    assert len(with_role.filter_log_events(logGroupName=GROUP)["events"]) == 4
    wrong = client(sandbox, "logs", {**OWN, "SecretAccessKey": "wrong"})
    assert refused(wrong.filter_log_events, logGroupName=GROUP)[:2] == ("InvalidSignatureException", 403)


def test_faults_reach_logs_and_other_targets_are_unknown(sandbox: Sandbox, cloud_watch: Any) -> None:
    assert refused(cloud_watch.describe_log_groups)[0] == "NotImplementedException"
    signed = Signer(sandbox).sign("POST", "/", b"{}")
    answered = send(sandbox, signed.with_header("x-amz-target", "Logs_20140328.Nothing"))
    assert answered.status == 404


def test_the_log_keeps_the_newest_entries_and_none_is_huge() -> None:
    log = FlowLog(most=3)
    for number in range(5):
        log.write(number, {"n": number, "Parameters": {"x": "y" * (LARGEST if number == 4 else 1)}})
    assert [json.loads(event.message)["n"] for event in log.events] == [2, 3, 4]
    assert json.loads(log.events[-1].message)["Parameters"] == {}
    assert len({event.id for event in log.events}) == 3


ENTRY = '{"ContactId": "11-22", "Results": "Error x", "n": 5, "Parameters": {"Text": "a b"}}'


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("", True),
        ('"11-22"', True),
        ("11-22", True),
        ("Error x", True),
        ('"Error x"', True),
        ("Error y", False),
        ("?y ?Error", True),
        ("?y ?z", False),
        ("Error -x", False),
        ("Error -y", True),
        ('{ $.ContactId = "11-22" }', True),
        ('{ $.ContactId = "11-2*" }', True),
        ('{ $.ContactId = "11-23" }', False),
        ('{ $.ContactId != "11-23" && $.n = 5 }', True),
        ('{ $.Missing = "x" || $.Parameters.Text = "a b" }', True),
        ('{ $.Missing = "*" }', False),
        ('{ $.Missing != "x" }', True),
    ],
)
def test_filter_patterns(pattern: str, fits: bool) -> None:
    assert parse(pattern)(ENTRY) is fits
