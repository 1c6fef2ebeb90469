"""What becomes of a start that nobody waits for any more."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future

from console.aws.answers import Late, Started
from console.errors import ConsoleError

_log = logging.getLogger(__name__)

OnLate = Callable[[Late], None]


class Lateness:
    """Tells what became of a start that was cancelled, on the loop that asked for it."""

    def __init__(self, client_token: str, on_late: OnLate | None) -> None:
        self._client_token = client_token
        self._on_late = on_late
        self._is_in_doubt = False

    def tell_doubt(self, error: ConsoleError) -> None:
        """An answer was lost before the start was cancelled."""
        self._is_in_doubt = True
        self._tell(Late(self._client_token, error=error))

    def tell_outcome(self, outcome: Future[Started]) -> None:
        """The attempt that was under way has ended."""
        error = outcome.exception()
        if error is None:
            self._tell(Late(self._client_token, contact_id=outcome.result().contact_id))
        elif isinstance(error, ConsoleError):
            error.may_have_happened = error.may_have_happened or self._is_in_doubt
            self._tell(Late(self._client_token, error=error))
        else:
            _log.error("a cancelled start failed", exc_info=error)
            self._tell(Late(self._client_token))

    def _tell(self, late: Late) -> None:
        _log.info("a cancelled start: %s", late)
        if self._on_late is not None:
            self._on_late(late)
