"""A rehearsal over the wire: a folder of flows, a stub file, an agent, a survey, and the trace of it all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from console import cli
from console.sandbox import Sandbox, serve
from console.sandbox.participant.items import EVENT
from tests.console.sandbox.clients import client
from tests.console.sandbox.flow.library.test_folder import put
from tests.console.sandbox.flow.stage import act, document, hook, queue_stub, say, to_queue
from tests.console.sandbox.participant.visitor import Visitor, start

RETURNED = "CustomerReturned"
INBOUND = document(
    hook("a", "CustomerQueue", "Queue", "b"),
    hook("b", "CustomerRemaining", "Survey", "hello"),
    say("hello", "Welcome.", "queue"),
    *to_queue(),
    name="Inbound",
)
SURVEY = document(
    say("ask", "How was it?", "listen"),
    act("listen", "Wait", on={RETURNED: "thanks"}, TimeLimitSeconds="600", Events=[RETURNED]),
    say("thanks", "Thank you.", "bye"),
    act("bye", "DisconnectParticipant"),
    name="Survey",
)
AGENT = {
    "DisplayName": "Alex",
    "acceptAfterSeconds": 5,
    "typesForSeconds": 3,
    "script": ["Hi.", "Sure."],
    "leavesAfterMessages": 1,
}
STUBS = {"defaults": {"timeScale": 60}, "stubs": [queue_stub(Name="Support", agent=AGENT)]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("served")
    (path / "flows").mkdir()
    put(path / "flows" / "a.json", INBOUND)
    put(
        path / "flows" / "b.json",
        document(say("hold", "Please hold.", ""), name="Queue", type="customerQueue"),
    )
    put(path / "flows" / "c.json", SURVEY)
    put(path / "my.sandbox.json", STUBS)
    return path


@pytest.fixture(scope="module")
def own(folder: Path) -> Iterator[Sandbox]:
    trace = folder / "trace.jsonl"
    with Sandbox(flows=folder / "flows", stubs=folder / "my.sandbox.json", trace=trace) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def service(own: Sandbox) -> Iterator[Any]:
    made = client(own, "connectparticipant")
    yield made
    made.close()


def visit(own: Sandbox, service: Any) -> Visitor:
    flow = next(flow for flow in own.flows if flow.name == "Inbound")
    return start(own, service, ContactFlowId=flow.id)


def seen(items: list[dict[str, Any]]) -> list[str]:
    return [item.get("Content") or item["ContentType"].removeprefix(EVENT) for item in items]


def test_a_customer_goes_through_queue_agent_and_survey(own: Sandbox, service: Any, folder: Path) -> None:
    visitor = visit(own, service)
    with visitor.line() as line:
        queued = [
            "participant.joined",
            "Welcome.",
            "Please hold.",
            "participant.invited",
            "participant.joined",
        ]
        assert seen(line.items(7)) == [*queued, "typing", "Hi."]
        visitor.say("thank you")
        assert seen(line.items(5)) == ["thank you", "typing", "Sure.", "participant.left", "How was it?"]
        visitor.say("very good")
        assert seen(line.until("chat.ended")) == ["very good", "Thank you.", "participant.left", "chat.ended"]
    contact = own.contacts.find(visitor.contact_id)
    assert contact is not None
    assert contact.end_reason == "AGENT_DISCONNECT"
    told = [json.loads(text) for text in (folder / "trace.jsonl").read_text("utf-8").splitlines()]
    assert [one["type"] for one in told if one["kind"] == "action"].count("MessageParticipant") == 4
    assert told[-1]["ContentType"].endswith("chat.ended")


def test_two_customers_at_once(own: Sandbox, service: Any) -> None:
    one, two = visit(own, service), visit(own, service)
    with one.line() as first, two.line() as second:
        assert seen(first.items(7))[-1] == seen(second.items(7))[-1] == "Hi."
        one.leave()
        assert seen(first.until("chat.ended")) == ["participant.left", "chat.ended"]
        two.say("still here")
        assert seen(second.items(3)) == ["still here", "typing", "Sure."]


def test_the_command_line_names_flows_stubs_and_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Any] = {}

    def note(**given: Any) -> int:
        told.update(given)
        return 0

    monkeypatch.setattr(serve, "serve_until_signal", note)
    assert cli.run(["sandbox", "--flows", "a", "--stubs", "b", "--trace", "c"]) == 0
    assert (told["flows"], told["stubs"], told["trace"]) == (Path("a"), Path("b"), Path("c"))


def test_a_stub_file_with_mistakes_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stubs = put(tmp_path / "bad.json", {"stubs": [{"ActionType": "NoSuchAction"}]})
    assert serve.serve_until_signal(stubs=stubs) == 2
    told = capsys.readouterr().err
    assert told.startswith("The sandbox can't serve: bad.json: $.stubs[0].ActionType")
    assert "Traceback" not in told
