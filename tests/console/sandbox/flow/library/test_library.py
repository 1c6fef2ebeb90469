"""Which flow a reference means, and which of its versions runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.sandbox.flow.library.document import Flow
from console.sandbox.flow.library.library import Library
from console.sandbox.flow.library.versions import FlowVersions
from console.sandbox.flow.stubs import Stubs
from console.sandbox.identity import flow_arn, id_of
from tests.console.sandbox.flow.stage import document, say

MENU_ID = id_of("contact-flow", "Menu")


def flow(name: str, text: str = "one") -> Flow:
    return Flow(name, "CONTACT_FLOW", json.dumps(document(say("a", text))), 0)


def library(stubs: Stubs | None = None) -> tuple[Library, FlowVersions]:
    versions = FlowVersions([flow("Greeting"), flow("Menu")], lambda: 0)
    return Library(versions, lambda: stubs or Stubs.default()), versions


def text(found: Library, reference: str) -> str | None:
    script = found.flow(reference)
    return None if script is None else str(script.actions["a"].parameters["Text"])


@pytest.mark.parametrize(
    "reference",
    [
        MENU_ID,
        flow_arn(MENU_ID),
        f"arn:aws:connect:eu-central-1:111122223333:instance/other/contact-flow/{MENU_ID}",
        f"{MENU_ID}:$LATEST",
        f"{flow_arn(MENU_ID)}:1",
        "Menu",
        " Menu ",
    ],
)
def test_a_flow_is_found_by_every_name_that_flows_have_for_it(reference: str) -> None:
    script = library()[0].flow(reference)
    assert script is not None
    assert (script.name, script.id, script.type) == ("Menu", flow_arn(MENU_ID), "CONTACT_FLOW")


@pytest.mark.parametrize("reference", ["", "  ", "menu", "Other", f"{MENU_ID}:7", f"{MENU_ID}:nobody"])
def test_what_is_not_there_is_not_found(reference: str) -> None:
    assert library()[0].flow(reference) is None


def test_what_is_published_runs_and_what_is_saved_alone_does_not() -> None:
    found, versions = library()
    versions.save(MENU_ID, document(say("a", "saved")))
    assert text(found, "Menu") == "one"
    assert text(found, f"{MENU_ID}:$SAVED") == "saved"
    versions.publish(MENU_ID)
    assert [text(found, f"{MENU_ID}{end}") for end in ("", ":1", ":2", ":$LATEST")] == [
        "saved",
        "one",
        "saved",
        "saved",
    ]
    versions.withdraw(MENU_ID)
    assert text(found, "Menu") is None
    versions.reset()
    versions.archive(MENU_ID)
    assert text(found, MENU_ID) is None


def test_aliases_are_found() -> None:
    greeting = id_of("contact-flow", "Greeting")
    found, _ = library()
    assert text(found, f"{flow_arn(greeting)}:before") == "Hello."
    assert text(found, f"{flow_arn(greeting)}:live") == "one"


def test_a_script_is_made_once() -> None:
    found, versions = library()
    assert found.flow("Menu") is found.flow(MENU_ID)
    before = found.flow("Menu")
    versions.take(flow("Menu", "two"))
    assert found.flow("Menu") is not before


def test_modules_are_found_beside_flows_and_not_among_them() -> None:
    found, _ = library()
    module = flow("Survey")
    found.put_module(module)
    found.put_origin("a51ac753", module.id)
    for reference in ("Survey", f"{module.id}:$LATEST", "a51ac753:3", "arn:x/flow-module/a51ac753"):
        script = found.module(reference)
        assert script is not None
        assert script.type == "MODULE"
    assert found.flow("Survey") is None
    assert found.module("Menu") is None
    found.drop_module(module.id)
    assert found.module("Survey") is None


def test_a_flow_is_found_by_the_id_that_it_had_elsewhere() -> None:
    found, _ = library()
    found.put_origin("0f1e2d3c", MENU_ID)
    assert text(found, "arn:aws:connect:eu-west-1:111122223333:instance/i/contact-flow/0f1e2d3c") == "one"


def test_the_stub_file_says_where_the_rest_lies(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "survey.json").write_text(json.dumps(document(say("a", "survey"))))
    (tmp_path / "broken.json").write_text("{")
    mapped = {
        "*/contact-flow/f": "survey.json",
        "b": "broken.json",
        "Menu": "survey.json",
        "gone": "gone.json",
    }
    found, _ = library(Stubs.of({"flows": mapped}, tmp_path))
    assert text(found, "arn:aws:connect:us-east-1:1:instance/i/contact-flow/f") == "survey"
    assert text(found, "Menu") == "one", "what the instance has comes first"
    assert found.module("b") is None
    assert found.flow("gone") is None
    assert "broken.json" in caplog.text
    assert "gone.json" in caplog.text
