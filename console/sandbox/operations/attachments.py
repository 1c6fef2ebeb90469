"""The participant service: files, from their announcement to their download."""

from __future__ import annotations

from console.sandbox.identity import Caller
from console.sandbox.operations.answer import Input, Output
from console.sandbox.operations.participant import wrong
from console.sandbox.participant import items
from console.sandbox.participant.attachments import UPLOAD_S
from console.sandbox.participant.connections import denied
from console.sandbox.world import World

DOWNLOAD_S = 300
"""Seconds that a download URL lasts where the request says nothing; ours: download-url-expiry."""


def start_attachment_upload(world: World, given: Input, _caller: Caller) -> Output:
    """Announce a file and say where to put it."""
    with world.chats.lock:
        chat, participant = world.chats.connections.with_connection_token(given["ConnectionToken"])
        if (replay := participant.replay("StartAttachmentUpload", given["ClientToken"])) is not None:
            return dict(replay)
        if not world.settings.storage("ATTACHMENTS"):
            # ours: attachments-not-stored
            raise denied("Attachments are not enabled for this instance.")
        attachments = world.chats.attachments
        attachment = attachments.start(
            chat, participant, given["AttachmentName"], given["ContentType"], given["AttachmentSizeInBytes"]
        )
        output: Output = {
            "AttachmentId": attachment.id,
            "UploadMetadata": {
                "Url": attachments.url("upload", attachment.id, UPLOAD_S),
                "UrlExpiry": _in(world, UPLOAD_S),
                "HeadersToInclude": dict(attachment.headers),
            },
        }
        participant.remember("StartAttachmentUpload", given["ClientToken"], output)
        return output


def complete_attachment_upload(world: World, given: Input, _caller: Caller) -> Output:
    """Have a file scanned and shown to everybody. Twice is once."""
    with world.chats.lock:
        chat, participant = world.chats.connections.with_connection_token(given["ConnectionToken"])
        chat.join(participant)
        for attachment_id in given["AttachmentIds"]:
            world.chats.attachments.complete(world.chats.attachments.of(chat, attachment_id))
    return {}


def get_attachment(world: World, given: Input, _caller: Caller) -> Output:
    """Where to download a file that was approved."""
    with world.chats.lock:
        chat, participant = world.chats.connections.with_connection_token(given["ConnectionToken"])
        if participant.role == "CUSTOM_BOT":
            raise denied("A CUSTOM_BOT has no access to attachments.")
        attachment = world.chats.attachments.of(chat, given["AttachmentId"])
        if attachment.status != "APPROVED":
            # ours: attachment-not-approved
            raise wrong("AttachmentId", "this attachment has not been approved.")
        seconds = given.get("UrlExpiryInSeconds") or DOWNLOAD_S
        url = world.chats.attachments.url("download", attachment.id, seconds)
        return {
            "Url": f"{url}?disposition={given.get('UrlContentDisposition', 'ATTACHMENT')}",
            "UrlExpiry": _in(world, seconds),
            "AttachmentSizeInBytes": attachment.size,
        }


def _in(world: World, seconds: float) -> str:
    return items.time_text(round((world.timers.clock.wall() + seconds) * 1000))
