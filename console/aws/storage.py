"""The storage behind the participant service, where files of chats are put and fetched.

Addresses come from the service and are presigned. urllib3 speaks to them through botocore's own session,
so that proxies, certificates and errors are those of every other call. Blocking work runs on workers; it
tells how far it has come, and stops where nobody waits for it any more.
"""

from __future__ import annotations

import asyncio
import copy
import io
import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, Any, Self, TypeVar
from urllib.parse import urlsplit

from console.aws.clients import Route
from console.aws.hearing import Listener, Outcome, unheard
from console.credentials import trusted_certificates
from console.errors import AttachmentUnfit, Call, ConsoleError, DownloadRefused, Refusal, TransferRefused
from console.language import tr
from console.workers import Workers

T = TypeVar("T")
OnBytes = Callable[[int], None]
"""Hears how many bytes have travelled so far, on the loop that asked."""

PIECE = 64 * 1024
"""Bytes that are fetched at once, and after which progress is told."""
CONNECT_S, READ_S = 10.0, 60.0


class Left(Exception):
    """Nobody waits for this transfer any more."""


class Storage:
    """Puts files and fetches them. Any loop may use it; a coroutine that is cancelled stops its work."""

    def __init__(self, route: Route, workers: Workers) -> None:
        self._route = route
        self._workers = workers
        self._began: Listener = unheard

    def heard_by(self, listener: Listener) -> Self:
        """The same storage, to whose transfers somebody listens."""
        heard = copy.copy(self)
        heard._began = listener
        return heard

    async def read(self, path: Path, most: int) -> bytes:
        """The bytes of a file of the user's; one more than `most` of one that is too large.

        Raises:
            AttachmentUnfit: it can't be read.
        """
        return await self._workers.call(partial(_read, path, most))

    async def put(self, url: str, headers: Mapping[str, str], content: bytes, told: OnBytes) -> None:
        """Put a file at an address, with exactly these headers.

        Raises:
            ConsoleError: the storage refused it, or was not reached.
        """
        sent = {"Headers": dict(headers), "Bytes": len(content)}
        await self._make(partial(self._put, url, headers, content), told, _call("PUT", url, sent))

    async def fetch(self, url: str, to: Path, told: OnBytes) -> None:
        """Fetch what lies at an address into a new file, which has its name once all of it is there.

        Raises:
            DownloadRefused: there is such a file already, or it can't be written.
            ConsoleError: the storage refused it, or was not reached.
        """
        await self._make(partial(self._fetch, url, to), told, _call("GET", url))

    async def _make(self, work: Callable[[_Way], None], told: OnBytes, call: Call) -> None:
        loop = asyncio.get_running_loop()

        def tell(count: int) -> None:
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(told, count)

        way, ended, began = _Way(tell), self._began(call), time.perf_counter()
        error: ConsoleError | None = None
        is_left = False
        try:
            await self._workers.call(partial(work, way))
        except ConsoleError as fault:
            error = fault
            raise
        except asyncio.CancelledError:
            is_left = True
            raise
        finally:
            way.is_left = True
            ended(Outcome(time.perf_counter() - began, {"Bytes": way.count}, error, is_left))

    def _put(self, url: str, headers: Mapping[str, str], content: bytes, way: _Way) -> None:
        """On a worker."""
        sent = {**headers, "Content-Length": str(len(content))}
        with self._asking("PUT", url, sent, way.body(content)):
            return

    def _fetch(self, url: str, to: Path, way: _Way) -> None:
        """On a worker."""
        from botocore.response import StreamingBody

        with self._asking("GET", url) as answer, _appearing(to) as file:
            length = answer.headers.get("content-length")
            pieces = StreamingBody(answer.raw, length).iter_chunks(PIECE)
            for piece in way.counted(pieces):
                file.write(piece)

    @contextmanager
    def _asking(
        self, method: str, url: str, headers: Mapping[str, str] | None = None, body: IO[bytes] | None = None
    ) -> Iterator[Any]:
        """The answer to one request, which says yes. Whatever goes wrong within is translated."""
        from botocore.awsrequest import AWSRequest
        from botocore.httpsession import URLLib3Session
        from botocore.utils import get_environ_proxies

        from console.aws.translation import translating

        call = _call(method, url)
        known = self._route.proxies
        # Typed more narrowly than what it takes: a file of certificates, and two times.
        make: Any = URLLib3Session
        session = make(
            verify=trusted_certificates(os.environ),
            proxies=dict(get_environ_proxies(url) if known is None else known),
            timeout=(CONNECT_S, READ_S),
        )
        request = AWSRequest(method, url, dict(headers or {}), body, stream_output=True)
        try:
            with translating(call, time.perf_counter()):
                answer = session.send(request.prepare())
                # What is left unread would hold the connection.
                with closing(answer.raw):
                    if answer.status_code >= 300:
                        raise TransferRefused(_refusal(answer, call))
                    yield answer
        finally:
            session.close()


class _Way:
    """One transfer: how far it is, and whether anybody waits for it still."""

    def __init__(self, tell: OnBytes) -> None:
        self.is_left = False
        self._tell = tell
        self.count = 0

    def add(self, count: int) -> None:
        """More has travelled.

        Raises:
            Left: nobody waits for the rest.
        """
        if self.is_left:
            raise Left
        before, self.count = self.count, self.count + count
        if before // PIECE != self.count // PIECE or not count:
            self._tell(self.count)

    def counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The pieces, each counted."""
        for piece in pieces:
            self.add(len(piece))
            yield piece
        self.add(0)

    def body(self, content: bytes) -> IO[bytes]:
        """The content as a file that counts what is read from it."""
        return _Counted(content, self.add)


class _Counted(io.BytesIO):
    def __init__(self, content: bytes, add: OnBytes) -> None:
        super().__init__(content)
        self._add = add

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self._add(len(piece))
        return piece


@contextmanager
def _appearing(to: Path) -> Iterator[IO[bytes]]:
    """A new file under a name of its own, which gets its real one where nothing went wrong."""
    try:
        # The name is taken at once, so that no file of the user's is ever written over.
        to.touch(exist_ok=False)
    except OSError as fault:
        raise _unwritable(to, fault) from fault
    part = to.with_name(f".{to.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with _telling(to), part.open("xb") as file:
            yield file
        with _telling(to):
            part.replace(to)
    except BaseException:
        part.unlink(missing_ok=True)
        to.unlink(missing_ok=True)
        raise


@contextmanager
def _telling(to: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        # What the network does wrong has been translated before, or is no OSError with a file's number.
        raise _unwritable(to, fault) from fault


def _call(method: str, url: str, sent: Mapping[str, Any] | None = None) -> Call:
    """What is asked of the storage; of the address its host alone, since the rest lets in."""
    parts = urlsplit(url)
    operation = "upload" if method == "PUT" else "download"
    place = f"{parts.scheme}://{parts.netloc}"
    return Call(operation, sent or {}, "", place, connect_s=CONNECT_S, read_s=READ_S, service="storage")


def _unwritable(to: Path, fault: OSError) -> ConsoleError:
    if isinstance(fault, FileExistsError):
        sentence = tr("There is a file {name} already.", name=to.name)
        return DownloadRefused(sentence, tr("Choose another name."), {"name": to.name})
    reason = fault.strerror or type(fault).__name__
    return DownloadRefused(
        tr("{name} can't be written: {reason}.", name=to.name, reason=reason),
        tr("Choose another folder, or make room on the disk."),
        {"name": to.name, "reason": reason},
    )


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise AttachmentUnfit(
            tr("{name} can't be read: {reason}.", name=path.name, reason=reason),
            tr("Choose a file that you may read."),
            {"name": path.name, "reason": reason},
        ) from fault


def _refusal(answer: Any, call: Call) -> Refusal:
    """What the storage said: XML with a code and a message, or whatever stands in between."""
    text = answer.content[:4096].decode(errors="replace")
    found = {name: re.search(rf"<{name}>([^<]*)</{name}>", text) for name in ("Code", "Message")}
    code, message = (match[1] if match else "" for match in found.values())
    return Refusal(call, code, message, answer.status_code, answer.headers.get("x-amz-request-id"))
