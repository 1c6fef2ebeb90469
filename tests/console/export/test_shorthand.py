"""Shorthand, as the AWS CLI reads it. The table was made by asking aws-cli 1.46.3 for each of its lines."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.contact import operation
from console.export import shorthand
from console.export.imported import ImportProblem

MEASURED: tuple[tuple[str, Any], ...] = (
    ("DisplayName=Zoe", {"DisplayName": "Zoe"}),
    ("a=b,c=d", {"a": "b", "c": "d"}),
    ("a = b c , d = e", {"a": "b c", "d": "e"}),
    ('ContentType=text/plain,Content="Hi, Zoe"', {"ContentType": "text/plain", "Content": "Hi, Zoe"}),
    ("a=b=c", {"a": "b=c"}),
    ("a=b,c,d=e", {"a": ["b", "c"], "d": "e"}),
    ("a=b\\,c", {"a": "b,c"}),
    ("a=", {"a": ""}),
    ("a=,b=c", {"a": "", "b": "c"}),
    ("d='x\\'y'", {"d": "x'y"}),
    ('d="x\\"y"', {"d": 'x"y'}),
    ('d="\\\\"', {"d": "\\"}),
    ("a=[]", {"a": []}),
    ("a=[b, c]", {"a": ["b", "c"]}),
    ("a={b=c,d=[e,{f=g}]}", {"a": {"b": "c", "d": ["e", {"f": "g"}]}}),
    ("connect:Subtype={ValueString=connect:Guide}", {"connect:Subtype": {"ValueString": "connect:Guide"}}),
    ("k=]a", {"k": "]a"}),
    ("k=file:///etc/hostname", {"k": "file:///etc/hostname"}),
)


@pytest.mark.parametrize(("text", "value"), MEASURED)
def test_it_is_read_as_the_cli_reads_it(text: str, value: object) -> None:
    assert shorthand.parse(text, "--x") == value


def test_a_value_from_a_file_is_not_opened() -> None:
    assert shorthand.parse("a@=file:///etc/hostname,b=c", "--x") == {"a": shorthand.FROM_FILE, "b": "c"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "“=” was expected: character 1 of the value of --x."),
        ("no pair", "“=” was expected: character 4 of the value of --x."),
        ("a=b,", "Something is missing after the comma: character 5 of the value of --x."),
        ('a="b', "A quote is never closed: character 3 of the value of --x."),
        ("a=[b", "“,” was expected: character 5 of the value of --x."),
        ("a={b=c", "“,” was expected: character 7 of the value of --x."),
        ("a=[", "A ] is missing: character 4 of the value of --x."),
        ("a={", "A } is missing: character 4 of the value of --x."),
        ("a='b'c", "“,” was expected: character 6 of the value of --x."),
        ("a=b,a=c", "The same key stands there twice: character 8 of the value of --x."),
        ("a=" + "[" * 30, "It is nested too deeply: character 23 of the value of --x."),
    ],
)
def test_what_breaks_its_syntax_is_told_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(ImportProblem) as caught:
        shorthand.parse(text, "--x")
    assert str(caught.value) == sentence


def test_the_model_tells_numbers_and_lists() -> None:
    segment = operation().input.at("SegmentAttributes")
    value = shorthand.parse("a={ValueInteger=-5},b={ValueList=[{ValueString=7}]},c={Other=7}", "--x")
    assert shorthand.as_modelled(value, segment) == {
        "a": {"ValueInteger": -5},
        "b": {"ValueList": [{"ValueString": "7"}]},
        "c": {"Other": "7"},
    }
    types = operation().input.at("SupportedMessagingContentTypes")
    assert shorthand.as_modelled("text/plain", types) == ["text/plain"]


@pytest.mark.parametrize("text", ["", "x", "1.5", "٣", "1_000", "9" * 40])
def test_what_is_no_whole_number_stays_a_text(text: str) -> None:
    assert shorthand.scalar(text, operation().input.at("ChatDurationInMinutes")) == text


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.from_regex(r"[A-Za-z0-9_.-]{1,9}", fullmatch=True), st.text(), min_size=1))
def test_quoted_texts_come_back_whatever_they_hold(pairs: dict[str, str]) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    written = ", ".join(f"{key}={quoted(value)}" for key, value in pairs.items())
    # The CLI undoes the escapes one after the other, so a backslash before a quote has no exact form.
    if not any('\\"' in value for value in pairs.values()):
        assert shorthand.parse(written, "--x") == pairs
