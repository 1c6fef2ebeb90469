"""Agents over the control route: what it tells, does and refuses, and what a whisper holds back."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from typing import Any

import pytest

from console.sandbox import Sandbox
from tests.console.sandbox.flow.stage import act, document, hook, queue_stub, say, to_queue
from tests.console.sandbox.test_control import ask

WHISPER = document(
    act("a", "Wait", on={"WaitCompleted": "b"}, TimeLimitSeconds="30"),
    say("b", "Ready?"),
    name="whisper",
    type="agentWhisper",
)
INBOUND = document(hook("h", "AgentWhisper", "whisper", "queue"), *to_queue(), name="inbound")
STUBS = {"stubs": [queue_stub(Name="Support")]}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox with a queue that no script answers, and a whisper that takes half a minute."""
    folder = tmp_path_factory.mktemp("flows")
    (folder / "inbound.json").write_text(json.dumps(INBOUND))
    (folder / "whisper.json").write_text(json.dumps(WHISPER))
    (folder / "stubs.sandbox.json").write_text(json.dumps(STUBS))
    with Sandbox(flows=folder, stubs=folder / "stubs.sandbox.json") as sandbox:
        yield sandbox


@pytest.fixture
def contact_id(served: Sandbox) -> str:
    """A chat that waits in a queue without an agent."""
    served.reset()
    flow = next(one for one in served.flows if one.name == "inbound")
    contact = served.contacts.start(
        {"ContactFlowId": flow.id, "ParticipantDetails": {"DisplayName": "Ann"}}, {}
    )
    with served.chats.lock:
        chat = served.chats.of(contact.id)
        chat.join(chat.customer)
    return contact.id


def only(served: Sandbox) -> dict[str, Any]:
    status, told = ask(served, "GET", "/agent")
    assert status == 200
    (contact,) = told["contacts"]
    return dict(contact)


def test_the_switches_are_told_and_set(served: Sandbox, contact_id: str) -> None:
    assert only(served)["standing"] == "waiting"
    assert ask(served, "PUT", "/agent", {"answers": "you"})[1]["answers"] == "you"
    told = only(served)
    assert (told["standing"], told["queue"], told["customer"], told["missed"]) == (
        "ringing",
        "Support",
        "Ann",
        0,
    )
    ask(served, "PUT", f"/contacts/{contact_id}/agent", {"answers": "script"})
    assert (only(served)["answers"], only(served)["has_own_switch"]) == ("script", True)
    ask(served, "PUT", f"/contacts/{contact_id}/agent", {"answers": None})
    assert (only(served)["standing"], only(served)["has_own_switch"]) == ("ringing", False)
    served.reset()
    assert ask(served, "GET", "/agent") == (200, {"answers": "script", "contacts": []})


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "says"),
    [
        ("PUT", "/agent", {"answers": "robot"}, 400, "must read"),
        ("PUT", "/agent", {"answers": None}, 400, "must read"),
        ("PUT", "/agent", ["you"], 400, "must read"),
        ("PUT", "/contacts/none/agent", {"answers": "you"}, 404, "no chat"),
        ("POST", "/contacts/none/agent/accept", None, 404, "no chat"),
        ("POST", "/contacts/{id}/agent/dance", None, 404, "no such verb"),
        ("POST", "/contacts/{id}/agent/accept", {"name": "x"}, 400, "unknown"),
        ("POST", "/contacts/{id}/agent/accept", {"display_name": "x" * 257}, 400, "characters"),
        ("POST", "/contacts/{id}/agent/transfer", {}, 400, "queue or colleague"),
        (
            "POST",
            "/contacts/{id}/agent/transfer",
            {"queue": "a", "colleague": "b"},
            400,
            "queue or colleague",
        ),
        ("POST", "/contacts/{id}/agent/end", None, 404, "not the agent"),
    ],
)
def test_what_is_wrong_is_refused(
    served: Sandbox, contact_id: str, method: str, path: str, body: object, status: int, says: str
) -> None:
    answered, told = ask(served, method, path.format(id=contact_id), body)
    assert (answered, says in told["Message"]) == (status, True), told


def test_who_hears_a_whisper_still_cannot_speak(served: Sandbox, contact_id: str) -> None:
    status, person = ask(served, "POST", f"/contacts/{contact_id}/agent/accept", {"display_name": "Jo"})
    assert (status, person["display_name"]) == (200, "Jo")
    token = person["participant_token"]
    connection = asked(served, "/participant/connection", token, {"Type": ["CONNECTION_CREDENTIALS"]})
    held = connection["ConnectionCredentials"]["ConnectionToken"]
    message = {"ContentType": "text/plain", "Content": "Hello"}
    assert "not joined" in asked(served, "/participant/message", held, message)["Message"]
    assert only(served)["standing"] == "joining"
    served.clock.move(30)
    assert "Id" in asked(served, "/participant/message", held, message)
    assert only(served)["standing"] == "you"
    assert ask(served, "POST", f"/contacts/{contact_id}/agent/end")[0] == 200
    assert ask(served, "POST", f"/contacts/{contact_id}/agent/accept")[1]["Message"] == "This chat has ended."


def asked(served: Sandbox, path: str, bearer: str, body: object) -> dict[str, Any]:
    """What the participant service answers to an agent's client."""
    line = http.client.HTTPConnection(served.endpoint.removeprefix("http://"), timeout=10)
    headers = {"X-Amz-Bearer": bearer, "Content-Type": "application/json"}
    line.request("POST", path, json.dumps(body), headers)
    answer = dict(json.loads(line.getresponse().read()))
    line.close()
    return answer
