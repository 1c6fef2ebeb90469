from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.sandbox.flow.engine.references import (
    MISSING,
    Path,
    descend,
    number_of,
    path_of,
    references_in,
    resolve,
    text_of,
    whole,
)

KNOWN: dict[str, Any] = {
    "Attributes": {
        "name": "Ann",
        "voicemail-destination": "box",
        "user attribute name": "spaced",
        "html": "<b>",
        "typed": "$.Attributes.name",
        "city": "Bonn",
    },
    "External": {"n": 5, "yes": True, "none": None, "deep": {"list": [{"a": "b"}]}},
    "Views": {"ViewResultData": {"FormData": {"extras": ["x", "y"]}}},
    "Media": {"Sip": {"Headers": {"ISUP-OLI": "0"}}},
    "SegmentAttributes": {"connect:Subtype": "connect:Chat"},
    "AwsRegion": "us-east-1",
    "LanguageCode": "en-US",
    "DataTables": {"Q": {"A": ["1"]}},
}


def resolved(value: Any) -> Any:
    return resolve(value, find, lambda warning: None)


def find(path: Path) -> Any:
    return descend(KNOWN, path)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("$.Attributes.voicemail-destination", "box"),
        ("$.['LanguageCode']", "en-US"),
        ("$['AwsRegion']", "us-east-1"),
        ('$["AwsRegion"]', "us-east-1"),
        ("$.Views.ViewResultData.FormData.extras.0", "x"),
        ("$.Views.ViewResultData.FormData.extras[1]", "y"),
        ("$.Views.ViewResultData.FormData.extras.[1]", "y"),
        ("$.Media.Sip.Headers.ISUP-OLI", "0"),
        ("$.Attributes.['user attribute name']", "spaced"),
        ("$.Attributes['user attribute name']", "spaced"),
        ("$.SegmentAttributes['connect:Subtype']", "connect:Chat"),
        ("`$.DataTables.Q.A[0]`", "1"),
        ("$.External.n", 5),
        ("$.External.yes", True),
        ("$.External.deep", {"list": [{"a": "b"}]}),
        ("  $.External.n ", 5),
    ],
)
def test_a_whole_reference_is_what_it_leads_to(written: str, value: Any) -> None:
    assert resolved(written) == value


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (
            "arn:aws:lambda:$.AwsRegion:123456789012:function:x",
            "arn:aws:lambda:us-east-1:123456789012:function:x",
        ),
        ("$.Attributes.name $.Attributes.city", "Ann Bonn"),
        ("<td>$.Attributes.html</td>", "<td><b></td>"),
        ("Hi $.Attributes.name.", "Hi Ann."),
        ("$.Attributes.name-$.Attributes.city", "Ann-Bonn"),
        ("n=$.External.n, $.External.yes", "n=5, true"),
        ("$.External.deep!", '{"list":[{"a":"b"}]}!'),
        ("It costs $5.00, $ 1 or $.", "It costs $5.00, $ 1 or $."),
        ("read `$.Attributes.name`", "read `Ann`"),
        ("items `$.DataTables.Q.A`", 'items ["1"]'),
        ("$$.Attributes.name", "$Ann"),
        ("$.attributes.name?", "?"),
    ],
)
def test_references_inside_of_text_become_text(written: str, text: str) -> None:
    assert resolved(written) == text


@pytest.mark.parametrize("written", ["$.Attributes.none", "$.External.none", "$.None.x", "$.AwsRegion.x"])
def test_what_leads_nowhere_is_empty_and_a_warning(written: str) -> None:
    warnings: list[str] = []
    assert resolve(written, find, warnings.append) == ""
    assert resolve(f"<{written}>", find, warnings.append) == "<>"
    assert warnings == [f"{written} has no value here: it is empty."] * 2


def test_what_is_put_in_is_not_looked_at_again() -> None:
    assert resolved("$.Attributes.typed") == "$.Attributes.name"
    assert resolved("<$.Attributes.typed>") == "<$.Attributes.name>"


def test_all_of_a_json_is_resolved_its_keys_too() -> None:
    told = {"$.Attributes.name": ["$.External.n", {"a": "x $.External.n"}], "b": 1}
    assert resolved(told) == {"Ann": [5, {"a": "x 5"}], "b": 1}
    assert list(references_in(told)) == ["$.Attributes.name", "$.External.n", "$.External.n"]


def test_a_reference_of_a_table_alone_stands_between_backticks() -> None:
    assert whole("`$.Attributes.name`") is None
    assert whole("`$.DataTables.Q.A`") == ("DataTables", "Q", "A")
    assert whole(5) is whole("$") is whole("$.") is None


@given(st.lists(st.text(st.characters(exclude_characters="'", exclude_categories=["Cs"])), min_size=1))
def test_any_name_can_be_quoted(names: list[str]) -> None:
    plain = [name.strip('[]"`') or "x" for name in names]
    written = "$" + "".join(f"['{name}']" for name in plain)
    assert path_of(written) == tuple(plain)
    assert whole(written) == tuple(plain)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PIECES = st.sampled_from(["$", ".", "[", "]", "'", '"', "`", "$.Attributes.name", "a", "0", "-", "$.x['"])


@given(JSON | st.lists(PIECES, max_size=12).map("".join))
def test_nothing_makes_resolving_fail(value: Any) -> None:
    once = resolved(value)
    json.dumps(once)
    if not any(True for _ in references_in(value)):
        assert once == value


def test_resolving_is_fast_however_odd_the_text() -> None:
    for text in ("$['" * 50_000, "$." * 50_000, "$.a" * 50_000, "`$" * 50_000, "$.[" * 50_000):
        assert isinstance(resolved(text), str)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("5", 5.0),
        (" 1.5 ", 1.5),
        (5, 5.0),
        (2.5, 2.5),
        ("-1e3", -1000.0),
        (True, None),
        ("1_000", None),
        ("nan", None),
        ("inf", None),
        ("", None),
        ("１", None),
        (None, None),
        ([], None),
        ("1e999", None),
        ("1" * 100, None),
    ],
)
def test_a_number_however_it_is_written(value: Any, number: float | None) -> None:
    assert number_of(value) == number


def test_values_as_text() -> None:
    assert [text_of(one) for one in ("a", None, MISSING, True, 1.5, ["ä"])] == [
        "a",
        "",
        "",
        "true",
        "1.5",
        '["ä"]',
    ]
