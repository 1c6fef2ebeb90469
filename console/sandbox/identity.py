"""Who the sandbox is: its region, account, keys and ids, the same at every start.

Scripts and lessons hold because nothing here is random: the key pair is the example pair of AWS's
own documentation, and ids are derived from names (UUIDv5).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

REGION = "us-east-1"
ACCOUNT = "123456789012"
INSTANCE_ALIAS = "sandbox"
INSTANCE_CREATED = 1_577_836_800
"""When the instance claims to have been made: 2020-01-01T00:00:00Z, in seconds since the epoch."""

_NAMES = uuid.uuid5(uuid.NAMESPACE_DNS, "sandbox.connect-chat-console.invalid")


def id_of(kind: str, name: str) -> str:
    """The id of a thing of the sandbox, which depends on its kind and name alone."""
    return str(uuid.uuid5(_NAMES, f"{kind}/{name}"))


INSTANCE_ID = id_of("instance", INSTANCE_ALIAS)
INSTANCE_ARN = f"arn:aws:connect:{REGION}:{ACCOUNT}:instance/{INSTANCE_ID}"
CALLER_ARN = f"arn:aws:iam::{ACCOUNT}:user/sandbox"
CALLER_ID = "AIDACKCEVSQ6C2EXAMPLE"
"""The user id that AWS's documentation uses as its example."""


@dataclass(frozen=True)
class KeyPair:
    """The keys that requests must be signed with; a session token only where one is given."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)


KEYS = KeyPair("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


def flow_arn(flow_id: str) -> str:
    """The ARN of a flow of the sandbox's instance."""
    return f"{INSTANCE_ARN}/contact-flow/{flow_id}"


def contact_arn(contact_id: str) -> str:
    """The ARN of a contact of the sandbox's instance."""
    return f"{INSTANCE_ARN}/contact/{contact_id}"
