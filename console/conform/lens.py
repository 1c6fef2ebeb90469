"""What may be shown of an answer: its form, and words that AWS has published. Never what somebody wrote.

A text is shown only where it is a value of the service model, a content type of chats, or a word of the
script's own; everything else is told by its class. So nothing has to be recognised as secret to be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

from console import shape
from console.conform.facts import Facts, Word
from console.redaction import is_secret

Seen = bool | int | str | None | list["Seen"] | dict[str, "Seen"]
"""What is seen of an answer, in JSON."""

SERVICES: Final = ("connect", "connectparticipant")
CONTENT_TYPES: Final = frozenset({"text/plain", "text/markdown", "application/json"})
FRAME_MEMBERS: Final = frozenset(
    {
        "topic", "topics", "content", "contentType", "status", "statusCode", "statusContent", "message",
        "connectionId", "requestId",
    }
)  # fmt: skip
FRAME_WORDS: Final = frozenset(
    {
        "aws/subscribe", "aws/chat", "aws/heartbeat", "aws/ping", "success", "failure", "OK",
        "SYSTEM_MESSAGE", "BOT", "MESSAGEMETADATA", "ATTACHMENT", "Forbidden",
    }
)  # fmt: skip
"""What frames say, which AWS documents nowhere; and what a flow's speaker is called by itself."""
DISCONNECT_REASONS: Final = frozenset(
    {
        "AGENT_DISCONNECT", "API", "AUTO_DISCONNECT", "CONTACT_FLOW_DISCONNECT", "CUSTOMER_DISCONNECT",
        "CUSTOMER_CONNECTION_NOT_ESTABLISHED", "DISCARDED", "EXPIRED", "IDLE_DISCONNECT", "OTHER", "OTHERS",
        "TELECOM_PROBLEM", "THIRD_PARTY_DISCONNECT",
    }
)  # fmt: skip
"""Reasons of contact records, which the model does not list (administrator guide)."""
LARGEST_NUMBER: Final = 99_999
TOKEN_CLASSES: Final = ((64, "a short token"), (1000, "a token"))
"""Up to so many characters, and what such a token is called; 1,000 is the limit of the model."""

_EVENT = re.compile(r"application/vnd\.amazonaws\.connect\.(event|message)\.[a-z]+(\.[a-z]+){0,2}")
_CLASSES: Final = (
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE), "an id"),
    (re.compile(r"arn:\S+"), "an ARN"),
    (re.compile(r"wss?://\S+"), "a websocket's address"),
    (re.compile(r"https?://\S+"), "an address"),
    (re.compile(r"\d{12}"), "an account"),
)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?")
_LONGEST_WORD = 80


class Lens:
    """Looks at what one place answered. It calls ids by the names that it was given."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def name(self, text: str, name: str) -> None:
        """Call an id, wherever it stands, by a name from now on."""
        self._known[text] = name

    def look(self, facts: Facts) -> dict[str, Seen]:
        """What may be shown of facts; ids without a name are counted within them."""
        numbers: dict[str, int] = {}
        return {name: self._seen(value, name, numbers) for name, value in facts.items()}

    def _seen(self, value: Any, member: str, numbers: dict[str, int]) -> Seen:
        if isinstance(value, str):
            return self._text(value, member, numbers)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            return value if abs(value) <= LARGEST_NUMBER else "a number"
        if isinstance(value, Facts):
            return {name: self._seen(one, name, numbers) for name, one in value.items()}
        if isinstance(value, Mapping):
            return self._members(value, numbers)
        if isinstance(value, list | tuple):
            return [self._seen(one, member, numbers) for one in value]
        return "a time" if isinstance(value, datetime) else "a value"

    def _members(self, value: Mapping[Any, Any], numbers: dict[str, int]) -> dict[str, Seen]:
        known = {name: one for name, one in value.items() if name in _members_of_models()}
        shown = {str(name): self._seen(one, name, numbers) for name, one in known.items()}
        others = len(value) - len(known)
        return shown | ({"other members": others} if others else {})

    def _text(self, text: str, member: str, numbers: dict[str, int]) -> str:
        if isinstance(text, Word):
            return str(text)
        if text in self._known:
            return self._known[text]
        if is_secret(member):
            return _token_class(text)
        if (
            text in _words()
            or (member == "DisconnectReason" and text in DISCONNECT_REASONS)
            or _EVENT.fullmatch(text)
        ):
            return text
        if _TIME.fullmatch(text):
            # Its form alone: how fine it is, and how its zone is written.
            return f"a time {re.sub('[0-9]', '0', text)}"
        kind = next((kind for form, kind in _CLASSES if form.fullmatch(text)), "")
        if kind == "an id":
            return f"id {numbers.setdefault(text, len(numbers) + 1)}"
        return kind or ("text" if text else "empty text")


def _token_class(token: str) -> str:
    return next((name for most, name in TOKEN_CLASSES if len(token) <= most), "a token beyond 1,000")


@cache
def _words() -> frozenset[str]:
    """Every value that a service model names, and what frames say."""
    values = {one for raw in _shapes() for one in raw.get("enum", ())}
    return frozenset(one for one in values if len(one) <= _LONGEST_WORD) | CONTENT_TYPES | FRAME_WORDS


@cache
def _members_of_models() -> frozenset[str]:
    return frozenset(name for raw in _shapes() for name in raw.get("members", ())) | FRAME_MEMBERS


def _shapes() -> Iterator[Mapping[str, Any]]:
    for service in SERVICES:
        yield from shape.model(service).raw["shapes"].values()
