"""Who the sandbox is: its region, account, keys and ids, the same at every start.

Scripts and lessons hold because nothing here is random: the key pair is the example pair of AWS's
own documentation, and ids are derived from names (UUIDv5).
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

REGION = "us-east-1"
ACCOUNT = "123456789012"
INSTANCE_ALIAS = "sandbox"
INSTANCE_CREATED = 1_577_836_800
"""When the instance claims to have been made: 2020-01-01T00:00:00Z, in seconds since the epoch."""

_NAMES = uuid.uuid5(uuid.NAMESPACE_DNS, "sandbox.connect-chat-console.invalid")


def id_of(kind: str, name: str) -> str:
    """The id of a thing of the sandbox, which depends on its kind and name alone."""
    return str(uuid.uuid5(_NAMES, f"{kind}/{name}"))


def random_token(size: int) -> str:
    """A secret of so many random bytes, as text.

    It begins with a letter: a command line takes what begins with a dash for an option.
    """
    return "Q" + secrets.token_urlsafe(size)


INSTANCE_ID = id_of("instance", INSTANCE_ALIAS)
INSTANCE_ARN = f"arn:aws:connect:{REGION}:{ACCOUNT}:instance/{INSTANCE_ID}"
EVERYTHING = ("*",)
READING = (
    "connect:Describe*",
    "connect:Get*",
    "connect:List*",
    "logs:FilterLogEvents",
    "sts:GetCallerIdentity",
)
"""What a role may do that only looks, as IAM writes actions."""


@dataclass(frozen=True)
class Caller:
    """Who signed a request: an IAM user, a session of that user's, or a session of a role."""

    arn: str
    user_id: str
    account: str
    kind: Literal["user", "session", "role", "nobody"]
    allowed: tuple[str, ...] = EVERYTHING
    has_mfa: bool = False

    def may(self, action: str) -> bool:
        """Whether the caller's permissions allow an action such as `connect:StopContact`."""
        return self.allowed is EVERYTHING or _matches(action, self.allowed)


def _matches(action: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(action, pattern) for pattern in patterns)


USER = Caller(
    arn=f"arn:aws:iam::{ACCOUNT}:user/sandbox",
    # The user id that AWS's documentation uses as its example.
    user_id="AIDACKCEVSQ6C2EXAMPLE",
    account=ACCOUNT,
    kind="user",
)
NOBODY = Caller(arn="anonymous", user_id="", account="", kind="nobody")
"""Who calls an operation that asks for no signature."""


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
