"""The client of the sandbox's control route: what a trainer may ask of the sandbox, and nobody of AWS."""

from __future__ import annotations

import json
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from console.errors import ConsoleError
from console.language import tr, tr_heard
from console.workers import Workers

if TYPE_CHECKING:
    from urllib3 import HTTPConnectionPool

SECRET_HEADER = "x-sandbox-secret"  # the header's name, no secret
WITHIN_S = 5.0


class ControlRefused(ConsoleError):
    """The sandbox did not do what it was asked for, or does not answer."""

    code = "control_refused"


class ControlRoute:
    """Asks a running sandbox, over the wire like every other client. Nothing here blocks its loop."""

    def __init__(self, endpoint: str, secret: str, workers: Workers) -> None:
        self._endpoint = endpoint
        self._secret = secret
        self._workers = workers

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        """What the sandbox answers, as JSON; `path` is what follows `/_sandbox`.

        Raises:
            ControlRefused: it refused, with its reason, or does not answer.
        """
        return await self._workers.call(partial(self._ask, method, path, body))

    @cached_property
    def _pool(self) -> HTTPConnectionPool:
        from urllib3 import connection_from_url

        return connection_from_url(
            self._endpoint, timeout=WITHIN_S, retries=False, maxsize=self._workers.count
        )

    def _ask(self, method: str, path: str, body: Any) -> Any:
        """On a worker."""
        from urllib3.exceptions import HTTPError

        sent = None if body is None else json.dumps(body)
        headers = {SECRET_HEADER: self._secret}
        try:
            answer = self._pool.request(method, f"/_sandbox{path}", body=sent, headers=headers)
            told = json.loads(answer.data)
        except (HTTPError, ValueError) as error:
            raise _refused(tr("The sandbox does not answer ({error})", error=type(error).__name__)) from error
        if answer.status >= 400:
            reason = tr_heard(str(told.get("Message", answer.status)))
            raise _refused(tr("The sandbox refused: {reason}", reason=reason), answer.status)
        return told


def _refused(sentence: str, status: int = 0) -> ControlRefused:
    advice = tr("Try again; if it stays so, start the console anew.")
    return ControlRefused(sentence, advice, {"status": status})
