"""Sample chats: requests that come with the program, one for each flow that is worth a first look.

They go to the sandbox, whose ids are the same at every start, so they need nothing to be loaded first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from console import language
from console.kept_draft import FIRST_REQUEST
from console.paths import resource


@dataclass(frozen=True)
class Sample:
    """A request under a name, with a sentence on what its chat shows."""

    name: str
    about: str
    request: Mapping[str, Any]


@cache
def samples() -> tuple[Sample, ...]:
    """All of them in their order; the first is the chat to begin with."""
    files = sorted(resource("presets").glob("*.json"))
    return tuple(_sample(json.loads(file.read_text("utf-8"))) for file in files)


def _sample(stored: Mapping[str, Any]) -> Sample:
    # What they say stands in the files, which are read for translation, too.
    name, about = (language.tr(stored[member]) for member in ("name", "about"))
    return Sample(name, about, {**FIRST_REQUEST, **stored["request"]})
