"""uvicorn on a thread and loop of its own, on one port of this machine."""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
import threading
from concurrent.futures import Future
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

from console.sandbox import routes
from console.sandbox.connection import Connection, WebSocket
from console.sandbox.participant.socket import LARGEST_FRAME
from console.sandbox.service import Service
from console.sandbox.timers import Timers

log = logging.getLogger("console.sandbox")

HOST = "127.0.0.1"
START_WITHIN_S = 10.0
STOP_WITHIN_S = 2.0
KEEP_ALIVE_S = 75
"""Longer than SDKs keep an idle connection, so that none finds its line cut as it sends."""


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it listens."""

    def __init__(self, config: uvicorn.Config, timers: Timers) -> None:
        super().__init__(config)
        self._timers = timers
        self.listening: Future[asyncio.AbstractEventLoop] = Future()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        loop = asyncio.get_running_loop()
        self.listening.set_result(loop)
        # The first request waits for the service models anyway; whoever started us need not.
        loop.call_soon(routes.load)
        self._timers.attach(loop)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._timers.detach()
        await super().shutdown(sockets)


class Running:
    """One run of the server: its thread, its loop, its port."""

    def __init__(self, app: ASGIApp, service: Service, timers: Timers, line: socket.socket) -> None:
        self.port: int = line.getsockname()[1]
        self._service = service
        config = uvicorn.Config(
            app,
            http=Connection,
            ws=WebSocket,
            ws_max_size=LARGEST_FRAME,
            # Nobody is far away here, clients have heartbeats of their own, and compression costs
            # memory for each socket.
            ws_ping_interval=None,
            ws_ping_timeout=None,
            ws_per_message_deflate=False,
            lifespan="off",
            log_config=None,
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config, timers)
        self._thread = threading.Thread(target=self._serve, args=(line,), name="sandbox", daemon=True)
        self._thread.start()
        try:
            self._loop = self._server.listening.result(START_WITHIN_S)
        except BaseException:
            self._server.should_exit = True
            raise

    def _serve(self, line: socket.socket) -> None:
        try:
            with asyncio.Runner(loop_factory=_new_loop) as runner:
                runner.run(self._server.serve(sockets=[line]))
        except BaseException as error:
            if self._server.listening.done():
                log.exception("the sandbox stopped")
            else:
                self._server.listening.set_exception(RuntimeError(f"The sandbox can't start: {error!r}"))

    def stop(self) -> None:
        """Close the port and every connection, and wait for the thread to end."""
        self._server.should_exit = True
        with suppress(RuntimeError):  # the loop has ended already
            self._loop.call_soon_threadsafe(self._service.close)
        self._thread.join(STOP_WITHIN_S)
        if self._thread.is_alive():
            self._server.force_exit = True
            log.error("the sandbox did not stop within %s s", STOP_WITHIN_S)


def _new_loop() -> asyncio.AbstractEventLoop:
    # Named rather than left to the policy, which belongs to the program that we run in.
    if sys.platform == "win32":
        return asyncio.ProactorEventLoop()
    return asyncio.SelectorEventLoop()


def bind(port: int) -> socket.socket:
    """A socket on a port of this machine alone; 0 takes a free one.

    Raises:
        OSError: the port is taken.
    """
    # asyncio switches Nagle off only where the protocol is named: 44 ms a request otherwise.
    line = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform == "win32":
            line.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.bind((HOST, port))
    except BaseException:
        line.close()
        raise
    return line
