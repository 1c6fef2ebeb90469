"""What flows do, in the words that admins know from the flow designer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from console.language import tr, tr_in
from console.trace import Step
from ui.blocks import BLOCKS

PHASES: Final[Mapping[str, str]] = {
    "inbound": tr("The flow has the word"),
    "queue": tr("Waiting in a queue"),
    "agent": tr("An agent has the word"),
    "remaining": tr("The disconnect flow has the word"),
    "over": tr("The chat is over"),
}
"""Who has the word in a chat."""


def block_name(step: Step) -> str:
    """What the flow designer calls the kind of action; its Type where that is not known."""
    return BLOCKS.get(step.type) or step.type or tr("Unknown entry")


_STEP: Final = "outcome of a step"
_DONE: Final = tr_in(_STEP, "Done")
_RESULTS: Final[Mapping[str, str]] = {"Done": _DONE, "Interrupted": tr_in(_STEP, "Interrupted")}
"""Of each result that is a word of the sandbox's: ours."""
_LONG_RESULTS: Final[Mapping[str, tuple[str, str]]] = {
    "Transferred to ": (tr_in(_STEP, "Transferred"), tr_in(_STEP, "Transferred to {flow}")),
    "Ended: ": (tr_in(_STEP, "Ended"), tr_in(_STEP, "Ended: {reason}")),
    "Stopped: ": (tr_in(_STEP, "Stopped"), tr_in(_STEP, "Stopped: {reason}")),
}
"""Of each sentence of the sandbox's, by its beginning: a word, and the whole of it."""
_SAID: Final[Mapping[tuple[str, bool], str]] = {
    ("", False): "{step}",
    ("", True): tr("{step}, then “{next}”"),
    ("result", False): "{step}: {result}",
    ("result", True): tr("{step}: {result}, then “{next}”"),
    ("failed", False): tr("{step}: failed: {result}"),
    ("failed", True): tr("{step}: failed: {result}, then “{next}”"),
}
"""A step as a sentence, by what became of it and whether something followed."""


def outcome(step: Step) -> str:
    """How an action was left, in as few words as say it; empty where nothing is told."""
    if step.kind == "wait":
        return tr_in(_STEP, "Waiting")
    if step.is_error:
        return step.edge or step.result.removeprefix("Error ").partition(":")[0] or tr("Error")
    if has_long_result(step):
        return next(word for start, (word, _) in _LONG_RESULTS.items() if step.result.startswith(start))
    # A view may be left by an action that is a mere blank.
    return _DONE if step.result.isspace() else result(step)


def result(step: Step) -> str:
    """What the source says of how an action was left, as a whole, in our words where those are known."""
    for start, (_, whole) in _LONG_RESULTS.items():
        if step.result.startswith(start):
            rest = step.result.removeprefix(start)
            return whole.format(flow=rest, reason=rest)
    return _RESULTS.get(step.result, step.result)


def has_long_result(step: Step) -> bool:
    """Whether the result is a sentence of the sandbox's and no value."""
    return step.result.startswith(tuple(_LONG_RESULTS))


def place(step: Step) -> str:
    """The action by its Identifier, and what followed or is awaited."""
    if step.kind == "wait" or has_long_result(step):
        return " · ".join(filter(None, (step.action, result(step))))
    return " → ".join(filter(None, (step.action, step.next)))


def note(step: Step) -> str:
    """What was odd, or why it failed; empty where all went well."""
    if step.warnings:
        return step.warnings[0]
    return step.result if step.is_error and step.result != outcome(step) else ""


def change(name: str, value: str | None) -> str:
    """An attribute that was set, or is gone."""
    return tr("{name} is gone", name=name) if value is None else f"{name} = {value}"


def changes(step: Step) -> str:
    """The attributes that a step has changed, on one line."""
    return " · ".join(change(name, value) for name, value in step.attributes.items())


def words(step: Step) -> str:
    """A step as one sentence, for a screen reader and whoever has one line."""
    name = block_name(step)
    if step.action:
        name = tr("{block} “{action}”", block=name, action=step.action)
    told = outcome(step) if step.is_error else result(step)
    kind = "failed" if step.is_error and told else "result" if told else ""
    said = _SAID[kind, bool(step.next)].format(step=name, result=told, next=step.next)
    what = "; ".join(filter(None, (said, changes(step))))
    return ". ".join((what, *step.warnings))
