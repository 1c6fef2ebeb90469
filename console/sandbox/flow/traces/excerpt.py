"""What is kept of a value that a flow carries: small, and without what may not be shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

LONGEST_TEXT = 1_000
LONGEST_IN_ALL = 20_000
"""Characters of one text, and of all texts that are kept together."""
MOST_MEMBERS = 100
DEEPEST = 8
HIDDEN = "•••"
SHORTEST_HIDDEN = 3
"""Characters of a hidden text that is masked within others, too; a shorter one would mask too much."""
MEMBER_BYTES = 64
"""About what a member of an object or a list takes beside its texts."""


class Excerpt:
    """Copies of JSON that are small together: long texts cut, large objects thinned out, secrets masked."""

    __slots__ = ("_hidden", "_left", "size")

    def __init__(self, hidden: Collection[str] = ()) -> None:
        """Begin; `hidden` are the texts that may not be shown."""
        self._hidden = hidden
        self._left = LONGEST_IN_ALL
        self.size = 0
        """About how many bytes the copies take."""

    def of(self, value: Any, depth: int = 0) -> Any:
        """A copy of any JSON."""
        # By their exact type first: this runs with every action, and an ABC takes its time.
        kind = type(value)
        if kind is str:
            return self.text(value)
        if kind is dict or (kind is not list and isinstance(value, Mapping)):
            return self._members(value, depth)
        return self._items(value, depth) if kind is list or isinstance(value, tuple | list) else value

    def text(self, text: str) -> str:
        """A text, as far as it is kept."""
        if self._hidden:
            text = self._masked(text)
        length = len(text)
        if length > LONGEST_TEXT or length > self._left:
            text = text[: min(LONGEST_TEXT, self._left)] + "…"
            length = len(text)
        self._left = self._left - length if length < self._left else 0
        self.size += length
        return text

    def _masked(self, text: str) -> str:
        for secret in self._hidden:
            if text == secret or len(secret) >= SHORTEST_HIDDEN:
                text = text.replace(secret, HIDDEN)
        return text

    def _members(self, members: Mapping[Any, Any], depth: int) -> Any:
        if not members:
            return {}
        if depth >= DEEPEST:
            return "…"
        self.size += MEMBER_BYTES * min(len(members), MOST_MEMBERS)
        told = members.items() if len(members) <= MOST_MEMBERS else list(members.items())[:MOST_MEMBERS]
        return {self.text(str(name)): self.of(member, depth + 1) for name, member in told}

    def _items(self, items: Collection[Any], depth: int) -> Any:
        if depth >= DEEPEST:
            return "…"
        kept: Iterable[Any] = list(items)[:MOST_MEMBERS]
        self.size += MEMBER_BYTES * min(len(items), MOST_MEMBERS)
        return [self.of(item, depth + 1) for item in kept]


def shortened(value: Any, hidden: Collection[str] = ()) -> Any:
    """A copy of any JSON, small enough to be kept and without what may not be shown."""
    return Excerpt(hidden).of(value)
