"""Tokens that carry what they stand for, sealed with a key of this process.

Nothing is remembered of a token, so a client may ask for as many as it likes: one that is refused its
socket asks for thousands (chatjs 5.0.0 does). A token holds until its own deadline, whatever was given
out since.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from typing import Literal

Kind = Literal["connection", "websocket", "upload", "download", "view", "sign-in"]

_SEAL_BYTES = 16
_MARK = "Q"
"""What every token begins with: a command line takes what begins with a dash for an option."""


class Tokens:
    """Seals and opens tokens. Any thread may use it."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def seal(self, kind: Kind, subject: str, deadline: float) -> str:
        """A new token of a kind for a subject, opened until a moment of the sandbox's time."""
        body = f"{kind}\n{deadline:.3f}\n{secrets.token_hex(8)}\n{subject}".encode()
        return _MARK + base64.urlsafe_b64encode(self._sealed(body) + body).rstrip(b"=").decode()

    def open(self, kind: Kind, token: str, now: float) -> str | None:
        """The subject of a token; None for one of another kind or key, and once its deadline is past."""
        if not token.startswith(_MARK):
            return None
        token = token.removeprefix(_MARK)
        try:
            raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        seal, body = raw[:_SEAL_BYTES], raw[_SEAL_BYTES:]
        if not hmac.compare_digest(seal, self._sealed(body)):
            return None
        found, deadline, _, subject = body.decode().split("\n", 3)
        return subject if found == kind and now < float(deadline) else None

    def _sealed(self, body: bytes) -> bytes:
        return hashlib.blake2b(body, key=self._key, digest_size=_SEAL_BYTES).digest()
