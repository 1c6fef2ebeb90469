"""What reading gives: profiles that could be added, and what there is to say about the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from console.profiles import Kind


@dataclass(frozen=True)
class Candidate:
    """A profile that could be added. Nothing was run or asked to make it.

    `name` is unique within one reading. `entry` holds the vault's fields of the kind (`console.kinds`)
    that are right, and `expires_at` (ISO 8601) where the text says when the keys end. `source` is,
    for a role, the name of the candidate whose keys it stands on; in pasted text it may name a profile
    that the text does not hold. `endpoint` is only shown, and chosen apart from the rest.

    `problem` says why it can't be added as it stands, or is empty. `missing` names what a person
    could still fill in: fields of the entry, or "source"; without it a problem is there to stay.
    """

    name: str
    kind: Kind
    region: str
    entry: Mapping[str, str] = field(repr=False)
    origin: str
    source: str = ""
    endpoint: str = ""
    note: str = ""
    command: str = field(default="", repr=False)
    problem: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """All candidates of some files or of a pasted text, and notes, each a sentence without a secret."""

    candidates: tuple[Candidate, ...]
    notes: tuple[str, ...]
    is_of_something: bool = True
    """Whether there was anything to read."""


@dataclass(frozen=True)
class Written:
    """A profile as a text describes it, in the settings of ~/.aws/config.

    `name` is how others refer to it, `label` what it should be called where that is something else.
    """

    name: str
    settings: Mapping[str, str] = field(repr=False)
    origin: str
    notes: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Texts:
    """All that was read: profiles, the sign-ons of Identity Center, and endpoints for Amazon Connect.

    `is_whole` says that a profile which is not here is nowhere.
    """

    profiles: tuple[Written, ...]
    sign_ons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    endpoints: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    is_whole: bool = True
