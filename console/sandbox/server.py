"""The sandbox as a server: Amazon Connect and STS on 127.0.0.1, on a thread and loop of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from console.paths import resource
from console.sandbox.clock import Clock
from console.sandbox.contacts import QUOTA, Contact, Contacts
from console.sandbox.control import Control, OwnHost
from console.sandbox.faults import Faults
from console.sandbox.flow.document import load
from console.sandbox.flow.versions import FlowVersions
from console.sandbox.greeting import greeter
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
GREETING = "greeting.json"
CONTROL = "/_sandbox"
_SITE = (f"{CONTROL}/", FILES, SIGN_IN)


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
        self.clock = Clock(clock)
        self._timers = Timers(self.clock)
        self.contacts = Contacts(quota, self._timers)
        self.chats = Chats(self.contacts, self._timers, greeter(self._flow_content))
        self.sign_in = SignIn(clock)
        self.settings = InstanceSettings()
        self.flows = load(_files(flows))
        self.flow_versions = FlowVersions(self.flows, clock)
        self._world = World(
            self.flow_versions, self.contacts, self.chats, self.settings, self.sign_in, self._timers
        )
        self._wanted_port = port
        self._running: Running | None = None

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
        files = Files(self.chats)
        site = Starlette(routes=[Mount(CONTROL, routes=control.routes()), *page.routes(), *files.routes()])
        return OwnHost(_Front(site, service, Sockets(self.chats), frozenset(page.paths)), _hosts(port))

    def _flow_content(self, contact: Contact) -> str | None:
        flow = self.flow_versions.find(contact.request.get("ContactFlowId", ""))
        return None if flow is None or flow.published is None else flow.published.content


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
        is_own = path in self._pages or path == CONTROL or path.startswith(_SITE)
        await (self._site if is_own else self._service)(scope, receive, send)


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
