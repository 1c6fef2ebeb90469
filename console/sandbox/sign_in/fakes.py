"""Keys and tokens that look like AWS's and open nothing: random, and each of them says EXAMPLE.

Their lengths are those that AWS's have in practice, so that a store that is too small for the real ones
shows it here.
"""

from __future__ import annotations

import secrets

_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_MARK = "EXAMPLE"
_CONSONANTS = "BCDFGHJKLMNPQRSTVWXZ"

SECRET_LENGTH = 40
SESSION_TOKEN_LENGTH = 720
ACCESS_TOKEN_LENGTH = 560
REFRESH_TOKEN_LENGTH = 840
CLIENT_SECRET_LENGTH = 1_480
"""Characters; that of Identity Center's client secret is a signed document's."""


def access_key_id() -> str:
    """The id of temporary keys: they begin with ASIA (IAM's documentation on unique ids)."""
    return "ASIA" + "".join(secrets.choice(_BASE32) for _ in range(9)) + _MARK


def role_id(name: str) -> str:
    """The id of a role, which depends on its name alone."""
    letters = "".join(letter for letter in name.upper() if letter in _BASE32)
    return ("AROA" + letters + "A" * 10)[:14] + _MARK


def secret() -> str:
    """A secret access key."""
    return secrets.token_urlsafe(SECRET_LENGTH)[: SECRET_LENGTH - len(_MARK)] + _MARK


def token(kind: str, length: int) -> str:
    """A token of a kind such as `session`, that many characters long."""
    mark = f"FAKE-{_MARK}-{kind}-".upper()
    return (mark + secrets.token_urlsafe(length))[: max(length, len(mark) + 32)]


def client_id() -> str:
    """The id of a client that registered itself."""
    return f"{_MARK}-{secrets.token_urlsafe(18)}"


def user_code() -> str:
    """What a person types at the verification page; without vowels it spells nothing (RFC 8628, 6.1)."""
    letters = "".join(secrets.choice(_CONSONANTS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
