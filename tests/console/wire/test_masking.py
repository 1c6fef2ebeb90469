"""What must not be in the record, in whatever place it comes."""

from __future__ import annotations

import json
import uuid
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from console import redaction
from console.redaction import MASK, clean, remember
from console.wire.masking import LONGEST, masked_json, masked_text

SECRET = "eyJhbGciOiJub25lIn0." + "q7" * 60
"""A value that no pattern betrays; it is known because it was remembered."""
PLAIN = st.text(max_size=40)


def frame(item: dict[str, Any]) -> str:
    return json.dumps({"content": json.dumps(item), "contentType": "application/json", "topic": "aws/chat"})


@st.composite
def nested(draw: st.DrawFn, core: st.SearchStrategy[Any]) -> Any:
    """A value with a core somewhere within: in mappings, lists, and JSON that stands in texts."""
    value = draw(core)
    for wrap in draw(st.lists(st.sampled_from(["mapping", "list", "text", "words"]), max_size=5)):
        if wrap == "mapping":
            value = {
                draw(st.sampled_from(["a", "Content", "token of ours", "data"])): value,
                "b": draw(PLAIN),
            }
        elif wrap == "list":
            value = [draw(PLAIN), value]
        elif wrap == "text":
            value = json.dumps(value, ensure_ascii=draw(st.booleans()))
        elif isinstance(value, str):
            value = f"{draw(PLAIN)} {value} {draw(PLAIN)}"
    return value


@settings(max_examples=60)
@given(nested(st.just(SECRET)))
def test_a_known_secret_is_masked_wherever_it_stands(value: Any) -> None:
    remember(SECRET)
    assert SECRET not in masked_json(value)
    assert SECRET not in masked_text(json.dumps(value))
    assert SECRET not in masked_text(frame({"Content": value}))


@settings(max_examples=40)
@given(
    st.sampled_from(
        ["ViewToken", "viewToken", "ConnectionToken", "ParticipantToken", "Authorization", "Cookie"]
    ),
    nested(st.just("here")),
    st.from_regex(r"[A-Za-z0-9+/=]{9,60}", fullmatch=True),
)
def test_a_field_for_a_secret_is_masked_by_its_name(name: str, beside: Any, value: str) -> None:
    inner = json.dumps({"data": {name: f"§{value}§", "beside": beside}})
    for shown in (masked_text(frame({"Content": inner})), masked_json({"Transcript": [{"Content": inner}]})):
        assert f"§{value}§" not in shown
        assert MASK in shown


def test_what_was_given_in_a_field_for_a_secret_is_masked_however_short_it_is() -> None:
    answer = json.dumps(
        {"action": "Submit", "data": {"FormData": {"pin": "47", "code": '4"7', "other": "473"}}}
    )
    shown = masked_text(frame({"Content": answer, "Id": "1"}), frozenset({"47", '4"7'}))
    told = json.loads(json.loads(json.loads(shown)["content"])["Content"])
    assert told["data"]["FormData"] == {"pin": MASK, "code": MASK, "other": "473"}


def test_addresses_that_let_in_keep_their_host_alone_and_links_in_messages_stay() -> None:
    url = "https://bucket.s3.amazonaws.com/a/b?X-Amz-Signature=" + "0f" * 32
    link = json.dumps({"data": {"content": {"elements": [{"url": "https://example.com/help?a=1"}]}}})
    shown = json.loads(masked_json({"UploadMetadata": {"Url": url}, "Content": link}))
    assert shown["UploadMetadata"]["Url"] == f"https://bucket.s3.amazonaws.com/{MASK}"
    assert "https://example.com/help?a=1" in shown["Content"]


def test_a_frame_without_anything_secret_stays_as_it_came() -> None:
    text = '{ "content" : "{\\"Content\\": \\"hello\\"}" , "topic":"aws/chat" }'
    assert masked_text(text) == text


def test_what_is_no_json_or_too_deep_or_too_long_does_no_harm() -> None:
    remember(SECRET)
    deep = "[" * 5000 + f'"{SECRET}"' + "]" * 5000
    for text in (deep, '{"token": ' + deep + "}", f"token {SECRET}", "{token", f'{{"a": "{SECRET}'):
        assert SECRET not in masked_text(text)
    assert SECRET not in masked_text(" " * (LONGEST - 50) + SECRET)
    value: Any = SECRET
    for _ in range(3000):
        value = [value]
    assert SECRET not in masked_json(value)


HINTED = st.sampled_from(
    [
        "Authorization: ", "x-amz-bearer=", "participantToken", '"', "'", ": ", "=", "secret_key",
        "Signature=", "0f" * 32, "?sig=", "&X-Amz-Credential=", "wss://host/", "ws:\\/\\/host\\/",
        "https://ann:pw@host/", "@",
        "://", "AKIA" + "EXAMPLE12345", "Bearer abcdefghijklmnopqrstuvwxyz", "apiKey", "mfa_code",
        "passphrase",
        "deviceCode", "authenticationUrl", "pa\u017fsword", "access to\u212aen", "api\u212aey", "Bearer",
        "S\u0130GNATURE=", "s\u0131g=", "<SecretAccessKey>x</", "security-token", " ", "\\", ",",
    ]
)  # fmt: skip


@settings(max_examples=100)
@given(st.lists(HINTED | PLAIN, max_size=8).map("".join))
def test_the_short_look_spares_no_pattern(text: str) -> None:
    """A text that is not suspect is one that no pattern changes."""
    if not redaction.is_suspect(text):
        for pattern, _ in redaction._PATTERNS:
            assert not pattern.search(text)


@settings(max_examples=80)
@given(st.text(min_size=8, max_size=30), PLAIN, PLAIN)
def test_no_remembered_value_slips_through_the_look_at_every_fourth_place(
    secret: str, before: str, after: str
) -> None:
    secret = f"{secret}{uuid.uuid4().hex[:4]}"
    remember(secret)
    assert secret not in clean(f"{before}{secret}{after}")
