"""The control route's part for chats: what there is, and what goes wrong."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse

from console.sandbox.contacts import Contact, Contacts
from console.sandbox.control.guard import Row, body_of
from console.sandbox.faults import Faults, parse


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
            ("DELETE", "/faults", self.clear_faults),
            ("GET", "/contacts", self.show_contacts),
            ("DELETE", "/contacts", self.forget_contacts),
            ("POST", "/contacts/{contact_id}/expire", self.expire_contact),
        )

    async def show_faults(self, _request: Request) -> JSONResponse:
        """The faults that are on, with the counts that are left."""
        return JSONResponse({"faults": texts(self._faults)})

    async def add_faults(self, request: Request) -> JSONResponse:
        """Switch faults on: `{"faults": ["StartChatContact:TooManyRequests:2"]}`. All or none."""
        try:
            asked = (await body_of(request))["faults"]
            wanted = [parse(text) for text in asked]
        except (LookupError, TypeError, AttributeError):
            raise ValueError('The body must read {"faults": ["OPERATION:ERROR[:COUNT]", …]}.') from None
        self._faults.add(*wanted)
        return JSONResponse({"faults": texts(self._faults)})

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
            raise LookupError("There is no such contact.")
        self._contacts.end(contact, "EXPIRED")
        return JSONResponse(_outline(contact))


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
