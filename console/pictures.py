"""Pictures that lie elsewhere: fetched over https alone, and from a host only after somebody said yes to it.

Whoever serves a picture learns when it was looked at, and from where. So nothing is asked of a host that was
not allowed in this run, and nothing goes out with the question but the address: no cookie, no token, no
referrer. A picture is bounded in bytes and in time.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urljoin, urlsplit

from console.errors import ProfileProblem, seconds_text
from console.language import tr
from console.outside import pieces, pool, reason_of
from console.workers import Workers

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

T = TypeVar("T")

MOST_BYTES: Final = 5 * 1024 * 1024
"""Bytes of a picture that is taken."""
WHOLE_S: Final = 20.0
REDIRECTS: Final = 3
KEPT: Final = 40
"""Pictures that are remembered."""
ASKED: Final = {"Accept": "image/*"}


@dataclass(frozen=True)
class Picture:
    """The bytes of a picture; or why there are none, in a sentence, and the host that has to be allowed."""

    content: bytes = field(default=b"", repr=False)
    why_not: str = ""
    host: str = ""


def host_of(url: str) -> str:
    """The host that would be asked, with a port that is not the usual one; empty for no https address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        return ""
    return parts.hostname if port in (None, 443) else f"{parts.hostname}:{port}"


class Pictures:
    """What may be fetched in this run, and what was: it starts with no host allowed, and keeps nothing."""

    def __init__(self, workers: Workers | None = None, authorities: str = "") -> None:
        """`authorities` is a file of certificates to trust; without it, the environment's or the system's."""
        self._workers = workers or Workers(2, "picture")
        self._authorities = authorities
        self._allowed: set[str] = set()
        self._kept: OrderedDict[str, Picture] = OrderedDict()

    def allow(self, host: str) -> None:
        """Lets pictures come from a host until the program ends."""
        self._allowed.add(host)

    def is_allowed(self, host: str) -> bool:
        """Whether somebody said yes to a host."""
        return host in self._allowed

    def known(self, url: str) -> Picture | None:
        """A picture that was fetched before."""
        return self._kept.get(url)

    async def fetch(self, url: str) -> Picture:
        """A picture, from a host that is allowed. It never raises what the network does wrong."""
        if (found := self.known(url)) is not None:
            return found
        made = await self._workers.call(partial(self._fetched, url))
        if made.content:
            self._kept[url] = made
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made

    async def apart(self, work: Callable[[], T]) -> T:
        """What a function returns that takes its time, such as decoding, on the same threads."""
        return await self._workers.call(work)

    def close(self) -> None:
        """Fetches nothing more."""
        self._workers.close()

    def _fetched(self, url: str) -> Picture:
        """On a worker."""
        import ssl

        from urllib3.exceptions import HTTPError

        try:
            return self._followed(url, time.monotonic() + WHOLE_S)
        except (HTTPError, OSError, ssl.SSLError, ValueError) as error:
            return Picture(why_not=tr("The picture can't be fetched: {reason}.", reason=reason_of(error)))
        except ProfileProblem as problem:
            return Picture(why_not=problem.sentence)

    def _followed(self, url: str, until: float) -> Picture:
        for _ in range(REDIRECTS + 1):
            host = host_of(url)
            if not host:
                return Picture(
                    why_not=tr("Pictures are fetched over https alone, and this address is no such.")
                )
            if host not in self._allowed:
                return Picture(why_not=tr("It leads on to {host}.", host=host), host=host)
            with pool(url, ASKED, self._authorities) as asking:
                answer = asking.request("GET", url, redirect=False, preload_content=False)
                try:
                    target = answer.get_redirect_location()
                    if not target:
                        return _read(answer, until)
                    url = urljoin(url, target)
                finally:
                    answer.close()
        return Picture(why_not=tr("The picture can't be fetched: its address leads on and on."))


def _read(answer: BaseHTTPResponse, until: float) -> Picture:
    if answer.status != 200:
        return Picture(
            why_not=tr("The picture can't be fetched: the host answered {status}.", status=answer.status)
        )
    content: list[bytes] = []
    count = 0
    for piece in pieces(answer):
        count += len(piece)
        if count > MOST_BYTES:
            return Picture(
                why_not=tr("The picture is larger than {megabytes} MiB.", megabytes=MOST_BYTES >> 20)
            )
        if time.monotonic() > until:
            return Picture(why_not=tr("The picture did not come within {time}.", time=seconds_text(WHOLE_S)))
        content.append(piece)
    return Picture(b"".join(content)) if count else Picture(why_not=tr("The host sent nothing."))
