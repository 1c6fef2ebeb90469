"""What was sent from a composer, to be fetched back with the arrow keys, and the text under way."""

from __future__ import annotations

MOST = 100


class SentBefore:
    """The texts that were sent, oldest first, and where one stands among them."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._at = 0
        self._under_way = ""

    def note(self, text: str) -> None:
        """A text was sent; the next step back leads to it."""
        if not self._texts or self._texts[-1] != text:
            self._texts.append(text)
            del self._texts[:-MOST]
        self._at = len(self._texts)
        self._under_way = ""

    def step(self, by: int, current: str) -> str | None:
        """The text a step away from the one that is written; None where there is none.

        A step back begins at an empty field, so that an arrow never takes away what was typed.
        """
        if self._at < len(self._texts) and current != self._texts[self._at]:
            self._at = len(self._texts)
        if self._at == len(self._texts):
            if by > 0 or current.strip():
                return None
            self._under_way = current
        target = self._at + by
        if not 0 <= target <= len(self._texts):
            return None
        self._at = target
        return self._texts[target] if target < len(self._texts) else self._under_way
