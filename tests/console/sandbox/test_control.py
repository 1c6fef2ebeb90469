"""The control route: what it tells and does, and whom it refuses."""

from __future__ import annotations

import http.client
import json
from typing import Any

import pytest

from console.sandbox import Sandbox
from tests.console.sandbox.wire import Send, Signer, smallest


def ask(
    sandbox: Sandbox, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(sandbox.endpoint.removeprefix("http://"), timeout=10)
    content = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    shown = {"x-sandbox-secret": sandbox.secret_access_key} if headers is None else headers
    connection.request(method, f"/_sandbox{path}", content, shown)
    response = connection.getresponse()
    assert "access-control-allow-origin" not in {name.lower() for name, _ in response.getheaders()}
    text = response.read()
    connection.close()
    return response.status, json.loads(text) if text.startswith(b"{") else text


def test_the_state_at_a_glance(sandbox: Sandbox, signer: Signer, over_the_wire: Send) -> None:
    over_the_wire(signer.start(smallest(sandbox)))
    status, state = ask(sandbox, "GET", "/")
    assert status == 200
    assert state["contacts"] == {"active": 1, "known": 1, "quota": 500}
    assert state["faults"] == []
    assert "client-token-other-body" in state["ours"]


def test_faults_are_added_shown_and_cleared(sandbox: Sandbox, signer: Signer, over_the_wire: Send) -> None:
    asked = ["StartChatContact:TooManyRequests:1", "*:latency=1ms"]
    assert ask(sandbox, "POST", "/faults", {"faults": asked}) == (200, {"faults": asked})
    assert ask(sandbox, "GET", "/faults") == (200, {"faults": asked})
    assert over_the_wire(signer.start(smallest(sandbox))).status == 429
    assert ask(sandbox, "GET", "/faults") == (200, {"faults": ["*:latency=1ms"]})
    assert ask(sandbox, "DELETE", "/faults") == (200, {"faults": []})
    assert over_the_wire(signer.start(smallest(sandbox))).status == 200


@pytest.mark.parametrize(
    "body",
    [
        {"faults": ["*:AccessDenied", "*:Nonsense"]},
        {"faults": [5]},
        {"faults": 5},
        {"fault": "x"},
        [],
        "x",
        b"{",
        b"\xff",
        b"",
    ],
)
def test_a_garbled_wish_changes_nothing(sandbox: Sandbox, body: object) -> None:
    status, answer = ask(sandbox, "POST", "/faults", body)
    assert status == 400
    assert answer["Message"]
    assert sandbox.faults.all() == ()


def test_contacts_are_shown_without_secrets(sandbox: Sandbox, signer: Signer, over_the_wire: Send) -> None:
    started = over_the_wire(signer.start(smallest(sandbox, Attributes={"a": "planted"}))).json
    _, shown = ask(sandbox, "GET", "/contacts")
    (contact,) = shown["contacts"]
    assert (contact["id"], contact["ended"]) == (started["ContactId"], None)
    assert started["ParticipantToken"] not in json.dumps(shown)
    assert "planted" not in json.dumps(shown)
    assert ask(sandbox, "DELETE", "/contacts") == (200, {"contacts": []})
    assert sandbox.contacts.all() == ()


def test_a_contact_can_be_let_expire(sandbox: Sandbox, signer: Signer, over_the_wire: Send) -> None:
    contact_id = over_the_wire(signer.start(smallest(sandbox))).json["ContactId"]
    status, outline = ask(sandbox, "POST", f"/contacts/{contact_id}/expire")
    assert (status, outline["end_reason"]) == (200, "EXPIRED")
    described = over_the_wire(signer.sign("GET", f"/contacts/{sandbox.instance_id}/{contact_id}")).json
    assert described["Contact"]["DisconnectReason"] == "EXPIRED"
    assert ask(sandbox, "POST", "/contacts/nobody/expire")[0] == 404


ROUTES = [
    ("GET", "/"),
    ("GET", "/faults"),
    ("POST", "/faults"),
    ("DELETE", "/faults"),
    ("GET", "/contacts"),
    ("DELETE", "/contacts"),
    ("POST", "/contacts/x/expire"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_nobody_gets_in_without_the_secret_or_from_a_page(sandbox: Sandbox, method: str, path: str) -> None:
    right = {"x-sandbox-secret": sandbox.secret_access_key}
    for headers in (
        {},
        {"x-sandbox-secret": ""},
        {"x-sandbox-secret": sandbox.secret_access_key[:-1]},
        {"x-sandbox-secret": "é"},
        {**right, "Origin": "http://evil.example"},
        {**right, "Origin": sandbox.endpoint},
        {**right, "Origin": "null"},
    ):
        status, answer = ask(sandbox, method, path, {"faults": ["*:AccessDenied"]}, headers)
        assert status == 403
        assert answer["Message"]
    assert sandbox.faults.all() == ()


def test_every_route_is_among_those_tried(sandbox: Sandbox) -> None:
    assert ask(sandbox, "PATCH", "/faults")[0] == 405
    assert ask(sandbox, "GET", "/nothing")[0] == 404
