"""Files on their way: attachments that are sent, and those that are fetched."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Callable, Coroutine
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final, Literal
from uuid import uuid4

from console.chat.connection.access import Access
from console.chat.transcript import Transcript
from console.errors import AttachmentUnfit, ConsoleError
from console.language import tr, tr_list

if TYPE_CHECKING:
    from console.aws import ConnectParticipant

LARGEST: Final = 20 * 1024 * 1024
"""Bytes of an attachment at most (Amazon Connect's feature specifications)."""
MOST_IN_A_CHAT: Final = 35
"""Attachments of a chat at most (Amazon Connect's service quotas)."""
LONGEST_NAME: Final = 256
"""Characters of its name at most (StartAttachmentUpload)."""
ENDINGS: Final = frozenset(
    {
        ".csv", ".doc", ".docx", ".heic", ".jfif", ".jpeg", ".jpg", ".mov", ".mp4", ".pdf", ".png", ".ppt",
        ".pptx", ".rtf", ".txt", ".wav", ".xls", ".xlsx",
    }
)  # fmt: skip
"""What the name of an attachment can end on (Amazon Connect's feature specifications)."""

TransferState = Literal["starting", "moving", "finishing", "done", "failed", "cancelled"]


class Transfer:
    """One file on its way, in or out of the chat."""

    def __init__(
        self, name: str, direction: Literal["up", "down"], total: int, changed: Callable[[], None]
    ) -> None:
        self.name = name
        self.direction = direction
        self.total = total
        """Bytes in all; 0 where that is not known."""
        self.sent = 0
        """Bytes that have travelled, in either direction."""
        self.state: TransferState = "starting"
        self.error: ConsoleError | None = None
        self.task: asyncio.Task[None] | None = None
        self._changed = changed

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state in ("done", "failed", "cancelled")

    def cancel(self) -> None:
        """Stop it; what was announced to the service and never completed is seen by nobody."""
        if self.task is not None and not self.is_over:
            self.task.cancel()

    def moved(self, count: int) -> None:
        """So many bytes have travelled."""
        if not self.is_over:
            self.sent = count
            self._changed()

    def become(self, state: TransferState, error: ConsoleError | None = None) -> None:
        """It has come to another state."""
        self.state, self.error = state, error
        self._changed()


class Transfers:
    """All files of one chat that are on their way, or did not arrive. `changed` hears of every move."""

    def __init__(
        self,
        door: ConnectParticipant,
        access: Access,
        transcript: Transcript,
        changed: Callable[[], None],
    ) -> None:
        self.all: list[Transfer] = []
        self._door = door
        self._access = access
        self._transcript = transcript
        self._changed = changed

    async def read(self, path: Path) -> bytes:
        """The content of a file of the user's, no more than just too much.

        Raises:
            AttachmentUnfit: it can't be read.
        """
        return await self._door.storage.read(path, LARGEST)

    async def send(self, name: str, content: bytes) -> None:
        """Send an attachment; what becomes of it is told by its transfer. Cancelling cancels it.

        Raises:
            AttachmentUnfit: it breaks a limit of the service; nothing was sent.
        """
        under_way = sum(one.direction == "up" and not one.is_over for one in self.all)
        check_attachment(name, len(content), len(self._transcript.attachments) + under_way)
        transfer = Transfer(name, "up", len(content), self._changed)
        await self._follow(transfer, self._sending(transfer, content))

    async def fetch(self, attachment_id: str, to: Path) -> None:
        """Fetch an attachment into a new file; what becomes of it is told by its transfer."""
        transfer = Transfer(to.name, "down", 0, self._changed)
        await self._follow(transfer, self._fetching(transfer, attachment_id, to))

    def dismiss(self, transfer: Transfer) -> None:
        """Take one that is over off the list."""
        if transfer in self.all and transfer.is_over:
            self.all.remove(transfer)
            self._changed()

    def cancel_all(self) -> None:
        """Stop everything that is on its way."""
        for transfer in self.all:
            transfer.cancel()

    async def _follow(self, transfer: Transfer, work: Coroutine[None, None, None]) -> None:
        self.all.append(transfer)
        transfer.task = asyncio.create_task(work, name=f"{transfer.direction}load an attachment")
        self._changed()
        try:
            await transfer.task
        except asyncio.CancelledError:
            transfer.task.cancel()
            transfer.become("cancelled")
            if (current := asyncio.current_task()) is not None and current.cancelling():
                raise
        except ConsoleError as error:
            transfer.become("failed", error)
        else:
            transfer.become("done")
            self.dismiss(transfer)

    async def _sending(self, transfer: Transfer, content: bytes) -> None:
        kind = mimetypes.guess_type(transfer.name)[0] or "application/octet-stream"
        size, client_token = len(content), str(uuid4())
        upload = await self._access.with_token(
            lambda token: self._door.start_attachment_upload(token, transfer.name, kind, size, client_token)
        )
        transfer.become("moving")
        await self._door.storage.put(upload.url, upload.headers, content, transfer.moved)
        transfer.become("finishing")
        await self._access.with_token(
            lambda token: self._door.complete_attachment_upload(token, upload.attachment_id, client_token)
        )

    async def _fetching(self, transfer: Transfer, attachment_id: str, to: Path) -> None:
        url = await self._access.with_token(lambda token: self._door.get_attachment(token, attachment_id))
        transfer.become("moving")
        await self._door.storage.fetch(url, to, transfer.moved)


def check_attachment(name: str, size: int, count: int) -> None:
    """Check that a file can be attached to a chat that has so many attachments.

    Raises:
        AttachmentUnfit: its type, its size or its name is not taken, or the chat has enough of them.
    """
    for is_unfit, sentence, advice in (
        (
            PurePath(name.lower()).suffix not in ENDINGS,
            tr("Amazon Connect takes no files of the type of {name}.", name=name),
            tr("It takes files that end on {endings}.", endings=tr_list(sorted(ENDINGS))),
        ),
        (not size, tr("{name} is empty.", name=name), tr("Choose a file with at least 1 byte.")),
        (
            size > LARGEST,
            tr(
                "{name} is larger than the {megabytes} MB that Amazon Connect takes.",
                name=name,
                megabytes=LARGEST // 1024**2,
            ),
            tr("Make it smaller, or split it."),
        ),
        (
            len(name) > LONGEST_NAME,
            tr(
                "The name of the file has {length:,} characters; {longest:,} are allowed.",
                length=len(name),
                longest=LONGEST_NAME,
            ),
            tr("Give it a shorter name."),
        ),
        (
            count >= MOST_IN_A_CHAT,
            tr("This chat has {count} attachments, as many as Amazon Connect allows.", count=count),
            tr("Start another chat to send more."),
        ),
    ):
        if is_unfit:
            raise AttachmentUnfit(sentence, advice, {"name": name, "size": size, "count": count})
