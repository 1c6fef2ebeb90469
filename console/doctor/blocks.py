"""A flow document as a graph: its blocks, and where a contact can go from each.

The language is the Amazon Connect Flow language, version 2019-10-30, as DescribeContactFlow gives it
in `Content`. Only what leads from block to block is read, and leniently: a document that the service
accepted is never refused here for something that does not matter to where it leads.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.language import tr

VERSION = "2019-10-30"
MOST_BLOCKS = 500
"""Blocks of a flow at most. The language's limit is 250; a walk over so many takes no time."""
_LONGEST_NAME = 60


class FlowUnreadable(ValueError):
    """The text is no flow that can be read; its words say why, to follow “because” or a colon."""


@dataclass(frozen=True)
class Block:
    """One action of a flow: its type, its parameters, and the ids of the blocks that can follow.

    `after_success` are those that follow when the action did what it is for, `after_error` those
    that follow when it did not.
    """

    id: str
    type: str
    parameters: Mapping[str, Any]
    after_success: tuple[str, ...]
    after_error: tuple[str, ...]
    metadata: Mapping[str, Any]

    def parameter(self, *names: str) -> str:
        """A parameter as text, by its name and the names below; empty where it is none."""
        value: Any = self.parameters
        for name in names:
            value = value.get(name) if isinstance(value, Mapping) else None
        return value.strip() if isinstance(value, str) else ""

    def display_name(self, parameter: str, older: str) -> str:
        """The name that the flow designer shows for the resource in a parameter; empty without one.

        Exports hold it in `ActionMetadata`, older ones under a key of their own.
        """
        shown = _mapping(_mapping(self.metadata.get("parameters")).get(parameter)).get("displayName")
        return _one_line(shown) or _one_line(_mapping(self.metadata.get(older)).get("text"))


@dataclass(frozen=True)
class Document:
    """A flow: where a contact enters it, and its blocks by id."""

    start: str
    blocks: Mapping[str, Block]


def read_document(content: str) -> Document:
    """Read the `Content` of a flow.

    Raises:
        FlowUnreadable: it is no flow of this version of the language.
    """
    value = _json(content)
    if not isinstance(value, dict):
        raise FlowUnreadable(tr("its content is not a JSON object"))
    if isinstance(value.get("modules"), list):
        raise FlowUnreadable(tr("it is an export in the form from before the Flow language"))
    if value.get("Version") != VERSION:
        raise FlowUnreadable(
            tr("it is not written in version {version} of the Flow language", version=VERSION)
        )
    actions = value.get("Actions")
    if not isinstance(actions, list):
        raise FlowUnreadable(tr("it has no list of actions"))
    if len(actions) > MOST_BLOCKS:
        raise FlowUnreadable(tr("it has more than {most} blocks", most=MOST_BLOCKS))
    shown = _mapping(_mapping(value.get("Metadata")).get("ActionMetadata"))
    blocks = {block.id: block for action in actions if (block := _block(action, shown)) is not None}
    start = value.get("StartAction")
    if not isinstance(start, str) or start not in blocks:
        raise FlowUnreadable(tr("it does not say with which of its blocks it begins"))
    return Document(start, blocks)


def _json(content: str) -> object:
    try:
        return json.loads(content)
    except RecursionError:
        raise FlowUnreadable(tr("its content is nested too deeply")) from None
    except ValueError:
        raise FlowUnreadable(tr("its content is not JSON")) from None


def _block(action: object, shown: Mapping[str, Any]) -> Block | None:
    given = _mapping(action)
    identifier, kind = given.get("Identifier"), given.get("Type")
    if not isinstance(identifier, str) or not isinstance(kind, str) or not identifier:
        return None
    transitions = _mapping(given.get("Transitions"))
    return Block(
        id=identifier,
        type=kind,
        parameters=_mapping(given.get("Parameters")),
        after_success=_targets([transitions], transitions.get("Conditions")),
        after_error=_targets(transitions.get("Errors")),
        metadata=_mapping(shown.get(identifier)),
    )


def _targets(*lists: object) -> tuple[str, ...]:
    """The blocks to which some edges lead, each once."""
    edges = [edge for edges in lists if isinstance(edges, list) for edge in edges]
    targets = [_mapping(edge).get("NextAction") for edge in edges]
    return tuple(dict.fromkeys(target for target in targets if isinstance(target, str)))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _one_line(value: object) -> str:
    return shortened(value) if isinstance(value, str) else ""


def shortened(text: str) -> str:
    """A text of a flow's for a sentence: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_NAME else line[:_LONGEST_NAME] + "…"
