"""Who may reach the control route: programs of this machine that know the secret, and no web page."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SECRET_HEADER = "x-sandbox-secret"  # the header's name, no secret

Endpoint = Callable[[Request], Awaitable[JSONResponse]]
Row = tuple[str, str, Endpoint]
"""One route: method, path below `/_sandbox`, and what answers."""


class OwnHost:
    """Lets only requests through whose Host is the sandbox's own."""

    def __init__(self, app: ASGIApp, hosts: frozenset[bytes]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        if host.lower() in self._hosts:
            await self._app(scope, receive, send)
        else:
            refusal = refused("The Host of this request is not the sandbox's.", 403)
            await refusal(scope, receive, send)


def guarded(endpoint: Endpoint, secret: str) -> Endpoint:
    """An endpoint that answers only who knows the secret, and tells what was wrong with a request.

    A ValueError of the endpoint is answered with 400, a LookupError with 404, both with their text.
    """

    @wraps(endpoint)
    async def guard(request: Request) -> JSONResponse:
        if "origin" in request.headers:
            return refused("The control route does not answer web pages.", 403)
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return refused(f"The header {SECRET_HEADER} must hold the secret access key.", 403)
        try:
            return await endpoint(request)
        except ValueError as error:
            return refused(str(error), 400)
        except LookupError as error:
            return refused(str(error.args[0] if error.args else error), 404)

    return guard


async def body_of(request: Request) -> Any:
    """The body of a request as JSON; None where there is none.

    Raises:
        ValueError: it is not JSON.
    """
    body = await request.body()
    try:
        return json.loads(body) if body.strip() else None
    except RecursionError:
        raise ValueError("The body is nested too deeply.") from None


def refused(message: str, status: int) -> JSONResponse:
    """A refusal with its reason."""
    return JSONResponse({"Message": message}, status_code=status)
