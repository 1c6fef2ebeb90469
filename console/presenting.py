"""Presenting: what a class must not see is masked, and it is known how a lesson began.

A projector shows more than a person at a desk looks at. So while somebody presents, not only secrets are
taken out of what is shown, but also what leads to an account: ids, and the account's number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from console.redaction import MASK, clean

_HEX = "[0-9a-f]"
_BORDER, _END = "(?<![0-9a-z])", "(?![0-9a-z])"
_IDS = (
    # Of instances, flows, contacts, participants, messages, requests: an UUID
    rf"{_HEX}{{8}}-(?:{_HEX}{{4}}-){{3}}{_HEX}{{12}}",
    # the same without its hyphens, digests, and what traces a request
    rf"{_BORDER}{_HEX}{{32,}}{_END}",
    rf"{_BORDER}1-{_HEX}{{8}}-{_HEX}{{24}}{_END}",
    # an account, as one writes it and as its sign-in page does; times in milliseconds have 13 digits
    r"(?<![0-9.])[0-9]{12}(?![0-9])",
    r"(?<![0-9-])[0-9]{4}-[0-9]{4}-[0-9]{4}(?![0-9-])",
    # an id that was shortened to be recognised, which also leads to what it is
    rf"{_BORDER}[0-9a-z_-]{{4}}…[0-9a-z_-]{{4}}{_END}",
    # what is left of one that was cut where there was no room
    rf"{_HEX}{{8}}-[0-9a-f-]*…",
    rf"…[0-9a-f-]*-{_HEX}{{12}}{_END}",
    # of keys, users, roles; of an identity store, of its instance
    rf"{_BORDER}(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ABIA|ACCA)[0-9A-Z]{{8,}}{_END}",
    rf"{_BORDER}(?:d|ssoins|store)-{_HEX}{{10,}}{_END}",
    # of a request, as the gateway in front of it has them
    r"(?<![\w+/=-])(?=[\w+/-]*[0-9])(?=[\w+/-]*[A-Za-z])[\w+/-]{14,}={1,2}(?![\w=])",
)
_TOKEN = re.compile(r"(?<![\w+=-])(?=[\w+=-]*[0-9])(?=[\w+=-]*[a-z])(?=[\w+=-]*[A-Z])[\w+=-]{40,}")
"""What is so long and so mixed is a token of something."""
_BREAK = "\u200b"
"""Where a long word may go on in the next line; it must not keep an id from being known."""


@dataclass(frozen=True)
class Beginning:
    """What a lesson began with: a request, and the name under which it is saved, if it is."""

    request: Mapping[str, Any]
    name: str = ""


class Presenting:
    """Whether somebody presents, and how the lesson began. It is never kept: a console starts without."""

    def __init__(self) -> None:
        self.beginning: Beginning | None = None

    @property
    def is_on(self) -> bool:
        """Whether somebody presents."""
        return self.beginning is not None

    def begin(self, request: Mapping[str, Any], name: str = "") -> None:
        """A lesson begins with a request; called again, another one does."""
        self.beginning = Beginning(deepcopy(dict(request)), name)

    def end(self) -> None:
        """Nobody presents any more."""
        self.beginning = None

    def shown(self, text: str) -> str:
        """The text as it may be shown at this moment."""
        return masked(text) if self.is_on else text


def masked(text: str) -> str:
    """The text without tokens, ids and account numbers. Regions, names and prose stay."""
    plain = text.replace(_BREAK, "")
    hidden = _TOKEN.sub(MASK, _any_id().sub(MASK, clean(plain)))
    return text if hidden == plain else hidden


@cache
def _any_id() -> re.Pattern[str]:
    # Made when somebody presents: few starts have to wait for it.
    return re.compile("|".join(_IDS), re.IGNORECASE)
