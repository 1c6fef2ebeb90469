"""The request as a Python script that starts the chat with boto3."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from console.contact import Request, in_model_order
from console.export.document import json_text
from console.export.target import Target
from console.language import tr

_INDENT = "    "


def write(request: Request, target: Target) -> str:
    """A whole script. It prints the contact's id, and never the participant token.

    Every value stands as Python writes it (repr), so it is the same value again when the script runs.

    Raises:
        ValueError: the request holds something that JSON has no word for.
    """
    json_text(request)
    lines = ["import boto3", "", f"client = boto3.client({', '.join(_client(target))})", ""]
    lines += _call(in_model_order(request))
    caution = tr("The response also holds the participant token, a secret: print it only if you need it.")
    lines += [f"# {caution}"]
    lines += ['print(response["ContactId"])', ""]
    return "\n".join(lines)


def _client(target: Target) -> Iterator[str]:
    yield '"connect"'
    if target.region:
        yield f"region_name={_literal(target.region)}"
    if target.endpoint:
        yield f"endpoint_url={_literal(target.endpoint)}"


def _call(request: Request) -> list[str]:
    if not request:
        return ["response = client.start_chat_contact()"]
    named = {name: value for name, value in request.items() if _is_keyword_argument(name)}
    others = {name: value for name, value in request.items() if name not in named}
    arguments = [f"{_INDENT}{name}={_literal(value, 1)}," for name, value in named.items()]
    if others:
        arguments.append(f"{_INDENT}**{_literal(others, 1)},")
    return ["response = client.start_chat_contact(", *arguments, ")"]


def _is_keyword_argument(name: str) -> bool:
    # Python reads other scripts' letters in a normal form, so such a name could come out as another.
    return name.isascii() and name.isidentifier() and not keyword.iskeyword(name)


def _literal(value: Any, depth: int = 0) -> str:
    if isinstance(value, Mapping) and value:
        items = [f"{_literal(key)}: {_literal(item, depth + 1)}," for key, item in value.items()]
        return _block("{", items, "}", depth)
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        return _block("[", [f"{_literal(item, depth + 1)}," for item in value], "]", depth)
    return _text(value) if isinstance(value, str) else repr(value)


def _text(value: str) -> str:
    """The text in double quotes, as Python's formatters prefer, where that takes no other escapes."""
    written = repr(value)
    is_simple = written.startswith("'") and '"' not in written and "\\'" not in written
    return f'"{written[1:-1]}"' if is_simple else written


def _block(opening: str, items: list[str], closing: str, depth: int) -> str:
    inner, outer = _INDENT * (depth + 1), _INDENT * depth
    return "\n".join([opening, *(f"{inner}{item}" for item in items), f"{outer}{closing}"])
