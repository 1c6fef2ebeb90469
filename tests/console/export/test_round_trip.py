"""Every format says the same request, whatever it holds: read back, parsed, or run."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings

from console import contact, shape
from console.export import FORMATS, Target, as_text, command, read, skeleton, wire
from tests.console.requests import TRICKY_TEXTS, requests

THOROUGH = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
FULL = {
    "InstanceId": "a1b2c3d4-0000-4000-8000-000000000001",
    "ContactFlowId": "0000aaaa-1111-4111-8111-00000000abcd",
    "ParticipantDetails": {"DisplayName": "Zoë O'Brien"},
}


@contextlib.contextmanager
def recorded_boto3() -> Iterator[list[tuple[str, Any]]]:
    """boto3 replaced by one that keeps what it is called with."""
    calls: list[tuple[str, Any]] = []

    def start_chat_contact(**arguments: Any) -> dict[str, str]:
        calls.append(("start", arguments))
        return {"ContactId": "the-contact", "ParticipantToken": "the-token"}

    def client(*arguments: Any, **options: Any) -> SimpleNamespace:
        calls.append(("client", (*arguments, options)))
        return SimpleNamespace(start_chat_contact=start_chat_contact)

    boto3 = ModuleType("boto3")
    boto3.__dict__["client"] = client
    with patch.dict(sys.modules, {"boto3": boto3}):
        yield calls


def run_script(script: str) -> tuple[dict[str, Any], str]:
    """What a script gives to start_chat_contact, and what it prints."""
    printed = io.StringIO()
    with recorded_boto3() as calls, contextlib.redirect_stdout(printed):
        exec(compile(script, "export.py", "exec"), {})
    return dict(calls[-1][1]), printed.getvalue()


@THOROUGH
@given(requests())
def test_drawn_requests_have_no_problem_that_blocks(request: dict[str, Any]) -> None:
    assert [problem for problem in contact.problems(request) if problem.blocks] == []


@THOROUGH
@given(requests())
def test_every_format_says_exactly_the_same_request(request: dict[str, Any]) -> None:
    for kind in ("json", "cli"):
        text = as_text(kind, request)
        text.encode()
        imported = read(text)
        assert (imported.request, imported.kind, imported.notes) == (request, kind, ())
    assert run_script(as_text("python", request))[0] == request


@pytest.mark.parametrize("text", [text for text in TRICKY_TEXTS if text], ids=ascii)
def test_every_tricky_text_survives_at_every_depth(text: str) -> None:
    """As an option of its own, in a structure, as the key and value of a map, and in a list."""
    request = {
        **FULL,
        "ClientToken": text,
        "InitialMessage": {"ContentType": "text/plain", "Content": text},
        "Attributes": {text: text},
        "SupportedMessagingContentTypes": ["text/plain", text],
    }
    for kind in ("json", "cli"):
        imported = read(as_text(kind, request, Target("eu-west-1", "https://connect.example/at")))
        assert imported.request == request
        assert imported.notes == ()
    assert run_script(as_text("python", request))[0] == request


@pytest.mark.parametrize("format_id", [one.id for one in FORMATS])
def test_fields_stand_in_the_order_of_the_model(format_id: str) -> None:
    backwards = dict(reversed(list({**FULL, "ChatDurationInMinutes": 60, "CustomerId": "c-1"}.items())))
    assert as_text(format_id, backwards) == as_text(format_id, contact.in_model_order(backwards))
    text = as_text(format_id, backwards).lower().replace("-", "").replace("_", "")
    places = [text.index(name.lower()) for name in contact.in_model_order(backwards)]
    assert places == sorted(places)


@pytest.mark.parametrize("format_id", [one.id for one in FORMATS])
@pytest.mark.parametrize("value", [b"bytes", float("nan"), float("inf"), {1, 2}, object()])
def test_what_is_no_json_is_refused(format_id: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        as_text(format_id, {**FULL, "Attributes": {"key": value}})


@pytest.mark.parametrize("format_id", [one.id for one in FORMATS])
def test_what_is_nested_too_deeply_is_refused(format_id: str) -> None:
    value: dict[str, Any] = {}
    for _ in range(100_000):
        value = {"ValueMap": {"a": value}}
    with pytest.raises(ValueError, match="nested too deeply"):
        as_text(format_id, {**FULL, "SegmentAttributes": value})


@pytest.mark.parametrize("format_id", [one.id for one in FORMATS])
def test_half_a_character_is_written_as_an_escape(format_id: str) -> None:
    """No file or clipboard holds it, but the text of an unfinished request must not break the preview."""
    request = {**FULL, "ClientToken": "half \ud83d"}
    text = as_text(format_id, request)
    text.encode()
    found = run_script(text)[0] if format_id == "python" else read(text).request
    assert found == request


@pytest.mark.parametrize(
    "request_", [{}, {"Unknown": 1}, {"not-a-name": {"a": None}}, {"class": True}, {"ﬁeld": [1.5]}]
)
def test_unknown_fields_are_written_as_they_are(request_: dict[str, Any]) -> None:
    assert json.loads(as_text("json", request_)) == request_
    assert run_script(as_text("python", request_))[0] == request_


LATER = {
    "Request": {
        "type": "structure",
        "members": {"Flag": {"shape": "Flag"}, "Rows": {"shape": "Rows"}, "Ratio": {"shape": "Ratio"}},
    },
    "Flag": {"type": "boolean"},
    "Ratio": {"type": "double"},
    "Rows": {"type": "list", "member": {"shape": "Row"}},
    "Row": {"type": "structure", "members": {"Flag": {"shape": "Flag"}, "Note": {"shape": "Note"}}},
    "Note": {"type": "string"},
}


@pytest.fixture
def later_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """StartChatContact with fields of kinds that it does not have today."""
    start = {"http": {"method": "PUT", "requestUri": "/"}, "input": {"shape": "Request"}}
    model = shape.Model("connect", {"shapes": LATER, "operations": {"StartChatContact": start}})
    later = model.operation("StartChatContact")
    for module in (contact, wire, skeleton):
        monkeypatch.setattr(module, "operation", lambda: later)
    caches = (command._options, command._fields)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


@pytest.mark.usefixtures("later_model")
@pytest.mark.parametrize("is_set", [True, False])
def test_fields_of_kinds_that_aws_may_add_survive(is_set: bool) -> None:
    request = {"Flag": is_set, "Rows": [{"Flag": is_set, "Note": "a=b"}, {}], "Ratio": 0.1}
    for kind in ("json", "cli"):
        assert read(as_text(kind, request)).request == request
    assert run_script(as_text("python", request))[0] == request
    assert ("--flag" if is_set else "--no-flag") in as_text("cli", request)
    typed = "aws connect start-chat-contact --rows Note=x,Flag=true Note=y,Flag=maybe --no-flag --ratio 0.5"
    assert read(typed).request == {
        "Flag": False,
        "Rows": [{"Note": "x", "Flag": True}, {"Note": "y", "Flag": "maybe"}],
        "Ratio": 0.5,
    }


def test_there_is_one_entry_for_each_format() -> None:
    assert [one.id for one in FORMATS] == ["json", "cli", "python"]
    with pytest.raises(KeyError):
        as_text("yaml", FULL)


def test_a_note_stands_only_where_there_is_something_to_know() -> None:
    assert [one.note(FULL) for one in FORMATS] == ["", "", ""]
