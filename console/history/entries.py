"""What the history holds, as values: contacts, the items of a chat, and what is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from console.chat.items import item_in
from console.chat.transcript import Row

Outcome = Literal["open", "ended", "stopped", "failed", "cancelled", "unseen"]
"""What became of a contact. `open`: nothing yet; `unseen`: it must be over, and nobody saw its end."""

HistoryChange = Literal["contacts", "items", "trouble"]
"""What of the history has changed: contacts or what became of them, what was said, what is wrong."""

OUTCOMES: tuple[Outcome, ...] = ("open", "ended", "stopped", "failed", "cancelled", "unseen")
PAGE = 100
"""So many contacts are read at once."""


@dataclass(frozen=True)
class Start:
    """A start as it is recorded. Names are those of the moment, since what they name may be renamed."""

    id: str
    request: Mapping[str, Any] = field(repr=False)
    profile_id: str
    profile: str
    kind: str
    region: str
    instance: str
    flow: str
    at: datetime


@dataclass(frozen=True)
class Begun:
    """What the service answered to a start."""

    contact_id: str
    participant_id: str
    at: datetime
    continued_from: str = ""
    flow_sha256: str = ""


@dataclass(frozen=True)
class End:
    """How a contact ended, or why it was not made."""

    outcome: Outcome
    at: datetime
    ended_by: str = ""
    """The role of who left last, as CUSTOMER or AGENT; empty where that is not known."""
    code: str = ""
    """What went wrong, in one word, and in sentences; both are empty where nothing did."""
    problem: str = ""
    facts: Mapping[str, object] = field(default_factory=dict, repr=False)
    """What the sentences are made of, where they can be made again in another language."""


@dataclass(frozen=True)
class PastContact:
    """A contact as a list shows it. Texts that are not known are empty; times are aware and in UTC."""

    number: int
    """Counts up; a page goes on below the number of the last one."""
    id: str
    """The record's own: there is one where no contact was made."""
    contact_id: str
    participant_id: str
    customer: str
    """The customer's display name."""
    profile_id: str
    profile: str
    kind: str
    region: str
    instance_id: str
    instance: str
    flow_id: str
    flow: str
    created_at: datetime
    started_at: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None
    ends_at: datetime
    """When its duration is over, or by when its sandbox was gone."""
    outcome: Outcome
    ended_by: str
    code: str
    problem: str
    initial_id: str
    """The initial contact of its session, as the service tells it, else its own contact."""
    continued_from: str
    source_id: str
    rehydration: str
    related_id: str
    flow_sha256: str
    messages: int
    excerpt: str = ""
    """Where a search found something that was said: those words and some around them."""

    @property
    def is_over(self) -> bool:
        """Whether a contact was made, and nothing more can happen to it."""
        return bool(self.contact_id) and self.outcome in ("ended", "stopped", "unseen")

    @property
    def over_at(self) -> datetime | None:
        """When it was over, or must have been."""
        return (self.ended_at or self.ends_at) if self.is_over else None


@dataclass(frozen=True)
class PastItem:
    """An item as it came, secrets masked, and when it arrived here."""

    raw: Mapping[str, Any]
    arrived_at: datetime
    view: Mapping[str, Any] | None = None
    """What the view that it shows was drawn from, as DescribeView told it; None where that is not kept."""


@dataclass(frozen=True)
class PastChat:
    """All that is kept of a contact; `rows` is its transcript."""

    contact: PastContact
    request: Mapping[str, Any]
    items: Sequence[PastItem]
    rows: Sequence[Row]

    @property
    def views(self) -> Mapping[str, Mapping[str, Any]]:
        """By the keys of their rows what views were drawn from, as far as that is kept."""
        return {item_in(one.raw, one.arrived_at).id: one.view for one in self.items if one.view}

    @property
    def request_again(self) -> dict[str, Any]:
        """The request to start again with. Its client token would give this contact, and no new one."""
        return {name: value for name, value in self.request.items() if name != "ClientToken"}


@dataclass(frozen=True)
class Filter:
    """Which contacts are wanted; what is empty asks for nothing."""

    text: str = ""
    """Every word of it stands in the names, the ids or what was said."""
    profile_id: str = ""
    flow_id: str = ""
    instance_id: str = ""
    outcomes: frozenset[Outcome] = frozenset()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Choices:
    """What a filter can choose from: ids and names, the last used first."""

    profiles: Sequence[tuple[str, str]] = ()
    flows: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Size:
    """How much is kept; `size` is in bytes on the disk."""

    contacts: int
    items: int
    size: int
