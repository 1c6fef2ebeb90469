"""What can be done with a row of the transcript beside reading it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verb = Literal["save", "resend", "discard", "unfold", "why"]


@dataclass(frozen=True)
class Action:
    """Something that can be done with a row: what it is, its words, what it is about."""

    verb: Verb
    text: str
    icon: str = ""
    argument: str = ""

    @property
    def needs_session(self) -> bool:
        """Whether it says something to the service."""
        return self.verb in ("resend", "save")
