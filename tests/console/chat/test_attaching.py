"""Files both ways: what is told before, on the way, and after."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from console.chat.session import SessionChange
from console.chat.transfers import ENDINGS, LARGEST, MOST_IN_A_CHAT, check_attachment
from console.errors import AttachmentRefused, AttachmentUnfit, DownloadRefused, TransferRefused
from tests.conftest import until
from tests.console.chat.conftest import Host, Joined

CONTENT = b"0123456789" * 40_000


async def shown(chat: Joined, status: str = "APPROVED") -> str:
    """The id of an attachment, once the chat shows it so; its scan takes no time here."""
    chat.sandbox.clock.move(1)
    item = await chat.session.until(
        lambda item: any(one.status == status for one in item.attachments), timeout=6
    )
    return item.attachments[0].id


async def test_a_file_travels_there_and_back(host: Host, tmp_path: Path) -> None:
    source, back = tmp_path / "straße 1.txt", tmp_path / "back.txt"
    source.write_bytes(CONTENT)
    async with host.joined() as chat:
        seen: list[tuple[str, int]] = []
        tell = chat.session.changes.tell

        def told(change: SessionChange) -> None:
            seen.extend((one.state, one.sent) for one in chat.session.transfers)
            tell(change)

        vars(chat.session.changes)["tell"] = told
        await chat.session.attach(source)
        await until(lambda: chat.session.transfers == [])
        await chat.session.download(await shown(chat), back)
        assert back.read_bytes() == CONTENT
        assert sorted(path.name for path in tmp_path.iterdir()) == ["back.txt", "straße 1.txt"]
        states = [state for state, _ in seen]
        assert states[0] == "starting"
        assert "moving" in states
        assert "finishing" in states
        assert any(0 < count < len(CONTENT) for _, count in seen), "progress is told on the way"


@pytest.mark.parametrize(
    ("name", "size", "count", "words"),
    [
        ("a.exe", 1, 0, "type"),
        ("a", 1, 0, "type"),
        ("a.txt", 0, 0, "empty"),
        ("a.txt", LARGEST + 1, 0, "20 MB"),
        ("a" * 260 + ".txt", 1, 0, "256"),
        ("a.txt", 1, MOST_IN_A_CHAT, "35"),
    ],
)
def test_limits_are_told_before(name: str, size: int, count: int, words: str) -> None:
    with pytest.raises(AttachmentUnfit) as raised:
        check_attachment(name, size, count)
    assert words in raised.value.sentence


def test_what_the_service_takes_is_let_through() -> None:
    for ending in ENDINGS:
        check_attachment(f"A{ending.upper()}", LARGEST, MOST_IN_A_CHAT - 1)


async def test_a_file_that_can_not_be_read(host: Host, tmp_path: Path) -> None:
    async with host.joined() as chat:
        with pytest.raises(AttachmentUnfit, match=r"missing\.txt can't be read"):
            await chat.session.attach(tmp_path / "missing.txt")
        assert chat.session.transfers == []


async def test_a_file_that_the_service_refuses_stays_to_be_seen(host: Host) -> None:
    host.sandbox.settings.storages.discard("ATTACHMENTS") if hasattr(
        host.sandbox.settings, "storages"
    ) else None
    async with host.joined() as chat:
        chat.fault("StartAttachmentUpload:InvalidRequest:1")
        await chat.session.attach_bytes("a.txt", b"x")
        [transfer] = chat.session.transfers
        assert transfer.state == "failed"
        assert isinstance(transfer.error, AttachmentRefused)
        chat.session.dismiss(transfer)
        assert chat.session.transfers == []


async def test_an_instance_without_attachments_does_not_end_the_chat(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("StartAttachmentUpload:AccessDenied")
        await chat.session.attach_bytes("a.txt", b"x")
        [transfer] = chat.session.transfers
        assert isinstance(transfer.error, AttachmentRefused)
        assert chat.state == "connected"


async def test_a_scan_that_finds_something(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("attachment:reject:1")
        await chat.session.attach_bytes("a.txt", b"x")
        attachment_id = await shown(chat, "REJECTED")
        await chat.session.download(attachment_id, Path("never.txt"))
        [transfer] = chat.session.transfers
        assert isinstance(transfer.error, AttachmentRefused)
        assert not Path("never.txt").exists()


async def test_an_upload_can_be_cancelled(host: Host) -> None:
    async with host.joined() as chat:
        chat.fault("CompleteAttachmentUpload:latency=2s")
        sending = asyncio.create_task(chat.session.attach_bytes("a.txt", CONTENT))
        await until(lambda: [one.state for one in chat.session.transfers] == ["finishing"])
        [transfer] = chat.session.transfers
        transfer.cancel()
        await sending
        assert transfer.state == "cancelled"
        chat.session.dismiss(transfer)
        assert chat.session.transcript.attachments == []


async def test_nothing_is_written_over_and_nothing_half_is_left(host: Host, tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    async with host.joined() as chat:
        await chat.session.attach_bytes("a.txt", CONTENT)
        attachment_id = await shown(chat)
        await chat.session.download(attachment_id, mine)
        [transfer] = chat.session.transfers
        assert isinstance(transfer.error, DownloadRefused)
        assert mine.read_text() == "mine"
        chat.session.dismiss(transfer)
        await chat.session.download(attachment_id, tmp_path / "no" / "folder.txt")
        assert isinstance(chat.session.transfers[0].error, DownloadRefused)
        # the storage has lost it meanwhile
        files = chat.sandbox.chats.attachments
        found = files.find(attachment_id)
        assert found is not None
        found.content = None
        await chat.session.download(attachment_id, tmp_path / "gone.txt")
        assert isinstance(chat.session.transfers[1].error, TransferRefused)
        assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
