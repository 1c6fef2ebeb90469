"""What IAM Identity Center answers: registration, device code, token, accounts, keys of a role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from console.aws.calling import Answer, text_in
from console.credentials import Keys
from console.redaction import remember

INTERVAL_S = 5
"""How long to wait between two questions where the service does not say (RFC 8628, 3.5)."""


@dataclass(frozen=True)
class Registration:
    """This program as Identity Center knows it, until `expires_at`, aware."""

    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class Device:
    """A sign-in that waits for a person.

    `user_code` is what they compare at `address`; `complete_address` holds it already. Both are only
    good together with `device_code`, which is secret, until `expires_at`, aware. `interval_s` is how
    long to wait between two questions whether they have done it.
    """

    device_code: str = field(repr=False)
    user_code: str
    address: str
    complete_address: str
    expires_at: datetime
    interval_s: float


@dataclass(frozen=True)
class Token:
    """That somebody has signed in, until `expires_at`, aware. Without a refresh token it can't be renewed."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True)
class Account:
    """An account that whoever signed in may use; `name` and `email` may be empty."""

    id: str
    name: str
    email: str


def registration_in(answer: Answer) -> Registration:
    """A registration as RegisterClient answers it."""
    secret = answer.text("clientSecret")
    remember(secret)
    return Registration(
        client_id=answer.text("clientId"),
        client_secret=secret,
        expires_at=datetime.fromtimestamp(answer.members["clientSecretExpiresAt"], UTC),
    )


def device_in(answer: Answer) -> Device:
    """A device code as StartDeviceAuthorization answers it."""
    code, address = answer.text("deviceCode"), answer.text("verificationUri")
    remember(code)
    return Device(
        device_code=code,
        user_code=answer.text("userCode"),
        address=address,
        complete_address=answer.members.get("verificationUriComplete") or address,
        expires_at=_ends(answer),
        interval_s=float(answer.members.get("interval", INTERVAL_S)),
    )


def token_in(answer: Answer, refresh_token: str | None = None) -> Token:
    """A token as CreateToken answers it; a refresh token that it does not replace holds on."""
    access = answer.text("accessToken")
    refresh = answer.members.get("refreshToken") or refresh_token
    remember(access, refresh, answer.members.get("idToken"))
    return Token(access, refresh, _ends(answer))


def account_in(listed: Mapping[str, Any]) -> Account:
    """An account as ListAccounts tells it."""
    return Account(
        text_in(listed, "accountId"), listed.get("accountName", ""), listed.get("emailAddress", "")
    )


def role_keys_in(answer: Answer) -> Keys:
    """Keys as GetRoleCredentials answers them; their end is counted in milliseconds."""
    given = answer.members["roleCredentials"]
    secret, token = text_in(given, "secretAccessKey"), text_in(given, "sessionToken")
    remember(secret, token)
    expires_at = datetime.fromtimestamp(given["expiration"] / 1000, UTC)
    return Keys(text_in(given, "accessKeyId"), secret, token, expires_at)


def _ends(answer: Answer) -> datetime:
    return answer.arrived_at + timedelta(seconds=answer.members["expiresIn"])
