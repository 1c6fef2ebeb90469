"""Flow logs through the door: pages of entries, and what CloudWatch Logs refuses with."""

from __future__ import annotations

import json

import pytest

from console.aws import PERMISSIONS, Connect, LogPage
from console.errors import AccessDenied, AnswerGarbled, LogGroupMissing
from console.sandbox import Sandbox, parse
from console.sandbox.flow.traces.log import GROUP
from tests.console.aws.door import ask
from tests.console.loopback import Loopback, Reply


def test_entries_come_with_their_time_and_their_text(sandbox: Sandbox) -> None:
    for ms, text in ((500, "here"), (1_500, "nothing"), (2_500, "here"), (3_500, "here")):
        sandbox.center.flow_log.write(ms, {"text": text})

    async def asked(connect: Connect) -> LogPage:
        return await connect.logs.filter_log_events(GROUP, '"here"', 1_000)

    page = ask(sandbox.endpoint, asked)
    assert [(one.ms, json.loads(one.message)["text"]) for one in page.events] == [
        (2_500, "here"),
        (3_500, "here"),
    ]
    assert len({one.id for one in page.events}) == 2
    assert page.next_token == ""


def test_a_token_gives_the_next_page() -> None:
    pages = [
        Reply(200, json.dumps({"events": [], "nextToken": "more"}).encode()),
        Reply(200, json.dumps({"events": [{"eventId": "1", "timestamp": 5, "message": "x"}]}).encode()),
    ]

    async def asked(connect: Connect) -> list[LogPage]:
        first = await connect.logs.filter_log_events(GROUP, "x", 0)
        return [first, await connect.logs.filter_log_events(GROUP, "x", 0, first.next_token)]

    with Loopback(*pages) as server:
        first, second = ask(server.endpoint, asked)
        assert (first.events, first.next_token) == ((), "more")
        assert [one.message for one in second.events] == ["x"]
        bodies = [json.loads(one.body) for one in server.asked]
    assert "nextToken" not in bodies[0]
    assert bodies[1]["nextToken"] == "more"


async def _page(connect: Connect) -> LogPage:
    return await connect.logs.filter_log_events("/aws/connect/nobody", "x", 0)


def test_a_group_that_is_not_there_is_named(sandbox: Sandbox) -> None:
    with pytest.raises(LogGroupMissing) as raised:
        ask(sandbox.endpoint, _page)
    assert "/aws/connect/nobody" in raised.value.sentence


def test_what_a_policy_would_have_to_allow_is_named(sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("FilterLogEvents:AccessDenied:1"))
    with pytest.raises(AccessDenied) as raised:
        ask(sandbox.endpoint, _page)
    assert raised.value.action == "logs:FilterLogEvents" == PERMISSIONS["FilterLogEvents"].action
    assert raised.value.resource == "arn:aws:logs:us-east-1:123456789012:log-group:/aws/connect/nobody"


def test_the_resource_of_a_policy_names_the_group() -> None:
    resource = PERMISSIONS["FilterLogEvents"].resource_for({"logGroupName": GROUP}, "us-gov-west-1")
    assert resource == f"arn:aws-us-gov:logs:us-gov-west-1:*:log-group:{GROUP}:*"


def test_an_answer_without_a_time_is_no_answer() -> None:
    with Loopback(Reply(200, b'{"events": [{"message": "x"}]}')) as server, pytest.raises(AnswerGarbled):
        ask(server.endpoint, _page)
