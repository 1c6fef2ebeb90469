"""How long what the sandbox gives out from now on will last; short where a test wants to see the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

LONGEST_S = 10 * 365 * 86_400
"""Longer than anything here lasts, and short enough to be added to any date."""


@dataclass
class Lifetimes:
    """Seconds each. The defaults are AWS's own where it names them."""

    keys_s: float | None = None
    """Temporary keys of STS; None: as long as their request asked."""
    role_keys_s: float = 3_600
    """Keys of a role in Identity Center: the session duration of a permission set by default."""
    access_token_s: float = 3_600
    """Access tokens of Identity Center."""
    portal_session_s: float = 8 * 3_600
    """A session of the access portal, within which access tokens are refreshed: AWS's default."""
    device_s: float = 600
    """Time to answer at the verification page."""
    client_s: float = 90 * 86_400
    """The registration of a client of Identity Center."""
    interval_s: float = 1
    """Time between two polls of a client that waits for the answer; 0 lets it poll as it likes."""

    def change(self, wanted: Mapping[str, object]) -> None:
        """Set some of the lifetimes by name, all or none.

        Raises:
            ValueError: one is unknown, or no number of seconds; the text says which.
        """
        known = {field.name for field in fields(self)}
        for name, value in wanted.items():
            if name not in known:
                raise ValueError(f"“{name}” is no lifetime. Known: {', '.join(sorted(known))}.")
            if not (_is_seconds(value) or (value is None and name == "keys_s")):
                raise ValueError(f"{name} must be a number of seconds from 0 to {LONGEST_S:,}.")
        for name, value in wanted.items():
            setattr(self, name, value)

    def reset(self) -> None:
        """Back to the defaults."""
        self.change({field.name: field.default for field in fields(self)})


def _is_seconds(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= LONGEST_S
