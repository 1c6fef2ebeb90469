"""The forms in which an admin has a flow, and what each turns out to be.

Content as the API has it, what DescribeContactFlow and DescribeContactFlowModule answer, lists and
backups of those, CloudFormation and Terraform with the content as a text, exports of the old console.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from console.sandbox.flow.reading.check import problems
from console.sandbox.flow.reading.found import Found, flows_in
from console.sandbox.flow.reading.language import MODULE, TYPES, VERSION
from console.sandbox.flow.reading.legacy import converted, is_legacy
from console.sandbox.flow.reading.problem import Problem, problem
from console.sandbox.flow.reading.text import PLACEHOLDER, TooDeepError, decode, embedded, parse, repaired

__all__ = ["MODULE", "TYPES", "Kind", "Loaded", "Problem", "read_file", "read_text"]

Kind = Literal["flow", "module", "legacy", "not a flow"]

MOST_BYTES: Final = 32 << 20
"""Bytes of a file that is read; a flow has 256,000 characters at most, a template may hold many."""
_TOO_LARGE: Final = f"it is larger than {MOST_BYTES >> 20} MiB, and no flow is"
_NO_FILE: Final = "it is no plain file; what a command writes is read from standard input, as “-”"
MOST_NAMED: Final = 3
"""Examples that a message gives of what there are many of."""


@dataclass(frozen=True)
class Loaded:
    """What a file turned out to be."""

    kind: Kind
    name: str
    type: str
    """As the API names it, or MODULE."""
    document: Mapping[str, Any] | None
    """In the current language, a legacy export converted; None where the file holds none at all."""
    problems: tuple[Problem, ...] = ()
    description: str = ""
    origin: str = ""
    """The id that it had in the instance that it was exported from, where the file says so."""

    @property
    def loads(self) -> bool:
        """Whether the sandbox can run it: nothing that was found is an error."""
        return self.document is not None and not self.errors

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps it from being run."""
        return tuple(one for one in self.problems if one.severity == "error")


def read_file(path: Path) -> Loaded:
    """What a file holds; one that can't be read is no flow, and its problem says why. Never raises."""
    try:
        content = _content(path)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        return _nothing(stem_of(path), problem("unreadable", f"{path} can't be read: {why}."))
    return read_bytes(content, stem_of(path))


def read_bytes(content: bytes, name: str) -> Loaded:
    """What the bytes of a file hold; the name is for a flow that brings none. Never raises."""
    if len(content) > MOST_BYTES:
        return _nothing(name, problem("unreadable", f"The file can't be read: {_TOO_LARGE}."))
    text, is_text = decode(content)
    loaded = read_text(text, name)
    if is_text:
        return loaded
    return _noting(
        loaded,
        problem(
            "not_text", "The file is not UTF-8 throughout; odd bytes are read as “\ufffd”. Save it as UTF-8."
        ),
    )


def stem_of(path: Path) -> str:
    """The name of a file without its ending, as text: a system may allow names that are none."""
    return path.stem.encode("utf-8", "replace").decode()


def names_of(path: Path) -> tuple[str, str]:
    """The name and the origin of the flow in a file, as `read_file` has them, without checking the flow.

    Both are empty where the file holds none. Never raises.
    """
    try:
        value, *_ = _read(decode(_content(path))[0])
    except (OSError, ValueError):
        return "", ""
    found = next(flows_in(value), None)
    return ("", "") if found is None else (_name(found, stem_of(path)), _origin(found.about))


def _content(path: Path) -> bytes:
    """Of a file that is one: a pipe or a device may never end."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise ValueError("it is a folder" if stat.S_ISDIR(about.st_mode) else _NO_FILE)
    if about.st_size > MOST_BYTES:
        raise ValueError(_TOO_LARGE)
    return path.read_bytes()


def read_text(text: str, name: str) -> Loaded:
    """What a text holds; the name is for a flow that brings none. Never raises."""
    if not text.strip("\ufeff\0 \t\r\n"):
        return _nothing(name, problem("empty", "The file is empty. Export the flow again."))
    try:
        value, *noted = _read(text)
    except TooDeepError as error:
        return _nothing(name, problem("too_deep", f"The JSON is {error}, as no flow is."))
    except ValueError as error:
        return _nothing(name, problem("not_json", f"This is not JSON: {error}. {_advice(text)}"))
    found = list(flows_in(value))
    if not found:
        return _nothing(name, *noted, problem("not_a_flow", _missing(value)))
    if len(found) > 1:
        noted.append(problem("several_flows", _several(found)))
    return _noting(_loaded(found[0], name), *noted)


def _read(text: str) -> list[Any]:
    """The value of a text, and after it what had to be overlooked to get it."""
    try:
        return [parse(text.lstrip("\ufeff"))]
    except TooDeepError:
        raise
    except ValueError as error:
        why = error
    try:
        return [parse(repaired(text)), problem("repaired", f"{_REPAIRED} ({why}).")]
    except ValueError:
        inside = [one for one in (*embedded(text), *embedded(repaired(text))) if any(flows_in(one))]
    if not inside:
        raise why
    return [inside[0], problem("repaired", f"{_EMBEDDED} ({why}).")]


def _loaded(found: Found, name: str) -> Loaded:
    document = found.document
    noted: tuple[Problem, ...] = ()
    legacy = is_legacy(document)
    if legacy:
        document, noted = converted(document)
    elif str(document.get("Version")).startswith(VERSION):
        # YAML makes a moment of the date, and JSON a text of that.
        document = {**document, "Version": VERSION}
    metadata = _metadata(document)
    is_module = not legacy and (found.is_module or _is_module(document, metadata))
    return Loaded(
        "legacy" if legacy else "module" if is_module else "flow",
        _name(found, name),
        MODULE if is_module else _type(found.about, metadata),
        document,
        (*noted, *_placeholders(document), *problems(document)),
        _text(found.about.get("Description")) or _text(metadata.get("description")),
        _origin(found.about),
    )


def _name(found: Found, otherwise: str) -> str:
    told = (found.about.get("Name"), found.about.get("name"), _metadata(found.document).get("name"))
    return next(filter(None, map(_text, told)), otherwise)


def _metadata(document: Mapping[str, Any]) -> Mapping[str, Any]:
    # The old console wrote it in small letters.
    metadata = document.get("Metadata", document.get("metadata"))
    return metadata if isinstance(metadata, dict) else {}


def _origin(about: Mapping[str, Any]) -> str:
    told = _text(about.get("Id")) or _text(about.get("Arn")).rpartition("/")[2]
    return told.partition(":")[0]


def _is_module(document: Mapping[str, Any], metadata: Mapping[str, Any]) -> bool:
    settings = document.get("Settings")
    actions = document.get("Actions")
    return (
        (
            isinstance(settings, dict)
            and bool({"InputParameters", "OutputParameters", "Transitions"} & set(settings))
        )
        or TYPES.get(_text(metadata.get("type"))) == MODULE
        or (
            isinstance(actions, list)
            and any(isinstance(one, dict) and one.get("Type") == "EndFlowModuleExecution" for one in actions)
        )
    )


def _type(about: Mapping[str, Any], metadata: Mapping[str, Any]) -> str:
    for told in (about.get("Type"), about.get("type")):
        if told in TYPES.values():
            return str(told)
    return TYPES.get(_text(metadata.get("type")), "CONTACT_FLOW")


def _placeholders(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    names = list(dict.fromkeys(PLACEHOLDER.findall(json.dumps(document.get("Actions"), ensure_ascii=False))))
    if not names:
        return ()
    told = ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
    return (
        problem(
            "placeholder",
            f"A template's placeholders are not filled in and stand as written: {told}. What they name is "
            "unknown here, so stubs must match the placeholder, or the flow must be exported filled in.",
        ),
    )


def _several(found: list[Found]) -> str:
    names = [_text(one.about.get("Name")) or one.where for one in found[: MOST_NAMED + 1]]
    rest = f", “{names[1]}”" if len(names) == 2 else f" and {len(found) - 1} others"
    return (
        f"The file holds {len(found)} flows; the first, “{names[0]}”, is taken{rest} left. Give each a file."
    )


def _missing(value: Any) -> str:
    if isinstance(value, dict) and any("SummaryList" in key for key in value):
        return "This is a list of flows without their content. Get one with describe-contact-flow."
    named = ", ".join(f"“{key[:40]}”" for key in list(value)[:5]) if isinstance(value, dict) else ""
    has = f"; it has {named}" if named else ""
    return (
        f"The JSON holds no flow{has}. A flow has Version, StartAction and Actions; describe-contact-flow "
        "gives one as ContactFlow.Content."
    )


def _advice(text: str) -> str:
    start = text[:4000]
    if re.search(r"^\s*(resource|module|variable|locals|data)\b[^\n:]*\{", start, re.MULTILINE):
        return (
            "It looks like Terraform: give the JSON of its content, or the output of describe-contact-flow."
        )
    if re.search(r"^[\w\"'-]+[ \t]*:(\s|$)", start, re.MULTILINE) and text.lstrip()[:1] not in "{[":
        return "It looks like YAML: give the JSON of its Content, or the output of describe-contact-flow."
    return "Export the flow again, or save what describe-contact-flow answers."


def _nothing(name: str, *noted: Problem) -> Loaded:
    return Loaded("not a flow", name, "", None, noted)


def _noting(loaded: Loaded, *noted: Problem) -> Loaded:
    return replace(loaded, problems=(*noted, *loaded.problems))


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


_REPAIRED: Final = (
    "This is not quite JSON; it was read with its placeholders, comments and last commas set right"
)
_EMBEDDED: Final = "This is not JSON; the first flow that is written in it as JSON was taken"
