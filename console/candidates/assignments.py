"""Names and values in lines of any shell, of .env files, of INI, of commands: found, never run.

`export A=b`, `set -gx A b`, `$Env:A = "b"`, `set A=b`, `setx A b`, `A: b`, `--secret-key b`: in all of them
a known name is followed by a sign or a blank, and by a value that holds neither blanks nor quotes. So
one pattern looks for known names, wherever they stand in a line, and no shell is imitated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from console.candidates.documents import Settings
from console.candidates.names import KEYS, PROFILE, SETTINGS, setting_like

_IS_REMARK = re.compile(r"\s*(?:#|;|//\s|::|rem\s)", re.IGNORECASE)
_QUOTES = "\"'“”‘’"
_WORDS = sorted((words for one in SETTINGS.values() for words in one.words), key=len, reverse=True)
_NAME = (
    r"(?:(?<![A-Za-z0-9])(?:aws[ _-]?)?(?P<name>"
    + "|".join(words.replace(" ", "[ _-]?") for words in _WORDS)
    + r")|(?:(?<=--)|(?<=\bAWS_)|(?<=\bAWS_DEFAULT_))(?P<profile>profile))(?![A-Za-z0-9_-])"
)
_PAIR = re.compile(
    _NAME
    # as `aws configure` asks: AWS Access Key ID [None]:
    + r"(?: \[[^\]\n]{0,60}\])?"
    + rf"[\\{_QUOTES})\]}}]{{0,4}}"
    + r"(?:[ \t]*(?P<sign>=>|:=|==?|:)[ \t]*|[ \t]*,[ \t]*|[ \t]+)"
    + rf"(?:\\*[{_QUOTES}](?P<quoted>[^{_QUOTES}\\\n]*)\\*[{_QUOTES}]|(?P<bare>[^\s{_QUOTES}`;,|&\\]+))",
    re.IGNORECASE,
)


def read_assignments(lines: Iterable[str]) -> list[Settings]:
    """What the lines say, one each per set of keys: a second key begins the next."""
    found: list[Settings] = [{}]
    for line in without_remarks(lines):
        for name, value in _pairs(line):
            if name in KEYS and found[-1].get(name, value) != value:
                found.append({})
            found[-1][name] = value
    return found


def without_remarks(lines: Iterable[str]) -> list[str]:
    """The lines that are more than a remark; what they held once must not be taken up again."""
    return [line for line in lines if not _IS_REMARK.match(line)]


def _pairs(line: str) -> list[tuple[str, str]]:
    # JSON may write a slash with a backslash before it.
    line = line.replace("\\/", "/")
    before, _, behind = line.partition(" # ")
    # What stands behind # is a remark, unless it is a prompt and all stands behind it.
    return list(_found(before)) or list(_found(behind))


def _found(line: str) -> Iterator[tuple[str, str]]:
    for match in _PAIR.finditer(line):
        name = PROFILE if match["profile"] else setting_like(match["name"])
        value = _value(match, name, line)
        if name and value.strip() and (match["sign"] or _looks_meant(name, match[0], value)):
            yield name, value.strip()


def _value(match: re.Match[str], name: str | None, line: str) -> str:
    if match["quoted"] is not None:
        return match["quoted"]
    if name in _OF_SEVERAL_WORDS and not line[: match.start()].strip():
        return line[match.start("bare") :]
    return match["bare"].rstrip(")}]")


_OF_SEVERAL_WORDS = frozenset({"source_profile", "sso_session", "credential_process", "ca_bundle"})


def _looks_meant(name: str, written: str, value: str) -> bool:
    """Whether a value that a blank or a comma parts from a name belongs to it, and is no mere sentence."""
    if look := SETTINGS[name].look if name in SETTINGS else "":
        return re.fullmatch(look, value) is not None
    return " " not in written.strip().removesuffix(value).strip() and not value.startswith(("-", "AWS_"))
