"""Whatever is pasted: a request or a plain sentence, soon, and never a secret in it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.export import Imported, ImportProblem, Target, as_text, read
from tests.console.export.test_command import BASH, CMD, ONE_LINE, POWERSHELL
from tests.console.export.test_network import BODY, COPIES
from tests.console.export.test_widget import LOADER
from tests.console.requests import requests

THOROUGH = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
SAMPLES = [
    ONE_LINE,
    BASH,
    POWERSHELL,
    CMD,
    LOADER,
    as_text("json", BODY),
    *(copy("{}") for copy in COPIES.values()),
]
PIECES = [
    "{", "}", "[", "]", "(", ")", "'", '"', "`", "\\", "\n", "$", "${", "$(", "$'", "^", '^"', "//", "/*",
    "*/", "@=", "=", ",", ";", "|", ">", "#", " ", "--x", "--attributes ", "amazon_connect(",
    "JSON.stringify(", "function(cb){", "null", "1e9", "\\u", "\\ud83d", "\x00", "\ud800", "\u2028", "😀",
    "aws ", "connect ", "start-chat-contact ", "curl ", "fetch(", '"InstanceId":', "InstanceId=", "=>", "%A%",
    "```",
]  # fmt: skip
LONG = 12_000


def outcome(text: str) -> Imported | ImportProblem:
    try:
        return read(text)
    except ImportProblem as problem:
        return problem


def check(text: str) -> None:
    found = outcome(text)
    sentences = [str(found)] if isinstance(found, ImportProblem) else found.notes
    for sentence in sentences:
        assert sentence.endswith(".")
        assert "\n" not in sentence
        assert len(sentence) < 500


@THOROUGH
@given(st.text(st.characters()))
def test_any_text(text: str) -> None:
    check(text)


@THOROUGH
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_pieces_of_what_can_be_read(text: str) -> None:
    check(text)


@THOROUGH
@given(st.sampled_from(SAMPLES), st.data())
def test_any_text_that_was_cut_or_broken(sample: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(start, min(len(sample), start + 40)))
    check(sample[:start] + data.draw(st.sampled_from(["", *PIECES])) + sample[end:])


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(requests(), st.sampled_from(["json", "cli", "python"]), st.data())
def test_any_export_that_was_cut(request: dict[str, Any], kind: str, data: st.DataObject) -> None:
    text = as_text(kind, request, Target("us-east-1", "http://127.0.0.1:1"))
    check(text[: data.draw(st.integers(0, len(text)))])


_AWS = "aws connect start-chat-contact "
HEADS = [
    "", "{", "# ", "$ ", '{"InstanceId":"', "x start-chat-contact ", "curl ", "curl -d '", 'curl ^"x^" -d ^"',
    _AWS, f"{_AWS}^\n ", f"{_AWS}`\n ", f"{_AWS}--attributes a=", f"{_AWS}--attributes k=[",
    "fetch('x',{body:", "amazon_connect('contactAttributes',{",
    "amazon_connect('customerDisplayName',function(cb){",
]  # fmt: skip


def seconds(text: str) -> float:
    began = time.process_time()
    outcome(text)
    return time.process_time() - began


@pytest.mark.parametrize("head", HEADS)
def test_a_long_text_takes_its_length_and_not_its_square(head: str) -> None:
    """Each piece over and over behind each beginning: what a careless pattern would trip over."""
    for piece in PIECES:
        text = (head + piece * LONG)[:LONG]
        # Ten times the text takes ten times as long, or a hundred times: 30 tells them apart.
        short = seconds(text[: LONG // 10])
        took = seconds(text)
        assert took < 0.1 + 30 * short, f"{piece!r} took {took:.2f} s, a tenth of it {short:.3f} s"


def test_no_pasted_text_is_repeated_in_what_is_said() -> None:
    for sample in SAMPLES:
        for piece in PIECES:
            found = outcome(f"{sample[: len(sample) // 2]}{piece} TOPSECRET {sample[len(sample) // 2 :]}")
            said = str(found) if isinstance(found, ImportProblem) else " ".join(found.notes)
            assert "TOPSECRET" not in said
