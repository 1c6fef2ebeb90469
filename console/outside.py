"""Connections to hosts that are not of AWS: with the trust and the proxy of the program, and nothing else.

No cookie, no token, no referrer and no name of a user goes along, and nothing is tried twice.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

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
    from urllib3 import PoolManager, ProxyManager, Retry, Timeout, make_headers

    found = authorities or trusted_certificates(os.environ)
    trusted = found if isinstance(found, str) else None
    timeout, once = Timeout(connect=CONNECT_S, read=READ_S), Retry(0, redirect=False)
    sent = dict(headers)
    if not (proxy := _proxy(url)):
        return PoolManager(headers=sent, timeout=timeout, retries=once, ca_certs=trusted)
    parts = urlsplit(proxy)
    # urllib3 reads the host of a proxy's address alone, and sends no user of it.
    user = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
    return ProxyManager(
        proxy,
        headers=sent,
        proxy_headers=make_headers(proxy_basic_auth=user),
        timeout=timeout,
        retries=once,
        ca_certs=trusted,
    )


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


def reason_of(error: Exception) -> str:
    """What the network said, in its own words, without the objects of the library, and without secrets."""
    inner = getattr(error, "reason", None) or error
    inner = getattr(inner, "original_error", inner)
    # Some hold what they are about behind their words.
    told = inner.args[0] if inner.args and isinstance(inner.args[0], str) else str(inner)
    return clean(told).rpartition(": ")[2][:MOST_TOLD].rstrip(".") or type(error).__name__
