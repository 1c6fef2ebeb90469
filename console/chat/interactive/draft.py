"""What a person has done with a card before answering it: kept while its widgets come and go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Draft:
    """What stands in the fields, by their names; the page that is looked at; the choice that is open."""

    values: dict[str, Any] = field(default_factory=dict, repr=False)
    page: int = 0
    days: int = 0
    """How many days of a time picker are passed by."""
    opened: str = ""
    """The title of the choice whose own card is open; empty for none."""
