"""The control route: what it tells and does, and whom it refuses."""

from __future__ import annotations

import http.client
import json
import re
import time
from typing import Any

import pytest

from console.sandbox import Faults, Sandbox
from console.sandbox.clock import Clock
from console.sandbox.contacts import Contacts
from console.sandbox.control import Control
from console.sandbox.flow.library.versions import FlowVersions
from console.sandbox.flow.life.center import ContactCenter
from console.sandbox.flow.life.living import living
from console.sandbox.participant.chats import Chats
from console.sandbox.settings import InstanceSettings
from console.sandbox.sign_in import SignIn
from console.sandbox.timers import Timers
from console.sandbox.world import World
from tests.console.sandbox.clients import ROLE, client, refused, registered, signed_in
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


def test_some_faults_are_removed(sandbox: Sandbox) -> None:
    asked = ["socket:drop:1@after=5", "*:latency=1ms:2", "*:InternalService@30%"]
    ask(sandbox, "POST", "/faults", {"faults": asked})
    status, answer = ask(sandbox, "DELETE", "/faults", {"faults": ["*:latency=1ms:2", "socket:late=1s"]})
    assert (status, answer["Message"]) == (404, "The fault “socket:late=1s” is not on.")
    removed = {"faults": ["*:LATENCY=1ms:2", "socket:drop:1@after=5"]}
    assert ask(sandbox, "DELETE", "/faults", removed) == (200, {"faults": asked[2:]})
    assert ask(sandbox, "DELETE", "/faults", {"faults": ["*:Nonsense"]})[0] == 400
    assert ask(sandbox, "DELETE", "/faults", {"faults": []}) == (200, {"faults": asked[2:]})
    assert ask(sandbox, "DELETE", "/faults") == (200, {"faults": []})


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
    if not isinstance(body, bytes):
        assert "*:Nonsense" in json.dumps(body) or "OPERATION:ERROR[:COUNT][@WHEN]" in answer["Message"]
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


def test_a_sign_in_is_decided_for_a_person(sandbox: Sandbox) -> None:
    allowed, denied = registered(sandbox), registered(sandbox)
    one, other = (program.wait(sandbox.sign_in.start_url) for program in (allowed, denied))
    waiting = [one["userCode"], other["userCode"]]
    assert ask(sandbox, "GET", "/sign-in")[1]["pending"] == waiting
    assert ask(sandbox, "POST", f"/sign-in/devices/{waiting[0]}/approve")[1]["pending"] == waiting[1:]
    assert ask(sandbox, "POST", f"/sign-in/devices/{waiting[1].lower()}/deny")[1]["pending"] == []
    tokens = allowed.poll(one["deviceCode"])
    assert refused(denied.poll, device_code=other["deviceCode"])[0] == "AccessDeniedException"
    assert ask(sandbox, "POST", f"/sign-in/devices/{waiting[0]}/deny")[0] == 404
    _, shown = ask(sandbox, "GET", "/sign-in")
    assert shown["access_tokens"] == 1
    assert tokens["accessToken"] not in json.dumps(shown)


def test_what_was_given_can_be_let_run_out(sandbox: Sandbox) -> None:
    status, shown = ask(sandbox, "PUT", "/sign-in/lifetimes", {"role_keys_s": 900, "keys_s": 7.5})
    assert (status, shown["lifetimes"]["role_keys_s"], shown["lifetimes"]["keys_s"]) == (200, 900, 7.5)
    client(sandbox, "sts").assume_role(RoleArn=f"{ROLE}ChatTester", RoleSessionName="me")
    signed_in(sandbox)
    assert ask(sandbox, "POST", "/sign-in/expire", {"kinds": ["keys"]})[1]["access_tokens"] == 1
    shown = ask(sandbox, "POST", "/sign-in/expire")[1]
    assert (shown["keys"], shown["access_tokens"]) == (0, 0)
    sandbox.reset()
    lifetimes = ask(sandbox, "GET", "/sign-in")[1]["lifetimes"]
    assert (lifetimes["role_keys_s"], lifetimes["keys_s"]) == (3600, None)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/sign-in/lifetimes", None),
        ("PUT", "/sign-in/lifetimes", []),
        ("PUT", "/sign-in/lifetimes", {"keys_s": 1, "nonsense_s": 1}),
        ("PUT", "/sign-in/lifetimes", {"keys_s": -1}),
        ("PUT", "/sign-in/lifetimes", {"keys_s": True}),
        ("PUT", "/sign-in/lifetimes", {"device_s": None}),
        ("PUT", "/sign-in/lifetimes", b'{"keys_s": NaN}'),
        ("PUT", "/sign-in/lifetimes", b'{"keys_s": Infinity}'),
        ("PUT", "/sign-in/lifetimes", {"keys_s": 10**400}),
        ("POST", "/sign-in/expire", {"kinds": ["keys", "milk"]}),
        ("POST", "/sign-in/expire", {"kinds": "keys"}),
        ("POST", "/sign-in/expire", []),
        ("PUT", "/instance/attributes", {"MESSAGE_STREAMING": "false", "NONSENSE": "true"}),
        ("PUT", "/instance/attributes", {"MESSAGE_STREAMING": False}),
        ("PUT", "/instance/attributes", None),
        ("PUT", "/instance/storage/NONSENSE", []),
        ("PUT", "/instance/storage/ATTACHMENTS", [{"StorageType": "FLOPPY"}]),
        ("PUT", "/instance/storage/ATTACHMENTS", {}),
        ("PUT", "/flows/FLOW/saved", {"Version": "2019-10-30"}),
        ("PUT", "/flows/FLOW/saved", None),
        ("PUT", "/flows/FLOW/saved", b"[" * 100_000),
        ("POST", "/faults", b"[" * 100_000),
    ],
)
def test_a_wish_that_cannot_be_is_told(sandbox: Sandbox, method: str, path: str, body: object) -> None:
    before = [ask(sandbox, "GET", place)[1] for place in ("/sign-in", "/instance/attributes", "/flows")]
    status, answer = ask(sandbox, method, path.replace("FLOW", sandbox.flows[0].id), body)
    assert (status, bool(answer["Message"])) == (400, True)
    assert before == [
        ask(sandbox, "GET", place)[1] for place in ("/sign-in", "/instance/attributes", "/flows")
    ]


def test_settings_and_flows_are_changed_as_by_an_admin(sandbox: Sandbox) -> None:
    connect, here = client(sandbox, "connect"), {"InstanceId": sandbox.instance_id}
    status, shown = ask(sandbox, "PUT", "/instance/attributes", {"MESSAGE_STREAMING": "false"})
    assert (status, shown["MESSAGE_STREAMING"], shown["INBOUND_CALLS"]) == (200, "false", "true")
    found = connect.describe_instance_attribute(**here, AttributeType="MESSAGE_STREAMING")
    assert found["Attribute"]["Value"] == "false"
    stored = {**here, "ResourceType": "CHAT_TRANSCRIPTS"}
    assert ask(sandbox, "PUT", "/instance/storage/CHAT_TRANSCRIPTS", [])[0] == 200
    assert connect.list_instance_storage_configs(**stored)["StorageConfigs"] == []
    assert ask(sandbox, "PUT", "/instance/storage/CHAT_TRANSCRIPTS")[0] == 200
    assert len(connect.list_instance_storage_configs(**stored)["StorageConfigs"]) == 1
    flow = {**here, "ContactFlowId": sandbox.flows[0].id}
    document = json.loads(sandbox.flows[0].content) | {"Metadata": {"name": "Changed"}}
    _, shown = ask(sandbox, "PUT", f"/flows/{flow['ContactFlowId']}/saved", document)
    assert (shown["is_changed"], shown["versions"]) == (True, [1, 2])
    assert ask(sandbox, "POST", f"/flows/{flow['ContactFlowId']}/publish")[1]["versions"] == [1, 2, 3]
    published = connect.describe_contact_flow(**flow)["ContactFlow"]
    assert (json.loads(published["Content"]), published["Version"]) == (document, 3)
    for verb, shows in (("archive", "ARCHIVED"), ("withdraw", "SAVED")):
        outline = ask(sandbox, "POST", f"/flows/{flow['ContactFlowId']}/{verb}")[1]
        assert shows in (outline["state"], outline["status"])
    assert ask(sandbox, "DELETE", f"/flows/{flow['ContactFlowId']}/saved")[0] == 200
    for verb in ("publish", "withdraw", "archive"):
        assert ask(sandbox, "POST", f"/flows/no-flow/{verb}")[0] == 404
    assert ask(sandbox, "POST", "/reset") == (200, {})
    outline = ask(sandbox, "GET", "/flows")[1]["flows"][0]
    assert (outline["state"], outline["versions"], outline["is_changed"]) == ("ACTIVE", [1, 2], False)
    assert connect.describe_contact_flow(**flow)["ContactFlow"]["Content"] == sandbox.flows[0].content


def places() -> list[tuple[str, str]]:
    timers = Timers(Clock())
    contacts = Contacts(timers=timers)
    flows = FlowVersions((), time.time)
    center = ContactCenter(contacts, flows, timers)
    chats = Chats(contacts, timers, living(center))
    world = World(flows, contacts, chats, InstanceSettings(), SignIn(time.time), timers, center)
    table = Control(world, Faults(), "").table
    return [(method, re.sub(r"\{\w+\}", "x", path)) for method, path, _ in table]


ROUTES = places()


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


def test_what_is_no_route_is_not_found(sandbox: Sandbox) -> None:
    assert len(ROUTES) > 20
    assert ask(sandbox, "PATCH", "/faults")[0] == 405
    assert ask(sandbox, "GET", "/nothing")[0] == 404


def test_the_trace_of_a_chat_is_shown(sandbox: Sandbox) -> None:
    contact = sandbox.contacts.start({"ContactFlowId": sandbox.flows[0].id}, {})
    assert ask(sandbox, "GET", f"/contacts/{contact.id}/trace")[1] == {
        "phase": "inbound", "waiting": None, "count": 0, "trace": [],
    }  # fmt: skip
    chat = sandbox.chats.of(contact.id)
    chat.join(chat.customer)
    status, shown = ask(sandbox, "GET", f"/contacts/{contact.id}/trace")
    assert status == 200
    assert shown["waiting"].startswith("waiting for the customer")
    assert shown["trace"][0]["type"] == "MessageParticipant"
    assert shown["trace"][-1]["kind"] == "wait"
    count = shown["count"]
    chat.hear(chat.customer, "hello", "text/plain")
    newer = ask(sandbox, "GET", f"/contacts/{contact.id}/trace?after={count}")[1]
    assert newer["count"] == count + len(newer["trace"])
    assert newer["trace"][0]["kind"] == "action"
    assert ask(sandbox, "GET", f"/contacts/{contact.id}/trace?after=x")[0] == 400
    assert ask(sandbox, "GET", "/contacts/nobody/trace")[0] == 404
