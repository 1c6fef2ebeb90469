"""Pages of other origins: answered only where the sandbox was started to answer theirs.

A browser asks first (a preflight) whether a page may send what it wants to send, and keeps the answer
from the page unless the answer names its origin: https://fetch.spec.whatwg.org/#http-cors-protocol.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANY = "*"
METHODS = "GET, HEAD, POST, PUT, DELETE"
# Those of SigV4, of the browser's SDK in chatjs, and of the PUT of an attachment.
HEADERS = (
    "amz-sdk-invocation-id, amz-sdk-request, authorization, content-disposition, content-type, x-amz-bearer, "
    "x-amz-content-sha256, x-amz-date, x-amz-meta-contact_id, x-amz-security-token, x-amz-user-agent"
)
EXPOSED = "x-amzn-requestid, x-amzn-errortype"
REMEMBERED_S = 600
"""Seconds that a browser may remember the answer to a preflight."""

_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/?#@*]+")
_OWN_PORTS = {"http": ":80", "https": ":443"}

Headers = list[tuple[bytes, bytes]]


def read_origins(texts: Iterable[str]) -> frozenset[str]:
    """Origins such as `http://localhost:3000`, as browsers write them; `*` stands for every one.

    Raises:
        ValueError: a text is no origin; the message says what one looks like.
    """
    return frozenset(_read(text) for text in texts)


def _read(text: str) -> str:
    origin = text.strip().lower().removesuffix("/")
    if origin != ANY and not _ORIGIN.fullmatch(origin):
        raise ValueError(
            f"“{text}” is no origin. One reads http://localhost:3000: scheme, name and port of the page, "
            "and nothing after them. * stands for every page."
        )
    scheme = origin.partition("://")[0]
    return origin.removesuffix(_OWN_PORTS.get(scheme, "\0"))


class Origins:
    """Whose pages are answered: those of the sandbox itself, and those that it was started with."""

    def __init__(self, allowed: Collection[str], own: Collection[str]) -> None:
        self._allowed = frozenset(allowed)
        self._own = frozenset(own)

    def is_elsewhere(self, origin: str) -> bool:
        """Whether an origin is not the sandbox's own."""
        return origin not in self._own

    def named(self, origin: str) -> str | None:
        """How an answer names an origin that may read it; None for one that may not."""
        if ANY in self._allowed:
            return ANY
        return origin if origin in self._allowed else None


class CrossOrigin:
    """Answers preflights, and adds to each answer who may read it.

    Paths that `is_closed` names are left alone: they answer nobody from elsewhere.
    """

    def __init__(self, app: ASGIApp, origins: Origins, is_closed: Callable[[str], bool]) -> None:
        self._app = app
        self._origins = origins
        self._is_closed = is_closed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        origin = _header(scope, b"origin")
        if origin is None or not self._origins.is_elsewhere(origin):
            await self._app(scope, receive, send)
            return
        named = self._origins.named(origin)
        if scope["type"] == "websocket":
            # ours: websocket-origin
            await (_refuse if named is None else self._app)(scope, receive, send)
        elif self._is_closed(scope["path"]):
            await self._app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            answer = _refusal() if named is None else _permission(named, scope)
            await answer(scope, receive, send)
        elif named is None:
            await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, _adding(send, named))


def _header(scope: Scope, name: bytes) -> str | None:
    found = next((value for one, value in scope["headers"] if one.lower() == name), None)
    return None if found is None else found.decode("latin-1").lower()


async def _refuse(_scope: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.close", "code": 1008, "reason": ""})


def _refusal() -> Response:
    told = "Pages of this origin are not answered. Start the sandbox with --cors and the page's origin."
    return JSONResponse({"Message": told}, status_code=403)


def _permission(named: str, scope: Scope) -> Response:
    headers = {
        "access-control-allow-origin": named,
        "access-control-allow-methods": METHODS,
        "access-control-allow-headers": HEADERS,
        "access-control-max-age": str(REMEMBERED_S),
        "vary": "Origin",
    }
    # What a browser asks in addition before a page of the internet reaches this machine.
    if _header(scope, b"access-control-request-private-network") == "true":
        headers["access-control-allow-private-network"] = "true"
    return Response(status_code=204, headers=headers)


def _adding(send: Send, named: str) -> Send:
    added: Headers = [
        (b"access-control-allow-origin", named.encode("latin-1")),
        (b"access-control-expose-headers", EXPOSED.encode()),
        (b"vary", b"Origin"),
    ]

    async def send_on(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return send_on
