"""The control route's part for chats: what there is, and what goes wrong."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from console.sandbox.contacts import Contact, Contacts
from console.sandbox.control.guard import Row, body_of
from console.sandbox.faults import FORM, Fault, Faults, parse


class ChatControl:
    """Contacts and faults."""

    def __init__(self, contacts: Contacts, faults: Faults) -> None:
        self._contacts = contacts
        self._faults = faults

    @property
    def table(self) -> tuple[Row, ...]:
        """The routes of this part."""
        return (
            ("GET", "/faults", self.show_faults),
            ("POST", "/faults", self.add_faults),
            ("DELETE", "/faults", self.remove_faults),
            ("GET", "/contacts", self.show_contacts),
            ("DELETE", "/contacts", self.forget_contacts),
            ("POST", "/contacts/{contact_id}/expire", self.expire_contact),
        )

    async def show_faults(self, _request: Request) -> JSONResponse:
        """The faults that are on, with the counts that are left."""
        return JSONResponse({"faults": texts(self._faults)})

    async def add_faults(self, request: Request) -> JSONResponse:
        """Switch faults on: `{"faults": ["StartChatContact:TooManyRequests:2"]}`. All or none."""
        self._faults.add(*_asked(await body_of(request)))
        return JSONResponse({"faults": texts(self._faults)})

    async def remove_faults(self, request: Request) -> JSONResponse:
        """Switch faults off: those of `{"faults": […]}`, as they were asked for or are shown; else all."""
        body = await body_of(request)
        if body is None:
            self._faults.clear()
        else:
            self._faults.remove(*_asked(body))
        return JSONResponse({"faults": texts(self._faults)})

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
            raise LookupError("There is no such contact.")
        self._contacts.end(contact, "EXPIRED")
        return JSONResponse(_outline(contact))


def _asked(body: Any) -> list[Fault]:
    """The faults of a body.

    Raises:
        ValueError: it holds none, or a text that is no fault.
    """
    try:
        return [parse(text) for text in body["faults"]]
    except (LookupError, TypeError, AttributeError):
        raise ValueError(f'The body must read {{"faults": ["{FORM}", …]}}.') from None


def texts(faults: Faults) -> list[str]:
    """The faults that are on, as they are written."""
    return [str(fault) for fault in faults.all()]


def _outline(contact: Contact) -> dict[str, str | float | None]:
    """What may be shown of a contact: no token, no attribute, no message."""
    return {
        "id": contact.id,
        "initiated": contact.initiated,
        "deadline": contact.deadline,
        "ended": contact.ended,
        "end_reason": contact.end_reason,
    }
