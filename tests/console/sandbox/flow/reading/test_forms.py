"""The forms in which an admin has a flow: each is read, and what is none is explained; nothing raises."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.sandbox.flow.reading.forms import MODULE, Loaded, read_file, read_text
from console.sandbox.flow.reading.problem import SEVERITIES

END = {"Identifier": "End", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
FLOW: dict[str, Any] = {"Version": "2019-10-30", "StartAction": "End", "Actions": [END]}
TEXT = json.dumps(FLOW)
LEGACY = {
    "modules": [{"id": "a", "type": "Disconnect", "branches": [], "parameters": [], "metadata": {}}],
    "version": "1",
    "type": "customerQueue",
    "start": "a",
    "metadata": {"name": "Old", "type": "customerQueue"},
}


def codes(loaded: Loaded) -> list[str]:
    return [one.code for one in loaded.problems]


def flow_with(function: str) -> dict[str, Any]:
    """A flow of two actions, whose first names a function."""
    invoke = {
        "Identifier": "Ask",
        "Type": "InvokeLambdaFunction",
        "Parameters": {"LambdaFunctionARN": function, "InvocationTimeLimitSeconds": "3"},
        "Transitions": {
            "NextAction": "End",
            "Errors": [{"NextAction": "End", "ErrorType": "NoMatchingError"}],
        },
    }
    return {**FLOW, "StartAction": "Ask", "Actions": [invoke, END]}


def function_of(loaded: Loaded) -> str:
    assert loaded.document is not None
    return str(loaded.document["Actions"][0]["Parameters"]["LambdaFunctionARN"])


INDENTED = json.dumps(FLOW, indent=2).replace("\n", "\n        ")
PROPERTIES = {"Name": "Mine", "Type": "CONTACT_FLOW", "Content": TEXT}
WRAPPED: dict[str, Any] = {
    "bare": FLOW,
    "a text of it": TEXT,
    "a text of a text": json.dumps(TEXT),
    "describe-contact-flow": {"ContactFlow": PROPERTIES},
    "a list": [{"Name": "Mine", "Content": TEXT}],
    "a backup": {"flows": [{"name": "Mine", "Content": FLOW}]},
    "CloudFormation": {"Resources": {"F": {"Type": "AWS::Connect::ContactFlow", "Properties": PROPERTIES}}},
    "Fn::Sub": {"Resources": {"F": {"Properties": PROPERTIES | {"Content": {"Fn::Sub": TEXT}}}}},
    "Fn::Sub with names": {"Resources": {"F": {"Properties": {"Content": {"Fn::Sub": [TEXT, {}]}}}}},
    "Fn::Join": {"Properties": {"Content": {"Fn::Join": ["", [TEXT[:40], TEXT[40:]]]}}},
    "Fn::ToJsonString": {"Properties": {"Content": {"Fn::ToJsonString": FLOW}}},
    "Terraform as JSON": {"resource": {"aws_connect_contact_flow": {"x": {"name": "Mine", "content": TEXT}}}},
    "a state": {"values": {"root_module": {"resources": [{"values": {"name": "Mine", "content": TEXT}}]}}},
}


@pytest.mark.parametrize("form", WRAPPED)
def test_a_flow_is_found_in_what_is_around_it(form: str) -> None:
    loaded = read_text(json.dumps(WRAPPED[form]), "file")
    assert (loaded.kind, loaded.loads, codes(loaded)) == ("flow", True, [])
    assert loaded.document == FLOW
    assert loaded.name == ("Mine" if "Mine" in json.dumps(WRAPPED[form]) else "file")


@pytest.mark.parametrize(
    "text",
    [
        f"Resources:\n  F:\n    Properties:\n      Name: It's\n      Content: !Sub |\n        {INDENTED}\n",
        f'resource "aws_connect_contact_flow" "x" {{\n  content = <<JSON\n{TEXT}\nJSON\n}}\n',
        f'resource "aws_connect_contact_flow" "x" {{\n  content = {json.dumps(TEXT)}\n}}\n',
    ],
    ids=["YAML", "a here document", "a quoted text"],
)
def test_json_inside_of_another_language_is_taken(text: str) -> None:
    loaded = read_text(text, "file")
    assert (loaded.kind, loaded.loads, codes(loaded)) == ("flow", True, ["repaired"])
    assert loaded.document == FLOW


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('"${lambda_arn}"', "${lambda_arn}"),
        ("${lambda_arn}", "${lambda_arn}"),
        ("{{ lambda.arn }}", "{{ lambda.arn }}"),
        ('"{{lambda.arn}}"', "{{lambda.arn}}"),
        ('"${jsonencode(var.arns["a"])}"', '${jsonencode(var.arns["a"])}'),
        ('"arn:${AWS::Region}:x" // the one', "arn:${AWS::Region}:x"),
        ('"a /* b */ ${c},"', "a /* b */ ${c},"),
        ('{"Fn::GetAtt": ["Function", "Arn"]}', "${Function.Arn}"),
        ('{"Fn::Sub": "arn:${AWS::Region}"}', "arn:${AWS::Region}"),
    ],
)
def test_placeholders_stand_as_written_and_are_told(written: str, read: str) -> None:
    text = (
        json.dumps(flow_with("HERE"), indent=1).replace('"HERE",', f"{written},").replace('"HERE"', written)
    )
    text = text.replace(
        f"{written},\n", f"{written.partition(' //')[0]},{''.join(written.partition(' //')[1:])}\n"
    )
    loaded = read_text(text, "file")
    assert loaded.loads, loaded.problems
    assert function_of(loaded) == read
    assert "placeholder" in codes(loaded)


def test_a_reference_of_cloudformation_is_one_only_inside_of_a_template() -> None:
    flow = flow_with("")
    flow["Actions"][0]["Parameters"]["LambdaFunctionARN"] = {"Ref": "Function"}
    assert function_of(read_text(json.dumps({"Properties": {"Content": flow}}), "file")) == "${Function}"
    assert function_of(read_text(json.dumps(flow), "file")) == "{'Ref': 'Function'}"


def test_last_commas_and_comments_are_overlooked() -> None:
    loaded = read_text(TEXT[:-1] + ",} // done\n", "file")
    assert (loaded.loads, codes(loaded)) == (True, ["repaired"])


@pytest.mark.parametrize(
    "content",
    [
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-32"),
        json.dumps(FLOW, indent=2).replace("\n", "\r\n").encode(),
    ],
    ids=["BOM", "UTF-16 LE", "UTF-16 BE", "UTF-16 without BOM", "UTF-32", "Windows lines"],
)
def test_any_encoding_of_json_is_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a flow.json"
    path.write_bytes(content)
    loaded = read_file(path)
    assert (loaded.name, loaded.loads, codes(loaded)) == ("a flow", True, [])
    assert loaded.document == FLOW


def test_bytes_that_are_no_text_are_replaced_and_told(tmp_path: Path) -> None:
    path = tmp_path / "flow.json"
    path.write_bytes(json.dumps({**FLOW, "Metadata": {"name": "Gr??e"}}).encode().replace(b"??", b"\xfc\xdf"))
    loaded = read_file(path)
    assert (loaded.name, loaded.loads, codes(loaded)) == ("Gr\ufffd\ufffde", True, ["not_text"])


def test_half_a_character_and_numbers_without_end_become_text() -> None:
    odd = (
        json.dumps({**FLOW, "Metadata": {"name": "\ud83d", "x": float("nan")}})[:-1]
        + f', "y": {"9" * 5000}}}'
    )
    loaded = read_text(odd, "file")
    assert loaded.loads
    assert loaded.document is not None
    json.dumps(loaded.document, allow_nan=False, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("about", "kind", "type"),
    [
        ({}, "flow", "CONTACT_FLOW"),
        ({"Metadata": {"type": "customerQueue"}}, "flow", "CUSTOMER_QUEUE"),
        ({"Settings": {}}, "flow", "CONTACT_FLOW"),
        ({"Settings": {"InputParameters": [], "Transitions": []}}, "module", MODULE),
        ({"Actions": [{**END, "Type": "EndFlowModuleExecution"}]}, "module", MODULE),
        ({"Version": "2019-10-30T00:00:00.000Z"}, "flow", "CONTACT_FLOW"),
    ],
)
def test_a_module_is_told_from_a_flow(about: dict[str, Any], kind: str, type: str) -> None:
    loaded = read_text(json.dumps(FLOW | about), "file")
    assert (loaded.kind, loaded.type, loaded.loads) == (kind, type, True)
    assert loaded.document is not None
    assert loaded.document["Version"] == "2019-10-30"


@pytest.mark.parametrize(
    "around",
    [
        {"ContactFlowModule": {"Name": "M", "Content": TEXT}},
        {"Resources": {"M": {"Type": "AWS::Connect::ContactFlowModule", "Properties": {"Content": TEXT}}}},
        {"resource": {"aws_connect_contact_flow_module": {"m": {"content": TEXT}}}},
    ],
)
def test_a_module_is_known_by_what_is_around_it(around: dict[str, Any]) -> None:
    assert read_text(json.dumps(around), "file").kind == "module"


def test_what_describe_contact_flow_says_beside_the_content_is_kept() -> None:
    about = {
        "Arn": "arn:aws:connect:us-east-1:123456789012:instance/i/contact-flow/f",
        "Id": "f:$SAVED",
        "Name": " Main ",
        "Type": "CUSTOMER_HOLD",
        "Description": "Says hello.",
        "Content": json.dumps({**FLOW, "Metadata": {"name": "Other", "type": "contactFlow"}}),
    }
    loaded = read_text(json.dumps({"ContactFlow": about}), "file")
    assert (loaded.name, loaded.type, loaded.description) == ("Main", "CUSTOMER_HOLD", "Says hello.")
    assert loaded.origin == "f"
    del about["Id"]
    assert read_text(json.dumps({"ContactFlow": about}), "file").origin == "f"


def test_a_legacy_export_is_translated() -> None:
    loaded = read_text(json.dumps(LEGACY), "file")
    assert (loaded.kind, loaded.name, loaded.type, codes(loaded)) == (
        "legacy",
        "Old",
        "CUSTOMER_QUEUE",
        ["legacy"],
    )
    assert loaded.document is not None
    assert [action["Type"] for action in loaded.document["Actions"]] == ["DisconnectParticipant"]


def test_of_several_flows_the_first_is_taken() -> None:
    loaded = read_text(
        json.dumps([{"Name": "One", "Content": TEXT}, {"Name": "Two", "Content": TEXT}]), "file"
    )
    assert (loaded.name, loaded.loads, codes(loaded)) == ("One", True, ["several_flows"])
    assert "“Two”" in loaded.problems[0].message


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("", "empty", "empty"),
        (" \r\n\ufeff", "empty", "empty"),
        ("hello", "not_json", "describe-contact-flow"),
        ("Resources:\n  Flow:\n    Type: x\n", "not_json", "looks like YAML"),
        ('resource "aws_connect_contact_flow" "x" {\n}\n', "not_json", "looks like Terraform"),
        ("<html></html>", "not_json", "not JSON"),
        ("[" * 500, "not_json", "not JSON"),
        ("/*" * 50_000 + "${" * 50_000, "not_json", "not JSON"),
        ('"' + '\\"' * 50_000, "not_json", "not JSON"),
        ("[" * 100_000 + "]" * 100_000, "too_deep", "deep"),
        ('{"a":' * 200 + "1" + "}" * 200, "too_deep", "deep"),
        ("{}", "not_a_flow", "holds no flow"),
        ("[]", "not_a_flow", "holds no flow"),
        ("null", "not_a_flow", "holds no flow"),
        ('{"ContactFlow": {"Name": "x"}}', "not_a_flow", "“ContactFlow”"),
        ('{"ContactFlow": {"Content": "{"}}', "not_a_flow", "holds no flow"),
        ('{"ContactFlowSummaryList": []}', "not_a_flow", "list of flows without their content"),
        ('{"Stages": [{"Actions": [{"Name": "x"}]}]}', "not_a_flow", "holds no flow"),
        ('{"modules": []}', "not_a_flow", "holds no flow"),
    ],
)
def test_what_is_no_flow_is_explained(text: str, code: str, told: str) -> None:
    loaded = read_text(text, "file")
    assert (loaded.kind, loaded.document, loaded.loads) == ("not a flow", None, False)
    assert (codes(loaded), loaded.problems[0].severity) == ([code], "error")
    assert told in loaded.problems[0].message


@pytest.mark.parametrize("name", ["missing.json", ".", "nul\0.json", "x" * 5000, "/dev/zero"])
def test_a_file_that_cannot_be_read_is_explained(tmp_path: Path, name: str) -> None:
    loaded = read_file(tmp_path / name)
    assert (loaded.kind, codes(loaded)) == ("not a flow", ["unreadable"])


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["Actions", "StartAction", "Version", "Identifier", "Type", "modules", "id", "type"]
            )
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150)
@given(st.binary(max_size=60) | ANY_JSON.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_bytes(content)
    loaded = read_file(path)
    assert loaded.loads or loaded.errors
    assert all(SEVERITIES[one.code] == one.severity for one in loaded.problems)
