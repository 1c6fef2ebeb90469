"""Flows and stubs that are edited while the sandbox runs: new chats meet what the files have now."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path
from typing import Any

import pytest

from console.sandbox import Sandbox
from console.sandbox.flow import serving
from console.sandbox.flow.life.life import Life
from console.sandbox.participant.items import Item
from tests.console.sandbox.flow.library.test_folder import put
from tests.console.sandbox.flow.stage import QUEUE, act, document, queue_stub, say, to_queue

WAITING = act(
    "w", "Wait", on={"CustomerReturned": "again"}, TimeLimitSeconds="600", Events=["CustomerReturned"]
)


def speaking(text: str) -> dict[str, Any]:
    return document(say("hello", text, "w"), WAITING, say("again", text, "w"))


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    put(tmp_path / "mine.json", speaking("one"))
    put(tmp_path / "queue.json", document(*to_queue()))
    put(tmp_path / "stubs.txt", {"stubs": [queue_stub(Name="First")]})
    return Sandbox(flows=tmp_path, stubs=tmp_path / "stubs.txt")


def chat(sandbox: Sandbox, name: str) -> Any:
    flow = next(one for one in sandbox.flows if one.name == name)
    contact = sandbox.contacts.start({"ContactFlowId": flow.id}, {})
    found = sandbox.chats.of(contact.id)
    found.join(found.customer)
    return found


def said(found: Any) -> list[str]:
    items: list[Item] = list(found.transcript)
    return [item.content for item in items if item.content and item.author and item.author.role == "SYSTEM"]


def names(sandbox: Sandbox) -> list[str]:
    return [flow.name for flow in sandbox.flows]


def test_a_changed_file_runs_in_new_chats(
    sandbox: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "console.sandbox")
    before = chat(sandbox, "mine")
    put(tmp_path / "mine.json", speaking("two"))
    put(tmp_path / "new.json", speaking("new"))
    sandbox.files.look()
    assert said(chat(sandbox, "mine")) == ["two"]
    assert said(chat(sandbox, "new")) == ["new"]
    before.hear(before.customer, "still there?", "text/plain")
    assert said(before) == ["one", "one"]
    assert "mine.json: the flow “mine” is published" in caplog.text
    mine = sandbox.flow_versions.find(sandbox.flows[names(sandbox).index("mine")].id)
    assert mine is not None
    assert [version.number for version in mine.versions] == [1, 2]
    put(tmp_path / "mine.json", "{")
    sandbox.files.look()
    assert said(chat(sandbox, "mine")) == ["two"]
    assert "what was read before still runs: mine.json" in caplog.text


def test_a_file_that_goes_takes_its_flow_along(sandbox: Sandbox, tmp_path: Path) -> None:
    assert names(sandbox)[0] == "Greeting"
    (tmp_path / "mine.json").unlink()
    sandbox.files.look()
    assert "mine" not in names(sandbox)
    sandbox.reset()
    assert "mine" not in names(sandbox)


def test_a_reset_keeps_what_was_read_last(sandbox: Sandbox, tmp_path: Path) -> None:
    put(tmp_path / "mine.json", speaking("two"))
    sandbox.files.look()
    sandbox.reset()
    assert said(chat(sandbox, "mine")) == ["two"]


def test_modules_are_run_and_not_listed(sandbox: Sandbox, tmp_path: Path) -> None:
    module = document(say("m", "From the module.", "end"), act("end", "EndFlowModuleExecution"))
    put(
        tmp_path / "part.json",
        {"ContactFlowModule": {"Name": "Part", "Id": "99aa", "Content": json.dumps(module)}},
    )
    put(
        tmp_path / "caller.json",
        document(act("call", "InvokeFlowModule", "w", FlowModuleId="99aa:$LATEST"), WAITING),
    )
    sandbox.files.look()
    assert "Part" not in names(sandbox)
    assert said(chat(sandbox, "caller")) == ["From the module."]
    put(
        tmp_path / "part.json",
        {"ContactFlowModule": {"Name": "Part", "Content": json.dumps(speaking("Other."))}},
    )
    sandbox.files.look()
    assert said(chat(sandbox, "caller")) == ["Other."]
    (tmp_path / "part.json").unlink()
    sandbox.files.look()
    assert said(chat(sandbox, "caller")) == []


def test_edited_stubs_answer_from_then_on(
    sandbox: Sandbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def queue_of(found: Any) -> str:
        assert isinstance(found.conversation, Life)
        assert found.conversation.state.queue is not None
        return found.conversation.state.queue.name

    assert queue_of(chat(sandbox, "queue")) == "First"
    put(tmp_path / "stubs.txt", {"stubs": [queue_stub(Name="Second")]})
    sandbox.files.look()
    assert queue_of(chat(sandbox, "queue")) == "Second"
    put(tmp_path / "stubs.txt", {"stubs": [queue_stub(QUEUE, Nam="Third")]})
    sandbox.files.look()
    assert queue_of(chat(sandbox, "queue")) == "Second"
    assert "the stubs before still answer" in caplog.text
    assert "Nam" in caplog.text


def test_files_are_looked_at_by_themselves_while_the_sandbox_runs(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "LOOK_EVERY_S", 0.01)
    looked, look = threading.Event(), sandbox.files.look

    def look_and_tell() -> None:
        look()
        looked.set()

    def fail_once() -> None:
        monkeypatch.setattr(sandbox.files, "look", look_and_tell)
        raise RuntimeError("a look that fails ends nothing")

    monkeypatch.setattr(sandbox.files, "look", fail_once)
    with sandbox:
        put(tmp_path / "new.json", speaking("new"))
        assert looked.wait(10)
        looked.clear()
        assert looked.wait(10)
        assert "new" in names(sandbox)


def test_the_time_of_a_stub_file_runs_as_fast_as_it_says(tmp_path: Path) -> None:
    stubs = put(tmp_path / "fast.json", {"defaults": {"timeScale": 60}})
    sandbox = Sandbox(stubs=stubs)
    assert sandbox.clock.speed == 60
    sandbox.clock.run(1)
    sandbox.reset()
    assert sandbox.clock.speed == 60


def test_a_stub_file_with_mistakes_keeps_the_sandbox_from_being_made(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"fast.json: \$.defaults.timeScale"):
        Sandbox(stubs=put(tmp_path / "fast.json", {"defaults": {"timeScale": "much"}}))


def test_stubs_of_ones_own_lie_over_those_of_our_own_flows(tmp_path: Path) -> None:
    """The greeting's bot still answers, until the file has an answer of its own for it."""
    path = put(tmp_path / "stubs.txt", {"stubs": [queue_stub(Name="Mine")]})
    sandbox = Sandbox(stubs=path)
    assert sandbox.center.queue_name(QUEUE) == "Mine"
    hello, menu = said(chat(sandbox, "Greeting"))
    assert "QuickReply" in menu
    bot = {"ActionType": "ConnectParticipantWithLexBot", "match": {"AliasArn": "*:bot-alias/HarbourMenu/*"}}
    put(path, {"stubs": [{**bot, "Turns": [{"default": True, "messages": ["Mine"], "elicit": "x"}]}]})
    sandbox.files.look()
    assert said(chat(sandbox, "Greeting")) == [hello, "Mine"]


def test_what_is_read_at_the_start_is_not_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "console.sandbox")
    module = document(act("end", "EndFlowModuleExecution"))
    put(tmp_path / "part.json", {"ContactFlowModule": {"Name": "Part", "Content": json.dumps(module)}})
    put(tmp_path / "mine.json", speaking("one"))
    sandbox = Sandbox(flows=tmp_path)
    sandbox.files.look()
    assert caplog.text == ""
    put(tmp_path / "part.json", {"ContactFlowModule": {"Name": "Part", "Content": json.dumps(speaking("x"))}})
    sandbox.files.look()
    assert "the module “Part” is as the file has it" in caplog.text
