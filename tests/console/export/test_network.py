"""Start requests copied from browsers, in the forms in which their network tabs copy them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.export import read
from tests.console.export.test_importing import problem_of
from tests.console.requests import requests

BODY: dict[str, Any] = {
    "InstanceId": "i-1",
    "ContactFlowId": "f-1",
    "Attributes": {"customerName": 'O\'Brien "Zoë" $HOME 100% ^ !'},
    "ParticipantDetails": {"DisplayName": "Zoë 👋"},
    "SupportedMessagingContentTypes": ["text/plain", "text/markdown"],
}
ADDRESS = "https://abc123.execute-api.us-west-2.amazonaws.com/Prod/?key=TOPSECRET"
HEADERS = {
    "accept": "*/*",
    "content-type": "application/json",
    "authorization": "Bearer TOPSECRET",
    "cookie": "session=TOPSECRET",
    "x-api-key": "TOPSECRET",
}
NO_BODY = "The copied request has no body; one that starts a chat has."
NO_START = "None of the saved requests of the network tab starts a chat."
HEADERS_NOTE = "The request's headers were left out; they can hold secrets."


def bash_word(text: str) -> str:
    """A word as browsers quote it for bash."""
    if not re.search(r"[\0-\x1f\x7f-\x9f!]|'", text):
        return f"'{text}'"
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return "$'" + re.sub(r"[\0-\x1f\x7f-\x9f!]", lambda one: f"\\u{ord(one[0]):04x}", escaped) + "'"


def cmd_word(text: str) -> str:
    """A word as browsers quote it for Windows' cmd."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    escaped = re.sub(r"[^a-zA-Z0-9\s_\-:=+~'/.',?;()*`]", r"^\g<0>", escaped)
    escaped = re.sub(r"%(?=[a-zA-Z0-9_])", "%^", escaped)
    return '^"' + re.sub(r"\r?\n", "^\n\n", escaped) + '^"'


def as_curl(body: str, quote: Any, line_end: str) -> str:
    parts = [f"curl {quote(ADDRESS)}", *(f"-H {quote(f'{name}: {HEADERS[name]}')}" for name in HEADERS)]
    parts += [f"-b {quote('session=TOPSECRET')}", f"--data-raw {quote(body)}", "--compressed"]
    return f" {line_end}\n  ".join(parts)


def as_fetch(body: str) -> str:
    options = {"headers": HEADERS, "referrer": "https://shop.example/", "body": body, "method": "POST"}
    return f"fetch({json.dumps(ADDRESS)}, {json.dumps(options, indent=2, ensure_ascii=False)});"


def as_archive(body: str) -> str:
    def entry(text: str) -> dict[str, Any]:
        headers = [{"name": name, "value": HEADERS[name]} for name in HEADERS]
        return {"request": {"url": ADDRESS, "headers": headers, "postData": {"text": text}}}

    entries = [
        {"request": {"url": "https://shop.example/"}},
        entry("a=b"),
        entry('{"other": 1}'),
        entry(body),
    ]
    return json.dumps({"log": {"version": "1.2", "entries": entries}})


COPIES = {
    "fetch": as_fetch,
    "await fetch": lambda body: "await " + as_fetch(body),
    "curl for bash": lambda body: as_curl(body, bash_word, "\\"),
    "curl for cmd": lambda body: as_curl(body, cmd_word, "^"),
    "curl for cmd on one line": lambda body: as_curl(body, cmd_word, "^").replace(" ^\n ", ""),
    "archive": as_archive,
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_a_copied_request_is_read_without_what_is_secret(copy: Any) -> None:
    imported = read(copy(json.dumps(BODY, ensure_ascii=False)))
    assert (imported.request, imported.kind) == (BODY, "network")
    assert (imported.region, imported.endpoint) == ("us-west-2", None)
    assert imported.notes == (HEADERS_NOTE,)
    assert "TOPSECRET" not in repr(imported)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(requests(), st.sampled_from(sorted(COPIES)), st.booleans())
def test_any_request_can_be_copied_from_a_browser(request: dict[str, Any], copy: str, is_ascii: bool) -> None:
    body = json.dumps(request, ensure_ascii=is_ascii)
    assert read(COPIES[copy](body)).request == request


@pytest.mark.parametrize(
    ("address", "region", "endpoint"),
    [
        ("https://connect.eu-west-1.amazonaws.com/contact/chat", "eu-west-1", None),
        ("https://connect-fips.us-gov-west-1.amazonaws.com/contact/chat", "us-gov-west-1", None),
        ("https://connect.us-east-1.api.aws/contact/chat", "us-east-1", None),
        ("http://127.0.0.1:4566/contact/chat", None, "http://127.0.0.1:4566"),
        ("https://user:pass@proxy.example/aws/contact/chat?x=1", None, "https://proxy.example/aws"),
        ("https://chat.example/start", None, None),
        ("https://notconnect.eu-west-1.amazonaws.com.evil.example/", None, None),
        ("http://[::1/contact/chat", None, None),
        ("/contact/chat", None, None),
    ],
)
def test_the_place_is_told_by_the_address(address: str, region: str | None, endpoint: str | None) -> None:
    body = json.dumps({"InstanceId": "i-1"})
    for text in (f"curl '{address}' -d '{body}'", f"fetch('{address}', {{body: '{body}'}})"):
        imported = read(text)
        assert (imported.region, imported.endpoint) == (region, endpoint)
        assert imported.notes == ()


@pytest.mark.parametrize(
    "text",
    [
        """$ curl https://a.example -d '{"InstanceId":"i-1"}'""",
        """curl -sSXPOST -d '{"InstanceId":"i-1"}' https://a.example""",
        """curl -k --max-time 5 --url https://a.example --data-binary '{"InstanceId":"i-1"}'""",
        """/usr/bin/curl https://a.example --json '{"InstanceId":"i-1"}'""",
        """curl https://a.example -d'{"InstanceId":"i-1"}' -o /dev/null -w '%{http_code}'""",
        """curl.exe "https://a.example" -d "{\\"InstanceId\\":\\"i-1\\"}\"""",
        """fetch(`https://a.example`, {method: 'POST', body: JSON.stringify({InstanceId: 'i-1'})})""",
        """window.fetch(url, {body: '{"InstanceId":"i-1"}'}).then(r => r.json())""",
    ],
)
def test_requests_that_people_wrote_themselves(text: str) -> None:
    imported = read(text)
    assert (imported.request, imported.kind, imported.notes) == ({"InstanceId": "i-1"}, "network", ())


def test_names_of_a_page_become_those_of_the_api() -> None:
    body = {
        "connectInstanceId": "i-1",
        "contactFlowId": "f-1",
        "participantDetails": {"displayName": "Zoë"},
        "initialMessage": {"contentType": "text/plain", "content": "Hi"},
        "attributes": {"camelCase": "stays"},
        "segmentAttributes": {"connect:Subtype": {"valueString": "connect:Chat"}},
        "Username": "zoe@example.com",
    }
    imported = read(json.dumps(body))
    assert imported.kind == "network"
    assert imported.request == {
        "InstanceId": "i-1",
        "ContactFlowId": "f-1",
        "Attributes": {"camelCase": "stays"},
        "ParticipantDetails": {"DisplayName": "Zoë"},
        "InitialMessage": {"ContentType": "text/plain", "Content": "Hi"},
        "SegmentAttributes": {"connect:Subtype": {"ValueString": "connect:Chat"}},
    }
    assert "connectInstanceId was read as InstanceId." in imported.notes
    assert "displayName was read as DisplayName." in imported.notes
    assert "Username is the chat interface's own name for the customer and was left out." in imported.notes


def test_the_api_s_own_name_wins() -> None:
    imported = read('{"instanceId": "page", "InstanceId": "api"}')
    assert imported.request == {"InstanceId": "api", "instanceId": "page"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("curl https://a.example", NO_BODY),
        ("fetch('https://a.example')", NO_BODY),
        ("fetch('https://a.example', {body: data})", NO_BODY),
        (
            "fetch('x', {body: 'a=TOPSECRET'})",
            "Body of the request: The text is not JSON: line 1, column 1 (expecting value).",
        ),
        (
            "curl -d '{\"Type\": 1}' x",
            "Body of the request: The text has none of the fields of StartChatContact.",
        ),
        ("curl -d @body.json https://a.example", "The body of the request is a file, which is not opened."),
        ("fetch('x', {body: '{", "The call of fetch can't be understood. A comma or } is missing."),
        ("curl -d 'x", "A quote that opens in line 1 of the command is never closed."),
        ('{"log": {"entries": [1, {"request": {"postData": {"text": "{}x"}}}]}}', NO_START),
        ('{"log": {}}', NO_START),
    ],
)
def test_a_request_that_starts_no_chat_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    assert problem_of(text) == sentence
