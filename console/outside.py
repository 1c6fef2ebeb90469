"""Connections to hosts that are not of AWS: with the trust and the proxy of the program, and nothing else.

No cookie, no token, no referrer and no name of a user goes along, and nothing is tried twice.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit

from console.credentials import trusted_certificates
from console.redaction import clean

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

CONNECT_S: Final = 5.0
READ_S: Final = 10.0
PIECE: Final = 64 * 1024
"""Bytes that are read at once."""
MOST_TOLD: Final = 200
"""Letters of what another host says that are shown."""


def pool(url: str, headers: Mapping[str, str], authorities: str = "") -> PoolManager:
    """What asks the host of an address, by the proxy of the system where it has one; to be closed.

    `authorities` is a file of certificates to trust; without it, the environment's or the system's.

    Raises:
        ProfileProblem: the environment names a file of certificates that is not there.
    """
    from urllib3 import PoolManager, ProxyManager, Retry, Timeout

    found = authorities or trusted_certificates(os.environ)
    trusted = found if isinstance(found, str) else None
    timeout, once = Timeout(connect=CONNECT_S, read=READ_S), Retry(0, redirect=False)
    sent = dict(headers)
    if not (proxy := _proxy(url)):
        return PoolManager(headers=sent, timeout=timeout, retries=once, ca_certs=trusted)
    parts = urlsplit(proxy)
    return ProxyManager(
        proxy,
        headers=sent,
        proxy_headers=_of_user(parts),
        timeout=timeout,
        retries=once,
        ca_certs=trusted,
    )


def _of_user(proxy: SplitResult) -> dict[str, str]:
    # urllib3 reads the host of a proxy's address alone, and sends no user of it. Its own way to write one
    # knows the letters of Latin-1 alone.
    if not proxy.username:
        return {}
    user = b":".join(unquote_to_bytes(one or "") for one in (proxy.username, proxy.password))
    return {"proxy-authorization": f"Basic {b64encode(user).decode()}"}


def _proxy(url: str) -> str:
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    # A proxy elsewhere has no way to this machine: http is for 127.0.0.1 alone.
    if parts.scheme != "https" or proxy_bypass(parts.hostname or ""):
        return ""
    proxy = getproxies().get("https", "")
    return proxy if not proxy or "://" in proxy else f"http://{proxy.removeprefix('//')}"


def pieces(answer: BaseHTTPResponse, *, unpacked: bool = True) -> Iterator[bytes]:
    """What is answered, as it comes: its stream waits for a whole piece, however slowly it drips."""
    while piece := answer.read1(PIECE, decode_content=unpacked):
        yield piece


def cause_of(error: Exception) -> Exception:
    """What the library gave up for; of errors of Python's own the reason is a word."""
    inner = getattr(error, "reason", None)
    return inner if isinstance(inner, Exception) else error


def reason_of(error: Exception) -> str:
    """What the network said, in its own words, without the objects of the library, and without secrets."""
    inner = cause_of(error)
    inner = getattr(inner, "original_error", inner)
    # Those of the library hold what they are about behind their words; those of letters begin with a codec.
    words = () if isinstance(inner, UnicodeError) else inner.args[:1]
    told = next((one for one in words if isinstance(one, str)), str(inner))
    return clean(told).rpartition(": ")[2][:MOST_TOLD].rstrip(".") or type(error).__name__
