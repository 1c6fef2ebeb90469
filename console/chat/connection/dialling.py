"""How a websocket is opened: to whom, through which proxy, trusting whom, and what is told if it fails."""

from __future__ import annotations

import socket
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    InvalidProxy,
    InvalidStatus,
    ProxyError,
    WebSocketException,
)

from console.chat.connection.frames import LARGEST
from console.errors import (
    Call,
    DnsFailed,
    NoConnection,
    ProxyFailed,
    SocketRefused,
    TimedOut,
    TlsFailed,
)
from console.language import tr
from console.paths import APPLICATION
from console.redaction import clean

if TYPE_CHECKING:
    from console.aws import ConnectParticipant

LOCAL = "127.0.0.1"
_OPERATION = "WebSocket"


@dataclass(frozen=True)
class Way:
    """How websockets leave this computer.

    `proxy` is an address, None for none, True for the system's or that of HTTPS_PROXY. `authorities` is a
    file or a folder of certificates to trust; empty for those of the system. `region` is told in errors.
    """

    proxy: str | Literal[True] | None = field(default=True, repr=False)
    authorities: str = ""
    region: str = ""

    @classmethod
    def of(cls, door: ConnectParticipant) -> Way:
        """The way that the calls of a door go."""
        proxies = door.route.proxies
        proxy: str | Literal[True] | None = True if proxies is None else proxies.get("https")
        return cls(proxy, door.authorities(needs_file=_has_no_store()), door.route.region)

    def prepare(self) -> None:
        """Read the authorities, which takes some time: to be called on a worker before it is needed."""
        _trusting(self.authorities)


async def open_websocket(url: str, way: Way, within_s: float) -> ClientConnection:
    """An open websocket at a URL of the participant service.

    Raises:
        SocketRefused: the URL is not one to go to, or nobody there opens a websocket.
        NotReached: nobody is there.
    """
    is_secure = _checked(url, way)
    with _translating(url, way, within_s):
        return await _Direct(
            url,
            create_connection=_Connection,
            proxy=way.proxy if is_secure else None,
            ssl=_trusting(way.authorities) if is_secure else None,
            # The service agrees on no compression, and has heartbeats of its own.
            compression=None,
            ping_interval=None,
            open_timeout=within_s,
            close_timeout=1,
            max_size=LARGEST,
            user_agent_header=APPLICATION,
        )


class _Direct(connect):
    """Goes where it is told and nowhere else: a redirection could lead off the encrypted way."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class _Connection(ClientConnection):
    def connection_lost(self, exc: Exception | None) -> None:
        # Where TLS fails the connection is lost before it was made, and has nothing to put away.
        if hasattr(self, "recv_messages"):
            super().connection_lost(exc)


def _checked(url: str, way: Way) -> bool:
    """Whether the way there is encrypted; it need not be on this computer alone."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise SocketRefused(_call(url, way), tr("its address can't be read")) from None
    if parts.scheme == "wss" and host:
        return True
    if parts.scheme == "ws" and host == LOCAL and port:
        return False
    raise SocketRefused(_call(url, way), tr("its address is not encrypted, which only 127.0.0.1 may do"))


@contextmanager
def _translating(url: str, way: Way, within_s: float) -> Iterator[None]:
    call = _call(url, way, within_s)
    try:
        yield
    except TimeoutError as error:
        raise TimedOut(call) from error
    except ssl.SSLError as error:
        reason = getattr(error, "verify_message", "") or (error.reason or str(error)).replace("_", " ")
        raise TlsFailed(call, reason) from error
    except socket.gaierror as error:
        raise DnsFailed(call, error.strerror or "") from error
    except (ProxyError, InvalidProxy, ImportError) as error:
        # websockets wants a further package for a SOCKS proxy.
        proxy = clean(way.proxy) if isinstance(way.proxy, str) else ""
        raise ProxyFailed(call, clean(str(error)), proxy=proxy) from error
    except InvalidStatus as error:
        raise SocketRefused(call, tr("status {status}", status=error.response.status_code)) from error
    except (WebSocketException, EOFError, ValueError) as error:
        raise SocketRefused(call, clean(str(error))) from error
    except OSError as error:
        raise NoConnection(call, clean(error.strerror or str(error))) from error


def _call(url: str, way: Way, within_s: float = 0.0) -> Call:
    try:
        parts = urlsplit(url)
        # Its path and its query are the credential.
        place = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    except ValueError:
        place = tr("The address")
    return Call(_OPERATION, {}, way.region, place, connect_s=within_s, service="connectparticipant")


def socket_lost(url: str, way: Way, reason: str) -> SocketRefused:
    """The error for a websocket that opened, and did not do its work."""
    return SocketRefused(_call(url, way), reason)


@cache
def _trusting(authorities: str) -> ssl.SSLContext:
    # Reading the system's store takes up to a tenth of a second: once is enough.
    if not authorities:
        return ssl.create_default_context()
    if Path(authorities).is_dir():
        return ssl.create_default_context(capath=authorities)
    return ssl.create_default_context(cafile=authorities)


def _has_no_store() -> bool:
    """Whether OpenSSL finds no authorities by itself, as in a packaged program it may not."""
    if sys.platform == "win32":
        return False
    paths = ssl.get_default_verify_paths()
    return not any(path and Path(path).exists() for path in (paths.cafile, paths.capath))
