"""What an address in a pasted text says of the place where a request goes, and nothing else of it."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit, urlunsplit

from console.language import tr

_REGION = re.compile(r"[a-z]{2}(?:-[a-z]{2,20}){1,3}-\d{1,2}\Z")
# connect.us-east-1.amazonaws.com, its FIPS and dual-stack names, and an API Gateway in front of it.
_AWS_HOST = re.compile(
    r"(?:.*\.)?(connect|connect-fips|execute-api)\.(?P<region>[a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|api\.aws)\Z"
)
START_PATH = "/contact/chat"
"""The path of StartChatContact."""


def as_region(text: str) -> str | None:
    """The text if it is the name of a region."""
    return text if _REGION.match(text) else None


def region_of(address: str) -> str | None:
    """The region that an address of AWS names in its host."""
    parts = _split(address)
    host = _AWS_HOST.match(parts.hostname or "") if parts else None
    return as_region(host["region"]) if host else None


def endpoint_of(address: str) -> str | None:
    """Where a start request went, if not to AWS itself: what stands before the operation's own path."""
    parts = _split(address)
    if not parts or not parts.path.endswith(START_PATH) or _AWS_HOST.match(parts.hostname or ""):
        return None
    return as_endpoint(address.partition("?")[0].removesuffix(START_PATH), [])


def as_endpoint(text: str, notes: list[str]) -> str | None:
    """The address without what may be secret in it: a user, a password, a query. None if it is none."""
    parts = _split(text)
    if not parts:
        notes.append(tr("The endpoint is not an address and was left out."))
        return None
    place = parts.netloc.rpartition("@")[2]
    if place != parts.netloc or parts.query or parts.fragment:
        notes.append(tr("The endpoint's address was shortened: it held more than a place."))
    return urlunsplit((parts.scheme, place, parts.path.rstrip("/"), "", ""))


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        return parts if parts.hostname and parts.scheme in ("http", "https") else None
    except ValueError:
        return None
