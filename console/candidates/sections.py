"""The INI dialect of ~/.aws: sections, settings, nested settings. Read with patience, line by line.

The AWS CLI gives up a whole file for one bad line; here the line is told and the rest is read. What
is a comment, a continuation or a nested setting follows botocore's reader, and the reference guide
of the AWS SDKs ("Format of the config and credentials files") where a blank and # end a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from console.language import tr, tr_count

_HEADING = re.compile(r"\[(?P<heading>.+?)\]\s*(?:[#;].*)?")
_SETTING = re.compile(r"(?P<name>[^=:]+)[=:](?P<value>.*)")
_REMARK = re.compile(r"\s[#;].*")
_PAIRS = {'"': '"', "'": "'", "“": "”", "‘": "’"}

AS_WRITTEN = frozenset({"credential_process"})
"""Settings whose value is another language: quotes belong to it, and a blank and # end nothing."""


@dataclass
class Section:
    """A heading and what stands below it. Names of settings are in lower case.

    `nested` are the settings within a setting, such as those of a service.
    """

    heading: str
    line: int
    settings: dict[str, str] = field(default_factory=dict, repr=False)
    nested: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    body: list[str] = field(default_factory=list, repr=False)
    """Its lines as they stand, but for blank ones and remarks."""


@dataclass(frozen=True)
class Fault:
    """A line that is not as it should be; `setting` is given where a setting stands twice."""

    line: int
    setting: str = ""


def read_sections(lines: Iterable[str]) -> tuple[list[Section], list[Fault]]:
    """The sections of a file in their order, and the lines that were left out or replaced.

    Below a heading that can't be read all is left out: it must not slip into the section before.
    """
    reader = _Reader()
    for number, line in enumerate(lines, 1):
        reader.take(number, line)
    return reader.sections, reader.faults


def heading_of(line: str) -> str | None:
    """What stands between the brackets of a heading; None if the line is none."""
    match = _HEADING.fullmatch(line.strip())
    return (match["heading"].strip() or None) if match else None


def unquoted(text: str) -> str:
    """The text without blanks and a pair of quotes around it."""
    text = text.strip()
    is_quoted = len(text) > 1 and _PAIRS.get(text[0]) == text[-1]
    return text[1:-1].strip() if is_quoted else text


class _Reader:
    """Takes lines and remembers where it stands."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.faults: list[Fault] = []
        self._section: Section | None = None
        self._is_below_broken = False
        self._setting = ""
        self._indent = 0

    def take(self, number: int, line: str) -> None:
        text = line.strip()
        if not text or text[0] in "#;":
            return
        if text[0] == "[":
            self._begin(number, heading_of(text))
        elif self._section:
            self._section.body.append(line)
            self._take_setting(self._section, number, text, len(line) - len(line.lstrip()))
        elif not self._is_below_broken:
            self.faults.append(Fault(number))

    def _begin(self, number: int, heading: str | None) -> None:
        self._setting, self._indent = "", 0
        self._is_below_broken = heading is None
        self._section = Section(heading, number) if heading else None
        if self._section:
            self.sections.append(self._section)
        else:
            self.faults.append(Fault(number))

    def _take_setting(self, section: Section, number: int, text: str, indent: int) -> None:
        match = _SETTING.fullmatch(text)
        name = match["name"].strip().lower() if match else ""
        value = _value(name, match["value"]) if match else ""
        is_below = bool(self._setting) and indent > self._indent
        if not name or (is_below and section.settings[self._setting]):
            # What stands deeper than a setting with a value would be a part of that value.
            self.faults.append(Fault(number))
        elif is_below:
            section.nested.setdefault(self._setting, {})[name] = value
        else:
            if name in section.settings:
                self.faults.append(Fault(number, name))
            section.settings[name] = value
            self._setting, self._indent = name, indent


def _value(name: str, written: str) -> str:
    return written.strip() if name in AS_WRITTEN else unquoted(_REMARK.sub("", written))


def told(faults: Iterable[Fault], known: Callable[[str], bool], where: str) -> list[str]:
    """The faults of a file as sentences, the first ones each by itself.

    Only names of settings that are known are said: any other may be part of a secret.
    """
    said = [sentence for fault in faults if (sentence := _sentence(fault, known, where))]
    rest = len(said) - _MOST_TOLD
    if rest > 0:
        said[_MOST_TOLD:] = [
            tr_count(
                "{count:,} more line of {file} is not understood or stands twice.",
                "{count:,} more lines of {file} are not understood or stand twice.",
                rest,
                file=where,
            )
        ]
    return said


_MOST_TOLD = 5


def _sentence(fault: Fault, known: Callable[[str], bool], where: str) -> str:
    if not fault.setting:
        return tr("Line {line} of {file} is not understood and was left out.", line=fault.line, file=where)
    if not known(fault.setting):
        return ""
    return tr(
        "Line {line} of {file} sets {setting} a second time; it is the one that counts.",
        line=fault.line,
        file=where,
        setting=fault.setting,
    )
