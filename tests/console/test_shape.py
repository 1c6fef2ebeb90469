"""The service model as the referee: what it says of fields, and what it finds in values."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel, StructureShape
from botocore.validate import ParamValidator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console import contact, shape
from console.shape import Field, Model, Problem, path_text, plain_text
from tests.console.requests import requests, values

CONNECT = shape.model("connect")
INPUT = CONNECT.operation("StartChatContact").input
BOTOCORE = ServiceModel(Loader().load_service_model("connect", "service-2"), "connect")
WIDE = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


def found(value: object, field: Field = INPUT) -> list[tuple[str, str]]:
    """Where and what: the paths and codes of all problems."""
    return [(problem.where, problem.code) for problem in shape.problems(value, field)]


def model_of(**shapes: dict[str, Any]) -> Model:
    """A model of our own, for what StartChatContact has no example of."""
    return Model("test", {"shapes": shapes, "operations": {}})


def walk(field: Field, above: tuple[str, ...] = ()) -> Iterator[Field]:
    """A field and all below it; a shape that holds itself is entered once."""
    yield field
    if field.shape_name in above:
        return
    above = (*above, field.shape_name)
    below: tuple[Field, ...] = ()
    if field.kind == "structure":
        below = field.members
    elif field.kind == "list":
        below = (field.item,)
    elif field.kind == "map":
        below = (field.key, field.value)
    for inner in below:
        yield from walk(inner, above)


# -- paths and problems ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("PersistentChat", "SourceContactId"), "PersistentChat.SourceContactId"),
        (("ConnectionTypes", 0), "ConnectionTypes[0]"),
        (
            ("SegmentAttributes", "connect:Subtype", "ValueString"),
            "SegmentAttributes.connect:Subtype.ValueString",
        ),
        (("Attributes", "a b"), 'Attributes["a b"]'),
        (("Attributes", ""), 'Attributes[""]'),
        (("Attributes", 'a"b'), 'Attributes["a\\"b"]'),
        (("Attributes", "größe"), 'Attributes["größe"]'),
        (("Attributes", "line\n"), 'Attributes["line\\n"]'),
    ],
)
def test_a_path_is_text(path: shape.Steps, text: str) -> None:
    assert path_text(path) == text


@given(st.lists(st.one_of(st.text(max_size=4), st.integers(0, 9)), max_size=4).map(tuple))
def test_two_paths_never_have_the_same_text(path: shape.Steps) -> None:
    others: list[shape.Steps] = [(*path, ""), (*path, 0), (*path, "0"), path[1:]] if path else [("",), (0,)]
    assert path_text(path) not in [path_text(other) for other in others]


def test_a_problem_is_printed_without_its_weight() -> None:
    problem = Problem(("ConnectionTypes", 0), "choice", "Must be another.", blocks=False)
    assert problem.as_json() == {
        "path": "ConnectionTypes[0]",
        "code": "choice",
        "message": "Must be another.",
    }


# -- the model ------------------------------------------------------------------------------------


def test_the_model_is_read_without_botocore() -> None:
    code = (
        "import sys; from console import shape; shape.model('connect').operation('StartChatContact');"
        "print([name for name in ('botocore', 'boto3', 'PySide6') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_operation_is_told_as_botocore_tells_it() -> None:
    ours, theirs = CONNECT.operation("StartChatContact"), BOTOCORE.operation_model("StartChatContact")
    assert isinstance(theirs.input_shape, StructureShape)
    assert isinstance(theirs.output_shape, StructureShape)
    assert (ours.method, ours.uri) == (theirs.http["method"], theirs.http["requestUri"])
    assert [one.name for one in ours.input.members] == list(theirs.input_shape.members)
    assert {one.name for one in ours.input.members if one.required} == set(
        theirs.input_shape.required_members
    )
    assert [one.name for one in ours.output.members] == list(theirs.output_shape.members)
    assert ours.errors == {
        one.name: one.metadata.get("error", {}).get("httpStatusCode", 400) for one in theirs.error_shapes
    }
    assert ours.errors["ResourceNotFoundException"] == 404
    assert "chat" in ours.help


def test_every_operation_of_the_service_can_be_told() -> None:
    for name in BOTOCORE.operation_names:
        operation, theirs = CONNECT.operation(name), BOTOCORE.operation_model(name)
        for ours, shape_ in ((operation.input, theirs.input_shape), (operation.output, theirs.output_shape)):
            members = list(shape_.members) if isinstance(shape_, StructureShape) else []
            assert [one.name for one in ours.members] == members


def test_an_operation_without_input_and_output_has_empty_ones() -> None:
    raw = {"shapes": {}, "operations": {"Ping": {"http": {"method": "GET", "requestUri": "/"}}}}
    ping = Model("test", raw).operation("Ping")
    assert (ping.input.members, ping.output.members, ping.errors, ping.help) == ((), (), {}, "")


def test_what_is_unknown_is_said() -> None:
    with pytest.raises(KeyError):
        CONNECT.operation("StartCoffee")
    with pytest.raises(FileNotFoundError, match="no model of coffee"):
        shape.model("coffee")


def test_every_service_that_we_speak_to_has_a_model() -> None:
    for service, operation in (("connectparticipant", "SendMessage"), ("sts", "GetCallerIdentity")):
        assert shape.model(service).operation(operation).name == operation


def test_a_field_says_what_the_model_knows_of_it() -> None:
    duration = INPUT.at("ChatDurationInMinutes")
    assert (duration.kind, duration.minimum, duration.maximum) == ("integer", 60, 10080)
    assert not duration.required
    assert duration.path == ("ChatDurationInMinutes",)
    assert "duration" in duration.help
    assert "<" not in duration.help
    assert INPUT.at("InstanceId").required
    assert INPUT.at("CustomerId").sensitive
    assert INPUT.at("ClientToken").is_idempotency_token
    assert INPUT.at("PersistentChat", "RehydrationType").choices == ("ENTIRE_PAST_SESSION", "FROM_SEGMENT")
    assert INPUT.at("SupportedMessagingContentTypes").item.maximum == 100
    instance = CONNECT.operation("DescribeInstance").input.at("InstanceId")
    assert (instance.location, instance.wire_name) == ("uri", "InstanceId")
    assert INPUT.at("InstanceId").location == "body"
    bearer = shape.model("connectparticipant").operation("SendMessage").input.at("ConnectionToken")
    assert (bearer.location, bearer.wire_name) == ("header", "X-Amz-Bearer")
    with pytest.raises(KeyError, match=r"PersistentChat\.Nothing"):
        INPUT.at("PersistentChat", "Nothing")


def test_a_shape_that_holds_itself_is_walked_on_demand() -> None:
    value = INPUT.at("SegmentAttributes").value
    deep = value.at("ValueMap").value.at("ValueMap").value.at("ValueString")
    assert deep.kind == "string"
    assert len(deep.path) == 7


@pytest.mark.parametrize(
    ("documentation", "text"),
    [
        ("<p>One.</p><p>Two <b>bold</b>.</p>", "One.\nTwo bold."),
        ("<p>a\n   b</p>", "a b"),
        ("<ul><li><p>x</p></li><li>y</li></ul>", "x\ny"),
        ("<p>a &lt; b &amp; c</p>", "a < b & c"),
        ("line<br/>break", "line\nbreak"),
        ("", ""),
    ],
)
def test_documentation_becomes_plain_text(documentation: str, text: str) -> None:
    assert plain_text(documentation) == text


def test_the_help_of_every_field_is_plain() -> None:
    for field in walk(INPUT):
        assert not {"<p>", "</", "&amp;"} & set(field.help.split())


# -- limits ---------------------------------------------------------------------------------------

LIMITED = [field for field in walk(INPUT) if field.kind in ("string", "integer", "list", "map")]


def beyond(field: Field, *, upper: bool) -> Any:
    """A value that is just outside a limit, None where the field has no such limit."""
    limit = field.maximum if upper else field.minimum
    if limit is None or (not upper and limit == 0):
        return None
    size = limit + 1 if upper else limit - 1
    if field.kind == "string":
        return "x" * size
    if field.kind == "integer":
        return size
    item = next(iter(field.item.choices), "x") if field.kind == "list" else "x"
    return [item] * size if field.kind == "list" else {f"k{number}": item for number in range(size)}


@pytest.mark.parametrize("field", LIMITED, ids=lambda field: path_text(field.path))
@pytest.mark.parametrize("upper", [True, False], ids=["above", "below"])
def test_every_limit_of_the_model_is_kept(field: Field, upper: bool) -> None:
    value = beyond(field, upper=upper)
    codes = {code for path, code in found(value, field) if not path} if value is not None else set()
    if value is None:
        assert (field.maximum if upper else field.minimum) in (None, 0)
    elif field.kind == "string":
        assert codes == {"too_long" if upper else "too_short"}
    elif field.kind == "integer":
        assert codes == {"too_large" if upper else "too_small"}
    else:
        assert codes == {"too_many" if upper else "too_few"}


@pytest.mark.parametrize("field", LIMITED, ids=lambda field: path_text(field.path))
def test_a_value_at_its_limit_is_fine(field: Field) -> None:
    for size in (field.minimum, field.maximum):
        if size is None or field.choices:
            continue
        if field.kind == "string":
            assert found("x" * size, field) == []
            assert found("👍" * size, field) == [], "a character is a character, however many bytes it takes"
        elif field.kind == "integer":
            assert found(size, field) == []


CHOSEN = [field for field in walk(INPUT) if field.choices]


@pytest.mark.parametrize("field", CHOSEN, ids=lambda field: path_text(field.path))
def test_a_choice_takes_its_values_and_no_other(field: Field) -> None:
    for choice in field.choices:
        assert found(choice, field) == []
        assert found(choice.lower(), field) == [("", "choice")]
    (problem,) = shape.problems("NOPE", field)
    assert all(choice in problem.message for choice in field.choices)
    assert "NOPE" in problem.message


def test_a_required_member_is_missed_and_an_unknown_one_is_told() -> None:
    assert found({"Unheard": 1}) == [
        ("Unheard", "unknown"),
        ("InstanceId", "required"),
        ("ContactFlowId", "required"),
        ("ParticipantDetails.DisplayName", "required"),
    ]
    whole = {"InstanceId": "i", "ContactFlowId": "f", "ParticipantDetails": {}}
    assert found(whole) == [("ParticipantDetails.DisplayName", "required")]
    assert ("InitialMessage.Content", "required") in found({"InitialMessage": {"ContentType": "text/plain"}})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("InstanceId", 5, "Must be text. This is a number."),
        ("InstanceId", None, "Must be text. This is nothing (null)."),
        ("InstanceId", ["x"], "Must be text. This is a list."),
        ("ChatDurationInMinutes", "60", "Must be a whole number. This is text."),
        ("ChatDurationInMinutes", 60.0, "Must be a whole number. This is a number."),
        ("ChatDurationInMinutes", True, "Must be a whole number. This is true or false."),
        ("Attributes", [], "Must be an object. This is a list."),
        ("ParticipantDetails", "Zoë", "Must be an object. This is text."),
        ("SupportedMessagingContentTypes", "text/plain", "Must be a list. This is text."),
        ("SupportedMessagingContentTypes", {"a": 1}, "Must be a list. This is an object."),
    ],
)
def test_a_value_of_the_wrong_type_is_told_in_words(name: str, value: object, message: str) -> None:
    (problem,) = shape.problems(value, INPUT.at(name))
    assert (problem.code, problem.message, problem.blocks) == ("type", message, True)


def test_something_that_is_no_object_is_no_request() -> None:
    values: list[object] = [[], "text", None, 5]
    for value in values:
        assert found(value) == [("", "type")]


def test_problems_inside_collections_have_their_whole_path() -> None:
    value = {
        "Attributes": {"a": 5, "": "x"},
        "SupportedMessagingContentTypes": ["text/plain", "", 7],
        "SegmentAttributes": {"k": {"ValueMap": {"deep": {"ValueList": [{"ValueString": 1}]}}}},
    }
    paths = [path for path, code in found(value) if code != "required"]
    assert paths == [
        "Attributes.a",
        'Attributes[""]',
        "SupportedMessagingContentTypes[1]",
        "SupportedMessagingContentTypes[2]",
        "SegmentAttributes.k.ValueMap.deep.ValueList[0].ValueString",
    ]


def test_a_key_that_is_no_text_is_told() -> None:
    assert found({5: "x"}, INPUT.at("Attributes")) == [("5", "type")]


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb"])
def test_half_a_character_is_told(text: str) -> None:
    assert found(text, INPUT.at("InstanceId")) == [("", "encoding")]
    assert ("Attributes", "encoding") in [
        (path.split("[")[0].split(".")[0], code) for path, code in found({"Attributes": {text: "x"}})
    ]


def test_an_endless_nesting_is_told_and_not_followed() -> None:
    value: dict[str, Any] = {"ValueString": "x"}
    for _ in range(3000):
        value = {"ValueMap": {"a": value}}
    (problem,) = shape.problems({"k": value}, INPUT.at("SegmentAttributes"))
    assert problem.code == "too_deep"
    assert problem.blocks


@pytest.mark.parametrize(
    ("kind", "value", "codes"),
    [
        ("integer", 2**31 - 1, []),
        ("integer", 2**31, ["too_large"]),
        ("integer", -(2**31) - 1, ["too_large"]),
        ("long", 2**63 - 1, []),
        ("long", 2**63, ["too_large"]),
        ("double", 1, []),
        ("double", 0.5, []),
        ("double", "0.5", ["type"]),
        ("float", True, ["type"]),
        ("boolean", True, []),
        ("boolean", 1, ["type"]),
        ("boolean", "true", ["type"]),
        ("timestamp", "2026-01-01", []),
        ("blob", "eA==", []),
    ],
)
def test_numbers_and_booleans(kind: str, value: object, codes: list[str]) -> None:
    field = model_of(One={"type": kind}).shape("One")
    assert [code for _, code in found(value, field)] == codes


def test_numbers_have_limits_without_a_unit() -> None:
    field = model_of(One={"type": "double", "min": 0, "max": 1}).shape("One")
    assert shape.problems(1.5, field)[0].message == "Must be at most 1; this is 1.5."
    assert shape.problems(-1, field)[0].message == "Must be at least 0; this is -1."


def test_patterns_hold_and_one_that_python_cannot_read_blocks_nobody() -> None:
    good = model_of(One={"type": "string", "pattern": "^[a-z]+$"}).shape("One")
    assert found("abc", good) == []
    (problem,) = shape.problems("ABC" * 30, good)
    assert problem.code == "pattern"
    assert len(problem.message) < 100, "a long text is shortened"
    unreadable = model_of(One={"type": "string", "pattern": "\\p{Alpha}(?<x"}).shape("One")
    assert unreadable.pattern is None
    assert found("anything", unreadable) == []


def test_an_empty_text_is_told_as_such() -> None:
    (problem,) = shape.problems("", INPUT.at("CustomerId"))
    assert problem.message == "Must not be empty."
    (problem,) = shape.problems("x" * 129, INPUT.at("CustomerId"))
    assert problem.message == "Must be at most 128 characters; this has 129."


# -- wide input -----------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = [field.name for field in INPUT.members]


@WIDE
@given(requests())
def test_a_request_within_all_limits_has_no_problem(request: dict[str, Any]) -> None:
    assert [problem for problem in shape.problems(request, INPUT) if problem.blocks] == []


@given(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=4))
def test_anything_at_all_is_told_and_nothing_raised(request: dict[str, Any]) -> None:
    for problem in shape.problems(request, INPUT):
        assert problem.message.endswith(".")
        assert json.dumps(problem.as_json())
        assert problem.code


@WIDE
@given(requests(), st.sampled_from(NAMES), st.data())
def test_whatever_botocore_refuses_is_a_problem_here(
    request: dict[str, Any], name: str, data: st.DataObject
) -> None:
    field = INPUT.at(name)
    request = {**request, name: data.draw(JSON | values(field))}
    if data.draw(st.booleans()):
        request.pop(data.draw(st.sampled_from(sorted(request))))
    theirs = BOTOCORE.operation_model("StartChatContact").input_shape
    assert theirs is not None
    report = ParamValidator().validate(request, theirs)
    if report.has_errors():
        assert shape.problems(request, INPUT), report.generate_report()


@given(JSON)
def test_the_checks_never_change_the_value(value: Any) -> None:
    before = json.dumps(value)
    contact.problems({"SegmentAttributes": value, "Attributes": value})
    assert json.dumps(value) == before
