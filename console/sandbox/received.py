"""A request as it came over the wire, before anything in it is believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Received:
    """One HTTP request: path and query raw as sent, header names in lower case, the body whole."""

    method: str
    path: str
    query: str
    headers: Sequence[tuple[str, str]]
    body: bytes

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The query as raw, still encoded pairs, in the order sent; a name alone has the value ``."""
        if not self.query:
            return ()
        split = (pair.partition("=") for pair in self.query.split("&"))
        return tuple((name, value) for name, _, value in split)

    def header(self, name: str) -> str | None:
        """The value of a header by its lower-case name; of several, joined as RFC 9110 joins them."""
        values = [value for one, value in self.headers if one == name]
        return ",".join(values) if values else None
