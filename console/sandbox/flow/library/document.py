"""A flow as the sandbox's instance holds it, and the content that it is published with."""

from __future__ import annotations

import json
from dataclasses import dataclass

from console.sandbox.flow.reading.graph import actions_of, identifier
from console.sandbox.flow.reading.language import LONGEST_CONTENT, VERSION
from console.sandbox.identity import flow_arn, id_of


@dataclass(frozen=True)
class Flow:
    """One published flow of the sandbox's instance; its id depends on its name alone."""

    name: str
    type: str
    content: str
    modified: int
    """Seconds since the epoch."""
    description: str = ""

    @property
    def id(self) -> str:
        """The flow's id, the same at every start."""
        return id_of("contact-flow", self.name)

    @property
    def arn(self) -> str:
        """The flow's ARN."""
        return flow_arn(self.id)


def content_of(value: object) -> str:
    """A document as the content of a flow, written without spaces.

    Raises:
        ValueError: it is no flow of this version of the language, or too long; the text says why.
    """
    if wrong := _wrong(value):
        raise ValueError(f"is not a flow: {wrong}")
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if len(content) > LONGEST_CONTENT:
        raise ValueError(f"is longer than {LONGEST_CONTENT:,} characters.")
    return content


def _wrong(value: object) -> str:
    if not isinstance(value, dict):
        return "it is no JSON object."
    if value.get("Version") != VERSION:
        return f"its Version must be {VERSION}."
    actions = value.get("Actions")
    if not isinstance(actions, list) or len(actions_of(value)) != len(actions):
        return "it has no list of Actions."
    identifiers = {identifier(action.get("Identifier")) for action in actions} - {""}
    if identifier(value.get("StartAction")) not in identifiers:
        return "its StartAction is none of its Actions."
    return ""
