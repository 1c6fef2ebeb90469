"""What went over a chat's wire: its requests and the frames of its sockets, without their secrets."""

from console.wire.entry import Entry, Exchange, SocketFrame
from console.wire.reading import as_sent, excerpt, readable
from console.wire.record import WireRecord

__all__ = ["Entry", "Exchange", "SocketFrame", "WireRecord", "as_sent", "excerpt", "readable"]
