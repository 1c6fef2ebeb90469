"""Files in chats: announced, uploaded, scanned, fetched; bytes are held in memory, so many at most."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from console.sandbox.participant.disturbance import CALM, Disturbances
from console.sandbox.participant.items import AttachmentItem, Item, Status
from console.sandbox.participant.tokens import Tokens
from console.sandbox.refusal import RefusalError
from console.sandbox.timers import Timers

if TYPE_CHECKING:
    from console.sandbox.participant.chat import Chat
    from console.sandbox.participant.party import Participant

LARGEST = 20 * 1024 * 1024
"""Bytes of one file at most (Amazon Connect's feature specifications)."""
MOST_IN_A_CHAT = 35
"""Files of one chat at most (Amazon Connect's feature specifications)."""
MOST_BYTES = 128 * 1024 * 1024
"""Bytes of all files that are held; beyond that the oldest are forgotten."""
UPLOAD_S = 900
"""Seconds that an upload URL lasts; ours: upload-url-expiry."""
SCAN_S = 0.5
"""Seconds of the sandbox's time that a scan takes."""
LONGEST_SCAN_S = 1.5
"""Seconds on the wall after which a scan is over however slowly the time runs."""
TYPES: Final = frozenset(
    {
        ".csv", ".doc", ".docx", ".heic", ".jfif", ".jpeg", ".jpg", ".mov", ".mp4", ".pdf", ".png", ".ppt",
        ".pptx", ".rtf", ".txt", ".wav", ".xls", ".xlsx",
    }
)  # fmt: skip
"""File name extensions that can be attached (Amazon Connect's feature specifications)."""
PATH: Final = "/participant-files/"


@dataclass(slots=True, eq=False)
class Attachment:
    """One file of one chat."""

    chat: Chat
    participant: Participant
    name: str
    content_type: str
    size: int
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    content: bytes | None = field(default=None, repr=False)
    """None until it is uploaded, and once it is forgotten."""
    item: Item | None = None
    """What the transcript holds of it, once the upload is completed."""

    def as_item(self, status: Status) -> AttachmentItem:
        """The file as an item shows it."""
        return AttachmentItem(self.id, self.name, self.content_type, status)

    @property
    def status(self) -> Status | None:
        """What the scan has found; None until the upload is completed."""
        return None if self.item is None or self.item.attachment is None else self.item.attachment.status

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that the PUT must bring, each with this value."""
        return {
            "Content-Type": self.content_type,
            "Content-Disposition": disposition("attachment", self.name),
            "x-amz-meta-contact_id": self.chat.contact.id,
        }


def approve(_attachment: Attachment) -> Status:
    """The scan of a sandbox: it finds nothing."""
    return "APPROVED"


class Attachments:
    """All files. To be used under the lock of the timers, but for `find` and `keep`."""

    def __init__(self, tokens: Tokens, timers: Timers, disturbances: Disturbances = CALM) -> None:
        self._tokens = tokens
        self._timers = timers
        self._disturbances = disturbances
        self._attachments: dict[str, Attachment] = {}
        self._held = 0
        self.scan: Callable[[Attachment], Status] = approve
        """What decides about a file whose upload is completed."""
        self.address = ""
        """Host and port of the sandbox while it runs."""

    def start(
        self, chat: Chat, participant: Participant, name: str, content_type: str, size: int
    ) -> Attachment:
        """Announce a file.

        Raises:
            RefusalError: its size or type is not allowed, or the chat has as many as it may.
        """
        if size > LARGEST:
            raise _wrong(f"AttachmentSizeInBytes: {size:,} bytes; {LARGEST:,} are allowed.")
        # ours: attachment-type
        if PurePath(name.lower()).suffix not in TYPES:
            raise _wrong(f"AttachmentName: files can end on {', '.join(sorted(TYPES))}.")
        if not _is_header(content_type):
            raise _wrong("ContentType: this is no type such as text/plain.")
        if sum(one.chat is chat for one in self._attachments.values()) >= MOST_IN_A_CHAT:
            raise RefusalError(
                "ServiceQuotaExceededException", f"A chat can have {MOST_IN_A_CHAT} attachments at most."
            )
        attachment = Attachment(chat, participant, name, content_type, size)
        self._attachments[attachment.id] = attachment
        return attachment

    def find(self, attachment_id: str) -> Attachment | None:
        """A file by its id."""
        return self._attachments.get(attachment_id)

    def of(self, chat: Chat, attachment_id: str) -> Attachment:
        """A file of a chat by its id.

        Raises:
            RefusalError: InvalidParameterException; the chat has no such file.
        """
        found = self._attachments.get(attachment_id)
        if found is None or found.chat is not chat:
            raise _wrong("AttachmentId: this chat has no such attachment.")
        return found

    def keep(self, attachment: Attachment, content: bytes) -> None:
        """Hold what was uploaded; where that is too much the oldest files are forgotten."""
        with self._timers.lock:
            attachment.content = content
            self._held += len(content)
            for one in tuple(self._attachments.values()):
                if self._held <= MOST_BYTES:
                    break
                if one is not attachment:
                    self._held -= len(one.content or b"")
                    del self._attachments[one.id]

    def complete(self, attachment: Attachment) -> None:
        """The upload is done; the scan begins, and everybody sees the file when it is over.

        Raises:
            RefusalError: ConflictException; nothing has been uploaded yet.
        """
        if attachment.item is not None:
            return
        if attachment.content is None:
            raise RefusalError("ConflictException", "The attachment is still being uploaded.")
        chat = attachment.chat
        attachment.item = chat.attach(attachment.participant, attachment.as_item("IN_PROGRESS"))
        slowest = LONGEST_SCAN_S * self._timers.clock.speed
        self._timers.after(min(SCAN_S, slowest), partial(self._scanned, attachment))

    def _scanned(self, attachment: Attachment) -> None:
        item, chat = attachment.item, attachment.chat
        if item is None or chat.is_over:
            return
        found = attachment.as_item(self._verdict(attachment))
        attachment.item = replace(item, attachment=found)
        chat.show(item, found)

    def _verdict(self, attachment: Attachment) -> Status:
        if self._disturbances.touches("attachment") and self._disturbances.act("reject"):
            return "REJECTED"
        return self.scan(attachment)

    def url(self, kind: str, subject: str, seconds: float) -> str:
        """An address to upload to or download from, for some seconds."""
        sealed = self._tokens.seal(
            "upload" if kind == "upload" else "download", subject, self._timers.clock() + seconds
        )
        return f"http://{self.address}{PATH}{sealed}"

    def opened(self, kind: str, token: str) -> str | None:
        """What such an address was made for; None once it has expired."""
        now = self._timers.clock()
        return self._tokens.open("upload" if kind == "upload" else "download", token, now)

    def clear(self) -> None:
        """Forget all files."""
        with self._timers.lock:
            self._attachments.clear()
            self._held = 0
            self.scan = approve

    def drop(self, chat: Chat) -> None:
        """Forget the files of a chat."""
        for one in [one for one in self._attachments.values() if one.chat is chat]:
            self._held -= len(one.content or b"")
            del self._attachments[one.id]


def disposition(kind: str, name: str) -> str:
    """A Content-Disposition that brings a file's name, whatever letters it has."""
    plain = "".join(letter if 32 <= ord(letter) < 127 and letter not in '"\\' else "_" for letter in name)
    return f'{kind}; filename="{plain}"'


def _is_header(text: str) -> bool:
    return text.isascii() and text.isprintable() and "/" in text


def _wrong(message: str) -> RefusalError:
    return RefusalError("InvalidParameterException", message)
