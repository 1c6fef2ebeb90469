"""The control route under `/_sandbox/`: look into the sandbox and disturb it, from the same machine.

It asks for the sandbox's secret access key in the header `x-sandbox-secret`, and refuses whatever
comes from a web page: any Origin here, and any foreign Host everywhere (a name that was made to
point at 127.0.0.1 would otherwise let a page through).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from console.sandbox.control.agent import AgentControl
from console.sandbox.control.chats import ChatControl, texts
from console.sandbox.control.guard import SECRET_HEADER, OwnHost, Row, guarded
from console.sandbox.control.instance import InstanceControl
from console.sandbox.control.sign_in import SignInControl
from console.sandbox.control.stage import StageControl
from console.sandbox.control.trace import TraceControl
from console.sandbox.faults import Faults
from console.sandbox.ours import OURS
from console.sandbox.world import World

__all__ = ["SECRET_HEADER", "Control", "OwnHost"]


class Control:
    """What can be asked of the sandbox below `/_sandbox`, in JSON."""

    def __init__(self, world: World, faults: Faults, secret: str) -> None:
        self._world = world
        self._faults = faults
        self._secret = secret

    @property
    def table(self) -> tuple[Row, ...]:
        """Every route below `/_sandbox`."""
        return (
            ("GET", "/", self.state),
            ("POST", "/reset", self.reset),
            *ChatControl(self._world.contacts, self._faults).table,
            *StageControl(self._world.chats, self._world.timers.clock).table,
            *AgentControl(self._world.chats, self._world.center).table,
            *TraceControl(self._world.chats, self._world.center).table,
            *SignInControl(self._world.sign_in).table,
            *InstanceControl(self._world.settings, self._world.flows).table,
        )

    def routes(self) -> list[Route]:
        """The routes below `/_sandbox`, each behind the same guard."""
        return [
            Route(path, guarded(endpoint, self._secret), methods=[method])
            for method, path, endpoint in self.table
        ]

    async def state(self, _request: Request) -> JSONResponse:
        """How many contacts there are, which faults are on, who is signed in, and what is ours."""
        contacts = self._world.contacts
        counted = {"active": contacts.active, "known": len(contacts.all()), "quota": contacts.quota}
        return JSONResponse(
            {
                "contacts": counted,
                "faults": texts(self._faults),
                "sign_in": self._world.sign_in.describe(),
                "ours": dict(OURS),
            }
        )

    async def reset(self, _request: Request) -> JSONResponse:
        """Everything as at the start."""
        self._world.reset()
        self._faults.clear()
        return JSONResponse({})
