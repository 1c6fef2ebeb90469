"""Secrets that are read are kept out of logs and texts from that moment."""

from __future__ import annotations

import re

from console.redaction import MASK, clean, remember

_LONGEST = 100
# The look of a secret key and of a token, where they stand in place of something else: forty signs, or
# more with / or + among them, and not a path.
_SECRET = re.compile(
    r"(?<![A-Za-z0-9/+])(?!/)(?=[A-Za-z/+]*[0-9])(?=[0-9A-Z/+]*[a-z])(?=[0-9a-z/+]*[A-Z])"
    r"(?:[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])|(?=[A-Za-z0-9]*[/+])[A-Za-z0-9/+]{40,})"
    r"|[A-Za-z0-9/+]{100,}"
)


def hold(*secrets: str | None) -> None:
    """Remember what may be a secret. Keys and tokens of AWS are ASCII; other text is none of them."""
    remember(*(secret for secret in secrets if secret and secret.isascii()))


def shown(text: str) -> str:
    """A text as it can be shown: of one line, without a secret that slipped into it."""
    return _SECRET.sub(MASK, clean("".join(filter(str.isprintable, text)).strip()))


def shown_name(name: str) -> str:
    """A name as it can be shown: as `shown` gives it, and not too long."""
    return shown(name)[:_LONGEST]
