"""From ticked candidates to profiles: each gets an id, a name that is free, and the one that it stands on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from console.kinds import KINDS
from console.language import tr
from console.profiles import Profile, new_id

if TYPE_CHECKING:
    from console.candidates import Candidate


@dataclass(frozen=True)
class Adopted:
    """A profile that is to be added, with what the keyring is to hold for it."""

    candidate: Candidate
    profile: Profile
    entry: Mapping[str, str] = field(repr=False)


def can_be_ticked(candidate: Candidate) -> bool:
    """Whether a candidate can be added as it stands."""
    return not (candidate.problem or candidate.missing) and bool(candidate.region)


def lacks_region_alone(candidate: Candidate) -> bool:
    """Whether a region is all that keeps a candidate from being added."""
    return not (candidate.problem or candidate.missing or candidate.region)


def can_be_completed(candidate: Candidate) -> bool:
    """Whether a person can fill in what a candidate lacks."""
    return not can_be_ticked(candidate) and (not candidate.problem or bool(candidate.missing))


def adopted(candidate: Candidate, taken: Collection[str], source: str | None = None) -> Adopted:
    """The profile of a candidate. `taken` are names in use, `source` the id of the one that it stands on."""
    profile = Profile(free_name(candidate.name, taken), candidate.kind, candidate.region, id=new_id())
    # A candidate's endpoint is left out: whoever could write it there could read what is sent.
    fields = {one.name for one in KINDS[candidate.kind].fields}
    entry = {name: text for name, text in candidate.entry.items() if name in fields}
    return Adopted(candidate, replace(profile, source=source), entry)


def all_adopted(candidates: Sequence[Candidate], known: Sequence[Profile]) -> list[Adopted]:
    """The profiles of candidates in an order in which each comes after the one that it stands on.

    A role stands on the candidate that its source names, or else on a known profile of that name.
    """
    by_name = {one.name: one for one in candidates}
    taken = {one.name.casefold() for one in known}
    made: dict[str, Adopted] = {}

    def make(candidate: Candidate, above: tuple[str, ...]) -> None:
        if candidate.name in made:
            return
        below = by_name.get(candidate.source)
        if below is not None and below.name not in above:
            make(below, (*above, candidate.name))
        source = made[candidate.source].profile.id if candidate.source in made else None
        if source is None and candidate.source:
            source = next((one.id for one in known if one.name == candidate.source), None)
        made[candidate.name] = adopted(candidate, taken, source)
        taken.add(made[candidate.name].profile.name.casefold())

    for candidate in candidates:
        make(candidate, (candidate.name,))
    return list(made.values())


def stands_on(candidate: Candidate, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates below one, whose keys it needs; a loop ends it."""
    by_name = {one.name: one for one in candidates}
    found: list[Candidate] = []
    below = by_name.get(candidate.source)
    while below is not None and below not in found and below is not candidate:
        found.append(below)
        below = by_name.get(below.source)
    return found


def free_name(name: str, taken: Collection[str]) -> str:
    """A name, with a number behind it where it is taken; `taken` is in lower case."""
    name = name.strip()[:60] or tr("Profile")
    number, free = 2, name
    while free.casefold() in taken:
        free = f"{name} {number}"
        number += 1
    return free
