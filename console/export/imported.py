"""What comes of a text that was read: a request and what was made of the rest, or a problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["json", "cli", "skeleton", "widget", "network"]


@dataclass(frozen=True)
class Imported:
    """A request that was read from a text.

    `notes` say in whole sentences what was left out, changed or not understood; they never repeat a
    secret. `region` and `endpoint` are what the text names as the place where the request went.
    """

    request: dict[str, Any]
    kind: Kind
    notes: tuple[str, ...] = ()
    region: str | None = None
    endpoint: str | None = None


class ImportProblem(ValueError):
    """Nothing can be made of a text. Its words are a plain sentence: what was not understood, where."""
