"""What can go wrong within a chat: messages, attachments, the socket, and its end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from console.errors.console_error import ConsoleError
from console.errors.refusals import InvalidInput, ServiceError
from console.errors.unreached import NotReached
from console.language import tr

Sendable = Literal["message", "attachment"]


class MessageUnfit(ConsoleError):
    """A message can't be sent in this chat; nothing was sent."""

    code = "message_unfit"


class MessageTooLarge(MessageUnfit):
    """A message has more bytes than the service takes."""

    code = "message_too_large"


class ContentTypeNotAsked(MessageUnfit):
    """The chat was started without this content type."""

    code = "content_type_not_asked"


class AttachmentUnfit(ConsoleError):
    """A file breaks a limit of attachments, or can't be read; nothing was sent."""

    code = "attachment_unfit"


class DownloadRefused(ConsoleError):
    """An attachment can't be written to the file that was chosen."""

    code = "download_refused"


class NotRejoinable(ConsoleError):
    """A chat of an earlier run can't be joined again."""

    code = "not_rejoinable"


class ChatOver(ServiceError):
    """The service lets this participant do nothing any more (403)."""

    code = "chat_over"
    says = tr("The chat is over, or its participant has left it, so {operation} is refused.{said}")
    advises = tr("Start another chat. What has been said stands in the history.")


class AttachmentRefused(InvalidInput):
    """The service takes no such attachment, or no more of them."""

    code = "attachment_refused"
    says = tr("{service} does not take this attachment: {what}.{said}")
    advises = tr(
        "Check its type and size, and how many the chat has; attachments must be enabled for the instance."
    )


class Conflict(ServiceError):
    """What was asked for does not fit the state that the chat is in (409)."""

    code = "conflict"
    says = tr("{service} can't do {operation} as the chat stands now.{said}")
    advises = tr("Try again in a moment.")


class TransferRefused(ServiceError):
    """The storage of attachments did not take or give a file."""

    code = "transfer_refused"
    says = tr("The storage at {endpoint} refused the transfer of the file: {what}.{said}")
    advises = tr("Try again: each attempt gets an address of its own, and they do not last long.")


class SocketRefused(NotReached):
    """The chat's websocket was not opened, or what answers there does not speak like Amazon Connect."""

    code = "socket_refused"
    says = tr("{endpoint} did not open the chat's websocket ({effort}): {reason}.")
    advises = tr("Try again. A proxy or a firewall that does not know websockets may stand in between.")


def message_too_large(size: int, limit: int) -> MessageTooLarge:
    """The error for a message of so many bytes."""
    return MessageTooLarge(
        tr("The message has {size:,} bytes; Amazon Connect takes {limit:,}.", size=size, limit=limit),
        tr("Shorten it, or send it as an attachment."),
        {"size": size, "limit": limit},
    )


def message_empty() -> MessageUnfit:
    """The error for a message without content."""
    return MessageUnfit(
        tr("The message is empty."), tr("Write something; Amazon Connect takes 1 byte at least.")
    )


def content_type_not_asked(content_type: str) -> ContentTypeNotAsked:
    """The error for a content type that is not among SupportedMessagingContentTypes."""
    return ContentTypeNotAsked(
        tr("This chat was started without the content type {content_type}.", content_type=content_type),
        tr("Send plain text, or start another chat with this type among its content types."),
        {"content_type": content_type},
    )


_NOT_IN_CHAT: Mapping[Sendable, str] = {
    "message": tr("The chat is not connected, so the message can't be sent."),
    "attachment": tr("The chat is not connected, so the attachment can't be sent."),
}


def not_in_chat(what: Sendable) -> MessageUnfit:
    """The error for whatever is sent when the chat is not connected any more, or not yet."""
    return MessageUnfit(_NOT_IN_CHAT[what], tr("Connect first; when the chat is over, start another one."))


def not_rejoinable(name: str) -> NotRejoinable:
    """The error for a chat whose token is kept no longer."""
    return NotRejoinable(
        (
            tr("The chat of {name} can't be joined again: its token is not kept any more.", name=name)
            if name
            else tr("The chat of the customer can't be joined again: its token is not kept any more.")
        ),
        tr("Start another chat; the earlier one ends by itself when its duration is over."),
        {"name": name},
    )
