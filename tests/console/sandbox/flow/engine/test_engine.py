"""The engine: how flows end, go over into others and into modules, and that nothing makes it fail."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.sandbox.flow.engine.actions import ACTIONS, INVENTED
from console.sandbox.flow.engine.outcome import Ended
from console.sandbox.flow.engine.references import MISSING
from console.sandbox.flow.engine.script import Script, script_of
from console.sandbox.flow.engine.state import ROOTS
from console.sandbox.flow.engine.step import Step
from console.sandbox.flow.traces.trace import Paused
from tests.console.sandbox.flow.engine.actions.cases import CASES
from tests.console.sandbox.flow.rehearsal import END, Stage, action, flow

HELLO = action("hello", "MessageParticipant", {"Text": "Hello"}, "end")


def test_a_flow_is_walked_to_its_end() -> None:
    stage = Stage()
    ended = stage.play(flow(HELLO, END))
    assert ended == Ended("disconnected", reason="the flow disconnects the customer")
    assert stage.said == ["Hello"]
    assert [(entry.place.action, entry.edge, entry.next) for entry in stage.entered] == [
        ("hello", "NextAction", "end"),
        ("end", "", None),
    ]


@pytest.mark.parametrize(
    ("type", "how"),
    [
        ("CONTACT_FLOW", "disconnected"),
        ("CUSTOMER_QUEUE", "flow_ended"),
        ("CUSTOMER_WHISPER", "flow_ended"),
        ("AGENT_WHISPER", "flow_ended"),
        ("MODULE", "module_ended"),
    ],
)
@pytest.mark.parametrize("last", ["none", "end"])
def test_a_path_that_runs_out_ends_as_its_type_of_flow_does(type: str, how: str, last: str) -> None:
    stage = Stage()
    ended = stage.play(flow({**HELLO}, action("end", "EndFlowExecution"), type=type))
    assert ended is not None
    assert ended.how == how
    dangling = stage.play(flow(action("a", "MessageParticipant", {"Text": "A"}, "none"), type=type))
    assert dangling is not None
    assert (dangling.how, dangling.problem) == (how, "")
    assert dangling.reason == "no action has the identifier that a leads to: “none”"


def test_a_flow_without_its_start_action_is_over_at_once() -> None:
    ended = Stage().play(script_of({"StartAction": "x", "Actions": []}))
    assert ended is not None
    assert ended.reason == "the flow has no such StartAction: “x”"


def test_loop_prompts_without_an_error_branch_leave_the_contact_in_its_queue() -> None:
    stage = Stage()
    prompts = action("hold", "MessageParticipantIteratively", {"Messages": [{"Text": "Hold"}]}, "hold")
    ended = stage.play(flow(prompts, type="CUSTOMER_QUEUE"))
    assert ended is not None
    assert (ended.how, ended.problem) == ("flow_ended", "")
    assert stage.said == []


# other flows


def test_a_transfer_drops_flow_attributes_and_keeps_the_rest() -> None:
    stage = Stage()
    other = flow(
        action(
            "say", "MessageParticipant", {"Text": "<$.FlowAttributes.a|$.Attributes.b|$.Queue.Name>"}, "end"
        ),
        END,
        id="other",
    )
    stage.desk.flows["other"] = other
    first = flow(
        action("fa", "UpdateFlowAttributes", {"FlowAttributes": {"a": {"Value": "x"}}}, "ca"),
        action("ca", "UpdateContactAttributes", {"Attributes": {"b": "y"}}, "q"),
        action("q", "UpdateContactTargetQueue", {"QueueId": "arn:aws:connect:::queue/z"}, "go"),
        action("go", "TransferToFlow", {"ContactFlowId": "other"}),
    )
    stage.play(first)
    assert stage.said == ["<|y|z>"]
    assert stage.contact.attributes == {"b": "y"}
    assert [entry.place.flow_id for entry in stage.entered] == ["f", "f", "f", "f", "other", "other"]


def test_the_type_of_the_first_flow_says_what_the_end_means() -> None:
    stage = Stage()
    stage.desk.flows["other"] = flow(action("x", "EndFlowExecution"), id="other")
    ended = stage.play(
        flow(action("go", "TransferToFlow", {"ContactFlowId": "other"}), type="CUSTOMER_QUEUE")
    )
    assert ended is not None
    assert ended.how == "flow_ended"


# modules


def module(*actions: dict[str, Any]) -> Script:
    return flow(*actions, type="MODULE", id="m")


def calling(**errors: str) -> Script:
    return flow(
        action("fa", "UpdateFlowAttributes", {"FlowAttributes": {"a": {"Value": "outer"}}}, "call"),
        action(
            "call",
            "InvokeFlowModule",
            {"FlowModuleId": "m", "Input": {"n": 3}},
            "say",
            {"Yes": "yes"},
            **errors,
        ),
        action("yes", "MessageParticipant", {"Text": "yes $.Modules.ResultData.x $.FlowAttributes.a"}, "end"),
        action("say", "MessageParticipant", {"Text": "next <$.Modules.Result>"}, "end"),
        action("error", "MessageParticipant", {"Text": "error"}, "end"),
        END,
    )


def test_a_module_takes_input_has_attributes_of_its_own_and_returns_a_branch() -> None:
    stage = Stage()
    stage.desk.flows["m"] = module(
        action("fa", "UpdateFlowAttributes", {"FlowAttributes": {"b": {"Value": "inner"}}}, "say"),
        action("say", "MessageParticipant", {"Text": "$.Modules.Input.n <$.FlowAttributes.a>"}, "back"),
        action(
            "back", "EndFlowModuleExecution", {"Result": "Yes", "ResultData": {"x": "$.FlowAttributes.b"}}
        ),
    )
    stage.play(calling(NoMatchingError="error"))
    assert stage.said == ["3 <>", "yes inner outer"]
    assert stage.path == ["fa", "fa", "say", "back", "call", "yes", "end"]


def test_a_module_that_returns_no_branch_goes_on() -> None:
    stage = Stage()
    stage.desk.flows["m"] = module(action("back", "EndFlowModuleExecution"))
    stage.play(calling())
    assert stage.said == ["next <>"]


def test_a_module_whose_path_runs_out_is_an_error_of_its_caller() -> None:
    stage = Stage()
    stage.desk.flows["m"] = module(action("a", "MessageParticipant", {"Text": "A"}))
    stage.play(calling(NoMatchingError="error"))
    assert stage.said == ["A", "error"]
    assert "the path runs out at a" in stage.entry("call").result


def test_a_module_can_end_the_contact_and_go_over_into_a_flow() -> None:
    stage = Stage()
    stage.desk.flows["m"] = module(END)
    ended = stage.play(calling(NoMatchingError="error"))
    assert ended is not None
    assert ended.how == "disconnected"
    stage.desk.flows["m"] = module(action("go", "TransferToFlow", {"ContactFlowId": "other"}))
    stage.desk.flows["other"] = flow(action("q", "TransferContactToQueue", {"QueueId": "arn:x"}), id="other")
    ended = stage.play(calling(NoMatchingError="error"))
    assert ended is not None
    assert ended.how == "queued"


def test_modules_nest_five_deep() -> None:
    stage = Stage()
    stage.desk.flows["m"] = module(
        action("again", "InvokeFlowModule", {"FlowModuleId": "m"}, NoMatchingError="back"),
        action("back", "EndFlowModuleExecution", {"Result": "Yes"}),
    )
    ended = stage.play(calling())
    assert ended is not None
    assert not ended.problem
    assert stage.path.count("again") == 5
    assert "more than 5 deep" in stage.entered[1].result


# waits


def test_a_flow_that_nobody_waits_for_any_more_is_told_as_interrupted() -> None:
    stage = Stage()
    wait = action("w", "Wait", {"TimeLimitSeconds": 60, "Events": ["CustomerReturned"]})
    stage.desk.flows["m"] = module(wait)
    assert stage.play(calling()) is None
    assert [entry.result for entry in stage.entered] == ["Done", "Interrupted", "Interrupted"]
    pause = next(entry for entry in stage.trace.entries if isinstance(entry, Paused))
    assert (pause.place.action, pause.seconds) == ("w", 60)


def test_a_defect_of_ours_is_told_and_takes_the_error_branch(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(step: Step, name: str, default: str = "") -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(Step, "text", fail)
    stage = Stage()
    stage.play(flow(action("a", "MessageParticipant", {"Text": "A"}, "end", NoMatchingError="error"), END))
    entry = stage.entry("a")
    assert entry.is_defect
    assert entry.result == "Error NoMatchingError: the sandbox failed: ZeroDivisionError."


def test_parameters_that_nest_without_end_are_an_error_and_no_crash() -> None:
    deep: Any = "x"
    for _ in range(2_000):
        deep = [deep]
    told = {"Identifier": "a", "Type": "UpdateContactData", "Parameters": {"Name": deep}}
    stage = Stage()
    assert stage.play(script_of({"StartAction": "a", "Actions": [told]})) is not None
    assert stage.entry("a").is_defect


# nothing makes it fail

NAMES = [f"a{number}" for number in range(6)]
VALUES: list[Any] = [
    *(
        f"$.{root}"
        for root in (*ROOTS, "None", "Channel.x", "External['a b']", "Loop.x.Index", "Views.Action")
    ),
    "",
    " ",
    "True",
    "5",
    "1",
    "-1",
    "1e400",
    "Enabled",
    "form",
    "list:1",
    "f",
    "m",
    "x",
    "Related",
    "arn:aws:connect:::queue/q",
    "${Q}",
    "{}",
    "[1, 2]",
    "<speak>$.ContactId</speak>",
    "a" * 7_000,
    "$['" * 9,
    "\ud800",
    "TRANSCRIPT",
    "CustomerReturned",
    "BotParticipantDisconnected",
    "ENTIRE_PAST_SESSION",
    "$.Attributes.x $.y.",
    0,
    3,
    -2,
    2.5,
    1e300,
    True,
    None,
    [],
    {},
    [None],
    ["$.Tags", 1],
    {"Id": 5},
    {"Id": "form"},
    {"Id": "$.x"},
    {"Value": {"$.Attributes.x": "$.Attributes"}},
    {"CustomerQueue": "f"},
    {"CustomValidation": {"MaximumLength": "1"}},
    {"DisableExecution": "true"},
    {"AgentWhisper": None},
    {"HideResponseOn": ["TRANSCRIPT"]},
    {"Text": "0"},
    {"PhoneNumberValidation": {}},
    {"a": [[[{"b": "$.Modules.Input"}]]]},
    [{"Operator": "And", "Operands": [{}]}],
]
PARAMETERS = sorted(
    {name for case in CASES.values() for name in case.parameters}
    | {"SSML", "PromptId", "TargetContact", "LoopName", "Elements", "Events", "Input", "AgentId", "ViewData"}
    | {"StoreInput", "InputValidation", "InvocationTimeLimitSeconds", "SensitiveDataConfiguration", "Result"}
    | {
        "EventHooksConfiguration",
        "References",
        "SegmentAttributes",
        "LexSessionAttributes",
        "ResponseValidation",
    }
    | {"LexTimeoutSeconds", "LexInitializationData", "LexBot", "InvocationType", "LambdaInvocationAttributes"}
)
ANY_VALUE = st.sampled_from(VALUES)
TARGETS = st.sampled_from([*NAMES, "none", ""])
OPERATORS = st.sampled_from(["Equals", "TextContains", "NumberLessThan", "KeyExists", "And", "Contains", ""])
CONDITIONS = st.tuples(OPERATORS, ANY_VALUE, TARGETS)
FAILURES = st.sampled_from(["NoMatchingError", "NoMatchingCondition", "TimeLimitExceeded", "QueueAtCapacity"])


def odd(
    type: str,
    changed: dict[str, Any],
    next: str,
    conditions: list[tuple[str, Any, str]],
    errors: dict[str, str],
) -> dict[str, Any]:
    """An action with the parameters of its type, some of them changed, and any transitions."""
    case = CASES.get(type)
    return {
        "Type": type,
        "Parameters": {**(case.parameters if case else {}), **changed},
        "Transitions": {
            "NextAction": next,
            "Conditions": [
                {"NextAction": following, "Condition": {"Operator": operator, "Operands": [operand]}}
                for operator, operand, following in conditions
            ],
            "Errors": [{"ErrorType": error, "NextAction": following} for error, following in errors.items()],
        },
    }


ACTION = st.builds(
    odd,
    st.sampled_from([*ACTIONS, *ACTIONS, *INVENTED]),
    st.dictionaries(st.sampled_from(PARAMETERS), ANY_VALUE, max_size=3),
    TARGETS,
    st.lists(CONDITIONS, max_size=2),
    st.dictionaries(FAILURES, TARGETS, max_size=2),
)
GRAPHS = st.lists(ACTION, min_size=1, max_size=len(NAMES))
SAID = st.lists(
    st.sampled_from(
        ['{"action":"Next","data":{"a":["$.x"]}}', "{}", '{"action":[1]}', "{", "5", "Hello", "\ud800"]
    ),
    max_size=5,
)


def graph(actions: list[dict[str, Any]], type: str) -> Script:
    told = [{"Identifier": name, **one} for name, one in zip(NAMES, actions, strict=False)]
    return script_of({"StartAction": "a0", "Actions": told}, id="f", type=type)


@settings(max_examples=60)
@given(GRAPHS, GRAPHS, SAID, st.sampled_from(["CONTACT_FLOW", "CUSTOMER_QUEUE"]))
def test_no_flow_crashes_or_hangs_the_engine(
    actions: list[dict[str, Any]], others: list[dict[str, Any]], said: list[str], type: str
) -> None:
    stage = Stage({"defaults": {"getParticipantInput": "text"}}, {"x": "1"})
    stage.desk.flows = {"f": graph(others, type), "m": graph(others, "MODULE")}
    stage.desk.flows |= {"other": stage.desk.flows["f"], "module": stage.desk.flows["m"]}
    ended = stage.play(graph(actions, type), said)
    assert ended is None or ended.how in ("disconnected", "flow_ended", "queued")
    assert [entry.result for entry in stage.entered if entry.is_defect] == []


def test_every_reference_of_a_chat_can_be_looked_up() -> None:
    stage = Stage()
    for root in ROOTS:
        assert stage.state.find((root, "x")) is MISSING
    known = {root for root in ROOTS if stage.state.find((root,)) is not MISSING}
    assert {"Attributes", "Channel", "ContactId", "InstanceARN", "AwsRegion", "SegmentAttributes"} <= known
