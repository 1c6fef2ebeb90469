"""The request as a command of the AWS CLI for a POSIX shell.

Each field is an option of its own, which is easy to read and to change. An option is exact only for
values that nothing on the way takes for something else; the rest travels in --cli-input-json, whose
fields the CLI adds to those of the options. What was measured, with aws-cli 1.46.3 and 2.9.19:

- a value that begins with a dash is taken for an option, and a value of two dashes vanishes;
- file:// and fileb:// make the CLI load a file, and version 1 fetches http:// and https:// addresses,
  but only where they begin the whole argument, so never inside JSON;
- a structure, map or list is taken as JSON where it begins with a brace or bracket; the CLI's own
  shorthand syntax has no exact form for every text and is never written;
- no argument can hold a NUL; a line break or tab survives, but not every terminal it is pasted into.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.contact import Request, fields, in_model_order
from console.export.document import json_text
from console.export.target import Target
from console.language import tr, tr_list, tr_text
from console.shape import Field


@dataclass(frozen=True)
class MeasuredCli:
    """What one version of the AWS CLI knows of StartChatContact."""

    version: str
    measured_on: str
    knows: tuple[str, ...]
    """The top-level fields of its own --generate-cli-skeleton."""


# Version 1 of the CLI is what the Python registry has. It brings a botocore of its own (1.43.62 here),
# older than the boto3 of the same day. A test measures this again with every new pin.
NEWEST_CLI = MeasuredCli(
    version="1.46.3",
    measured_on="2026-11-22",
    knows=(
        "InstanceId", "ContactFlowId", "Attributes", "ParticipantDetails", "ParticipantConfiguration",
        "InitialMessage", "ClientToken", "ChatDurationInMinutes", "SupportedMessagingContentTypes",
        "PersistentChat", "RelatedContactId", "SegmentAttributes", "CustomerId", "DisconnectOnCustomerExit",
    ),
)  # fmt: skip

ARGUMENT_BYTES = 131_071
"""What Linux passes to a program as one argument (MAX_ARG_STRLEN, less its closing NUL)."""

_LOADED = ("file://", "fileb://", "http://", "https://")
_INNER_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def option_name(field_name: str) -> str:
    """The option that the AWS CLI makes of a field: `--chat-duration-in-minutes`."""
    return "--" + _INNER_CAPITAL.sub("-", field_name).lower()


def fields_missing_from_cli(request: Request) -> tuple[str, ...]:
    """The fields of a request that the newest AWS CLI on its registry does not know yet.

    They are AWS's (the installed botocore has them), so the API takes them; the command is refused by
    the CLI until it catches up. In the order of the model.
    """
    return tuple(
        field.name for field in fields() if field.name in request and field.name not in NEWEST_CLI.knows
    )


def write(request: Request, target: Target) -> str:
    """The command, broken over lines, below a comment for each thing that its reader should know.

    Raises:
        ValueError: the request holds something that JSON has no word for.
    """
    options = [*_destination(target), *_arguments(request)]
    lines = [" ".join([name, *map(_quoted, values)]) for name, *values in options]
    comments = [f"# {_harmless(sentence)}" for sentence in _cautions(request)]
    return "\n".join([*comments, " \\\n  ".join(["aws connect start-chat-contact", *lines])])


def note(request: Request) -> str:
    """What to know of the command before running it; empty where there is nothing."""
    return tr_text(*_cautions(request))


def _cautions(request: Request) -> Iterator[str]:
    if missing := fields_missing_from_cli(request):
        yield tr(
            "aws-cli {version} does not know {options} yet and refuses the command. It was "
            "the newest version on {measured_on}.",
            version=NEWEST_CLI.version,
            options=tr_list([option_name(name) for name in missing]),
            measured_on=NEWEST_CLI.measured_on,
        )
    longest = max((len(value.encode()) for _, *values in _arguments(request) for value in values), default=0)
    if longest > ARGUMENT_BYTES:
        yield tr(
            "One argument takes {longest:,} bytes and Linux passes at most {most:,}. "
            "Save the request as JSON and give it with --cli-input-json and the name of the file.",
            longest=longest,
            most=ARGUMENT_BYTES,
        )


def _harmless(sentence: str) -> str:
    # Typed into zsh, a comment is run as a command: nothing in it may mean anything to a shell.
    return re.sub(r"[^\w .,。、-]", "", sentence)


def _destination(target: Target) -> Iterator[tuple[str, ...]]:
    if target.region:
        yield "--region", target.region
    if target.endpoint:
        yield "--endpoint-url", target.endpoint


def _arguments(request: Request) -> Iterator[tuple[str, ...]]:
    """Each option with its value, unquoted; last what no option can hold exactly."""
    known = {field.name: field for field in fields()}
    rest: dict[str, Any] = {}
    for name, value in in_model_order(request).items():
        option = _option(known[name], value) if name in known else None
        if option is None:
            rest[name] = value
        else:
            yield option
    if rest:
        yield "--cli-input-json", json_text(rest)


def _option(field: Field, value: Any) -> tuple[str, ...] | None:
    name = option_name(field.name)
    match field.kind:
        case "structure" | "map" if isinstance(value, Mapping):
            return name, json_text(value)
        case "list" if isinstance(value, Sequence) and not isinstance(value, str):
            return name, json_text(value)
        case "string" if isinstance(value, str) and _is_plain(value):
            return name, value
        case "integer" | "long" if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return name, str(value)
        case "boolean" if isinstance(value, bool):
            return (name,) if value else (f"--no-{name[2:]}",)
    return None


def _is_plain(value: str) -> bool:
    return value.isprintable() and not value.startswith("-") and not value.lower().startswith(_LOADED)


def _quoted(value: str) -> str:
    # zsh puts the path of a program in the place of a bare word that begins with an equals sign.
    return f"'{value}'" if value.startswith("=") and "'" not in value else shlex.quote(value)
