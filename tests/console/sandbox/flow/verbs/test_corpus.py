"""Whole flows: our own always, and those of the folder that FLOW_CORPUS names, where it is set."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from console.paths import resource
from console.sandbox.flow.library.document import Flow
from console.sandbox.flow.reading.forms import Loaded, read_file
from console.sandbox.flow.stubs import Stubs
from console.sandbox.flow.verbs.explore import explore
from console.sandbox.flow.verbs.rehearsal import Rehearsal

CORPUS = os.environ.get("FLOW_CORPUS", "")
OWN = sorted(resource("flows").glob("*.json"))
FOUND = sorted(Path(CORPUS).rglob("*.json")) if CORPUS else []

NEXT = json.dumps(
    {"action": "Next", "data": {"FormData": {}}, "templateType": "ViewResource", "version": "1.0"}
)
SAYS = ["Hello", "1", NEXT, "yes", "Help", NEXT, "2"]
FULFILLED = {"IntentName": "FallbackIntent", "state": "Fulfilled", "Slots": {}, "SessionAttributes": {}}
DATA = {"Responses": [{"Type": "ExecutionResult", "ExecutionResult": {"LoadedData": {"a": "1"}}}]}


def answer(value: str) -> dict[str, Any]:
    return {"Responses": [{"Type": "ExecutionResult", "ExecutionResult": {"Value": value}}]}


STUBS = {
    "stubs": [
        {"ActionType": "InvokeLambdaFunction", "match": {"LambdaFunctionARN": "*"}, **DATA},
        {"ActionType": "ConnectParticipantWithLexBot", "Turns": [{"default": True, "close": FULFILLED}]},
        {"ActionType": "CheckHoursOfOperation", **answer("InHours")},
        {"ActionType": "CheckMetricData", **answer("1")},
        {"ActionType": "GetCustomerProfile", **DATA},
        {"ActionType": "CreateTask", **DATA},
        {
            "ActionType": "TransferContactToQueue",
            "match": {"QueueId": "*"},
            "Queue": {"Name": "Support", "agent": {"DisplayName": "Alex", "script": ["Hi."]}},
        },
    ]
}
ENDS = {"ended", "queued", "with_agent", "waiting_for_customer"}


def play(loaded: Loaded, stubs: dict[str, Any], says: list[str]) -> dict[str, Any]:
    flow = Flow(loaded.name, loaded.type, json.dumps(loaded.document), modified=0)
    return dict(Rehearsal(flow, Stubs.of(stubs), says, lambda line: None).run())


def examine(path: Path) -> None:
    """A file loads or is explained; what there is of it is explored, and played three times."""
    loaded = read_file(path)
    assert loaded.loads or loaded.errors
    if loaded.document is None:
        return
    *_, last = explore(loaded.document, loaded.type)
    assert last["actions"] == last["reached"] + len(last["unreachable"])
    # Types that do not exist are errors, and nothing else may be unhandled.
    unknown = {one.action for one in loaded.errors if one.code == "unknown_type"}
    assert set(last["unhandled"]) <= unknown
    for stubs, says in ((STUBS, SAYS), (STUBS, []), ({}, SAYS)):
        end = play(loaded, stubs, says)
        assert end["outcome"] in ENDS or end["reason"].startswith("Missing stub"), end
        assert set(end["unhandled"]) <= unknown


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.stem)
def test_our_own_flows_load_and_are_played(path: Path) -> None:
    assert read_file(path).loads
    examine(path)


@pytest.mark.skipif(not CORPUS, reason="FLOW_CORPUS names no folder of real flows to try")
def test_real_flows_load_or_are_explained_and_are_played() -> None:
    assert FOUND
    for path in FOUND:
        examine(path)
