"""Amazon Connect's participant service: what a participant of a chat does, with nothing but a token.

"The Amazon Connect Participant Service APIs do not use Signature Version 4 authentication" (API
reference), so requests go unsigned, and a chat outlives the keys that started it.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from console.aws.answers import Connection, connection_in, secrets_of
from console.aws.calling import Answer, Calls
from console.aws.clients import Route
from console.aws.hearing import Listener
from console.aws.retries import Patience
from console.aws.storage import Storage
from console.credentials import Proxy, trusted_certificates
from console.profiles import Profile
from console.redaction import remember
from console.workers import Workers

SERVICE: Literal["connectparticipant"] = "connectparticipant"
LARGEST_PAGE = 100
"""Items of one page at most (GetTranscript)."""


@dataclass(frozen=True)
class Sent:
    """What the service says of a message or an event that it took: its id, and when, as received."""

    id: str
    absolute_time: str


@dataclass(frozen=True)
class Page:
    """One page of a transcript: its items as received, and the token of the next, older one."""

    items: tuple[Mapping[str, Any], ...] = field(repr=False)
    next_token: str | None = field(default=None, repr=False)
    initial_contact_id: str = ""


@dataclass(frozen=True)
class Upload:
    """Where a file is to be put, with exactly these headers. The address lets in whoever has it."""

    attachment_id: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


class ConnectParticipant:
    """The door to the participant service for one profile. It needs no keys, and holds no token.

    Making it loads nothing. Every coroutine may be cancelled, which returns at once, and none blocks
    its loop. What goes wrong is raised as a child of ConsoleError; ChatOver where the service lets
    the participant do nothing any more.
    """

    def __init__(
        self,
        profile: Profile,
        workers: Workers | None = None,
        patience: Patience | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        """Check the profile. `proxy` is the profile's with its user; without one, the profile's holds.

        Raises:
            ProfileProblem: its region, its endpoint or its proxy can't be used.
        """
        self.route = Route.of(profile, proxy).checked()
        self._owns_workers = workers is None
        self._workers = workers or Workers(name="participant")
        self._calls = Calls(self.route, None, self._workers, patience)
        self.storage = Storage(self.route, self._workers)

    def heard_by(self, listener: Listener) -> Self:
        """The same door, to whose calls and transfers somebody listens. It is closed with this one."""
        heard = copy.copy(self)
        heard._calls = self._calls.heard_by(listener)
        heard.storage = self.storage.heard_by(listener)
        return heard

    def authorities(self, *, needs_file: bool) -> str:
        """The file of certificate authorities that websockets have to trust; empty for the system's.

        Raises:
            ProfileProblem: the environment names a file that is not there.
        """
        named = trusted_certificates(os.environ)
        if named is not True:
            return named
        if not needs_file:
            return ""
        from botocore.httpsession import get_cert_path

        return str(get_cert_path(True))

    async def prefetch(self) -> None:
        """Load botocore and make the client, so that the first call does not wait for them."""
        await self._calls.prefetch(SERVICE)

    def close(self) -> None:
        """Drop the client. Calls under way end by themselves; later ones fail."""
        self._calls.close()
        if self._owns_workers:
            self._workers.close()

    async def create_participant_connection(self, participant_token: str) -> Connection:
        """A websocket's URL, good for 100 s, and a connection token, good for a day."""
        remember(participant_token)
        request = {"ParticipantToken": participant_token, "Type": ["WEBSOCKET", "CONNECTION_CREDENTIALS"]}
        return await self._calls.call("CreateParticipantConnection", request, _connection, service=SERVICE)

    async def ask(self, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        """What any operation answers, as the SDK gives it, secrets included: for who compares answers."""
        return await self._calls.call(operation, request, lambda answer: answer.members, service=SERVICE)

    async def send_message(self, token: str, content: str, content_type: str, client_token: str) -> Sent:
        """Say something; the same client token again says nothing new."""
        request = {"Content": content, "ContentType": content_type}
        return await self._tell("SendMessage", token, request, client_token)

    async def send_event(
        self, token: str, content_type: str, client_token: str, content: str | None = None
    ) -> Sent:
        """Tell that one is typing, or has got or read a message. It is tried once."""
        told = {} if content is None else {"Content": content}
        return await self._tell("SendEvent", token, {"ContentType": content_type, **told}, client_token)

    async def _tell(self, operation: str, token: str, request: Mapping[str, Any], client_token: str) -> Sent:
        whole = {**request, "ConnectionToken": token, "ClientToken": client_token}
        return await self._calls.call(operation, whole, _sent, service=SERVICE)

    async def get_transcript(
        self, token: str, next_token: str | None = None, size: int = LARGEST_PAGE
    ) -> Page:
        """The newest items, oldest first; with a page's token, those before that page."""
        request: dict[str, Any] = {
            "ConnectionToken": token,
            "MaxResults": size,
            "ScanDirection": "BACKWARD",
            "SortOrder": "ASCENDING",
        }
        if next_token:
            request["NextToken"] = next_token
        return await self._calls.call("GetTranscript", request, _page, service=SERVICE)

    async def describe_view(self, token: str, view_token: str) -> Mapping[str, Any]:
        """What a view that the flow shows is drawn from, as DescribeView answers it."""
        remember(view_token)
        request = {"ConnectionToken": token, "ViewToken": view_token}
        return await self._calls.call("DescribeView", request, lambda answer: answer.members, service=SERVICE)

    async def disconnect_participant(self, token: str, client_token: str) -> None:
        """Leave the chat; with the customer it ends."""
        request = {"ConnectionToken": token, "ClientToken": client_token}
        await self._calls.call("DisconnectParticipant", request, lambda _answer: None, service=SERVICE)

    async def start_attachment_upload(
        self, token: str, name: str, content_type: str, size: int, client_token: str
    ) -> Upload:
        """Announce a file of so many bytes, and hear where to put it."""
        request = {
            "ConnectionToken": token,
            "AttachmentName": name,
            "ContentType": content_type,
            "AttachmentSizeInBytes": size,
            "ClientToken": client_token,
        }
        return await self._calls.call("StartAttachmentUpload", request, _upload, service=SERVICE)

    async def complete_attachment_upload(self, token: str, attachment_id: str, client_token: str) -> None:
        """Say that a file was put where it belongs; it is scanned, and then everybody sees it."""
        request = {
            "ConnectionToken": token,
            "AttachmentIds": [attachment_id],
            "ClientToken": client_token,
        }
        await self._calls.call("CompleteAttachmentUpload", request, lambda _answer: None, service=SERVICE)

    async def get_attachment(self, token: str, attachment_id: str) -> str:
        """The address of a file, for some minutes: a secret."""
        request = {"ConnectionToken": token, "AttachmentId": attachment_id}
        return await self._calls.call("GetAttachment", request, _url, service=SERVICE)


def _connection(answer: Answer) -> Connection:
    connection = connection_in(answer.members)
    if connection is None or not connection.websocket_url or not connection.token:
        raise KeyError("Websocket")
    remember(*connection.secrets)
    return connection


def _sent(answer: Answer) -> Sent:
    return Sent(answer.text("Id"), str(answer.members.get("AbsoluteTime") or ""))


def _page(answer: Answer) -> Page:
    members = answer.members
    items = members.get("Transcript") or ()
    return Page(
        tuple(item for item in items if isinstance(item, Mapping)),
        members.get("NextToken") or None,
        str(members.get("InitialContactId") or ""),
    )


def _upload(answer: Answer) -> Upload:
    metadata = answer.members["UploadMetadata"]
    url, headers = metadata["Url"], metadata.get("HeadersToInclude") or {}
    remember(*secrets_of(str(url)))
    return Upload(
        answer.text("AttachmentId"), str(url), {str(name): str(value) for name, value in headers.items()}
    )


def _url(answer: Answer) -> str:
    url = answer.text("Url")
    remember(*secrets_of(str(url)))
    return url
