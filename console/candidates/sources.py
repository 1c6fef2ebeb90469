"""Names for the candidates of one reading, and whose keys each role stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from console.candidates.candidate import Candidate, Reading, Texts
from console.candidates.drafts import Draft, drafts_of
from console.candidates.names import SECRET, TOKEN
from console.candidates.secrecy import hold, shown_name
from console.errors import seconds_text
from console.kinds import LONGEST_CHAINED_S
from console.language import tr, tr_text

MOST = 1000
"""Candidates of one reading; a list that is longer helps nobody."""
_NAMELESS = tr("Profile")


def reading_of(texts: Texts, notes: Iterable[str]) -> Reading:
    """The candidates that texts hold, and the notes. Their secrets are remembered first."""
    hold(*(profile.settings.get(name) for profile in texts.profiles for name in (SECRET, TOKEN)))
    drafts = list(drafts_of(texts))
    if len(drafts) > MOST:
        notes = (*notes, tr("These are the first {most} profiles; there are more.", most=MOST))
    named = _Named(drafts[:MOST], texts)
    return Reading(tuple(map(named.candidate, drafts[:MOST])), tuple(notes))


class _Named:
    """Knows every draft by its name, and by the name that others refer to it by."""

    def __init__(self, drafts: Sequence[Draft], texts: Texts) -> None:
        self._texts = texts
        self._known = {profile.name for profile in texts.profiles}
        # The keys in a role's own profile come after the role, and are what others stand on.
        self._owned = {draft.owner: draft for draft in drafts if draft.owner}
        names = _distinct([shown_name(draft.label) or _NAMELESS for draft in drafts])
        self._names = {id(draft): name for draft, name in zip(drafts, names, strict=True)}

    def candidate(self, draft: Draft) -> Candidate:
        """The draft with its name, its source and all that is to be said about it."""
        settled = self._settled(draft) if draft.source else draft
        source = self._owned.get(draft.source)
        return Candidate(
            name=self._names[id(draft)],
            kind=draft.kind,
            region=draft.region,
            entry=settled.entry,
            origin=draft.origin,
            source=self._names[id(source)] if source else shown_name(draft.source),
            endpoint=draft.endpoint,
            note=tr_text(*settled.notes),
            command=draft.command,
            problem=tr_text(*settled.problems, *dict.fromkeys(settled.missing.values())),
            missing=() if settled.problems else tuple(settled.missing),
        )

    def _settled(self, role: Draft) -> Draft:
        problem = self._problem_of_source(role)
        if problem:
            return replace(role, problems=(*role.problems, problem))
        source = self._owned.get(role.source)
        if source is None:
            name = shown_name(role.source)
            note = tr("It stands on “{name}”, which is not part of the text.", name=name)
            return replace(role, notes=(*role.notes, note))
        return _shortened(role) if source.kind in ("role", "identity_center") else role

    def _problem_of_source(self, role: Draft) -> str:
        """Why a role can't stand on what its source_profile names; empty where it can."""
        seen = [role.owner]
        draft = role
        while draft.source:
            source = self._owned.get(draft.source)
            if source is None:
                return self._problem_of_unknown(role, draft)
            if source.kind == "role" and source.owner in seen:
                return tr("Its source_profile leads in a circle: {way}.", way=_way([*seen, source.owner]))
            if not source.stands:
                name = self._names[id(source)]
                return tr("It stands on “{name}”, which can't be added as it stands.", name=name)
            seen.append(source.owner)
            draft = source
        return ""

    def _problem_of_unknown(self, role: Draft, draft: Draft) -> str:
        name = shown_name(draft.source)
        if draft.source in self._known:
            return tr("It stands on “{name}”, which says no way to sign in.", name=name)
        if not self._texts.is_whole:
            return ""
        return tr("It stands on “{name}”, which none of the files holds.", name=name)


def _shortened(role: Draft) -> Draft:
    """A role on top of another role's session: STS gives it for an hour at most (AssumeRole's page)."""
    seconds = role.entry.get("duration_s", "")
    if not seconds or int(seconds) <= LONGEST_CHAINED_S:
        return role
    note = tr(
        "Its duration of {duration} is capped at {longest}: it stands on the session of another role.",
        duration=seconds_text(int(seconds)),
        longest=seconds_text(LONGEST_CHAINED_S),
    )
    entry = {**role.entry, "duration_s": str(LONGEST_CHAINED_S)}
    return replace(role, entry=entry, notes=(*role.notes, note))


def _way(names: Sequence[str]) -> str:
    return " → ".join(map(shown_name, names if len(names) <= _LONGEST_WAY else [*names[:3], "…", names[-1]]))


_LONGEST_WAY = 6


def _distinct(names: Iterable[str]) -> list[str]:
    taken: set[str] = set()
    given = []
    for name in names:
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name} {number}"
        taken.add(free)
        given.append(free)
    return given
