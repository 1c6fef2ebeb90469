"""JSON that no client of good will sends: each operation answers or refuses, and never fails."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console import shape
from console.sandbox import Sandbox
from console.sandbox.service import LARGEST_BODY
from tests.console.sandbox.participant.test_limits import GOOD, MODEL
from tests.console.sandbox.wire import Answered, Signed, Signer, send, smallest

OPERATIONS = [
    name
    for name in MODEL.operation_names
    # The one has no body, the other would end the chat.
    if name not in ("DescribeView", "DisconnectParticipant")
]
BODIES = {
    "nothing": b"",
    "no JSON": b"{'Content': 1}",
    "half": b'{"Content": "x',
    "deep": b"[" * 100_000,
    "deep and whole": b'{"Content":' * 5_000 + b"1" + b"}" * 5_000,
    "a huge number": b'{"MaxResults": 1' + b"0" * 5_000 + b"}",
    "no number": b'{"MaxResults": NaN}',
    "an infinite number": b'{"MaxResults": 1e999}',
    "half a letter": b'{"Content": "\\ud800", "ContentType": "text/plain"}',
    "bytes of no letter": b'{"Content": "\xff\xfe", "ContentType": "text/plain"}',
    "UTF-16": '{"Content": "x", "ContentType": "text/plain"}'.encode("utf-16"),
    "a mark before it": b"\xef\xbb\xbf{}",
    "a list": b"[]",
    "a text": b'"x"',
    "a number": b"5",
    "null": b"null",
    "members twice": b'{"Content": "a", "Content": 5, "ContentType": "text/plain"}',
    "zero": b'{"Content": "a\\u0000b", "ContentType": "text/plain"}',
    "a member of no name": b'{"": 1}',
    "too large": b'{"Content": "' + b"x" * LARGEST_BODY + b'"}',
}


@pytest.fixture(scope="module")
def tokens(served: Sandbox) -> Mapping[str, str]:
    """Both tokens of a chat that goes on."""
    contact = served.contacts.start({"ParticipantDetails": {"DisplayName": "x"}}, {})
    made = served.chats.connections.create(contact.participant_id, ["CONNECTION_CREDENTIALS"])
    return {"connection": made["ConnectionCredentials"]["ConnectionToken"], "": contact.participant_token}


def post(sandbox: Sandbox, tokens: Mapping[str, str], operation: str, body: bytes) -> Answered:
    held = tokens["" if operation == "CreateParticipantConnection" else "connection"]
    headers = {"X-Amz-Bearer": held, "Content-Type": "application/json"}
    return send(sandbox, Signed("POST", MODEL.operation_model(operation).http["requestUri"], headers, body))


@pytest.mark.parametrize("name", BODIES)
def test_no_body_brings_it_down(
    served: Sandbox, tokens: Mapping[str, str], name: str, caplog: pytest.LogCaptureFixture
) -> None:
    body, signer = BODIES[name], Signer(served)
    for operation in OPERATIONS:
        assert post(served, tokens, operation, body).status < 500, operation
    for method, path in (("PUT", "/contact/chat"), ("POST", "/contact/stop")):
        assert send(served, signer.sign(method, path, body)).status < 500, path
    secret = {"x-sandbox-secret": served.secret_access_key}
    for path in ("faults", "clock", "contacts/none/say"):
        assert send(served, Signed("POST", f"/_sandbox/{path}", secret, body)).status < 500, path
    served.faults.clear()
    assert not [one for one in caplog.records if one.exc_info], "nothing failed inside"
    assert send(served, signer.sign("GET", "/instance")).status == 200


LEAVES: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats()
    | st.text(st.characters(), max_size=20) | st.sampled_from(["text/plain", "x" * 300, "", "A" * 36])
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
START = [one.name for one in shape.model("connect").operation("StartChatContact").input.members]


@settings(max_examples=100)
@given(operation=st.sampled_from(OPERATIONS), data=st.data())
def test_no_members_of_any_kind_bring_it_down(
    served: Sandbox, tokens: Mapping[str, str], operation: str, data: st.DataObject
) -> None:
    """Each member of each operation may be of any kind, beside others that are as they should be."""
    names = [*MODEL.operation_model(operation).input_shape.members, "Nonsense"]
    changed = data.draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=3))
    body = json.dumps({**GOOD[operation], **changed}).encode()
    answered = post(served, tokens, operation, body)
    assert answered.status < 500, answered.body
    assert isinstance(answered.json, dict)


@settings(max_examples=50)
@given(changed=st.dictionaries(st.sampled_from(START), VALUES, min_size=1, max_size=3))
def test_no_request_for_a_chat_brings_it_down(served: Sandbox, changed: dict[str, Any]) -> None:
    answered = send(served, Signer(served).start(smallest(served) | changed))
    assert answered.status < 500, answered.body
    if answered.status == 200:
        contact = served.contacts.find(answered.json["ContactId"])
        assert contact is not None
        served.contacts.end(contact, "API")
