"""A URL in the place of a Lambda function, such as AWS SAM's local one: the event is posted to it.

Proxies are not used and redirects not followed: the event goes where the stub file says, or nowhere.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from console.language import tr_wire
from console.sandbox.flow.stubs.failure import MOST_BYTES, FunctionError

FAILED = "X-Amz-Function-Error"
"""The header with which Lambda says that the function raised an error (Invoke)."""
_PIECE = 4_096


def post(url: str, event: bytes, until: float) -> tuple[bytes, str]:
    """Post an event, until a moment of `time.monotonic`: what was answered, and an empty log.

    Raises:
        FunctionError: nobody answered, or with an error, or with too much, or too late.
    """
    try:
        with closing(_connection(url, until)) as connection:
            parts = urlsplit(url)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, event, {"Content-Type": "application/json"})
            opened = connection.sock  # the connection forgets it with the answer's head
            with closing(connection.getresponse()) as answer:
                body = b"".join(_pieces(opened, answer, until))
    except TimeoutError:
        raise FunctionError(tr_wire("It did not answer within its time limit."), is_late=True) from None
    except (OSError, HTTPException, ValueError) as error:
        raise FunctionError(tr_wire("It can't be reached: {reason}", reason=error)) from None
    _check(answer, body)
    return body, ""


def _connection(url: str, until: float) -> HTTPConnection:
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return kind(parts.hostname or "", parts.port, timeout=_left(until))


def _pieces(opened: socket.socket, answer: HTTPResponse, until: float) -> Iterator[bytes]:
    """The body, piece by piece, each in the time that is left."""
    size = 0
    while piece := answer.read1(_PIECE):
        size += len(piece)
        if size >= MOST_BYTES:
            raise FunctionError(
                tr_wire("It answered {most:,} bytes or more.", most=MOST_BYTES), is_final=True
            )
        yield piece
        opened.settimeout(_left(until))


def _left(until: float) -> float:
    """Seconds until then.

    Raises:
        TimeoutError: there are none.
    """
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _check(answer: HTTPResponse, body: bytes) -> None:
    if answer.getheader(FAILED) is not None:
        said = body[:500].decode("utf-8", "replace")
        raise FunctionError(tr_wire("The function raised an error: {said}", said=said))
    if answer.status != 200:
        why = tr_wire("It answered with the status {status}.", status=answer.status)
        raise FunctionError(why, is_final=answer.status < 500)
