"""A stub file is read without running it, and every mistake is told with its place."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.sandbox.flow.stubs import Defaults, Stubs
from console.sandbox.flow.stubs.schema import STUBBABLE
from console.sandbox.flow.stubs.suggestion import suggestion

LAMBDA, LEX, HOURS = "InvokeLambdaFunction", "ConnectParticipantWithLexBot", "CheckHoursOfOperation"
METRIC, QUEUE, TASK = "CheckMetricData", "TransferContactToQueue", "CreateTask"


def entry(type: str, **more: object) -> dict[str, Any]:
    return {"stubs": [{"ActionType": type, **more}]}


def result(type: str = LAMBDA, **result: object) -> dict[str, Any]:
    return entry(type, Responses=[{"Type": "ExecutionResult", "ExecutionResult": result}])


def response(type: str = LAMBDA, **response: object) -> dict[str, Any]:
    return entry(type, Responses=[response])


def turn(**turn: object) -> dict[str, Any]:
    return entry(LEX, Turns=[turn])


def agent(**agent: object) -> dict[str, Any]:
    return entry(QUEUE, Queue={"agent": agent})


def schedule(**schedule: object) -> dict[str, Any]:
    return entry(HOURS, Schedule=schedule)


MISTAKES: list[tuple[Any, str]] = [
    ([], "$: must be an object, not a list."),
    ({"stub": []}, "$: “stub” is no key here; did you mean “stubs”? allowed: flows, defaults, stubs."),
    ({"stubs": {}}, "$.stubs: must be a list, not an object."),
    ({"stubs": [1]}, "$.stubs[0]: must be an object, not 1."),
    ({"stubs": [{}]}, "$.stubs[0].ActionType: is nothing; allowed: InvokeLambdaFunction,"),
    (entry("CallLambda"), "$.stubs[0].ActionType: is CallLambda; allowed:"),
    (entry(LAMBDA), "$.stubs[0]: answers nothing: it needs Responses or Command or URL."),
    (entry(LAMBDA, Turns=[]), "$.stubs[0]: “Turns” is no key here; allowed: ActionType, match, Responses,"),
    (entry(LAMBDA, Responses=[]), "$.stubs[0].Responses: must have one response at least."),
    (entry(LAMBDA, Responses=["x"]), "$.stubs[0].Responses[0]: must be an object, not x."),
    (
        entry(LAMBDA, Command=["x"], match={"Arn": "*"}),
        "$.stubs[0].match: “Arn” is no key here; allowed: LambdaFunctionARN, Parameters, InvocationType,",
    ),
    (entry(LAMBDA, Command=["x"], match=3), "$.stubs[0].match: must be an object, not 3."),
    (
        response(Type="Mock"),
        "$.stubs[0].Responses[0].Type: is Mock; allowed: ExecutionResult, Error, SubstituteResource, "
        "MockResponse, Command, URL.",
    ),
    (response(HOURS, Type="Command"), "allowed: ExecutionResult, Error, SubstituteResource, MockResponse."),
    (response(Type="MockResponse"), "$.stubs[0].Responses[0]: “Response” is missing."),
    (response(Type="Error"), "$.stubs[0].Responses[0]: “Error” is missing."),
    (response(Type="Error", Error={}), "$.stubs[0].Responses[0].Error: “Value” is missing; allowed: NoMatch"),
    (
        response(Type="Error", Error={"Value": "Timeout"}),
        "$.stubs[0].Responses[0].Error.Value: is Timeout; allowed: NoMatchingError, TimeLimitExceeded.",
    ),
    (response(Type="SubstituteResource"), "SubstituteArn: must be a text that is not empty, not nothing."),
    (
        response(TASK, Type="SubstituteResource", SubstituteArn="a"),
        "$.stubs[0].Responses[0]: this action names no resource that another could stand in for.",
    ),
    (result(Value="x"), "ExecutionResult.Value: this action has no Value; it takes LoadedData."),
    (result(HOURS, LoadedData={}), "ExecutionResult.LoadedData: this action loads nothing."),
    (result(METRIC, Value="many"), "ExecutionResult.Value: must be a number, not many."),
    (result(METRIC, Value=True), "ExecutionResult.Value: must be a number, not true."),
    (result(HOURS, Value=True), "ExecutionResult.Value: must be a text that is not empty, not true."),
    (result("AuthenticateParticipant", Value="YES"), "is YES; allowed: AUTHENTICATED, OptedOut."),
    (result(LEX, Value="a", LoadedData={}), "has a Value and LoadedData; one of them is allowed."),
    (result(LoadedData="{"), "LoadedData: is a text that is no JSON: Expecting property name"),
    (result(TASK, LoadedData=[1]), "LoadedData: must be an object, not a list."),
    (
        result("GetCase", LoadedData=[1]),
        "must be an object, or a list of those that are found; it is a list.",
    ),
    (result(DelaySeconds=-1), "DelaySeconds: must be a number from 0 to 604800, not -1."),
    (result(DelaySeconds="soon"), "DelaySeconds: must be a number from 0 to 604800, not soon."),
    (entry(LAMBDA, Command="python3 x.py"), "$.stubs[0].Command: must be a list, not python3 x.py."),
    (
        entry(LAMBDA, Command=[]),
        '$.stubs[0].Command: must be a list of a program and its arguments: ["python3"',
    ),
    (entry(LAMBDA, Command=["a", 1]), "$.stubs[0].Command[1]: must be a text that is not empty, not 1."),
    (entry(LAMBDA, Command=["a\0b"]), "$.stubs[0].Command: must be a list of a program"),
    (entry(LAMBDA, DelaySeconds=1), "$.stubs[0].Type: is nothing; allowed:"),
    (
        entry(LAMBDA, Command=["a"], Responses=[{"Type": "ExecutionResult"}]),
        "$.stubs[0].Command: stands within a response where there are Responses.",
    ),
    (
        entry(LAMBDA, URL="ftp://localhost"),
        "$.stubs[0].URL: must begin with http:// or https:// and name a host.",
    ),
    (entry(LAMBDA, URL="http://localhost:x/"), "$.stubs[0].URL: is no URL:"),
    (
        entry(LAMBDA, URL="http://a:b@localhost/"),
        "holds a user or a password; a stub file is no place for them.",
    ),
    (
        entry(LAMBDA, URL="https://example.com/x"),
        "leads away from this machine, to example.com; “AllowRemote”: true beside it lets it.",
    ),
    (entry(LAMBDA, URL="http://127.0.0.1.example.com/"), "leads away from this machine"),
    (
        entry(LAMBDA, URL="https://example.com", AllowRemote="yes"),
        "AllowRemote: must be true or false, not yes.",
    ),
    (entry(LEX, Turns=[]), "$.stubs[0].Turns: must have one turn at least."),
    (entry(LEX, Intents={}), "$.stubs[0].Intents: must have one intent at least."),
    (entry(LEX, Intents={"(": "A"}), "$.stubs[0].Intents.(: “(” is no regular expression: missing ), unter"),
    (
        entry(LEX, Intents={"a": "A"}, Turns=[{"error": "NoMatchingError"}]),
        "$.stubs[0].Intents: stands beside Turns; one of them is allowed.",
    ),
    (turn(when="x"), "$.stubs[0].Turns[0]: does nothing: it needs messages, elicit, close or error."),
    (turn(elicit="A", error="NoMatchingError"), "has more than one of elicit, close and error."),
    (turn(when="[", elicit="A"), "Turns[0].when: “[” is no regular expression: unterminated character set"),
    (turn(slot="A", messages=["x"]), "Turns[0]: answers the slot “A”, which no turn elicits."),
    (turn(messages="x"), "Turns[0].messages: must be a list, not x."),
    (
        turn(messages=[{"contentType": "Image", "content": "x"}]),
        "is Image; allowed: PlainText, CustomPayload, SSML.",
    ),
    (turn(messages=[{}]), "messages[0].content: must be a text that is not empty, not nothing."),
    (turn(close={"state": "Fulfilled"}), "close.IntentName: must be a text that is not empty, not nothing."),
    (
        turn(close={"IntentName": "A", "state": "Done"}),
        "is Done; allowed: Fulfilled, Failed, ReadyForFulfillment.",
    ),
    (turn(SessionAttributes={"a": 1}, elicit="b"), "SessionAttributes.a: must be a text."),
    (turn(error="Timeout"), "Turns[0].error: is Timeout; allowed: InputTimeLimitExceeded,"),
    (turn(default="yes", elicit="a"), "Turns[0].default: must be true or false, not yes."),
    (turn(typingSeconds=61, elicit="a"), "typingSeconds: must be a number from 0 to 60, not 61."),
    (schedule(TimeZone="Mars/Olympus"), "“Mars/Olympus” is no time zone that this machine knows"),
    (schedule(TimeZone="../../../etc/passwd"), "is no time zone that this machine knows"),
    (schedule(MONDAY=["9-17"]), "Schedule.MONDAY[0]: must be hours such as 09:00-17:30, not 9-17."),
    (schedule(Monday=[]), "“Monday” is no key here;"),
    (schedule(MONDAY=[], Config=[]), "has days and Config; one of them is allowed."),
    (schedule(Config=[{"Day": "MONDAY"}]), "Config[0]: StartTime, EndTime missing."),
    (
        schedule(Config=[{"Day": "M", "StartTime": {}, "EndTime": {}}]),
        "Config[0].Day: is M; allowed: MONDAY,",
    ),
    (
        schedule(Config=[{"Day": "MONDAY", "StartTime": {"Hours": 24}, "EndTime": {}}]),
        "StartTime.Hours: must be a number from 0 to 23, not 24.",
    ),
    (
        schedule(Overrides=[{"Name": "A", "From": "soon"}]),
        "From: must be a day such as 2026-12-24, not soon.",
    ),
    (
        schedule(Overrides=[{"Name": "A", "From": "2026-12-24", "To": "2026-12-23"}]),
        "Overrides[0]: ends before it begins.",
    ),
    (entry(QUEUE, Queue={"capacity": 1.5}), "Queue.capacity: must be a whole number, not 1.5."),
    (entry(QUEUE, Queue={"Name": ""}), "Queue.Name: must be a text that is not empty, not ."),
    (agent(displayName="A"), "“displayName” is no key here; did you mean “DisplayName”?"),
    (agent(acceptAfterSeconds=-1), "acceptAfterSeconds: must be a number from 0 to 86400, not -1."),
    (agent(script="Hi"), "script: must be a list, not Hi."),
    (agent(rules={"(": "x"}), "rules.(: “(” is no regular expression"),
    (agent(rules={"a": 1}), "rules.a: must be a text, or an object with say and then; it is 1."),
    (agent(rules={"a": {"then": "go"}}), "rules.a.then: is go; allowed: hand over, leave, end."),
    (agent(rules={"a": {"then": "hand over"}}), "hands over to nobody: “handsOverTo” is missing."),
    (agent(handsOverAfterMessages=1), "hands over to nobody: “handsOverTo” is missing."),
    (agent(leavesAfterMessages=0), "leavesAfterMessages: must be a number from 1 to 1000, not 0."),
    ({"defaults": {"timeScale": 0}}, "$.defaults.timeScale: must be a number from 0.001 to 1e+06, not 0."),
    ({"defaults": {"getParticipantInput": "ask"}}, "is ask; allowed: error, text."),
    (
        {"defaults": {"distribute": {"ab": 101}}},
        "$.defaults.distribute.ab: must be a number from 1 to 100, not 101.",
    ),
    ({"defaults": {"seed": "x"}}, "$.defaults.seed: must be a number"),
    ({"flows": {"a": 1}}, "$.flows.a: must be a text that is not empty, not 1."),
    ({"Observations": 1}, "$.Observations: must be a list, not 1."),
]


@pytest.mark.parametrize(("value", "told"), MISTAKES)
def test_a_mistake_is_told_with_its_place(value: Any, told: str) -> None:
    with pytest.raises(ValueError, match=r"^\$") as wrong:
        Stubs.of(value)
    assert told in str(wrong.value)
    assert all(line.startswith("$") for line in str(wrong.value).splitlines())


def test_an_agent_is_handed_over_a_few_times_at_most() -> None:
    chain: dict[str, Any] = {}
    for _ in range(8):
        chain = {"handsOverTo": chain}
    with pytest.raises(ValueError, match="can be handed over 5 times at most"):
        Stubs.of(agent(**chain))


def test_all_mistakes_are_told_at_once_up_to_a_bound(tmp_path: Path) -> None:
    path = tmp_path / "x.sandbox.json"
    path.write_text(json.dumps({"stubs": [1] * 60}))
    with pytest.raises(ValueError, match=r"\$") as wrong:
        Stubs.read(path)
    lines = str(wrong.value).splitlines()
    assert lines[0] == "x.sandbox.json: $.stubs[0]: must be an object, not 1."
    assert lines[-1] == "and 10 more."


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "x.json: Expecting property name"),
        (b'{"a": NaN}', "x.json: NaN is no JSON"),
        (b"\xff", "x.json: 'utf-8' codec can't decode"),
        (b"[" * 100_000, "x.json: it is nested too deep"),
        (b" " * 4_194_305, "x.json is longer than 4,194,304 bytes."),
    ],
)
def test_a_file_that_is_no_json_is_told(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=f"^{re.escape(told)}"):
        Stubs.read(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"nothing\.json can't be read"):
        Stubs.read(tmp_path / "nothing.json")
    with pytest.raises(ValueError, match="can't be read"):
        Stubs.read(tmp_path)


def test_reading_runs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise AssertionError("it runs")

    monkeypatch.setattr(subprocess, "Popen", fails)
    monkeypatch.setattr("socket.socket.connect", fails)
    stubs = Stubs.of({"stubs": [*entry(LAMBDA, Command=["x"])["stubs"], *entry(HOURS, Schedule={})["stubs"]]})
    assert len(stubs.entries) == 2


def test_comments_are_not_read() -> None:
    Stubs.of({"comment": 1, "stubs": [{"ActionType": LAMBDA, "$comment": "why", "Command": ["x"]}]})


@pytest.mark.parametrize("type", STUBBABLE)
def test_the_entry_that_is_suggested_is_one(type: str) -> None:
    kind = STUBBABLE[type]
    for facts in ({}, {kind.resource: "arn:x"} if kind.resource else {}):
        stub = Stubs.of({"stubs": [suggestion(type, facts)]}).take(type, facts)
        assert stub is not None
        assert stub.resource == facts.get(kind.resource, "")


def test_the_documented_file_is_read(tmp_path: Path) -> None:
    """The example of the README: one entry of each kind."""
    path = tmp_path / "shop.sandbox.json"
    path.write_text(json.dumps(EXAMPLE))
    stubs = Stubs.read(path)
    assert len(stubs.entries) == len(EXAMPLE["stubs"])
    assert stubs.folder == tmp_path
    assert stubs.defaults == Defaults("flows/queue.json", 60, "error", 7, {"ab": 73})
    assert (
        stubs.flow_file("arn:aws:connect:us-east-1:123456789012:contact-flow/f") == tmp_path / "survey.json"
    )
    assert stubs.flow_file("other") is None
    assert stubs.flow_file("Survey") == tmp_path / "survey.json"


EXAMPLE: dict[str, Any] = {
    "flows": {"arn:aws:connect:*:contact-flow/f": "survey.json", "Survey": "survey.json"},
    "defaults": {
        "customerQueueFlow": "flows/queue.json",
        "timeScale": 60,
        "getParticipantInput": "error",
        "seed": 7,
        "distribute": {"ab": 73},
    },
    "stubs": [
        {
            "ActionType": LAMBDA,
            "match": {"LambdaFunctionARN": "*:function:lookup", "Parameters": {"id": "42"}},
            "Responses": [
                {
                    "Type": "ExecutionResult",
                    "ExecutionResult": {"DelaySeconds": 0.5, "LoadedData": {"a": "b"}},
                },
                {"Type": "Error", "Error": {"Value": "NoMatchingError"}},
            ],
        },
        {"ActionType": LAMBDA, "match": {"LambdaFunctionARN": "*:order"}, "Command": ["python3", "order.py"]},
        {
            "ActionType": LEX,
            "match": {"AliasArn": "*"},
            "Turns": [
                {
                    "when": "(?i)book|flight",
                    "messages": [{"contentType": "PlainText", "content": "Where to?"}],
                    "elicit": "City",
                },
                {
                    "slot": "City",
                    "close": {
                        "IntentName": "BookFlight",
                        "state": "Fulfilled",
                        "Slots": {"City": "$input"},
                        "SessionAttributes": {},
                    },
                },
                {"default": True, "close": {"IntentName": "FallbackIntent", "state": "Failed"}},
            ],
        },
        {
            "ActionType": HOURS,
            "match": {"HoursOfOperationId": "*"},
            "Responses": [{"Type": "ExecutionResult", "ExecutionResult": {"Value": "InHours"}}],
        },
        {
            "ActionType": METRIC,
            "match": {"MetricType": "NumberOfAgentsAvailable"},
            "Responses": [{"Type": "ExecutionResult", "ExecutionResult": {"Value": "1"}}],
        },
        {
            "ActionType": QUEUE,
            "match": {"QueueId": "*"},
            "Queue": {
                "Name": "Support",
                "capacity": 10,
                "agent": {"DisplayName": "Alex", "acceptAfterSeconds": 5, "script": ["Hi, Alex here."]},
            },
        },
        {
            "ActionType": "AuthenticateParticipant",
            "Responses": [{"Type": "ExecutionResult", "ExecutionResult": {"Value": "AUTHENTICATED"}}],
        },
    ],
}

_KEYS = """stubs ActionType match Responses Type Error Value Turns when Queue agent Strategy Behavior rules
Properties Parameters Schedule Config Observations Actions OverrideSystemBehavior URL Command Intents
LoadedData ExecutionResult * handsOverTo Overrides messages close"""
_WORDS = st.sampled_from([*_KEYS.split(), *STUBBABLE])
_TEXTS = st.one_of(st.text(max_size=5), _WORDS)
_PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), _TEXTS)
_ANY = st.recursive(
    _PLAIN,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_TEXTS, inner, max_size=4)),
    max_leaves=12,
)
_ENTRY = st.builds(lambda type, rest: {**rest, "ActionType": type}, _WORDS, st.dictionaries(_WORDS, _ANY))


@settings(max_examples=40)
@given(st.one_of(_ANY, st.builds(lambda entries: {"stubs": entries}, st.lists(_ENTRY, max_size=3))))
def test_any_json_is_read_or_its_mistakes_are_told(value: Any) -> None:
    try:
        stubs = Stubs.of(value)
    except ValueError as wrong:
        told = str(wrong)
    else:
        told = "$"
        for type in STUBBABLE:
            stubs.take(type, {"QueueId": "x"})
    assert told.startswith("$")
