"""Exports of the old console: what becomes of each block, its values, and its branches."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.sandbox.flow.reading.legacy import converted, is_legacy
from console.sandbox.flow.reading.legacy.blocks import BLOCKS
from console.sandbox.flow.reading.legacy.names import reference


def block(type: str, *parameters: dict[str, Any], target: str = "", **branches: str) -> dict[str, Any]:
    """A block as an export writes it: parameters as they are, branches by their condition."""
    return {
        "id": "b",
        "type": type,
        "target": target,
        "parameters": list(parameters),
        "branches": [{"condition": name, "transition": to} for name, to in branches.items()],
        "metadata": {"position": {"x": 1, "y": 2}},
    }


def given_as(name: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"name": name, "value": value, **more}


def action_of(one: dict[str, Any]) -> dict[str, Any]:
    document, _ = converted({"modules": [one], "version": "1", "type": "contactFlow", "start": "b"})
    (action,) = document["Actions"]
    assert action.pop("Identifier") == "b"
    return dict(action)


TEXT = given_as("Text", "Hello", namespace=None)
FLOW_ID = given_as("ContactFlowId", "arn:flow")

PARAMETERS: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
    (
        block("PlayPrompt", TEXT, given_as("TextToSpeechType", "text")),
        "MessageParticipant",
        {"Text": "Hello"},
    ),
    (block("PlayAudio", TEXT), "MessageParticipant", {"Text": "Hello"}),
    (
        block("PlayPrompt", TEXT, given_as("TextToSpeechType", "ssml")),
        "MessageParticipant",
        {"SSML": "Hello"},
    ),
    (
        block("PlayPrompt", given_as("AudioPrompt", "prompt", namespace="External")),
        "MessageParticipant",
        {"PromptId": "$.External.prompt"},
    ),
    (
        block("GetUserInput", TEXT, given_as("Timeout", "8"), given_as("MaxDigits", "1"), target="Digits"),
        "GetParticipantInput",
        {"Text": "Hello", "InputTimeLimitSeconds": "8", "StoreInput": "False"},
    ),
    (
        block(
            "GetUserInput", TEXT, given_as("BotName", "Book"), given_as("BotAlias", "$LATEST"), target="Lex"
        ),
        "ConnectParticipantWithLexBot",
        {"Text": "Hello", "LexBot": {"Name": "Book", "Alias": "$LATEST"}},
    ),
    (
        block("GetUserInput", TEXT, given_as("BotArn", "arn:aws:lex:us-east-1:123456789012:bot-alias/A/B")),
        "ConnectParticipantWithLexBot",
        {"Text": "Hello", "LexV2Bot": {"AliasArn": "arn:aws:lex:us-east-1:123456789012:bot-alias/A/B"}},
    ),
    (
        block("StoreCustomerInput", TEXT, given_as("MaxDigits", 20), given_as("Timeout", "6")),
        "GetParticipantInput",
        {
            "Text": "Hello",
            "InputTimeLimitSeconds": "6",
            "StoreInput": "True",
            "InputValidation": {"CustomValidation": {"MaximumLength": "20"}},
        },
    ),
    (
        block(
            "StoreUserInput",
            TEXT,
            given_as("CustomerInputType", "PhoneNumber"),
            given_as("PhoneNumberFormat", "Local"),
            given_as("CountryCode", "US"),
        ),
        "GetParticipantInput",
        {
            "Text": "Hello",
            "InputTimeLimitSeconds": "5",
            "StoreInput": "True",
            "InputValidation": {"PhoneNumberValidation": {"NumberFormat": "Local", "CountryCode": "US"}},
        },
    ),
    (
        block("CheckAttribute", given_as("Attribute", "tier"), given_as("Namespace", "User Defined")),
        "Compare",
        {"ComparisonValue": "$.Attributes.tier"},
    ),
    (
        block(
            "SetAttributes",
            given_as("Attribute", "en", key="lang", namespace=None),
            given_as("Attribute", "aid", key="id", namespace="External"),
        ),
        "UpdateContactAttributes",
        {"Attributes": {"lang": "en", "id": "$.External.aid"}, "TargetContact": "Current"},
    ),
    (
        block(
            "SetScreenPop",
            given_as("key", "card"),
            given_as("value", "Stored customer input", namespace="System"),
        ),
        "UpdateContactAttributes",
        {"Attributes": {"card": "$.StoredCustomerInput"}, "TargetContact": "Current"},
    ),
    (block("SetQueue", given_as("Queue", "arn:queue")), "UpdateContactTargetQueue", {"QueueId": "arn:queue"}),
    (block("SetQueue", given_as("Agent", "arn:agent")), "UpdateContactTargetQueue", {"AgentId": "arn:agent"}),
    (
        block("SetEventHook", given_as("Type", "CustomerRemaining"), FLOW_ID),
        "UpdateContactEventHooks",
        {"EventHooks": {"CustomerRemaining": "arn:flow"}},
    ),
    (
        block("SetContactFlow", FLOW_ID, given_as("Type", "CustomerQueue")),
        "UpdateContactEventHooks",
        {"EventHooks": {"CustomerQueue": "arn:flow"}},
    ),
    (block("Transfer", target="Queue"), "TransferContactToQueue", {}),
    (block("CustomerInQueue"), "TransferContactToQueue", {}),
    (block("Transfer", FLOW_ID, target="Flow"), "TransferToFlow", {"ContactFlowId": "arn:flow"}),
    (block("TransferToFlow", FLOW_ID), "TransferToFlow", {"ContactFlowId": "arn:flow"}),
    (
        block("Transfer", given_as("PhoneNumber", "+15550100"), target="PhoneNumber"),
        "TransferParticipantToThirdParty",
        {
            "ThirdPartyPhoneNumber": "+15550100",
            "ThirdPartyConnectionTimeLimitSeconds": "30",
            "ContinueFlowExecution": "True",
        },
    ),
    (
        block(
            "InvokeExternalResource",
            given_as("FunctionArn", "arn:function"),
            given_as("TimeLimit", "8"),
            given_as("Parameter", "Channel", key="how", namespace="System"),
            target="Lambda",
        ),
        "InvokeLambdaFunction",
        {
            "LambdaFunctionARN": "arn:function",
            "InvocationTimeLimitSeconds": "8",
            "LambdaInvocationAttributes": {"how": "$.Channel"},
        },
    ),
    (
        block("Wait", given_as("TimeoutSeconds", "900"), given_as("InterruptOnCustomerReturn", "true")),
        "Wait",
        {"TimeLimitSeconds": "900", "Events": ["CustomerReturned"]},
    ),
    (
        block("LoopPrompts", given_as("Text", "x", key="ssml"), given_as("InterruptSeconds", 60)),
        "MessageParticipantIteratively",
        {"Messages": [{"SSML": "x"}], "InterruptFrequencySeconds": "60"},
    ),
    (
        block("Loop", given_as("LoopCount", "n", namespace="User Defined")),
        "Loop",
        {"LoopCount": "$.Attributes.n"},
    ),
    (block("CheckHoursOfOperation"), "CheckHoursOfOperation", {}),
    (
        block("CheckStaffing", given_as("Status", "Staffed")),
        "CheckMetricData",
        {"MetricType": "NumberOfAgentsStaffed"},
    ),
    (block("CheckQueueStatus"), "CheckMetricData", {"MetricType": "OldestContactInQueueAgeSeconds"}),
    (
        block("SetVoice", given_as("GlobalVoice", "Joanna")),
        "UpdateContactTextToSpeechVoice",
        {"TextToSpeechVoice": "Joanna"},
    ),
    (
        block("SetLoggingBehavior", given_as("LoggingBehavior", "Enable")),
        "UpdateFlowLoggingBehavior",
        {"FlowLoggingBehavior": "Enabled"},
    ),
    (
        block(
            "SetRecordingBehavior",
            given_as("RecordingBehaviorOption", "Enable"),
            given_as("RecordingParticipantOption", "Both"),
        ),
        "UpdateContactRecordingBehavior",
        {"RecordingBehavior": {"RecordedParticipants": ["Agent", "Customer"]}},
    ),
    (
        block("UpdateRoutingPriority", given_as("AbsolutePosition", 1)),
        "UpdateContactRoutingBehavior",
        {"QueuePriority": "1"},
    ),
    (
        block("UpdateRoutingPriority", given_as("TimeOffset", 600)),
        "UpdateContactRoutingBehavior",
        {"QueueTimeAdjustmentSeconds": "600"},
    ),
    (
        block("SetCallBackNumber", given_as("CallBackNumber", "Stored customer input", namespace="System")),
        "UpdateContactCallbackNumber",
        {"CallbackNumber": "$.StoredCustomerInput"},
    ),
    (
        block(
            "CreateCallback",
            given_as("InitialDelaySeconds", 5),
            given_as("RetryDelaySeconds", 600),
            given_as("MaxRetryAttempts", 1),
        ),
        "CreateCallbackContact",
        {"InitialCallDelaySeconds": "5", "MaximumConnectionAttempts": "1", "RetryDelaySeconds": "600"},
    ),
    (
        block("Transfer", given_as("Queue", "arn:queue"), target="Queue", Success="x"),
        "DequeueContactAndTransferToQueue",
        {"QueueId": "arn:queue"},
    ),
    (block("ReturnFromFlowModule"), "EndFlowModuleExecution", {}),
    (block("Disconnect"), "DisconnectParticipant", {}),
    (block("Resume"), "EndFlowExecution", {}),
    (block("CreateTask", given_as("Name", "Call back")), "CreateTask", {"Name": "Call back"}),
]


@pytest.mark.parametrize(("one", "type", "parameters"), PARAMETERS, ids=lambda value: str(value)[:30])
def test_a_block_becomes_the_action_that_does_the_same(
    one: dict[str, Any], type: str, parameters: dict[str, Any]
) -> None:
    action = action_of(one)
    assert (action["Type"], action["Parameters"]) == (type, parameters)


EVALUATED = {
    "condition": "Evaluate",
    "conditionType": "LessThanOrEqualTo",
    "conditionValue": "3",
    "transition": "x",
}
FOUND = {"Success": "s", "MultipleFound": "m", "NoneFound": "n"}
BRANCHES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (block("PlayPrompt", Success="x"), {"next": "x"}),
    (
        block("Transfer", target="Queue", AtCapacity="x", Error="y"),
        {"QueueAtCapacity": "x", "NoMatchingError": "y"},
    ),
    (
        block("GetUserInput", Timeout="x", NoMatch="y"),
        {"InputTimeLimitExceeded": "x", "NoMatchingCondition": "y"},
    ),
    (
        block("Wait", CustomerReturn="x", Timeout="y"),
        {"Equals CustomerReturned": "x", "Equals WaitCompleted": "y"},
    ),
    (block("LoopPrompts", Timeout="x"), {"Equals MessagesInterrupted": "x"}),
    (block("Loop", Looping="x", Complete="y"), {"Equals ContinueLooping": "x", "Equals DoneLooping": "y"}),
    (block("CheckStaffing", Error="z"), {"NoMatchingError": "z"}),
    (block("StoreUserInput", InvalidNumber="x"), {"InvalidPhoneNumber": "x"}),
    (
        block("SetCallBackNumber", InvalidPhoneNumber="x", NonDialableNumber="y"),
        {"InvalidCallbackNumber": "x", "CallbackNumberNotDialable": "y"},
    ),
    (block("Transfer", target="PhoneNumber", Timeout="x"), {"ConnectionTimeLimitExceeded": "x"}),
    ({**block("CheckAttribute"), "branches": [EVALUATED]}, {"NumberLessOrEqualTo 3": "x"}),
    (
        {
            **block("CheckQueueStatus"),
            "branches": [{**EVALUATED, "condition": "CheckQueueTime", "conditionValue": 300000}],
        },
        {"NumberLessOrEqualTo 300": "x"},
    ),
    (
        block("CheckHoursOfOperation", **{"True": "x", "False": "y"}),
        {"Equals True": "x", "Equals False": "y"},
    ),
    (
        block("CheckStaffing", **{"True": "x", "False": "y"}),
        {"NumberGreaterThan 0": "x", "NoMatchingCondition": "y"},
    ),
    (block("PlayPrompt", Success=""), {}),
    (
        block("Transfer", target="PhoneNumber", CallFailure="x", Timeout="y"),
        {"CallFailed": "x", "ConnectionTimeLimitExceeded": "y"},
    ),
    (block("GetCustomerProfile", **FOUND), {"next": "s", "MultipleFoundError": "m", "NoneFoundError": "n"}),
    (block("GetCase", **FOUND), {"next": "s", "MultipleFound": "m", "NoneFound": "n"}),
]


@pytest.mark.parametrize(("one", "edges"), BRANCHES, ids=lambda value: str(value)[:40])
def test_a_branch_becomes_the_edge_of_today(one: dict[str, Any], edges: dict[str, str]) -> None:
    transitions = action_of(one)["Transitions"]
    found = {"next": transitions["NextAction"]} if "NextAction" in transitions else {}
    for error in transitions["Errors"]:
        found[error["ErrorType"]] = error["NextAction"]
    for condition in transitions["Conditions"]:
        told = condition["Condition"]
        found[" ".join([told["Operator"], *told["Operands"]])] = condition["NextAction"]
    assert found == edges


def test_shares_become_thresholds() -> None:
    shares = [
        {"condition": "Evaluate", "conditionType": "Equals", "conditionValue": share, "transition": to}
        for share, to in (("3", "a"), ("6", "b"), ("90", "c"))
    ]
    rest = {"condition": "NoMatch", "conditionType": "Equals", "conditionValue": "1", "transition": "d"}
    action = action_of({**block("PercentileBranching"), "branches": [*shares, rest]})
    assert action["Type"] == "DistributeByPercentage"
    assert [one["Condition"]["Operands"] for one in action["Transitions"]["Conditions"]] == [
        ["4"],
        ["10"],
        ["100"],
    ]
    assert action["Transitions"]["Errors"] == [{"NextAction": "d", "ErrorType": "NoMatchingCondition"}]


@pytest.mark.parametrize(
    ("namespace", "name", "written"),
    [
        ("User Defined", "tier", "$.Attributes.tier"),
        ("User Defined", "my tier", "$.Attributes.['my tier']"),
        ("External", "a.b", "$.External.a.b"),
        ("System", "Customer Number", "$.CustomerEndpoint.Address"),
        ("System", "Queue name", "$.Queue.Name"),
        ("System", "ContactId", "$.ContactId"),
        ("Lex Slots", "City", "$.Lex.Slots.City"),
        ("System", "$.Channel", "$.Channel"),
    ],
)
def test_a_dynamic_value_becomes_a_reference(namespace: str, name: str, written: str) -> None:
    assert reference(namespace, name) == written


def test_names_of_resources_and_places_are_kept() -> None:
    one = block("SetQueue", given_as("Queue", "arn:queue", resourceName="BasicQueue"))
    document, _ = converted({"modules": ["odd", one], "start": "b", "metadata": {"name": "Old"}})
    assert document["StartAction"] == "b"
    assert document["Metadata"]["name"] == "Old"
    assert document["Metadata"]["ActionMetadata"]["b"] == {
        "position": {"x": 1, "y": 2},
        "parameters": {"QueueId": {"displayName": "BasicQueue"}},
    }


def test_what_cannot_be_translated_is_told() -> None:
    odd = block("Teleport", given_as("Where", "x", namespace="Dreams"), Sideways="x")
    _, problems = converted({"modules": [odd], "start": "b"})
    assert [(one.severity, one.code) for one in problems] == [
        ("warning", "legacy"),
        ("error", "legacy_block"),
        ("warning", "legacy_value"),
        ("warning", "legacy_value"),
    ]
    assert "Teleport" in problems[1].message
    assert "Dreams" in problems[3].message


ODD = st.none() | st.text(max_size=5) | st.integers(0, 9) | st.lists(st.text(max_size=3), max_size=2)
NAMES = st.sampled_from(sorted(BLOCKS)).map(lambda name: name.partition(" ")[0]) | st.text(max_size=4)
BLOCK = st.fixed_dictionaries(
    {"id": ODD, "type": NAMES},
    optional={
        "target": ODD,
        "branches": ODD | st.lists(st.dictionaries(st.sampled_from([*EVALUATED]), ODD), max_size=3),
        "parameters": ODD
        | st.lists(
            st.dictionaries(st.sampled_from(["name", "value", "namespace", "key", "resourceName"]), ODD),
            max_size=3,
        ),
        "metadata": ODD | st.dictionaries(st.just("position"), ODD),
    },
)


@settings(max_examples=100)
@given(st.lists(BLOCK, min_size=1, max_size=4), ODD)
def test_no_export_raises(blocks: list[dict[str, Any]], start: object) -> None:
    export = {"modules": blocks, "start": start}
    assert is_legacy(export)
    document, _ = converted(export)
    assert len(document["Actions"]) == len(blocks)
    json.dumps(document)
