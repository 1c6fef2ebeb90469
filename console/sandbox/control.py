"""The control route under `/_sandbox/`: look into the sandbox and disturb it, from the same machine.

It asks for the sandbox's secret access key in the header `x-sandbox-secret`, and refuses whatever
comes from a web page: any Origin here, and any foreign Host everywhere (a name that was made to
point at 127.0.0.1 would otherwise let a page through).
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from console.sandbox.contacts import Contact, Contacts
from console.sandbox.faults import Faults, parse
from console.sandbox.ours import OURS

SECRET_HEADER = "x-sandbox-secret"  # the header's name, no secret

Endpoint = Callable[[Request], Awaitable[JSONResponse]]


class OwnHost:
    """Lets only requests through whose Host is the sandbox's own."""

    def __init__(self, app: ASGIApp, hosts: frozenset[bytes]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        if host.lower() in self._hosts:
            await self._app(scope, receive, send)
        else:
            refusal = _refused("The Host of this request is not the sandbox's.", 403)
            await refusal(scope, receive, send)


class Control:
    """What can be asked of the sandbox below `/_sandbox`, in JSON."""

    def __init__(self, contacts: Contacts, faults: Faults, secret: str) -> None:
        self._contacts = contacts
        self._faults = faults
        self._secret = secret.encode()

    def routes(self) -> list[Route]:
        """The routes below `/_sandbox`, each behind the same guard."""
        table: tuple[tuple[str, str, Endpoint], ...] = (
            ("GET", "/", self.state),
            ("GET", "/faults", self.show_faults),
            ("POST", "/faults", self.add_faults),
            ("DELETE", "/faults", self.clear_faults),
            ("GET", "/contacts", self.show_contacts),
            ("DELETE", "/contacts", self.forget_contacts),
            ("POST", "/contacts/{contact_id}/expire", self.expire_contact),
        )
        return [Route(path, self._guarded(endpoint), methods=[method]) for method, path, endpoint in table]

    def _guarded(self, endpoint: Endpoint) -> Endpoint:
        @wraps(endpoint)
        async def guard(request: Request) -> JSONResponse:
            if "origin" in request.headers:
                return _refused("The control route does not answer web pages.", 403)
            if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), self._secret):
                return _refused(f"The header {SECRET_HEADER} must hold the secret access key.", 403)
            return await endpoint(request)

        return guard

    async def state(self, _request: Request) -> JSONResponse:
        """How many contacts there are, which faults are on, and the decisions that are ours."""
        counted = {
            "active": self._contacts.active,
            "known": len(self._contacts.all()),
            "quota": self._contacts.quota,
        }
        return JSONResponse({"contacts": counted, "faults": self._texts(), "ours": dict(OURS)})

    async def show_faults(self, _request: Request) -> JSONResponse:
        """The faults that are on, with the counts that are left."""
        return JSONResponse({"faults": self._texts()})

    async def add_faults(self, request: Request) -> JSONResponse:
        """Switch faults on: `{"faults": ["StartChatContact:TooManyRequests:2"]}`. All or none."""
        try:
            asked = json.loads(await request.body())["faults"]
            self._faults.add(*[parse(text) for text in asked])
        except ValueError as error:
            return _refused(str(error), 400)
        except (LookupError, TypeError, AttributeError):
            return _refused('The body must read {"faults": ["OPERATION:ERROR[:COUNT]", …]}.', 400)
        return JSONResponse({"faults": self._texts()})

    async def clear_faults(self, _request: Request) -> JSONResponse:
        """Switch all faults off."""
        self._faults.clear()
        return JSONResponse({"faults": []})

    async def show_contacts(self, _request: Request) -> JSONResponse:
        """Every contact in outline."""
        return JSONResponse({"contacts": [_outline(contact) for contact in self._contacts.all()]})

    async def forget_contacts(self, _request: Request) -> JSONResponse:
        """Forget all contacts, as if they had never been."""
        self._contacts.clear()
        return JSONResponse({"contacts": []})

    async def expire_contact(self, request: Request) -> JSONResponse:
        """End a contact as if its duration were over."""
        contact = self._contacts.find(request.path_params["contact_id"])
        if contact is None:
            return _refused("There is no such contact.", 404)
        self._contacts.end(contact, "EXPIRED")
        return JSONResponse(_outline(contact))

    def _texts(self) -> list[str]:
        return [str(fault) for fault in self._faults.all()]


def _outline(contact: Contact) -> dict[str, str | float | None]:
    """What may be shown of a contact: no token, no attribute, no message."""
    return {
        "id": contact.id,
        "initiated": contact.initiated,
        "deadline": contact.deadline,
        "ended": contact.ended,
        "end_reason": contact.end_reason,
    }


def _refused(message: str, status: int) -> JSONResponse:
    return JSONResponse({"Message": message}, status_code=status)
