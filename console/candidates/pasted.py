"""One box for whatever is pasted: what it is, is found out here. Nothing is run, and nothing raises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice

from console.candidates.assignments import read_assignments, without_remarks
from console.candidates.aws_files import describe, lines_of
from console.candidates.candidate import Reading, Texts, Written
from console.candidates.documents import Settings, read_csv_text, read_json_text
from console.candidates.drafts import signs_in
from console.candidates.names import KEY_ID, KEYS, PROFILE, setting_of
from console.candidates.sections import heading_of, read_sections
from console.candidates.shapes import filled, read_shapes
from console.candidates.sources import MOST, reading_of
from console.language import tr

ORIGIN = tr("pasted text")
LONGEST = 100_000
"""How many characters of a text are read: half a second's work at most."""
UNDERSTOOD = tr(
    "export or set lines of any shell, .env lines, sections of ~/.aws/config or credentials, JSON of the AWS "
    "CLI, IAM's CSV, an access key id with its secret, the ARN of a role, the start URL of Identity Center"
)
_NOTHING = tr(
    "Nothing in this text is a way to sign in. What is understood: {understood}.", understood=UNDERSTOOD
)

# The access portal calls a profile 123456789012_RoleName; names are kept where no account may be.
_OF_PORTAL = re.compile(r"(?P<account>\d{12})[_-](?P<role>.+)")
_NAMES: Mapping[str, str] = {
    "role_arn": r"arn:.*[/](?P<name>[^/]+)",
    "sso_role_name": r"(?P<name>.+)",
    "sso_start_url": r"https?://(?P<name>[^./:]+).*",
    "login_session": r"arn:.*[:/](?P<name>[^:/]+)",
}
_KEYS_NAME = tr("Pasted keys")
# The prompt [user@host folder]# looks like a heading with a remark behind it.
_PROMPT = re.compile(r"^\s*\[[^\]\s]+@[^\]]*\][#$%]\s")


def read_pasted(text: str) -> Reading:
    """The profiles that a pasted text holds, and a note where it holds none. Takes any text.

    Its roles may stand on profiles that the text does not hold.
    """
    notes = []
    if len(text) > LONGEST:
        text = text[:LONGEST]
        notes.append(tr("The text is too long: only its beginning was read."))
    lines = [_PROMPT.sub("", line) for line in lines_of(text)]
    texts = _texts(lines, "\n".join(lines))
    if not any(signs_in(profile.settings) for profile in texts.profiles) and not texts.sign_ons:
        return Reading((), (*notes, _NOTHING))
    return reading_of(texts, notes)


def _texts(lines: list[str], text: str) -> Texts:
    found = read_csv_text(text) or read_json_text(text)
    if found:
        return Texts(_distinct(_named(found)), origin=ORIGIN, is_whole=False)
    first = next((number for number, line in enumerate(lines) if heading_of(line)), len(lines))
    loose = [settings for settings in read_assignments(lines[:first]) if signs_in(settings)]
    texts = _sections(lines[first:])
    if not loose and not texts.sign_ons and not any(signs_in(one.settings) for one in texts.profiles):
        loose = _unnamed(lines)
    elif len(loose) == 1:
        loose = [filled(loose[0], "\n".join(without_remarks(lines)))]
    return replace(texts, profiles=_distinct([*texts.profiles, *_named(loose)]))


def _unnamed(lines: list[str]) -> list[Settings]:
    """Values that nothing names, with what is named beside them, such as a region."""
    around = {name: value for settings in read_assignments(lines) for name, value in settings.items()}
    return [{**settings, **around} for settings in read_shapes("\n".join(without_remarks(lines)))]


def _sections(lines: list[str]) -> Texts:
    """Sections as in ~/.aws; one may also hold lines of a shell."""
    sections, _ = read_sections(lines)
    for section in sections:
        if not any(map(setting_of, section.settings)):
            section.settings.update(next(iter(read_assignments(section.body)), {}))
    found = describe(sections, is_config=False)
    profiles = [_presented(Written(name, own, ORIGIN)) for name, own in found.profiles.items()]
    return Texts(tuple(profiles), found.sign_ons, found.endpoints, ORIGIN, is_whole=False)


def _named(found: Iterable[Settings]) -> tuple[Written, ...]:
    taken: dict[str, int] = {}
    profiles = []
    for settings in islice(found, MOST + 1):
        name = settings.get(PROFILE) or _suggested(settings)
        taken[name] = taken.get(name, 0) + 1
        # Names that are made up must not meet by chance: others may refer to them.
        unique = name if taken[name] == 1 else f"{name}\n{taken[name]}"
        profiles.append(_presented(replace(Written(name, settings, ORIGIN, label=name), name=unique)))
    return tuple(profiles)


def _suggested(settings: Settings) -> str:
    for setting, pattern in _NAMES.items():
        if match := re.fullmatch(pattern, settings.get(setting, "")):
            return match["name"]
    return _KEYS_NAME


def _presented(profile: Written) -> Written:
    match = _OF_PORTAL.fullmatch(profile.label or profile.name)
    if not match:
        return profile
    note = tr("It belongs to account {account}.", account=match["account"])
    return replace(profile, label=match["role"], notes=(note,))


def _distinct(profiles: Iterable[Written]) -> tuple[Written, ...]:
    """The same keys once, though they may be pasted in several forms; the first one names them."""
    kept: dict[tuple[str | None, ...], Written] = {}
    for profile in profiles:
        settings = profile.settings
        what = tuple(settings.get(name) for name in KEYS) if KEY_ID in settings else (None, profile.name)
        first = kept.setdefault(what, profile)
        kept[what] = replace(first, settings={**settings, **first.settings})
    return tuple(kept.values())
