"""What is handed over: files and links that fill the form, and nothing else they say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console import export, handover
from console.presets import Presets

REQUEST: dict[str, Any] = {
    "InstanceId": "11111111-1111-4111-8111-111111111111",
    "Attributes": {"note": "Zoë’s “order” & more\n👍"},
    "ParticipantDetails": {"DisplayName": "Zoë"},
}


def test_a_link_holds_exactly_the_request() -> None:
    handed = handover.take(handover.link(REQUEST))
    assert (handed.request, handed.notes) == (REQUEST, ())


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("host", ["request", "REQUEST"])
def test_a_link_is_read_as_desktops_pass_it_on(host: str, slash: str) -> None:
    link = handover.link(REQUEST).replace("://request?", f"://{host}{slash}?")
    assert handover.take(link).request == REQUEST


def test_a_saved_request_is_read_from_its_file_under_its_name(tmp_path: Path) -> None:
    file = tmp_path / ("order" + handover.ENDING)
    file.write_text(handover.file_text("Order status", REQUEST), "utf-8")
    for argument in (str(file), file.as_uri()):
        handed = handover.take(argument)
        assert (handed.name, handed.request) == ("Order status", REQUEST)


def test_the_own_files_of_saved_requests_are_read(tmp_path: Path) -> None:
    Presets(tmp_path).save("Rich", REQUEST)
    (file,) = tmp_path.glob("*.json")
    assert handover.take(str(file)).name == "Rich"


def test_any_text_that_can_be_imported_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "command.chatrequest"
    file.write_text("aws connect start-chat-contact --instance-id abc --region eu-west-1", "utf-8-sig")
    handed = handover.take(str(file))
    assert (handed.name, handed.request) == ("command", {"InstanceId": "abc"})


def test_nothing_secret_is_written_and_nothing_secret_is_taken(tmp_path: Path) -> None:
    secret = {"ParticipantToken": "AQ-fake-participant-token", "InstanceId": "i"}
    assert "fake-participant" not in handover.link(secret) + handover.file_text("x", secret)
    file = tmp_path / "a.chatrequest"
    file.write_text(json.dumps({"name": "x", "request": secret}), "utf-8")
    assert handover.take(str(file)).request == {"InstanceId": "i"}


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("connect-chat-console://start?json={}", "none that this console knows"),
        ("connect-chat-console://request", "none that this console knows"),
        ("connect-chat-console://request?json={}&json={}", "none that this console knows"),
        ("connect-chat-console://request?json=%7B", "not JSON"),
        ("connect-chat-console://request?json=%7B%7D", "no field"),
        ("connect-chat-console://request?json=" + "x" * handover.LONGEST_LINK, "too long"),
        ("missing.chatrequest", "can't be read"),
        ("nul\0.chatrequest", "can't be read"),
        (".", "can't be read"),
    ],
)
def test_what_can_not_be_taken_says_why(argument: str, says: str) -> None:
    with pytest.raises(handover.HandoverRefused, match=says) as refused:
        handover.take(argument)
    assert refused.value.advice


def test_a_file_that_is_no_request_is_told(tmp_path: Path) -> None:
    binary, large = tmp_path / "a.chatrequest", tmp_path / "b.chatrequest"
    binary.write_bytes(b"\xff\xfe\x00\x01")
    large.write_bytes(b" " * (handover.MOST_BYTES + 1))
    for file, says in ((binary, "not text"), (large, "too large")):
        with pytest.raises(handover.HandoverRefused, match=says):
            handover.take(str(file))


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60))
def test_whatever_stands_in_a_link_is_refused_if_it_is_no_request(text: str) -> None:
    with pytest.raises(handover.HandoverRefused):
        handover.take(f"connect-chat-console://{text}")


def test_a_path_is_made_whole_for_another_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert handover.absolute("a.chatrequest") == str(tmp_path / "a.chatrequest")
    assert (
        handover.absolute("connect-chat-console://request?json=1") == "connect-chat-console://request?json=1"
    )


def test_a_request_that_is_too_long_for_a_link_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        handover.link({"Attributes": {"a": "many words " * handover.LONGEST_LINK}})


def test_what_was_handed_on_can_be_pasted(tmp_path: Path) -> None:
    saved = Presets(tmp_path).save("Order", REQUEST)
    kept = (tmp_path / f"{saved.key}.json").read_text("utf-8")
    for text in (
        handover.link(REQUEST),
        f" {handover.link(REQUEST)}\n",
        handover.file_text("A", REQUEST),
        kept,
    ):
        assert handover.pasted(text).request == REQUEST
    assert handover.pasted(json.dumps(REQUEST)).request == REQUEST
    with pytest.raises(export.ImportProblem, match="none that this console knows"):
        handover.pasted("connect-chat-console://start")
    with pytest.raises(export.ImportProblem, match="none of the fields"):
        handover.pasted(json.dumps({"request": {}, "other": 1}))
