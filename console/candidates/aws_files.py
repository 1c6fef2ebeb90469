"""Candidates from ~/.aws/config and ~/.aws/credentials. Both are read as text; nothing is run or asked."""

from __future__ import annotations

import codecs
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from console.candidates.candidate import Reading, Texts, Written
from console.candidates.names import KEY_ID, KEYS, SECRET, setting_of
from console.candidates.sections import Section, read_sections, told, unquoted
from console.candidates.sources import reading_of
from console.language import tr, tr_list

LARGEST = 1_000_000
"""How many bytes of a file are read."""

_PREFIX = re.compile(r"(?P<prefix>profile|sso-session|services)\s+(?P<name>\S.*)")
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


@dataclass
class Described:
    """What the sections of one file describe; `notes` belong to a profile, by its name."""

    profiles: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    sign_ons: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    endpoints: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def read_aws_files(home: Path, environ: Mapping[str, str]) -> Reading:
    """The profiles that the AWS CLI would know, and notes on which files they are from and what is odd.

    Reads AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE in place of the usual two. Blocks on the disk,
    so it belongs on a worker. Raises nothing for what files may hold.
    """
    notes: list[str] = []
    described = []
    origins = []
    missing = []
    for variable, usual, is_config in _FILES:
        path = named_path(environ.get(variable, ""), home, environ) or home / ".aws" / usual
        origin = shown_path(path, home)
        if _is_missing(path):
            missing.append(origin)
            notes.append(tr("{file} is not there.", file=origin))
            continue
        lines = _lines(path, origin, notes)
        if lines is not None:
            sections, faults = read_sections(lines)
            notes += told(faults, lambda name: setting_of(name) is not None, origin)
            described.append(describe(sections, is_config=is_config))
            origins.append(origin)
    if len(missing) == len(_FILES):
        config, credentials = missing
        # Most who see this have no AWS CLI: that is a plain fact, and no list of what failed.
        nothing = tr("There is neither {config} nor {credentials}.", config=config, credentials=credentials)
        return Reading((), (nothing,), is_of_something=False)
    neither = tr("Neither of the two files was read.")
    read = tr("Read {files}.", files=tr_list(origins)) if origins else neither
    return reading_of(_texts(described, origins), [read, *notes])


_FILES = (
    ("AWS_CONFIG_FILE", "config", True),
    ("AWS_SHARED_CREDENTIALS_FILE", "credentials", False),
)


def named_path(text: str, home: Path, environ: Mapping[str, str]) -> Path | None:
    """The path that a variable names: `~` is home, `$NAME` a variable. None where it names none."""
    text = _VARIABLE.sub(lambda match: environ.get(match[1] or match[2], match[0]), text.strip())
    if text == "~" or text.startswith(("~/", "~\\")):
        return home / text[2:]
    return Path(text) if text else None


def shown_path(path: Path, home: Path) -> str:
    """The path as people write it, with `~` for home."""
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)


def _is_missing(path: Path) -> bool:
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        pass
    return False


def _lines(path: Path, origin: str, notes: list[str]) -> list[str] | None:
    """The lines of a file; None, and a note, where there is none to be read."""
    try:
        # A pipe or a device may have no end.
        if not stat.S_ISREG(path.stat().st_mode):
            notes.append(tr("{file} is not a file and was not read.", file=origin))
            return None
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or tr("its name is not one of a file")
        notes.append(tr("{file} can't be read: {reason}.", file=origin, reason=reason))
        return None
    if len(content) > LARGEST:
        notes.append(tr("{file} is too large: only its first megabyte was read.", file=origin))
        # Half a line could be half a key.
        content = content[: content.rfind(b"\n", 0, LARGEST) + 1]
    return lines_of(_decoded(content, origin, notes))


def _decoded(content: bytes, origin: str, notes: list[str]) -> str:
    try:
        return content.decode(_MARKS.get(content[:2], "utf-8-sig"))
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        notes.append(
            tr(
                "Line {line} of {file} is not UTF-8; what can't be read there is replaced.",
                line=line,
                file=origin,
            )
        )
        return content.decode("utf-8-sig", "replace")


def lines_of(text: str) -> list[str]:
    """The lines of a text as editors count them, without what is invisible."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\N{NO-BREAK SPACE}", " ")
    return re.sub("[\ufeff\u200b\0]", "", text).split("\n")


def describe(sections: Iterable[Section], *, is_config: bool) -> Described:
    """What sections stand for.

    In a config file `[profile x]` counts before `[x]`, which the AWS CLI ignores there.
    """
    found = Described()
    plain: dict[str, dict[str, str]] = {}
    for section in sections:
        match = _PREFIX.fullmatch(section.heading)
        prefix = match["prefix"] if match else ""
        name = unquoted(match["name"] if match else section.heading)
        settings = {own: text for given, text in section.settings.items() if (own := setting_of(given))}
        if prefix == "sso-session":
            found.sign_ons.setdefault(name, {}).update(settings)
        elif prefix == "services":
            found.endpoints[name] = section.nested.get("connect", {}).get("endpoint_url", "")
        elif prefix or name == "default" or not is_config:
            found.profiles.setdefault(name, {}).update(settings)
        else:
            plain.setdefault(name, {}).update(settings)
    for name, settings in plain.items():
        if name not in found.profiles:
            found.profiles[name] = settings
            found.notes[name] = tr("The AWS CLI does not know it: its heading lacks the word profile.")
    return found


def _texts(described: Iterable[Described], origins: Iterable[str]) -> Texts:
    """The files as one: what the later one says of a profile counts before the earlier."""
    merged: dict[str, Written] = {}
    sign_ons: dict[str, dict[str, str]] = {}
    endpoints: dict[str, str] = {}
    first = ""
    for one, origin in zip(described, origins, strict=True):
        first = first or origin
        sign_ons.update(one.sign_ons)
        endpoints.update(one.endpoints)
        for name, settings in one.profiles.items():
            notes = (one.notes[name],) if name in one.notes else ()
            written = Written(name, settings, origin, notes)
            merged[name] = _joined(merged[name], written) if name in merged else written
    return Texts(tuple(merged.values()), sign_ons, endpoints, origin=first)


def _joined(earlier: Written, later: Written) -> Written:
    settings = dict(earlier.settings)
    if later.settings.get(KEY_ID) or later.settings.get(SECRET):
        # Keys belong together: a token of the one file would not fit the key of the other.
        settings = {name: text for name, text in settings.items() if name not in KEYS}
    both = {**settings, **later.settings}
    origin = tr_list([earlier.origin, later.origin])
    return Written(later.name, both, origin, (*earlier.notes, *later.notes))
