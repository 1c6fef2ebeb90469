"""A flow document: read from a file, checked as far as the Flow language's page on structure goes."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from console.sandbox.identity import flow_arn, id_of

log = logging.getLogger("console.sandbox")

VERSION = "2019-10-30"
LONGEST_CONTENT = 256_000
"""Characters of a flow's content at most (DescribeContactFlow)."""

TYPES: Mapping[str, str] = {
    "contactFlow": "CONTACT_FLOW",
    "customerQueue": "CUSTOMER_QUEUE",
    "customerHold": "CUSTOMER_HOLD",
    "customerWhisper": "CUSTOMER_WHISPER",
    "agentHold": "AGENT_HOLD",
    "agentWhisper": "AGENT_WHISPER",
    "outboundWhisper": "OUTBOUND_WHISPER",
    "agentTransfer": "AGENT_TRANSFER",
    "queueTransfer": "QUEUE_TRANSFER",
    "campaign": "CAMPAIGN",
}
"""The type in a document's Metadata, and the same type as the API names it."""


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


def read(path: Path) -> Flow:
    """Read a flow: bare content, or what DescribeContactFlow answers.

    The name is the document's own, else that of the file.

    Raises:
        ValueError: the file holds no flow of this version of the language; the text says why.
        OSError: the file cannot be read.
    """
    try:
        value = json.loads(path.read_bytes())
    except ValueError as error:
        raise ValueError(f"{path.name} is not JSON: {error}") from None
    about: Mapping[str, Any] = {}
    if isinstance(value, dict) and isinstance(value.get("ContactFlow"), dict):
        about = value["ContactFlow"]
        try:
            value = json.loads(about["Content"])
        except (KeyError, TypeError, ValueError):
            raise ValueError(f"{path.name}: ContactFlow.Content holds no JSON.") from None
    try:
        content = content_of(value)
    except ValueError as error:
        raise ValueError(f"{path.name} {error}") from None
    metadata = value["Metadata"] if isinstance(value.get("Metadata"), dict) else {}
    return Flow(
        name=_text(about.get("Name")) or _text(metadata.get("name")) or path.stem,
        type=_type(about, metadata),
        content=content,
        modified=int(path.stat().st_mtime),
        description=_text(about.get("Description")) or _text(metadata.get("description")),
    )


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


def load(paths: Iterable[Path]) -> tuple[Flow, ...]:
    """Read flows in the order given; a file that holds none is left out, and the log says so.

    Of two flows of one name the later gets its file's name added, so that ids stay apart.
    """
    flows: dict[str, Flow] = {}
    for path in paths:
        try:
            flow = read(path)
        except (ValueError, OSError) as error:
            log.warning("left out: %s", error)
            continue
        if flow.name in flows:
            flow = replace(flow, name=f"{flow.name} ({path.stem})")
        flows[flow.name] = flow
    return tuple(flows.values())


def _wrong(value: object) -> str:
    if not isinstance(value, dict):
        return "it is no JSON object."
    if value.get("Version") != VERSION:
        return f"its Version must be {VERSION}."
    actions = value.get("Actions")
    if not isinstance(actions, list) or not all(isinstance(action, dict) for action in actions):
        return "it has no list of Actions."
    identifiers = [action.get("Identifier") for action in actions]
    if value.get("StartAction") not in identifiers:
        return "its StartAction is none of its Actions."
    return ""


def _type(about: Mapping[str, Any], metadata: Mapping[str, Any]) -> str:
    if about.get("Type") in TYPES.values():
        return str(about["Type"])
    return TYPES.get(_text(metadata.get("type")), "CONTACT_FLOW")


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
