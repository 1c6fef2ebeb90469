"""The sandbox as a server: Amazon Connect and STS on 127.0.0.1, on a thread and loop of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from console.sandbox.clock import Clock
from console.sandbox.contacts import QUOTA, Contacts
from console.sandbox.control import Control, OwnHost
from console.sandbox.cross_origin import CrossOrigin, Origins, read_origins
from console.sandbox.faults import Faults
from console.sandbox.flow.library.document import Flow
from console.sandbox.flow.life.living import living
from console.sandbox.flow.serving import Watch, serve_files
from console.sandbox.identity import INSTANCE_ID, KEYS, REGION
from console.sandbox.participant.attachments import PATH as FILES
from console.sandbox.participant.chats import Chats
from console.sandbox.participant.files import Files
from console.sandbox.participant.sign_ins import PATH as SIGN_IN
from console.sandbox.participant.socket import Sockets
from console.sandbox.running import HOST, Running, bind
from console.sandbox.service import Service
from console.sandbox.settings import InstanceSettings
from console.sandbox.sign_in import SignIn
from console.sandbox.sign_in.page import SignInPage
from console.sandbox.timers import Timers
from console.sandbox.world import World

NAMES = (HOST, "localhost")
CONTROL = "/_sandbox"
_CLOSED = (f"{CONTROL}/", SIGN_IN)


class Sandbox:
    """Amazon Connect on 127.0.0.1: made, started, stopped, and started again at will.

    `port` 0 takes a free one at each start. `flows` is a folder of further flows (*.json), listed
    after those that ship with the program; a file that changes runs in new chats without a restart.
    `shipped` is a folder that takes the place of those.
    `stubs` is the file that answers for Lambda, Lex and the like; where it has no answer, and without
    it, that of our own flows does.
    `trace` is a file, or a folder, that gets what happens as JSON lines. `quota` is how many chats may
    be active at once. `cors` are the origins whose pages are answered, such as
    `http://localhost:3000`; `*` is every one.
    """

    def __init__(
        self,
        port: int = 0,
        flows: Path | None = None,
        *,
        shipped: Path | None = None,
        stubs: Path | None = None,
        trace: Path | None = None,
        quota: int = QUOTA,
        cors: Collection[str] = (),
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Read the flows and the stubs.

        Raises:
            ValueError: `flows` is no folder, `stubs` has mistakes, `port` is no port, or one of `cors`
                no origin.
        """
        if not 0 <= port <= 65_535:
            raise ValueError(f"{port} is no port; ports run from 0 to 65535.")
        self.region = REGION
        self.access_key_id = KEYS.access_key_id
        self.secret_access_key = KEYS.secret_access_key
        self.instance_id = INSTANCE_ID
        self.clock = Clock(clock)
        self._timers = Timers(self.clock)
        self.faults = Faults(self._timers)
        self.contacts = Contacts(quota, self._timers)
        self.sign_in = SignIn(clock)
        self.settings = InstanceSettings()
        self.files = serve_files(shipped, flows, stubs, self.contacts, self._timers, clock)
        self.flow_versions, self.center = self.files.flows, self.files.center
        self.center.recording.path = trace
        self.center.recording.is_readable = self.files.has_files
        self.center.recording.is_logged = partial(self.settings.is_on, "CONTACTFLOW_LOGS")
        self.chats = Chats(self.contacts, self._timers, living(self.center), self.faults)
        self.center.sign_ins = self.chats.sign_ins
        self._world = World(
            self.flow_versions, self.contacts, self.chats, self.settings, self.sign_in, self._timers,
            self.center,
        )  # fmt: skip
        self._set_speed()
        self._wanted_port = port
        self._cors = read_origins(cors)
        self._running: Running | None = None
        self._watch: Watch | None = None

    @property
    def flows(self) -> tuple[Flow, ...]:
        """The flows of the instance, the greeting first."""
        return tuple(one.flow for one in self.flow_versions.all)

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
            service = Service(self._world, self.faults, clock=self.clock.wall)
            line = bind(self._wanted_port)
            try:
                port = line.getsockname()[1]
                self.sign_in.endpoint = f"http://{HOST}:{port}"
                self.chats.address = f"{HOST}:{port}"
                self._running = Running(self._app(service, port), service, self._timers, line)
                self._watch = Watch(self.files) if self.files.has_files else None
            except BaseException:
                line.close()
                raise

    def stop(self) -> None:
        """Stop serving within two seconds; contacts and faults stay. Stopping twice does no harm."""
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        self.center.stop()
        running, self._running = self._running, None
        if running is not None:
            running.stop()

    def reset(self) -> None:
        """Everything as at the start: no contact, no fault, nobody signed in, settings and flows as read."""
        self._world.reset()
        self.faults.clear()
        self._set_speed()

    def _set_speed(self) -> None:
        self.clock.run(self.files.time_scale)

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
        files = Files(self.chats)
        site = Starlette(routes=[Mount(CONTROL, routes=control.routes()), *page.routes(), *files.routes()])
        front = _Front(site, service, Sockets(self.chats), frozenset(page.paths))
        hosts = _hosts(port)
        own = {f"{scheme}://{host.decode()}" for scheme in ("http", "ws") for host in hosts}
        return OwnHost(CrossOrigin(front, Origins(self._cors, own), front.is_closed), hosts)


class _Front:
    """Sends each request to what answers it; those to AWS take the short way, past all routing by path."""

    def __init__(self, site: ASGIApp, service: ASGIApp, sockets: ASGIApp, pages: frozenset[str]) -> None:
        self._site = site
        self._service = service
        self._sockets = sockets
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        path = scope["path"]
        if scope["type"] == "websocket":
            await self._sockets(scope, receive, send)
            return
        is_own = self.is_closed(path) or path.startswith(FILES)
        await (self._site if is_own else self._service)(scope, receive, send)

    def is_closed(self, path: str) -> bool:
        """Whether a path is for this machine's programs and people alone, never for a page of elsewhere."""
        return path in self._pages or path == CONTROL or path.startswith(_CLOSED)


def _hosts(port: int) -> frozenset[bytes]:
    # A client leaves the port out of Host where it is HTTP's own.
    ends = (f":{port}", "") if port == 80 else (f":{port}",)
    return frozenset(f"{name}{end}".encode() for name in NAMES for end in ends)
