"""Where the script is played: an instance and a flow, behind the two doors of one profile."""

from __future__ import annotations

from dataclasses import dataclass

from console.aws import Connect, ConnectParticipant
from console.chat.connection.dialling import Way


@dataclass(frozen=True)
class Ground:
    """One place. `kind` is the kind of its profile; nothing else of the profile is ever reported."""

    kind: str
    region: str
    connect: Connect
    participant: ConnectParticipant
    way: Way
    instance_id: str
    flow_id: str
