"""The flows that every sandbox has from its start: those that ship with the program."""

from __future__ import annotations

import json
from pathlib import Path

from console.sandbox.flow.library.document import Flow, content_of
from console.sandbox.flow.reading.language import TYPES

GREETING = "greeting.json"
"""The flow that stands first."""


def read_shipped(folder: Path) -> list[Flow]:
    """The flows and modules (of type MODULE) of a folder, the greeting first.

    Their files are content as the API has it, with name, type and description in the Metadata. They are
    not checked at each start: our tests have done so.

    Raises:
        ValueError: `folder` is no folder, or one of its files holds no flow.
    """
    if not folder.is_dir():
        raise ValueError(f"{folder} is no folder of flows.")
    paths = sorted(folder.glob("*.json"), key=lambda path: (path.name != GREETING, path.name))
    return [_flow(path) for path in paths]


def _flow(path: Path) -> Flow:
    document = json.loads(path.read_bytes())
    about = document["Metadata"]
    modified = int(path.stat().st_mtime)
    return Flow(about["name"], TYPES[about["type"]], content_of(document), modified, about["description"])
