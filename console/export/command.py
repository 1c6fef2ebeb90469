"""A line of the AWS CLI, `aws connect start-chat-contact …`, as a request."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from console.contact import fields, in_model_order
from console.export import shorthand, wire
from console.export.addresses import as_endpoint, as_region
from console.export.cli import option_name
from console.export.imported import Imported, ImportProblem
from console.export.shells import Statement, Word, splits_for
from console.export.shells.cmd import without_quote_escapes
from console.export.skeleton import is_skeleton, without_placeholders
from console.language import tr
from console.shape import Field

OPERATION = "start-chat-contact"
_PROGRAMS = {"aws", "aws2", "awslocal"}
_BEGINNING = re.compile(
    r"\s*+(?:#[^\n]*+\n\s*+)*+(?:[A-Za-z_]\w{0,99}=\S*+\s++)*+(?:\S{0,200}[/\\])?(?:aws2?|awslocal)(?:\.exe|\.cmd)?\s"
)
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w{0,99})=(.*)\Z", re.DOTALL)
_NAME = re.compile(r"--[a-z][a-z0-9-]{0,60}\Z")

# Options of the AWS CLI itself (both versions), with the number of words that follow each.
_GLOBAL_OPTIONS: Mapping[str, int] = {
    "--region": 1, "--endpoint-url": 1, "--cli-input-json": 1,
    "--profile": 1, "--output": 1, "--query": 1, "--color": 1, "--ca-bundle": 1, "--cli-read-timeout": 1,
    "--cli-connect-timeout": 1, "--cli-binary-format": 1, "--cli-input-yaml": 1,
    "--cli-error-format": 1, "--debug": 0, "--no-debug": 0, "--no-verify-ssl": 0, "--no-paginate": 0,
    "--no-sign-request": 0, "--v2-debug": 0, "--version": 0, "--no-cli-pager": 0, "--cli-auto-prompt": 0,
    "--no-cli-auto-prompt": 0,
}  # fmt: skip
_REGIONS_IN_ENVIRONMENT = ("AWS_REGION", "AWS_DEFAULT_REGION")
_ENDPOINTS_IN_ENVIRONMENT = ("AWS_ENDPOINT_URL_CONNECT", "AWS_ENDPOINT_URL")


@dataclass
class _Found:
    """What a command said so far."""

    request: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    """The object of --cli-input-json; options win over it."""
    region: str | None = None
    endpoint: str | None = None
    notes: list[str] = field(default_factory=list)
    strays: int = 0
    """Words that are no option that is known and belong to none."""


def is_command(text: str) -> bool:
    """Whether the text begins with the AWS CLI, after comments and variables."""
    return bool(_BEGINNING.match(text))


def read(text: str) -> Imported:
    """The request of a command, whatever shell it was written for.

    Raises:
        ImportProblem: the text is no such command, or a part of it can't be understood.
    """
    first: ImportProblem | None = None
    for split in splits_for(text):
        try:
            found = _read_statements(split(text))
            if first and found.strays:
                # Another shell's reading counts only where it makes sense of every word.
                continue
            return _finished(found)
        except ImportProblem as problem:
            first = first or problem
    raise first or ImportProblem(tr("This is no command."))


def names_program(word: str, programs: set[str]) -> bool:
    """Whether a word starts one of these programs: `aws`, `/usr/bin/aws`, `aws.exe`."""
    name = re.split(r"[/\\]", word)[-1].lower()
    return re.sub(r"\.(exe|cmd)\Z", "", name) in programs


def _read_statements(statements: Sequence[Statement]) -> _Found:
    for statement in statements:
        start = next((at for at, one in enumerate(statement) if names_program(one.text, _PROGRAMS)), None)
        if start is None or OPERATION not in [word.text for word in statement[start:]]:
            continue
        found = _Found()
        _read_environment(statement[:start], found)
        _read_options(_without_names(statement[start + 1 :]), found)
        if len(statements) > 1:
            found.notes.append(tr("Other commands in the text were left out."))
        return found
    raise ImportProblem(
        tr("There is no “aws connect start-chat-contact” at the beginning of a line or after its variables.")
    )


def _without_names(words: Statement) -> Statement:
    for name in ("connect", OPERATION):
        at = next((at for at, word in enumerate(words) if word.text == name), None)
        if at is None:
            raise ImportProblem(tr("The command is not one of “aws connect”."))
        words = words[:at] + words[at + 1 :]
    return words


def _read_environment(words: Statement, found: _Found) -> None:
    given = {match[1]: match[2] for word in words if (match := _ASSIGNMENT.match(word.text))}
    for name in _REGIONS_IN_ENVIRONMENT:
        region = as_region(given.pop(name, ""))
        found.region = found.region or region
    for name in _ENDPOINTS_IN_ENVIRONMENT:
        if value := given.pop(name, ""):
            found.endpoint = found.endpoint or as_endpoint(value, found.notes)
    if given:
        found.notes.append(
            tr("Variables in front of the command were left out: {names}.", names=", ".join(sorted(given)))
        )


def _read_options(words: Statement, found: _Found) -> None:
    options = _options()
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if not word.text.startswith("--"):
            found.strays += 1
            continue
        given, inline = _divided(word)
        name = _resolved(given, options)
        values = [inline] if inline else _following(words, at, options.get(name, -1))
        at += 0 if inline else len(values)
        _take(name, values, found)
    if found.strays:
        found.notes.append(tr("Words that belong to no option were left out."))


@cache
def _options() -> Mapping[str, int]:
    """Every option with the number of words that may follow; -1 is any number."""
    options = dict(_GLOBAL_OPTIONS)
    for one in fields():
        name = option_name(one.name)
        options[name] = {"list": -1, "boolean": 0}.get(one.kind, 1)
        if one.kind == "boolean":
            options[f"--no-{name[2:]}"] = 0
    return options


@cache
def _fields() -> Mapping[str, Field]:
    return {option_name(one.name): one for one in fields()}


def _divided(word: Word) -> tuple[str, Word | None]:
    name, equals, value = word.text.partition("=")
    return name, replace(word, text=value) if equals else None


def _resolved(given: str, options: Mapping[str, int]) -> str:
    """The option that is meant: the CLI takes the beginning of a name where it is of one only."""
    candidates = [name for name in options if name.startswith(given)]
    return candidates[0] if len(candidates) == 1 and given not in options else given


def _following(words: Statement, start: int, most: int) -> Statement:
    end = start
    while end < len(words) and not words[end].text.startswith("--") and (most < 0 or end < start + most):
        end += 1
    return words[start:end]


def _take(name: str, values: Statement, found: _Found) -> None:
    known = _fields()
    if name in known:
        _take_field(known[name], name, values, found)
    elif name.startswith("--no-") and (positive := known.get(f"--{name[5:]}")):
        found.request[positive.name] = False
    elif name == "--generate-cli-skeleton":
        found.notes.append(tr("The command only prints a skeleton; it would not start a chat."))
    elif name in _GLOBAL_OPTIONS:
        _take_global(name, values, found)
    else:
        found.notes.append(
            tr("{option} is not known here and was left out.", option=name)
            if _NAME.match(name)
            else tr("An option is not known here and was left out.")
        )
        found.strays += 1


def _take_global(name: str, values: Statement, found: _Found) -> None:
    value = values[0] if values else Word("")
    if name in ("--region", "--endpoint-url", "--cli-input-json") and not value.text:
        raise ImportProblem(tr("{option} has no value.", option=name))
    if value.unknown:
        found.notes.append(
            tr(
                "{option} comes from {unknown}, which is not known here.",
                option=name,
                unknown=value.unknown[0],
            )
        )
    elif name == "--region":
        found.region = as_region(value.text)
        if found.region is None:
            found.notes.append(tr("--region does not name a region and was left out."))
    elif name == "--endpoint-url":
        found.endpoint = as_endpoint(value.text, found.notes)
    elif name == "--cli-input-json":
        _take_document(value, found)
    elif name == "--cli-input-yaml":
        found.notes.append(tr("--cli-input-yaml was left out: YAML is not understood here."))
    else:
        found.notes.append(
            tr("{option} was left out: it says how the CLI works, not what is sent.", option=name)
        )


def _take_document(word: Word, found: _Found) -> None:
    if word.text.startswith(("file://", "fileb://")):
        found.notes.append(tr("--cli-input-json names a file, which is not opened: paste what it holds."))
        return
    value = _json(word.text, "--cli-input-json", found.notes)
    found.document = wire.as_request(value, found.notes, "--cli-input-json")
    if is_skeleton(found.document):
        found.document = without_placeholders(found.document, found.notes)


def _take_field(field: Field, name: str, values: Statement, found: _Found) -> None:
    if field.kind == "boolean":
        found.request[field.name] = True
        return
    if not values and field.kind != "list":
        raise ImportProblem(tr("{option} has no value.", option=name))
    unknown = [one for word in values for one in word.unknown]
    if unknown and field.kind not in ("structure", "map"):
        found.notes.append(
            tr(
                "{option} comes from {unknown}, which is not known here; it was left out.",
                option=name,
                unknown=unknown[0],
            )
        )
        return
    if unknown:
        found.notes.append(
            tr(
                "{option} holds {unknown}, which is not known here; it stands as it is written.",
                option=name,
                unknown=unknown[0],
            )
        )
    if values and values[0].text.startswith(("file://", "fileb://")):
        found.notes.append(tr("{option} names a file, which is not opened; it was left out.", option=name))
        return
    if values and values[0].text.startswith(("http://", "https://")):
        found.notes.append(
            tr("{option} holds an address. Version 1 of the CLI loads it, version 2 sends it.", option=name)
        )
    found.request[field.name] = _value(field, name, [word.text for word in values], found.notes)


def _value(field: Field, name: str, values: Sequence[str], notes: list[str]) -> Any:
    if field.kind == "list":
        if len(values) == 1 and values[0].lstrip().startswith("["):
            return _json(values[0], name, notes)
        return [_value(field.item, name, [value], notes) for value in values]
    if field.kind not in ("structure", "map"):
        return shorthand.scalar(values[0], field)
    if values[0].lstrip().startswith(("{", "[")):
        return _json(values[0], name, notes)
    return shorthand.as_modelled(_without_files(shorthand.parse(values[0], name), name, notes), field)


def _json(text: str, name: str, notes: list[str]) -> Any:
    try:
        return wire.parse(text, notes, name)
    except ImportProblem:
        plain = without_quote_escapes(text)
        if plain == text:
            raise
        return wire.parse(plain, notes, name)


def _without_files(value: Any, name: str, notes: list[str]) -> Any:
    if isinstance(value, list):
        return [_without_files(inner, name, notes) for inner in value]
    if not isinstance(value, dict):
        return value
    if shorthand.FROM_FILE in value.values():
        notes.append(
            tr("A part of {option} names a file, which is not opened; it was left out.", option=name)
        )
    return {
        key: _without_files(inner, name, notes)
        for key, inner in value.items()
        if inner is not shorthand.FROM_FILE
    }


def _finished(found: _Found) -> Imported:
    request = in_model_order({**found.document, **found.request})
    return Imported(request, "cli", tuple(dict.fromkeys(found.notes)), found.region, found.endpoint)
