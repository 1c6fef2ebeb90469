"""What botocore raises, turned into what the console can say. The one place where that is done.

Imported on a worker, since it imports botocore.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from botocore import exceptions as boto
from botocore.parsers import ResponseParserError

from console import shape
from console.aws.dates import clock_ahead_s, retry_after_s
from console.aws.refusals import refused
from console.errors import (
    AnswerGarbled,
    AnswerTimedOut,
    Call,
    ConnectionLost,
    ConsoleError,
    DnsFailed,
    NoConnection,
    NotReached,
    ProxyFailed,
    Refusal,
    RequestProblems,
    TimedOut,
    TlsFailed,
)
from console.redaction import clean
from console.shape import Problem

_LONGEST_MESSAGE = 1000


@contextmanager
def translating(call: Call, began: float) -> Iterator[None]:
    """Raise our error in place of whatever the SDK raises. Only calls into the SDK belong inside.

    `began` is the `time.perf_counter()` of the first attempt.
    """
    try:
        yield
    except ConsoleError:
        raise
    except Exception as error:
        raise translated(error, replace(call, took_s=time.perf_counter() - began)) from error


def translated(error: Exception, call: Call) -> ConsoleError:
    """Our error for botocore's."""
    return next(make for kind, make in TRANSLATIONS if isinstance(error, kind))(error, call)


def refusal_in(response: Mapping[str, Any], call: Call) -> Refusal:
    """What a response says about its failure, secrets masked."""
    metadata = response.get("ResponseMetadata", {})
    headers: Mapping[str, str] = metadata.get("HTTPHeaders", {})
    told = response.get("Error", {})
    code = str(told.get("Code") or "")
    return Refusal(
        call=call,
        # Where the service gives no code, botocore puts the status in its place.
        aws_code="" if code.isdigit() or code == "Unknown" else code,
        # OAuth's errors, which IAM Identity Center answers with, have a name of their own for it.
        message=_message(str(told.get("Message") or response.get("error_description") or "")),
        status=metadata.get("HTTPStatusCode", 0),
        request_id=metadata.get("RequestId") or headers.get("x-amzn-requestid"),
        clock_ahead_s=clock_ahead_s(headers.get("date")),
        retry_after_s=retry_after_s(headers),
    )


def _message(text: str) -> str:
    # A proxy or firewall in between answers with a page.
    plain = shape.plain_text(text) if text.lstrip().startswith("<") else text.strip()
    # A signature's refusal may quote the request's headers, the session token among them.
    cleaned = clean(plain)
    return cleaned if len(cleaned) <= _LONGEST_MESSAGE else cleaned[:_LONGEST_MESSAGE] + "…"


def _refused(error: Exception, call: Call) -> ConsoleError:
    assert isinstance(error, boto.ClientError)
    return refused(refusal_in(error.response, call))


def _unfit(error: Exception, call: Call) -> ConsoleError:
    """botocore refuses the request by its model before it is sent; ours says more, so it is asked."""
    found = shape.problems(call.request, shape.model(call.service).operation(call.operation).input)
    return RequestProblems(found or [Problem((), "invalid", clean(str(error)))])


def _garbled(error: Exception, call: Call) -> ConsoleError:
    return AnswerGarbled(Refusal(call, "", clean(str(error))[:_LONGEST_MESSAGE], 200))


def _no_way(error: Exception, call: Call) -> ConsoleError:
    kind = DnsFailed if any(isinstance(one, socket.gaierror) for one in _causes(error)) else NoConnection
    return kind(call, _reason(error))


def _proxy(error: Exception, call: Call) -> ConsoleError:
    address = str(getattr(error, "kwargs", {}).get("proxy_url", ""))
    return ProxyFailed(call, _reason(error), proxy=clean(address))


def _plain(kind: type[NotReached]) -> Callable[[Exception, Call], ConsoleError]:
    return lambda error, call: kind(call, _reason(error))


TRANSLATIONS: tuple[tuple[type[Exception], Callable[[Exception, Call], ConsoleError]], ...] = (
    (boto.ClientError, _refused),
    (boto.ParamValidationError, _unfit),
    (ResponseParserError, _garbled),
    (boto.SSLError, _plain(TlsFailed)),
    (boto.ProxyConnectionError, _proxy),
    (boto.ConnectTimeoutError, _plain(TimedOut)),
    (boto.ReadTimeoutError, _plain(AnswerTimedOut)),
    (boto.EndpointConnectionError, _no_way),
    # Anything else that happened while a request was under way: it may have arrived.
    (boto.HTTPClientError, _plain(ConnectionLost)),
    (boto.IncompleteReadError, _plain(ConnectionLost)),
    (boto.BotoCoreError, _plain(NotReached)),
    # The SDK stumbles over an answer that is JSON, but not of the form that its model promises.
    (Exception, _garbled),
)
"""The first kind that fits counts, so the more special ones stand first."""


def _reason(error: Exception) -> str:
    """What the network said, as near to its origin as can be told."""
    for one in _causes(error):
        if isinstance(one, ssl.SSLCertVerificationError):
            return one.verify_message
        if isinstance(one, ssl.SSLError):
            return (one.reason or str(one)).replace("_", " ").lower()
        if isinstance(one, OSError) and (one.strerror or one.args):
            return clean(one.strerror or str(one.args[0]))
    return clean(str(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exceptions behind this one, innermost first; libraries hand them on in three ways."""
    found: list[BaseException] = []
    queue = [error]
    while queue:
        one = queue.pop(0)
        if one not in found:
            found.append(one)
            handed = (getattr(one, "kwargs", {}).get("error"), one.__cause__, one.__context__, *one.args)
            queue += [inner for inner in handed if isinstance(inner, BaseException)]
    return reversed(found)
