"""How one flow leads to another: transfers, modules, hooks, and how flows end."""

from __future__ import annotations

from collections.abc import Callable

from console.language import tr_wire
from console.sandbox.flow.engine.outcome import NO_MATCHING_ERROR, Done, Ended, Failed, Invoke, Jump, Outcome
from console.sandbox.flow.engine.references import text_of
from console.sandbox.flow.engine.script import Script
from console.sandbox.flow.engine.step import Step

HOOKS = (
    "AgentHold",
    "AgentWhisper",
    "CustomerHold",
    "CustomerQueue",
    "CustomerRemaining",
    "CustomerWhisper",
    "DefaultAgentUI",
    "DisconnectAgentUI",
    "PauseContact",
    "ResumeContact",
)
"""Events that a flow can be set for; CustomerRemaining is the disconnect flow."""
NOT_ON_CHAT = ("AgentHold", "CustomerHold")


def transfer(step: Step) -> Outcome:
    """Go on in another flow, for good."""
    script = _named(step, "ContactFlowId", step.outside.flow)
    if script is None:
        why = tr_wire("there is no flow “{flow}” here.", flow=step.text("ContactFlowId"))
        return Failed(NO_MATCHING_ERROR, why)
    return Jump(script)


def invoke_module(step: Step) -> Outcome:
    """Run a module; what it gives back is compared with the conditions."""
    script = _named(step, "FlowModuleId", step.outside.module)
    if script is None:
        why = tr_wire("there is no module “{module}” here.", module=step.text("FlowModuleId"))
        return Failed(NO_MATCHING_ERROR, why)
    return Invoke(script, step.value("Input"))


def end_module(step: Step) -> Outcome:
    """Go back to the flow that runs this module."""
    return Ended(
        "module_ended", step.text("Result"), step.value("ResultData"), reason=tr_wire("the module returns")
    )


def end_flow(step: Step) -> Outcome:
    """End this flow; what becomes of the contact depends on the type of the flow."""
    return Ended("flow_ended", reason=tr_wire("the flow ends here"))


def set_hooks(step: Step) -> Outcome:
    """Set the flow for an event, such as the queue, a whisper or the end of an agent's part."""
    hooks = {name: text_of(value) for name, value in step.mapping("EventHooks").items()}
    if wrong := next((name for name in hooks if name not in HOOKS or name in NOT_ON_CHAT), None):
        return Failed(NO_MATCHING_ERROR, tr_wire("the event {event} does not occur on chat.", event=wrong))
    for name, reference in hooks.items():
        if not reference:
            return Failed(NO_MATCHING_ERROR, tr_wire("no flow is named for {event}.", event=name))
        if step.outside.flow(reference) is None:
            hooks[name] = _called(step, name, reference)
    _switch(step)
    step.state.hooks.update(hooks)
    step.note(hooks=dict(step.state.hooks))
    return Done()


def _called(step: Step, hook: str, reference: str) -> str:
    """A flow that can't be found by its id: by what people call it, if that is known."""
    label = step.action.labels.get(hook, "")
    if label and step.outside.flow(label) is not None:
        step.warn(tr_wire("The flow for {event} is found by its name, “{name}”.", event=hook, name=label))
        return label
    # ours: hook-of-unknown-flow
    step.warn(tr_wire("There is no flow “{flow}” here: {event} will run none.", flow=reference, event=hook))
    return reference


def _switch(step: Step) -> None:
    """Whispers can be switched off, and on again (exports: EventHooksConfiguration)."""
    for name, told in step.mapping("EventHooksConfiguration").items():
        says = text_of(told.get("DisableExecution")) if isinstance(told, dict) else ""
        if says.lower() == "true":
            step.state.disabled_hooks |= {name}
        else:
            step.state.disabled_hooks -= {name}


def _named(step: Step, parameter: str, find: Callable[[str], Script | None]) -> Script | None:
    """What a parameter names: by what it says, else by what people call it."""
    reference, label = step.text(parameter), step.action.labels.get(parameter)
    if (script := find(reference) if reference else None) is not None:
        return script
    if label and (script := find(label)) is not None:
        step.warn(tr_wire("{parameter} is found by its name, “{name}”.", parameter=parameter, name=label))
        return script
    step.note(no_flow=reference)
    return None
