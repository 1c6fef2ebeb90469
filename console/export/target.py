"""Where an exported request goes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """The region and endpoint that an exported command names; keys are never part of an export."""

    region: str | None = None
    endpoint: str | None = None
