from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.engine.actions.flows import HOOKS, NOT_ON_CHAT
from console.sandbox.flow.engine.script import script_of
from console.sandbox.flow.traces.trace import Entered
from tests.console.sandbox.flow.rehearsal import END, Stage, action, flow

OTHER = flow({**END, "Identifier": "there"}, id="other")


def set_hooks(stage: Stage, hooks: Any, **more: Any) -> Entered:
    parameters = {"EventHooks": hooks, **more}
    stage.play(flow(action("it", "UpdateContactEventHooks", parameters, "end", NoMatchingError="end"), END))
    return stage.entry("it")


@pytest.mark.parametrize("hook", [hook for hook in HOOKS if hook not in NOT_ON_CHAT])
def test_a_hook_is_set(hook: str) -> None:
    stage = Stage(attributes={"flow": "other"})
    stage.desk.flows["other"] = OTHER
    assert set_hooks(stage, {hook: "$.Attributes.flow"}).warnings == ()
    assert stage.state.hooks == {hook: "other"}


@pytest.mark.parametrize("hook", [*NOT_ON_CHAT, "None"])
def test_a_hook_that_a_chat_has_not_is_an_error(hook: str) -> None:
    stage = Stage()
    assert set_hooks(stage, {"CustomerQueue": "other", hook: "other"}).error == "NoMatchingError"
    assert stage.state.hooks == {}


def test_a_hook_without_a_flow_is_an_error_and_one_for_an_unknown_flow_a_warning() -> None:
    stage = Stage()
    assert set_hooks(stage, {"CustomerQueue": "$.Attributes.none"}).error == "NoMatchingError"
    entry = set_hooks(stage, {"CustomerQueue": "other"})
    assert (entry.result, len(entry.warnings)) == ("Done", 1)
    assert stage.state.hooks == {"CustomerQueue": "other"}


def test_a_flow_for_a_hook_is_found_by_what_people_call_it() -> None:
    stage = Stage()
    stage.desk.flows["Hold"] = OTHER
    about = {"it": {"parameters": {"EventHooks": {"CustomerQueue": {"displayName": "Hold"}}}}}
    told = action("it", "UpdateContactEventHooks", {"EventHooks": {"CustomerQueue": "arn:gone"}}, "end")
    stage.play(
        script_of({"StartAction": "it", "Metadata": {"ActionMetadata": about}, "Actions": [told, END]})
    )
    assert stage.state.hooks == {"CustomerQueue": "Hold"}
    assert "found by its name, “Hold”" in stage.warnings


def test_a_whisper_is_switched_off_and_on() -> None:
    stage = Stage()
    set_hooks(stage, {}, EventHooksConfiguration={"AgentWhisper": {"DisableExecution": "True"}, "x": None})
    assert stage.state.disabled_hooks == {"AgentWhisper"}
    set_hooks(stage, None, EventHooksConfiguration={"AgentWhisper": {"DisableExecution": False}})
    assert stage.state.disabled_hooks == set()


@pytest.mark.parametrize("type", ["TransferToFlow", "InvokeFlowModule"])
def test_a_flow_is_found_by_what_people_call_it(type: str) -> None:
    parameter = {"TransferToFlow": "ContactFlowId", "InvokeFlowModule": "FlowModuleId"}[type]
    stage = Stage()
    stage.desk.flows["Main"] = OTHER
    about = {"it": {"parameters": {parameter: {"displayName": "Main"}}}}
    told = action("it", type, {parameter: "arn:gone"}, None, NoMatchingError="end")
    stage.play(
        script_of({"StartAction": "it", "Metadata": {"ActionMetadata": about}, "Actions": [told, END]})
    )
    assert stage.path[0 if type == "InvokeFlowModule" else 1] == "there"
    assert "found by its name, “Main”" in stage.warnings


@pytest.mark.parametrize("type", ["TransferToFlow", "InvokeFlowModule"])
def test_an_unknown_flow_is_an_error(type: str) -> None:
    stage = Stage()
    stage.play(flow(action("it", type, {}, "end", NoMatchingError="end"), END))
    assert stage.entry("it").edge == "NoMatchingError"
