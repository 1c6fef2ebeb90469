"""What people paste beside a whole request: where a chat should go, and attributes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import unquote

from console.contact import UUID, json_fault
from console.language import tr


@dataclass(frozen=True)
class Destination:
    """Where a pasted text points: what it names of region, instance and flow."""

    region: str | None = None
    instance_id: str | None = None
    flow_id: str | None = None
    alias: str | None = None
    """The instance alias of an admin site's address; it stands for an id that only a list can tell."""


_ARN = re.compile(
    r"arn:aws[a-z-]*:connect:(?P<region>[a-z0-9-]+):\d{12}:instance/(?P<instance>[0-9a-fA-F-]{36})"
    r"(?:/contact-flow/(?P<flow>[0-9a-fA-F-]{36}))?"
)
_ALIAS = re.compile(r"https?://(?P<alias>[a-z0-9-]+)\.(?:my\.connect\.aws|awsapps\.com)(?=[/:?#]|\Z)", re.I)
_CONSOLE = re.compile(
    r"https?://(?:(?P<region>[a-z]{2}(?:-[a-z]+)+-\d)\.)?console\.aws\.amazon\.com/connect", re.I
)
_REGION_QUERY = re.compile(r"[?&]region=(?P<region>[a-z0-9-]+)")
_FLOW_PATH = re.compile(r"/(?:contact-)?flows?/(?:[a-z-]+/)?(?P<flow>[0-9a-fA-F-]{36})")
_INSTANCE_PATH = re.compile(r"/instances?/(?P<instance>[0-9a-fA-F-]{36})")


def read_destination(text: str) -> Destination | None:
    """Understands an instance ARN, a flow ARN, the address of a flow page, or an id that stands alone.

    A version or alias behind a flow's ARN is left out: whether StartChatContact takes one is not
    documented. A plain id could be an instance's or a flow's; it is given as the flow's.
    """
    text = unquote(unquote(text.strip()))
    if UUID.match(text):
        return Destination(flow_id=text.lower())
    if arn := _ARN.search(text):
        flow = arn["flow"]
        return Destination(
            arn["region"], arn["instance"].lower(), flow.lower() if flow else None, _alias(text)
        )
    if not text.lower().startswith(("http://", "https://")):
        return None
    return _read_address(text)


def _read_address(address: str) -> Destination | None:
    console, query = _CONSOLE.match(address), _REGION_QUERY.search(address)
    region = (console and console["region"]) or (query and query["region"]) or None
    flow, instance = _FLOW_PATH.search(address), _INSTANCE_PATH.search(address)
    found = Destination(
        region=region if console else None,
        instance_id=instance["instance"].lower() if instance else None,
        flow_id=flow["flow"].lower() if flow else None,
        alias=_alias(address),
    )
    return None if found == Destination() else found


def _alias(address: str) -> str | None:
    match = _ALIAS.search(address)
    return match["alias"].lower() if match else None


def read_attributes(text: str) -> dict[str, str]:
    """Attributes from pasted JSON (an object of texts) or from lines of key=value or key: value.

    Numbers and booleans become their JSON text, since attributes are texts.

    Raises:
        ValueError: says which line or key could not be understood.
    """
    text = text.strip()
    if text.startswith("{"):
        return _attributes_of_json(text)
    attributes = {}
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        pair = _PAIR.match(line)
        if pair is None:
            raise ValueError(tr("Line {line} is not key=value: “{text}”.", line=number, text=line[:60]))
        attributes[_unquoted(pair["key"])] = _unquoted(_without_comma(pair["value"], pair["separator"]))
    return attributes


# The separator that comes first: a value is often an address, with both of them in it.
_PAIR = re.compile(r"""(?P<key>"[^"]+"|'[^']+'|[^=:]+)\s*(?P<separator>[=:])(?P<value>.*)""")
_LITERAL = re.compile(r"-?\d[\d.eE+-]*|true|false|null")


def _without_comma(value: str, separator: str) -> str:
    """A value without the comma behind it, where it stands as in the source of a program."""
    bare = value.strip().removesuffix(",").rstrip()
    is_quoted = len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'"
    is_literal = separator == ":" and _LITERAL.fullmatch(bare) is not None
    return bare if is_quoted or is_literal else value


def _attributes_of_json(text: str) -> dict[str, str]:
    if fault := json_fault(text):
        raise ValueError(tr("This is not JSON: {fault}.", fault=fault))
    attributes = {}
    for key, value in json.loads(text).items():
        if isinstance(value, dict | list):
            raise ValueError(tr("The value of “{key}” is not a text.", key=key))
        attributes[key] = value if isinstance(value, str) else "" if value is None else json.dumps(value)
    return attributes


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
