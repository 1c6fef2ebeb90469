"""The sandbox as a server: Amazon Connect and STS on 127.0.0.1, on a thread and loop of its own."""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from console.paths import resource
from console.sandbox import routes
from console.sandbox.connection import Connection
from console.sandbox.contacts import QUOTA, Contacts
from console.sandbox.control import Control, OwnHost
from console.sandbox.faults import Faults
from console.sandbox.flow.document import load
from console.sandbox.flow.versions import FlowVersions
from console.sandbox.identity import INSTANCE_ID, KEYS, REGION
from console.sandbox.service import Service
from console.sandbox.settings import InstanceSettings
from console.sandbox.sign_in import SignIn
from console.sandbox.sign_in.page import SignInPage
from console.sandbox.world import World

log = logging.getLogger("console.sandbox")

HOST = "127.0.0.1"
NAMES = (HOST, "localhost")
START_WITHIN_S = 10.0
STOP_WITHIN_S = 2.0
KEEP_ALIVE_S = 75
"""Longer than SDKs keep an idle connection, so that none finds its line cut as it sends."""
GREETING = "greeting.json"
CONTROL = "/_sandbox"


class Sandbox:
    """Amazon Connect on 127.0.0.1: made, started, stopped, and started again at will.

    `port` 0 takes a free one at each start. `flows` is a folder of further flows (*.json), listed
    after those that ship with the program. `quota` is how many chats may be active at once.
    """

    def __init__(
        self,
        port: int = 0,
        flows: Path | None = None,
        *,
        quota: int = QUOTA,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Read the flows.

        Raises:
            ValueError: `flows` is no folder, or `port` no port.
        """
        if not 0 <= port <= 65_535:
            raise ValueError(f"{port} is no port; ports run from 0 to 65535.")
        self.region = REGION
        self.access_key_id = KEYS.access_key_id
        self.secret_access_key = KEYS.secret_access_key
        self.instance_id = INSTANCE_ID
        self.faults = Faults()
        self.contacts = Contacts(quota, clock)
        self.sign_in = SignIn(clock)
        self.settings = InstanceSettings()
        self.flows = load(_files(flows))
        self.flow_versions = FlowVersions(self.flows, clock)
        self._world = World(self.flow_versions, self.contacts, self.settings, self.sign_in)
        self._clock = clock
        self._wanted_port = port
        self._running: _Running | None = None

    @property
    def endpoint(self) -> str:
        """The address to give to a client, such as `http://127.0.0.1:8080`.

        Raises:
            RuntimeError: the sandbox is not running.
        """
        if self._running is None:
            raise RuntimeError("The sandbox is not running, so it has no address.")
        return f"http://{HOST}:{self._running.port}"

    def describe(self) -> dict[str, Any]:
        """What a client needs to know, as `main.py sandbox` prints it.

        Raises:
            RuntimeError: the sandbox is not running.
        """
        return {
            "endpoint": self.endpoint,
            "region": self.region,
            "access_key_id": self.access_key_id,
            "secret_access_key": self.secret_access_key,
            "instance_id": self.instance_id,
            "flows": [{"id": flow.id, "name": flow.name} for flow in self.flows],
        }

    def start(self) -> None:
        """Start to serve; returns once the port listens. A sandbox that runs goes on as it is.

        Raises:
            OSError: the port is taken.
            RuntimeError: the server could not start.
        """
        if self._running is None:
            service = Service(self._world, self.faults, clock=self._clock)
            line = _bind(self._wanted_port)
            try:
                app = self._app(service, line.getsockname()[1])
                self._running = _Running(app, service, line)
                self.sign_in.endpoint = self.endpoint
            except BaseException:
                line.close()
                raise

    def stop(self) -> None:
        """Stop serving within two seconds; contacts and faults stay. Stopping twice does no harm."""
        running, self._running = self._running, None
        if running is not None:
            running.stop()

    def reset(self) -> None:
        """Everything as at the start: no contact, no fault, nobody signed in, settings and flows as read."""
        self._world.reset()
        self.faults.clear()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _app(self, service: Service, port: int) -> ASGIApp:
        control = Control(self._world, self.faults, KEYS.secret_access_key)
        page = SignInPage(self.sign_in.devices)
        site = Starlette(routes=[Mount(CONTROL, routes=control.routes()), *page.routes()])
        return OwnHost(_Front(site, service, frozenset(page.paths)), _hosts(port))


class _Front:
    """Sends each request to what answers it; those to AWS take the short way, past all routing by path."""

    def __init__(self, site: ASGIApp, service: ASGIApp, pages: frozenset[str]) -> None:
        self._site = site
        self._service = service
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        path = scope["path"]
        is_own = path in self._pages or path == CONTROL or path.startswith(f"{CONTROL}/")
        await (self._site if is_own else self._service)(scope, receive, send)


class _Server(uvicorn.Server):
    """uvicorn's server, which says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening: Future[asyncio.AbstractEventLoop] = Future()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        loop = asyncio.get_running_loop()
        self.listening.set_result(loop)
        # The first request waits for the service models anyway; whoever started us need not.
        loop.call_soon(routes.load)


class _Running:
    """One run of the server: its thread, its loop, its port."""

    def __init__(self, app: ASGIApp, service: Service, line: socket.socket) -> None:
        self.port: int = line.getsockname()[1]
        self._service = service
        config = uvicorn.Config(
            app,
            http=Connection,
            ws="none",
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
        self._server = _Server(config)
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


def _bind(port: int) -> socket.socket:
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


def _hosts(port: int) -> frozenset[bytes]:
    # A client leaves the port out of Host where it is HTTP's own.
    ends = (f":{port}", "") if port == 80 else (f":{port}",)
    return frozenset(f"{name}{end}".encode() for name in NAMES for end in ends)


def _files(flows: Path | None) -> list[Path]:
    shipped = resource("flows")
    rest = sorted(path for path in shipped.glob("*.json") if path.name != GREETING)
    if flows is None:
        return [shipped / GREETING, *rest]
    if not flows.is_dir():
        raise ValueError(f"{flows} is no folder of flows.")
    return [shipped / GREETING, *rest, *sorted(flows.glob("*.json"))]
