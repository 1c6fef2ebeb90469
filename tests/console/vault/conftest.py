"""What the tests of the vault share."""

from __future__ import annotations

from tests.secret_service import (
    own_secret_service,
    own_session,
    secret_service,
    shared_session,
    silent_prompter,
)

__all__ = ["own_secret_service", "own_session", "secret_service", "shared_session", "silent_prompter"]
