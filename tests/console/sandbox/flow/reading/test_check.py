"""What the check finds in a flow, by its code; what it says; and that nothing raises."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.paths import resource
from console.sandbox.flow.engine.actions import ACTIONS, ALIASES, INVENTED
from console.sandbox.flow.engine.state import ROOTS as KNOWN_ROOTS
from console.sandbox.flow.library.document import Flow
from console.sandbox.flow.reading import check as rooms
from console.sandbox.flow.reading.check import likely, problems
from console.sandbox.flow.reading.forms import read_file
from console.sandbox.flow.reading.graph import circles
from console.sandbox.flow.reading.language import ERRORS, LIKELY_PARAMETERS, OPERATORS, ROOTS
from console.sandbox.flow.reading.problem import SEVERITIES, Problem
from console.sandbox.flow.stubs import Stubs
from console.sandbox.flow.verbs.explore import explore
from console.sandbox.flow.verbs.rehearsal import Rehearsal

END = {"Identifier": "End", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}


def action(
    type: str,
    parameters: dict[str, Any] | None = None,
    *,
    to: str | None = "End",
    errors: tuple[str, ...] = ("NoMatchingError",),
    conditions: list[Any] | None = None,
    id: str = "a",
) -> dict[str, Any]:
    """An action whose edges all lead to one place."""
    return {
        "Identifier": id,
        "Type": type,
        "Parameters": parameters or {},
        "Transitions": {
            **({"NextAction": to} if to else {}),
            "Errors": [{"NextAction": to, "ErrorType": error} for error in errors],
            "Conditions": [{"NextAction": to, "Condition": one} for one in conditions or []],
        },
    }


def say(text: str = "Hello", **more: Any) -> dict[str, Any]:
    return action("MessageParticipant", {"Text": text}, **more)


def flow(*actions: Any, **more: Any) -> dict[str, Any]:
    """A flow that begins with the first of its actions."""
    start = actions[0]["Identifier"] if actions and isinstance(actions[0], dict) else "End"
    return {"Version": "2019-10-30", "StartAction": start, "Actions": [*actions, END], **more}


def equals(operand: Any, operator: str = "Equals") -> dict[str, Any]:
    return {"Operator": operator, "Operands": [operand]}


def nested(depth: int) -> dict[str, Any]:
    inner: Any = "1"
    for _ in range(depth):
        inner = {"Operator": "Equals", "Operands": [inner]}
    return dict(inner)


def found(document: dict[str, Any]) -> set[tuple[str, str]]:
    return {(one.code, one.action) for one in problems(document)}


WAIT = {"TimeLimitSeconds": "60", "Events": ["CustomerReturned"]}
SOUND: list[dict[str, Any]] = [
    say(),
    say("Hi $.Attributes.name, $.['LanguageCode'], $.Views.ViewResultData.FormData.x.0, $5.00"),
    action(
        "Compare",
        {"ComparisonValue": "$.Channel"},
        errors=("NoMatchingCondition",),
        conditions=[equals("CHAT")],
    ),
    action("Compare", {"ComparisonValue": "$.External.a"}, errors=("NoMatchingCondition", "NoMatchingError")),
    action("Wait", WAIT, conditions=[equals("CustomerReturned"), equals("WaitCompleted")]),
    action("Wait", {"TimeoutSeconds": 5}),
    action("Loop", {"LoopCount": "$.Attributes.n"}, errors=(), conditions=[equals("ContinueLooping")]),
    action("Loop", {"LoopCount": "${count}"}, errors=()),
    action("TransferContactToQueue") | {"Parameters": None},
    action("UpdateContactEventHooks", {"EventHooks": {"CustomerRemaining": "x"}}),
    action(
        "ShowView",
        {"ViewResource": {"Id": "form"}},
        errors=("NoMatchingCondition", "NoMatchingError", "TimeLimitExceeded"),
    ),
    action("UpdateRoutingCriteria", {"RoutingCriteria": "$.External.x"}),
    action("InvokeLambdaFunction", {"LambdaFunctionARN": "x", "InvocationTimeLimitSeconds": 8}),
    action(
        "InvokeLambdaFunction",
        {"LambdaFunctionARN": "x", "InvocationTimeLimitSeconds": "60", "InvocationType": "ASYNCHRONOUS"},
    ),
]


@pytest.mark.parametrize("one", SOUND, ids=lambda one: str(one["Type"]))
def test_what_is_sound_is_left_alone(one: dict[str, Any]) -> None:
    codes = {code for code, _ in found(flow(one))} - {"missing_error"}
    assert codes == set()


FINDINGS: list[tuple[str, dict[str, Any], str]] = [
    ("version", flow(say(), Version="2020-01-01"), ""),
    ("no_actions", {"Version": "2019-10-30", "StartAction": "a", "Actions": []}, ""),
    ("start_missing", flow(say(), StartAction="Begin"), ""),
    ("start_missing", flow(say(), StartAction=None), ""),
    ("too_long", flow(say("x" * 256_000)), ""),
    ("too_many_actions", flow(*(say(id=f"{n}") for n in range(250))), ""),
    ("action_malformed", flow(say(), "End"), ""),
    ("identifier_missing", flow(say(), say(id="")), ""),
    ("identifier_type", flow({**say(), "Identifier": 7}), "7"),
    ("identifier_name", flow(say(id="x" * 51)), "x" * 51),
    ("identifier_name", flow(say(id="a(b)")), "a(b)"),
    ("identifier_name", flow(say(id="toString")), "toString"),
    ("identifier_repeated", flow(say(), say()), "a"),
    ("misplaced", flow({**say(), "Conditions": []}), "a"),
    ("unknown_type", flow(action("Say")), "a"),
    ("unknown_type", flow({**say(), "Type": None}), "a"),
    ("dangling_edge", flow(say(to="Nowhere")), "a"),
    ("dangling_edge", flow(action("Compare", {}, conditions=[equals("x")], to="Nowhere")), "a"),
    ("unreachable", flow(say(), say(id="b")), "b"),
    ("no_next", flow(say(to=None, errors=())), "a"),
    ("missing_error", flow(say(errors=())), "a"),
    ("unknown_error", flow(say(errors=("NoMatch",))), "a"),
    ("endless_loop", flow(say(to="a")), "a"),
    ("endless_loop", flow(say(to="b"), say(id="b", to="a")), "a"),
    ("endless_loop", flow(action("GetParticipantInput", {"Text": "1"}, to="a")), "a"),
    ("unknown_operator", flow(action("Compare", {}, conditions=[equals("x", "Contains")])), "a"),
    (
        "operands",
        flow(action("Compare", {}, conditions=[{"Operator": "Equals", "Operands": ["a", "b"]}])),
        "a",
    ),
    ("operands", flow(action("Compare", {}, conditions=[{"Operator": "Equals"}])), "a"),
    ("too_many_conditions", flow(action("Compare", {}, conditions=[equals("x")] * 51)), "a"),
    ("nested_conditions", flow(action("Compare", {}, conditions=[nested(6)])), "a"),
    ("unknown_result", flow(action("Wait", WAIT, conditions=[equals("Done")])), "a"),
    ("missing_parameter", flow(action("Compare")), "a"),
    ("missing_parameter", flow(action("UpdateContactTargetQueue")), "a"),
    ("missing_parameter", flow(action("UpdateContactEventHooks")), "a"),
    ("missing_parameter", flow(action("ShowView", {"ViewResource": {"Version": "1"}})), "a"),
    ("unknown_parameter", flow(action("UpdateContactTargetQueue", {"QueueId": "q", "AgentId": "a"})), "a"),
    ("unknown_parameter", flow(action("TransferContactToQueue", {"QueueId": "q"})), "a"),
    ("unknown_parameter", flow(action("UpdateContactEventHooks", {"EventHooks": {"Hello": "x"}})), "a"),
    ("message_source", flow(action("MessageParticipant")), "a"),
    ("message_source", flow(action("MessageParticipant", {"Text": "a", "SSML": "b"})), "a"),
    ("out_of_range", flow(action("Loop", {"LoopCount": "101"})), "a"),
    ("out_of_range", flow(action("Loop", {"LoopCount": "some"})), "a"),
    ("out_of_range", flow(action("Wait", {"TimeLimitSeconds": 0})), "a"),
    ("out_of_range", flow(action("InvokeLambdaFunction", {"InvocationTimeLimitSeconds": "9"})), "a"),
    ("out_of_range", flow(action("TagContact", {"Tags": dict.fromkeys("abcdefg", "x")})), "a"),
    ("unknown_reference", flow(say("$.CustomerInput")), "a"),
    ("unknown_reference", flow(say("$.SystemEndpoint.Date")), "a"),
    ("unknown_reference", flow(say("$.Channel.Name")), "a"),
    ("unknown_reference", flow(action("Compare", {}, conditions=[equals("$.Nothing")])), "a"),
    ("ssml", flow(action("MessageParticipant", {"SSML": "<speak>Hi</speak>"})), "a"),
    ("voice_only", flow(action("GetParticipantInput", {"Text": "1"})), "a"),
    ("voice_only", flow(action("MessageParticipant", {"PromptId": "x"})), "a"),
]


@pytest.mark.parametrize(("code", "document", "where"), FINDINGS, ids=lambda value: str(value)[:24])
def test_a_problem_is_found_where_it_is(code: str, document: dict[str, Any], where: str) -> None:
    assert (code, where) in found(document)


def test_every_code_is_found_by_some_test() -> None:
    told = {code for code, _, _ in FINDINGS}
    of_files = {"unreadable", "empty", "not_json", "too_deep", "not_a_flow", "repaired", "placeholder"}
    of_files |= {"several_flows", "not_text", "legacy", "legacy_block", "legacy_value"}
    assert told | of_files == set(SEVERITIES)


def test_errors_come_first_and_say_what_to_do() -> None:
    one, *rest = problems(flow(say(errors=()), action("PlayPrompt", id="b")))
    assert one == Problem(
        "error",
        "unknown_type",
        "b",
        "Amazon Connect has no action “PlayPrompt”. Did you mean MessageParticipant?",
    )
    assert {each.severity for each in rest} == {"warning"}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        *INVENTED.items(),
        ("messageparticipant", "MessageParticipant"),
        ("InvokeLambda", "InvokeLambdaFunction"),
        ("PlayPrompts", "MessageParticipant"),
        ("xyzzy", ""),
    ],
)
def test_an_unknown_type_is_told_with_the_likely_one(name: str, meant: str) -> None:
    assert likely(name) == meant


@pytest.mark.parametrize(
    ("operands", "told"), [("CHAT", "in brackets"), (None, "has none"), ([], "has 0"), (["a", "b"], "has 2")]
)
def test_operands_are_told_as_they_are(operands: Any, told: str) -> None:
    condition = {"Operator": "Equals", "Operands": operands}
    compare = action("Compare", {"ComparisonValue": "$.Channel"}, conditions=[condition])
    (one,) = [one for one in problems(flow(compare)) if one.code == "operands"]
    assert (one.severity, told in one.message) == ("warning", True)


def test_a_circle_that_waits_or_counts_is_none() -> None:
    waits = flow(say(to="w"), action("Wait", WAIT, id="w", to="a"))
    counts = flow(say(to="l"), action("Loop", {"LoopCount": "2"}, id="l", to="a"))
    assert "endless_loop" not in {code for code, _ in found(waits) | found(counts)}


def test_of_a_voice_action_only_the_error_is_taken() -> None:
    menu = action("GetParticipantInput", {"Text": "1"}, to="a", errors=("NoMatchingCondition",))
    menu["Transitions"]["Errors"].append({"NextAction": "End", "ErrorType": "NoMatchingError"})
    assert ("endless_loop", "a") not in found(flow(menu))


def test_a_long_circle_is_found_once_and_cut_in_words() -> None:
    ring = [say(id=f"n{number}", to=f"n{(number + 1) % 3000}") for number in range(3000)]
    (one,) = (each for each in problems(flow(*ring)) if each.code == "endless_loop")
    assert "…" in one.message
    assert len(one.message) < 400


def test_circles_are_found_apart() -> None:
    edges = {"a": "bc", "b": "a", "c": "d", "d": "c", "e": "e", "f": ""}
    assert [sorted(circle) for circle in circles(edges, lambda node: edges[node])] == [
        ["c", "d"],
        ["a", "b"],
        ["e"],
    ]


def test_the_greeting_has_no_problem() -> None:
    assert read_file(resource("flows/greeting.json")).problems == ()


# the tables


def test_references_are_those_that_the_engine_resolves() -> None:
    assert set(ROOTS) == set(KNOWN_ROOTS)


def test_the_tables_agree_with_the_actions() -> None:
    assert {error for one in ACTIONS.values() for error in one.errors} <= ERRORS
    assert set(LIKELY_PARAMETERS) <= set(ACTIONS)
    assert not {*ACTIONS, *ALIASES} & set(INVENTED)


def test_every_code_that_is_used_is_in_the_table() -> None:
    room = Path(rooms.__file__).parents[2]
    used = {
        node.args[0].value
        for path in room.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "problem"
        and isinstance(node.args[0], ast.Constant)
    }
    assert used
    assert used <= set(SEVERITIES)


# anything

IDS = st.sampled_from(["a", "b", "c", "End", "", 7, None])
SCALARS = st.sampled_from(
    [
        "",
        "1",
        "$.Attributes.x",
        "$.External.y",
        "$.CustomerInput",
        "${x}",
        0,
        3,
        1e9,
        True,
        None,
        "<speak>",
        "é\ud7ff",
    ]
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
KEYS = sorted(
    {
        "Text",
        "Messages",
        "QueueId",
        "Tags",
        "EventHooks",
        "ViewResource",
        *(name for one in ACTIONS.values() for name in one.parameters),
    }
)
CONDITIONS = st.recursive(
    st.fixed_dictionaries(
        {"Operator": st.sampled_from([*OPERATORS, "Or"]) | JSON, "Operands": st.lists(SCALARS, max_size=2)}
    )
    | JSON,
    lambda inner: st.fixed_dictionaries(
        {"Operator": st.just("Equals"), "Operands": st.lists(inner, max_size=2)}
    ),
    max_leaves=3,
)
EDGES = st.fixed_dictionaries(
    {},
    optional={
        "NextAction": IDS,
        "Errors": JSON
        | st.lists(
            st.fixed_dictionaries({"NextAction": IDS, "ErrorType": st.sampled_from(sorted(ERRORS))}),
            max_size=2,
        ),
        "Conditions": JSON
        | st.lists(st.fixed_dictionaries({"NextAction": IDS, "Condition": CONDITIONS}), max_size=2),
    },
)
ANY_ACTION = st.fixed_dictionaries(
    {"Identifier": IDS, "Type": st.sampled_from([*sorted(ACTIONS), *sorted(INVENTED), None])},
    optional={
        "Parameters": JSON | st.dictionaries(st.sampled_from(KEYS), JSON, max_size=3),
        "Transitions": EDGES | JSON,
    },
)


@settings(max_examples=100)
@given(st.lists(ANY_ACTION, max_size=5), IDS)
def test_no_document_raises(actions: list[dict[str, Any]], start: object) -> None:
    document = {"Version": "2019-10-30", "StartAction": start, "Actions": actions}
    assert all(SEVERITIES[one.code] == one.severity for one in problems(document))
    *_, last = explore(document)
    json.dumps(last)
    assert last["actions"] == len(actions) == last["reached"] + len(last["unreachable"])
    assert set(last["unhandled"]) <= {str(one["Identifier"]) for one in actions if one["Type"] not in ACTIONS}


@settings(max_examples=50)
@given(st.lists(ANY_ACTION, min_size=1, max_size=5))
def test_no_document_hangs_a_chat(actions: list[dict[str, Any]]) -> None:
    """Everything that can be read is played, sound or not."""
    document = {"Version": "2019-10-30", "StartAction": actions[0]["Identifier"], "Actions": actions}
    lines: list[Any] = []
    played = Flow("Any", "CONTACT_FLOW", json.dumps(document), modified=0)
    end = Rehearsal(played, Stubs.default(), ["1", "{}"], lines.append).run()
    assert end["outcome"] in ("ended", "queued", "waiting_for_customer", "stopped")
    json.dumps([*lines, end])
