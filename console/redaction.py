"""Which names are secret, and how secrets are kept out of logs, history, frames and exports.

The service model marks neither ParticipantToken nor ConnectionToken as sensitive, so the list is
ours. Two nets hang one behind the other: names and shapes that give a secret away, and the exact
values that this process has seen (`remember`).
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

MASK = "••••••••"
"""What stands in place of a secret. Its length tells nothing."""

CHATTY_LOGGERS = ("boto3", "botocore", "urllib3", "s3transfer", "websockets")
"""Loggers that print tokens and bodies at DEBUG."""

# Compared without case and punctuation: `X-Amz-Bearer`, `aws_session_token`, `clientSecret`.
_SECRET_NAMES = frozenset(
    {
        # Amazon Connect's participant service
        "participanttoken", "connectiontoken", "xamzbearer", "bearer", "authenticationurl",
        # AWS keys, sessions, signatures
        "secretaccesskey", "awssecretaccesskey", "secretkey", "awssecretkey", "sessiontoken",
        "awssessiontoken", "securitytoken", "xamzsecuritytoken", "xamzssobearertoken",
        "authorization", "proxyauthorization", "xamzsignature",
        # signing in
        "accesstoken", "refreshtoken", "idtoken", "clientsecret", "devicecode", "tokencode",
        "mfacode", "mfatoken", "password", "proxypassword", "passphrase", "cookie", "setcookie", "apikey",
    }
)  # fmt: skip

_HEADER = r"(?:proxy-)?authorization|x-amz-bearer|x-amz-security-token|x-amz-sso_bearer_token"
_NAME = (
    rf"{_HEADER}|participant[_-]?token|connection[_-]?token|secret[_-]?(?:access[_-]?)?key|session[_-]?token"
    r"|security[_-]?token|access[_-]?token|refresh[_-]?token|id[_-]?token|client[_-]?secret|device[_-]?code"
    r"|token[_-]?code|mfa[_-]?(?:code|token)|password|passphrase|api[_-]?key|authentication[_-]?url"
)
_IN_ADDRESS = r"(?:[^\s\"'<>\\]|\\u[0-9a-f]{4}|\\/)"
_SIGNED = r"(?:x-amz-)?(?:signature|security-token|credential)|sig|(?:access_)?token"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), shown)
    for pattern, shown in (
        # "name": "value" and 'name': b'value', also where JSON stands escaped within JSON
        (
            rf"({_NAME})(\\*[\"']?\s*[:=,]\s*b?)(\\*[\"'])(?:(?!(?<!\\)\3)[^\r\n])*\3(?!\\*\s*:)",
            rf"\1\2\3{MASK}\3",
        ),
        # Header: value to the end of the line; name=value to the next delimiter
        (rf"({_HEADER})(\s*[:=]\s*)[^\"'\s\\][^\"'\r\n\\]*", rf"\1\2{MASK}"),
        (rf"({_NAME})(\\*[\"']?\s*[:=]\s*b?\\*[\"']?)[^\"'<>&\s,;}}\\]+", rf"\1\2{MASK}"),
        (r"<(SecretAccessKey|SessionToken|AccessToken)>[^<]*</", rf"<\1>{MASK}</"),
        (r"\b(Bearer) +[a-z0-9+/=._~-]{20,}", rf"\1 {MASK}"),
        # a signature anywhere, and what else of a presigned address is a credential
        (r"(Signature(?:=|%3D|:\s*))[0-9a-f]{64}", rf"\1{MASK}"),
        (rf"([?&](?:{_SIGNED})=)(?:(?!&){_IN_ADDRESS})+", rf"\1{MASK}"),
        # the address of a websocket is the credential: only its host is kept
        (rf"(wss?:(?:\\?/){{2}}[^\s\"'<>/?\\]+)\\?[/?]{_IN_ADDRESS}+", rf"\1/{MASK}"),
        # the user and password of a proxy
        (r"\b([a-z][a-z0-9+.-]{1,15}://)[^\s/@?#\"'<>]*@", rf"\1{MASK}@"),
        (r"\b((?-i:A[KS]IA))(?-i:[A-Z0-9]{8,}([A-Z0-9]{4}))\b", r"\1…\2"),
    )
)
_HINTS = (
    "token", "secret", "authori", "bearer", "signature", "credential", "sig=", "pass", "authentication",
    "device", "mfa", "api", "cookie", "ws:", "wss:", "akia", "asia",
)  # fmt: skip
"""In lower case: where none of these stands, and no user before a host, no name and no pattern fits."""
_FOLDING = re.compile("[\u0130\u0131]")
"""Letters that fit an i where case is ignored, and have no i in lower case."""
_SIGNED_ADDRESS = re.compile(r"wss?://[^\s?]+\?\S|[?&]X-Amz-(?:Signature|Security-Token)=", re.IGNORECASE)
_SHORTEST = 8
_MOST_REMEMBERED = 2000

_lock = threading.Lock()
_remembered: dict[str, None] = {}
_longest_first: tuple[str, ...] = ()
_GRAM, _STRIDE = 5, 4
"""A secret has eight letters or more, so one of its last four grams begins where a stride does."""
_grams: frozenset[str] = frozenset()


def is_secret(name: str) -> bool:
    """Whether a field or header of this name holds a secret."""
    return re.sub(r"[^a-z0-9]", "", name.lower()) in _SECRET_NAMES


def is_signed_address(value: object) -> bool:
    """Whether a value holds an address that lets in whoever has it: of a websocket, or presigned."""
    return isinstance(value, str) and _SIGNED_ADDRESS.search(value) is not None


def mask(token: str) -> str:
    """What is shown of a token: that there is one, and nothing of it."""
    return MASK if token else ""


def short_key_id(access_key_id: str) -> str:
    """An access key id that can be told from others and not be used: `AKIA…MPLE`."""
    return f"{access_key_id[:4]}…{access_key_id[-4:]}" if len(access_key_id) > _SHORTEST else MASK


def remember(*secrets: str | None) -> None:
    """Keep these exact values out of every text cleaned from now on, in whatever place they stand.

    The newest values are kept, some thousand of them; short ones are left to the patterns.
    """
    global _longest_first, _grams
    with _lock:
        for secret in secrets:
            if secret is None or len(secret) < _SHORTEST:
                continue
            # Half a surrogate pair, which a damaged paste may hold, has no bytes of its own.
            addresses = [quote(secret, safe=safe, errors="replace") for safe in ("", "/")]
            written = (secret, *addresses, json.dumps(secret)[1:-1])
            # As Python writes it in a text that holds quotes.
            escaped = secret.replace("\\", "\\\\")
            for form in (*written, secret.replace("/", "\\/"), escaped, escaped.replace("'", "\\'")):
                _remembered.pop(form, None)
                _remembered[form] = None
        while len(_remembered) > _MOST_REMEMBERED:
            del _remembered[next(iter(_remembered))]
        _longest_first = tuple(sorted(_remembered, key=len, reverse=True))
        # Of its end, since many begin alike: as an address does, or a token of one kind.
        ends = (form[-_SHORTEST:] for form in _remembered)
        _grams = frozenset(end[at : at + _GRAM] for end in ends for at in range(_STRIDE))


def clean(text: str) -> str:
    """The text with every secret masked that the names, the shapes or the remembered values betray."""
    text = without_known(text)
    if is_suspect(text):
        for pattern, shown in _PATTERNS:
            text = pattern.sub(shown, text)
    return text


def without_known(text: str) -> str:
    """The text with the remembered values masked, and nothing else."""
    # A look at every fourth place, since a look for every secret takes too long for each frame of a chat.
    if not _grams.isdisjoint([text[at : at + _GRAM] for at in range(0, len(text), _STRIDE)]):
        for secret in _longest_first:
            text = text.replace(secret, MASK)
    return text


def is_suspect(text: str) -> bool:
    """Whether a name or a shape in a text may betray a secret; the patterns, which are slow, then look."""
    lower = text.lower() if text.isascii() else text.casefold()
    # Without a generator, which would take longer than the looking.
    for hint in _HINTS:
        if hint in lower:
            return True
    return ("@" in text and "://" in text) or (not text.isascii() and _FOLDING.search(text) is not None)


def redact(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """A deep copy of a wire-shaped mapping in which secrets are masked.

    Values under a secret name are masked whole; every other text is cleaned, so that a token within
    an address or within JSON in a string is masked, too. Numbers, booleans and None stay.
    """
    return {key: _redacted(key, value) for key, value in mapping.items()}


def without_secrets(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """A deep copy of a wire-shaped mapping without what must not reach a file.

    For what is kept to be sent later: a mask would be sent in place of the secret. What goes are values
    under a secret name, texts that hold a secret of this process, and signed addresses; ordinary texts
    stay as they are.
    """
    kept = {key: _without_secrets(value) for key, value in mapping.items() if not _must_go(key, value)}
    return {key: value for key, value in kept.items() if value not in ({}, []) or mapping[key] in ({}, [])}


def _without_secrets(value: Any) -> Any:
    if isinstance(value, Mapping):
        return without_secrets(value)
    if isinstance(value, list | tuple):
        return [_without_secrets(item) for item in value if not _must_go(None, item)]
    return value


def _must_go(name: object, value: Any) -> bool:
    if isinstance(name, str) and is_secret(name) and isinstance(value, str) and value:
        return True
    is_known = isinstance(value, str) and any(secret in value for secret in _longest_first)
    return is_known or is_signed_address(value)


def _redacted(name: object, value: Any) -> Any:
    if isinstance(name, str) and is_secret(name) and value not in (None, "", b"", False, True):
        return MASK
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bytes | bytearray):
        return clean(bytes(value).decode(errors="replace")).encode()
    if isinstance(value, Mapping):
        return redact(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_redacted(None, item) for item in value]
    return value


class Redaction(logging.Filter):
    """Cleans every record that a handler is about to write: message, traceback and stack.

    It belongs on handlers: a filter on a logger does not see the records of the loggers below it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record in place and let it pass."""
        try:
            message = record.getMessage()
        except Exception as error:
            # A log call with the wrong arguments must neither leak them nor break its caller.
            message = f"a record of {record.name} that can't be formatted: {type(error).__name__}"
        record.msg, record.args = clean(message), None
        if record.exc_info:
            record.exc_text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            record.exc_info = None
        if record.exc_text:
            record.exc_text = clean(record.exc_text)
        if record.stack_info:
            record.stack_info = clean(record.stack_info)
        return True


def guard(handler: logging.Handler) -> None:
    """Put the filter on a handler, once."""
    if not any(isinstance(one, Redaction) for one in handler.filters):
        handler.addFilter(Redaction())


def install(*handlers: logging.Handler) -> None:
    """Guard these handlers, the root logger's and the last resort, and hold chatty loggers at INFO."""
    last_resort = [logging.lastResort] if logging.lastResort else []
    for handler in (*handlers, *logging.getLogger().handlers, *last_resort):
        guard(handler)
    for name in CHATTY_LOGGERS:
        logging.getLogger(name).setLevel(logging.INFO)
