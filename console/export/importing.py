"""Any pasted text as a request: JSON, a line of the AWS CLI, its skeleton, a widget, a network tab's copy.

Nothing in the text is run, no file or address that it names is opened, and what is secret in it is
left out. Reading takes time in proportion to the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from console.contact import fields
from console.export import command, network, widget, wire
from console.export.imported import Imported, ImportProblem, Kind
from console.export.script import Script, ScriptProblem
from console.export.skeleton import is_skeleton, without_placeholders
from console.language import tr

MOST_CHARACTERS = 1_000_000
"""Longer than the JSON of any request that AWS takes, however it is escaped."""

# How a text begins decides before what is found within it: anything may stand in a quoted value.
_KINDS: tuple[tuple[Callable[[str], bool], Callable[[str], Imported]], ...] = (
    (command.is_command, command.read),
    (network.is_fetch, network.read_fetch),
    (network.is_curl, network.read_curl),
    (widget.is_widget, widget.read),
    (lambda text: command.OPERATION in text, command.read),
)
_PROMPT = re.compile(r"(?:[$%>]\s+|PS(?: [^\n>]{1,260})?>\s*|[A-Za-z]:\\[^\n>]{0,260}>\s*)")
_FENCE = re.compile(r"\A```[^\n`]*\n(?P<inside>.*?)\n?```\s*\Z", re.DOTALL)


def read(text: str) -> Imported:
    """The request in a text, with notes on what was left out or changed.

    Raises:
        ImportProblem: nothing can be made of it; the sentence says what was not understood, and where.
    """
    if len(text) > MOST_CHARACTERS:
        raise ImportProblem(
            tr(
                "The text has more than {most:,} characters, too many for a request.",
                most=MOST_CHARACTERS,
            )
        )
    text = text.replace("\r\n", "\n").removeprefix("\ufeff").strip()
    if fence := _FENCE.match(text):
        text = fence["inside"].strip()
    if text.startswith(("{", "[")):
        return _read_json(text)
    if prompt := _PROMPT.match(text):
        text = text[prompt.end() :]
    for is_such, read_such in _KINDS:
        if is_such(text):
            return read_such(text)
    raise ImportProblem(_unknown(text))


def _unknown(text: str) -> str:
    if not text:
        return tr("There is no text to read.")
    if re.match(r"InstanceId\s*:", text):
        return tr("YAML is not understood here: use --generate-cli-skeleton without yaml-input.")
    return tr(
        "This is no request that is known here: paste its JSON, a line of “aws connect start-chat-contact”, "
        "the CLI's skeleton, the script of a communications widget, or a request copied from the browser's "
        "network tab as cURL or fetch."
    )


def _read_json(text: str) -> Imported:
    notes: list[str] = []
    value = _json_or_script(text, notes)
    if network.is_archive(value):
        return network.read_archive(value)
    if _is_saved(value):
        value = value["request"]
    request = wire.as_request(value, notes)
    kind: Kind = "network" if wire.is_of_a_page(value, request) else "json"
    if is_skeleton(request):
        request, kind = without_placeholders(request, notes), "skeleton"
    return Imported(request, kind, tuple(dict.fromkeys(notes)))


def _is_saved(value: object) -> bool:
    """Whether it is a saved request of ours, which stands below its name."""
    if not isinstance(value, dict) or not value.keys() <= {"name", "order", "request"}:
        return False
    return isinstance(value.get("request"), dict)


def _json_or_script(text: str, notes: list[str]) -> Any:
    try:
        return wire.parse(text, notes)
    except ImportProblem as problem:
        try:
            value = network.without_code(Script(text).whole_value(), notes)
        except ScriptProblem:
            raise problem from None
        if not isinstance(value, dict) or {field.name for field in fields()}.isdisjoint(value):
            raise problem from None
        notes.append(tr("This is not strict JSON; it was read as an object of a script."))
        return value
