"""What flows do, in the words that admins know from the flow designer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from console.trace import Step
from ui.blocks import BLOCKS

PHASES: Final[Mapping[str, str]] = {
    "inbound": "The flow has the word",
    "queue": "Waiting in a queue",
    "agent": "An agent has the word",
    "remaining": "The disconnect flow has the word",
    "over": "The chat is over",
}
"""Who has the word in a chat."""


def block_name(step: Step) -> str:
    """What the flow designer calls the kind of action; its Type where that is not known."""
    return BLOCKS.get(step.type) or step.type or "Unknown entry"


def outcome(step: Step) -> str:
    """How an action was left, in as few words as say it; empty where nothing is told."""
    if step.kind == "wait":
        return "Waiting"
    if step.is_error:
        return step.edge or step.result.removeprefix("Error ").partition(":")[0] or "Error"
    if has_long_result(step):
        return step.result.split(maxsplit=1)[0].rstrip(":")
    # A view may be left by an action that is a mere blank.
    return "Done" if step.result.isspace() else step.result


def has_long_result(step: Step) -> bool:
    """Whether the result is a sentence of the sandbox's and no value."""
    return step.result.startswith(("Transferred to ", "Ended: ", "Stopped: "))


def place(step: Step) -> str:
    """The action by its Identifier, and what followed or is awaited."""
    if step.kind == "wait" or has_long_result(step):
        return " · ".join(filter(None, (step.action, step.result)))
    return " → ".join(filter(None, (step.action, step.next)))


def note(step: Step) -> str:
    """What was odd, or why it failed; empty where all went well."""
    if step.warnings:
        return step.warnings[0]
    return step.result if step.is_error and step.result != outcome(step) else ""


def change(name: str, value: str | None) -> str:
    """An attribute that was set, or is gone."""
    return f"{name} is gone" if value is None else f"{name} = {value}"


def changes(step: Step) -> str:
    """The attributes that a step has changed, on one line."""
    return " · ".join(change(name, value) for name, value in step.attributes.items())


def words(step: Step) -> str:
    """A step as one sentence, for a screen reader and whoever has one line."""
    which = f" “{step.action}”" if step.action else ""
    said = [f"{block_name(step)}{which}"]
    if told := outcome(step) if step.is_error else step.result:
        said.append(f"failed: {told}" if step.is_error else told)
    text = ": ".join(said)
    if step.next:
        text += f", then “{step.next}”"
    if step.attributes:
        text += f"; {changes(step)}"
    return text + "".join(f". {warning}" for warning in step.warnings)
