"""Every type of action that there is, played once: a type without a case of its own fails here."""

from __future__ import annotations

import pytest

from console.sandbox.flow.engine.actions import ACTIONS, ALIASES, INVENTED, type_of
from console.sandbox.flow.engine.outcome import Ended
from tests.console.sandbox.flow.engine.actions.cases import CASES, ERRORS
from tests.console.sandbox.flow.rehearsal import END, Stage, action, flow


def test_every_type_has_a_case() -> None:
    assert set(CASES) == set(ACTIONS)


@pytest.mark.parametrize("name", ACTIONS)
def test_a_type_takes_the_edge_of_its_outcome(name: str) -> None:
    case = CASES[name]
    stage = Stage({"stubs": [{"ActionType": name, **case.answer}]} if case.answer else None)
    if name == "DistributeByPercentage":
        stage = Stage({"defaults": {"distribute": {"it": 73}}})
    stage.desk.flows = {
        "other": flow(END, id="other"),
        "module": flow(action("m", "EndFlowModuleExecution", {"Result": "Yes"}), type="MODULE", id="module"),
    }
    conditions = {condition: "taken" for condition in case.conditions}
    errors = {error: "failed" for error in ERRORS}
    script = flow(
        action("it", name, case.parameters, "next", conditions, **errors),
        *({**END, "Identifier": one} for one in ("next", "taken", "failed")),
    )
    ended = stage.play(script, case.says)
    entry = stage.entry("it")
    assert not entry.is_defect
    assert entry.result.startswith(case.result)
    assert entry.edge == case.edge
    leads = {"": None, "NextAction": "next"}.get(case.edge, "taken" if case.conditions else "failed")
    assert entry.next == leads
    assert ended is not None
    assert not ended.problem


@pytest.mark.parametrize("name", sorted(name for name, one in ACTIONS.items() if one.tier == "STUB"))
def test_without_a_stub_the_error_branch_is_taken_and_the_trace_says_so(name: str) -> None:
    stage = Stage()
    errors = {error: "failed" for error in ERRORS}
    parameters = {**CASES[name].parameters, "HoursOfOperationId": "h"}
    script = flow(
        action("it", name, parameters, "next", None, **errors),
        {**END, "Identifier": "failed"},
        {**END, "Identifier": "next"},
    )
    stage.play(script)
    assert stage.entry("it").next == "failed"
    assert "no stub" in stage.warnings


@pytest.mark.parametrize(("alias", "name"), ALIASES.items())
def test_an_alias_is_the_type_it_stands_for(alias: str, name: str) -> None:
    assert alias not in ACTIONS
    assert type_of(alias) is ACTIONS[name]


@pytest.mark.parametrize(("invented", "meant"), INVENTED.items())
def test_an_invented_type_is_explained_and_takes_its_error_branch(invented: str, meant: str) -> None:
    stage = Stage()
    ended = stage.play(flow(action("it", invented, {}, "end", NoMatchingError="end"), END))
    assert type_of(invented) is None
    assert stage.entry("it").edge == "NoMatchingError"
    assert f"no action {invented}; {meant}" in stage.warnings
    assert isinstance(ended, Ended)
