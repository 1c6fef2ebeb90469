"""The record of a chat's wire, over real sockets to the sandbox."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from console.chat.chat import Chat
from console.chat.session import ChatSession
from console.redaction import MASK
from console.sandbox import Sandbox, parse
from console.wire import Entry, Exchange, SocketFrame, WireRecord
from console.workspace import Workspace
from tests.conftest import until
from tests.console.chat.conftest import Host

PIN = "pn-47"
"""What is given in a field for a secret: too short to be remembered, and betrayed by nothing."""


def exchanges(record: WireRecord, operation: str = "") -> list[Exchange]:
    found = [one for one in record if isinstance(one, Exchange)]
    return [one for one in found if operation in ("", one.operation)]


def frames(record: WireRecord, name: str = "") -> list[SocketFrame]:
    return [one for one in record if isinstance(one, SocketFrame) and name in ("", one.name)]


def texts(entry: Entry) -> str:
    if isinstance(entry, SocketFrame):
        return f"{entry!r} {entry.text}"
    return f"{entry!r} {entry.request} {entry.answer} {entry.message}"


async def used(
    workspace: Workspace, sandbox: Sandbox, folder: Path
) -> tuple[Chat, ChatSession, dict[str, str]]:
    """A chat in which everything was done once, and what must not be seen of it."""
    await workspace.load_places()
    types = ["text/plain", "application/vnd.amazonaws.connect.message.interactive.response"]
    workspace.draft.put(("SupportedMessagingContentTypes",), types)
    chat = workspace.new_chat()
    await workspace.start(chat)
    await workspace.connect(chat)
    session = chat.session
    assert session is not None
    assert chat.started is not None
    assert chat.contact_id is not None
    await session.send_message("hello")
    await session.until(lambda item: item.content == "hello", timeout=6)
    view = sandbox.chats.show_view(chat.contact_id, "form", {"Heading": "Hello"})
    token = json.loads(view.content or "")["data"]["content"]["viewToken"]
    await session.describe_view(token)
    chat.wire.keep_secret([PIN])
    answer = json.dumps({"action": "Next", "data": {"FormData": {"Pin": PIN}}})
    await session.send_message(answer, types[1])
    await session.until(lambda item: PIN in item.content, timeout=6)
    await session.attach_bytes("a.txt", b"content of a file")
    sent = await session.until(lambda item: bool(item.attachments), timeout=6)
    await session.download(sent.attachments[0].id, folder / "b.txt")
    await session.send_typing()
    await until(lambda: all(one.state == "answered" for one in exchanges(chat.wire)), "every answer")
    access: Any = session._access
    secrets = {"participant token": chat.started.participant_token, "connection token": access._token}
    return chat, session, {**secrets, "view token": token, "pin": PIN}


async def test_everything_of_a_chat_is_there_once_and_nothing_of_it_is_secret(
    workspace: Workspace, sandbox: Sandbox, tmp_path: Path
) -> None:
    chat, session, secrets = await used(workspace, sandbox, tmp_path)
    counted = Counter(one.operation for one in exchanges(chat.wire))
    assert counted.pop("SendEvent") >= 1
    assert counted.pop("GetTranscript") >= 1
    assert counted == Counter(
        {
            "StartChatContact": 1,
            "CreateParticipantConnection": 1,
            "SendMessage": 2,
            "DescribeView": 1,
            "StartAttachmentUpload": 1,
            "upload": 1,
            "CompleteAttachmentUpload": 1,
            "GetAttachment": 1,
            "download": 1,
        }
    )
    for entry in chat.wire:
        told = texts(entry)
        assert not [name for name, secret in secrets.items() if secret in told], entry.name
        assert "?" not in told.partition("://")[2].partition('"')[0], "no address has its query"
    await session.disconnect()
    await until(lambda: frames(chat.wire, "closed"), "the end of the socket")
    assert exchanges(chat.wire)[-1].operation == "DisconnectParticipant"
    names = {one.name for one in frames(chat.wire)}
    assert names >= {
        "opened",
        "subscribe",
        "message",
        "participant.joined",
        "attachment",
        "chat.ended",
        "closed",
    }
    assert not [one for one in chat.wire if one.is_error]
    assert chat.wire.dropped == 0


async def test_requests_have_their_shape_with_masks_in_place(
    workspace: Workspace, sandbox: Sandbox, tmp_path: Path
) -> None:
    chat, session, _ = await used(workspace, sandbox, tmp_path)
    [start] = exchanges(chat.wire, "StartChatContact")
    assert json.loads(start.request)["InstanceId"] == sandbox.instance_id
    assert json.loads(start.answer)["ParticipantToken"] == MASK
    assert (start.status, bool(start.request_id), start.number) == (200, True, 1)
    [join] = exchanges(chat.wire, "CreateParticipantConnection")
    told = json.loads(join.answer)
    assert told["ConnectionCredentials"]["ConnectionToken"] == MASK
    assert told["Websocket"]["Url"].endswith(f"/{MASK}")
    hello = exchanges(chat.wire, "SendMessage")[0]
    assert json.loads(hello.request)["Content"] == "hello"
    [upload] = exchanges(chat.wire, "upload")
    assert json.loads(upload.request)["Bytes"] == json.loads(upload.answer)["Bytes"] == 17
    [shown] = frames(chat.wire, "opened")
    assert json.loads(shown.text)["Url"].startswith("ws://127.0.0.1:")
    await session.close()


async def test_an_item_leads_to_its_frame_and_the_frame_to_the_item(host: Host) -> None:
    async with host.joined() as chat:
        row = await chat.session.send_message("hello")
        item = await chat.hears("hello")
        found = chat.session.wire.carrying(item.id)
        assert isinstance(found, SocketFrame)
        assert (found.name, found.item_ids, found.direction) == ("message", (item.id,), "in")
        by_token = chat.session.wire.carrying(row.key.removeprefix("pending:"))
        assert by_token is not None
        assert by_token.name == "SendMessage"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("SendMessage:Throttling:1", "ThrottlingException"),
        ("SendMessage:InvalidRequest:1", "ValidationException"),
        ("SendMessage:reset-before:1", "connection_lost"),
    ],
)
async def test_what_goes_wrong_is_an_entry_and_each_retry_another(host: Host, fault: str, error: str) -> None:
    async with host.joined() as chat:
        chat.fault(fault)
        row = await chat.session.send_message("hello")
        record = chat.session.wire
        await until(lambda: any(one.is_error for one in exchanges(record, "SendMessage")), "the refusal")
        failed = exchanges(record, "SendMessage")[0]
        assert failed.error == error
        if "InvalidRequest" in fault:
            assert failed.status == 400
            carried = record.carrying(row.item.id, row.key.removeprefix("pending:"))
            assert carried is not None
            assert carried.number == failed.number
        else:
            await chat.hears("hello")
            assert [one.attempt for one in exchanges(record, "SendMessage")][:2] == [1, 2]


async def test_a_start_that_is_cancelled_is_told_as_given_up_and_then_by_its_answer(
    workspace: Workspace, sandbox: Sandbox
) -> None:
    await workspace.load_places()
    sandbox.faults.add(parse("StartChatContact:latency=300ms:1"))
    chat = workspace.new_chat()
    starting = asyncio.create_task(workspace.start(chat))
    await until(lambda: exchanges(chat.wire), "the request")
    assert exchanges(chat.wire)[0].state == "pending"
    await until(lambda: not sandbox.faults.all(), "the arrival of the request")
    starting.cancel()
    await asyncio.wait({starting})
    await until(lambda: exchanges(chat.wire)[0].state in ("left", "answered"), "what became of it")
    await until(lambda: exchanges(chat.wire)[0].state == "answered", "the late answer")
    assert chat.started is None


async def test_sockets_that_are_lost_refused_or_not_understood_are_errors(host: Host) -> None:
    async with host.joined() as chat:
        record = chat.session.wire
        chat.fault("socket:unknown:1")
        chat.say("hello")
        chat.fault("socket:drop:1")
        chat.say("again")
        await until(lambda: chat.state == "reconnecting" or "reconnecting" in chat.seen, "the loss")
        await until(lambda: chat.state == "connected", "the way back")
        closed = frames(record, "closed")
        assert closed[0].is_error
        assert len(frames(record, "opened")) == 2
        chat.fault("socket:refuse:1")
        chat.fault("socket:drop:1")
        chat.say("once more")
        await until(lambda: frames(record, "refused"), "the refusal")
        assert frames(record, "refused")[0].is_error
