"""How a local function can fail, and what bounds its answer."""

from __future__ import annotations

MOST_BYTES = 32 * 1024
"""Bytes of a response, which must be fewer (administrator guide)."""


class FunctionError(Exception):
    """The function failed; the text says how."""

    def __init__(self, why: str, log: str = "", *, is_late: bool = False, is_final: bool = False) -> None:
        super().__init__(why)
        self.log = log
        self.is_late = is_late
        """Whether its time was up."""
        self.is_final = is_final
        """Whether another attempt would fail in the same way."""
