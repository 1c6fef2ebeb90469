"""What the documentation of StartChatContact asks beyond its model, checked as the service would.

These rules are written a second time on purpose: the console has its own, for its form, and neither
knows the other, so that a mistake in one shows in the other. Every sentence stands in the field's
own documentation in the service model, or in the administrator guide where a comment says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from console.sandbox.refusal import RefusalError

Request = Mapping[str, Any]

_PREFIX = "application/vnd.amazonaws.connect.message."
INTERACTIVE = _PREFIX + "interactive"
INTERACTIVE_RESPONSE = _PREFIX + "interactive.response"
SUPPORTED_TYPES = ("text/plain", "text/markdown", "application/json", INTERACTIVE, INTERACTIVE_RESPONSE)
MESSAGE_TYPES = ("text/plain", "text/markdown", "application/json", INTERACTIVE_RESPONSE)
JSON_TYPES = ("application/json", INTERACTIVE_RESPONSE)
CONNECTION_TYPES = ("WEBSOCKET", "CONNECTION_CREDENTIALS")
MOST_ATTRIBUTE_BYTES = 32_768
MOST_MESSAGE_BYTES = 16_384

_KEY = re.compile(r"[A-Za-z0-9_-]+\Z")
_SEGMENT_KEY = re.compile(r"(connect:)?[A-Za-z0-9_-]+\Z")


def check(request: Request) -> None:
    """Check a request that fits the model against the documented rules.

    Raises:
        RefusalError: InvalidParameterException for a value, InvalidRequestException for fields that
            exclude or need each other.
    """
    for rule in RULES:
        for refusal in rule(request):
            raise refusal


def _attributes(request: Request) -> Iterator[RefusalError]:
    attributes = request.get("Attributes") or {}
    for key in attributes:
        if not _KEY.match(key):
            yield _parameter("Attributes", f"the key “{key[:64]}” may hold letters, digits, - and _ only.")
    size = sum(len(key.encode()) + len(value.encode()) for key, value in attributes.items())
    if size > MOST_ATTRIBUTE_BYTES:
        yield _parameter(
            "Attributes", f"keys and values take {size:,} bytes; {MOST_ATTRIBUTE_BYTES:,} are allowed."
        )


def _content_types(request: Request) -> Iterator[RefusalError]:
    types = request.get("SupportedMessagingContentTypes")
    if types is None:
        return
    for one in types:
        if one not in SUPPORTED_TYPES:
            yield _parameter("SupportedMessagingContentTypes", f"“{one}” is not supported.")
    if "text/plain" not in types:
        yield _parameter("SupportedMessagingContentTypes", "text/plain must be among them.")


def _initial_message(request: Request) -> Iterator[RefusalError]:
    message = request.get("InitialMessage")
    if message is None:
        return
    kind, content = message["ContentType"], message["Content"]
    if kind not in MESSAGE_TYPES:
        yield _parameter("InitialMessage.ContentType", f"“{kind}” is not supported.")
    size = len(content.encode())
    if size > MOST_MESSAGE_BYTES:
        yield _parameter(
            "InitialMessage.Content", f"takes {size:,} bytes; {MOST_MESSAGE_BYTES:,} are allowed."
        )
    if kind in JSON_TYPES and not _is_json(content):
        yield _parameter("InitialMessage.Content", f"is not the JSON that {kind} claims.")


def _is_json(text: str) -> bool:
    try:
        json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return False
    return True


def _no_constant(name: str) -> None:
    # Python reads NaN and Infinity, which RFC 8259 does not have.
    raise ValueError(name)


def _persistent_chat(request: Request) -> Iterator[RefusalError]:
    persistent = request.get("PersistentChat")
    if persistent is None:
        return
    if request.get("RelatedContactId") is not None:
        yield _request("RelatedContactId and PersistentChat cannot both be given.")
    # RehydrationType is documented as required; a chat cannot continue from no contact.
    for name in ("RehydrationType", "SourceContactId"):
        if persistent.get(name) is None:
            yield _request(f"PersistentChat.{name} is required for a persistent chat.")


def _segment_attributes(request: Request) -> Iterator[RefusalError]:
    attributes = request.get("SegmentAttributes") or {}
    for key in attributes:
        if not _SEGMENT_KEY.match(key):
            yield _parameter(
                "SegmentAttributes",
                f"the key “{key[:64]}” may hold letters, digits, - and _, after the prefix connect: if any.",
            )
    subtype = attributes.get("connect:Subtype") or {}
    if subtype.get("ValueString") != "connect:Guide":
        return
    types = request.get("SupportedMessagingContentTypes") or ()
    for needed in (INTERACTIVE, INTERACTIVE_RESPONSE):
        if needed not in types:
            yield _request(
                f"The subtype connect:Guide in SegmentAttributes needs {needed} among "
                "SupportedMessagingContentTypes."
            )


def _connection_types(request: Request) -> Iterator[RefusalError]:
    for one in request.get("ConnectionTypes") or ():
        if one not in CONNECTION_TYPES:
            yield _parameter("ConnectionTypes", f"StartChatContact does not act on {one}.")


RULES: tuple[Callable[[Request], Iterator[RefusalError]], ...] = (
    _attributes,
    _content_types,
    _initial_message,
    _persistent_chat,
    _segment_attributes,
    _connection_types,
)
"""The documented rules, in the order in which they are checked."""


def _parameter(field: str, message: str) -> RefusalError:
    return RefusalError("InvalidParameterException", f"{field}: {message}")


def _request(message: str) -> RefusalError:
    return RefusalError("InvalidRequestException", message)
