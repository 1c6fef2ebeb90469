"""The chats that can be rejoined after the console was closed or killed.

What tells them apart lies in a file of the user's folder, without secrets; the participant token, which
lets in whoever has it, lies in the keyring. Where the keyring does not take it, a chat can't be rejoined,
which is told and hinders nothing.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from console.chat.clocks import Clock, Deadline
from console.errors import VaultError
from console.files import read_json, write_json
from console.profiles import Profile, called
from console.redaction import without_secrets
from console.vault import Vault

log = logging.getLogger(__name__)

_MOST = 200
"""Chats that are listed; the oldest beyond that are forgotten."""
_TOKEN = "participant_token"


@dataclass(frozen=True)
class KeptChat:
    """A chat of an earlier run: who, where, since when, and when its duration is over.

    `profile` is the chat's as it was; times are aware and in UTC.
    """

    contact_id: str
    participant_id: str
    profile: Profile
    started_at: datetime
    ends_at: datetime
    place: str = ""
    request: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The customer's display name."""
        details = self.request.get("ParticipantDetails")
        return str(details.get("DisplayName", "")) if isinstance(details, Mapping) else ""


class KeptChats:
    """Keeps chats while they are open, and forgets them at their end.

    `problem` is why the chat that was kept last can't be rejoined; None where it can.
    """

    def __init__(self, file: Path, vault: Vault, clock: Clock) -> None:
        self.problem: VaultError | None = None
        self._file = file
        self._vault = vault
        self._clock = clock
        # Keeping and forgetting one chat may overlap: the last of them has to win.
        self._one_at_a_time = asyncio.Lock()

    def all(self) -> list[KeptChat]:
        """Those whose duration is not over, oldest first; whether one is open still only joining tells."""
        now = self._clock()
        return [one for one in self._read() if not _deadline(one).is_over(now)]

    async def keep(self, chat: KeptChat, token: str) -> None:
        """Keep a chat. Where the keyring does not take its token, `problem` says why."""
        async with self._one_at_a_time:
            try:
                # Never asks for anything: a keyring that is locked stays so until somebody unlocks it.
                await self._vault.save(_key(chat.contact_id), {_TOKEN: token})
            except VaultError as error:
                self.problem = error
                log.info("the chat can't be rejoined later: %s", error)
                return
            self.problem = None
            self._write([*(one for one in self._read() if one.contact_id != chat.contact_id), chat])

    async def token_of(self, chat: KeptChat) -> str:
        """The participant token of a chat that was kept; empty where there is none any more.

        Raises:
            VaultError: the keyring does not give it.
        """
        found = await self._vault.load(_key(chat.contact_id)) or {}
        token = found.get(_TOKEN)
        return token if isinstance(token, str) else ""

    async def forget(self, contact_id: str) -> None:
        """Forget a chat and its token; one that the keyring does not let go stays listed until its end."""
        async with self._one_at_a_time:
            if all(one.contact_id != contact_id for one in self._read()):
                return
            try:
                await self._vault.remove(_key(contact_id))
            except VaultError as error:
                log.info("a participant token could not be taken from the keyring: %s", error)
            else:
                self._write([one for one in self._read() if one.contact_id != contact_id])

    async def tidy(self) -> None:
        """Forget those whose duration is over: their tokens are good for nothing."""
        now = self._clock()
        for one in [one for one in self._read() if _deadline(one).is_over(now)]:
            await self.forget(one.contact_id)

    def _read(self) -> list[KeptChat]:
        stored = read_json(self._file).get("chats")
        read = [_chat_in(one) for one in stored] if isinstance(stored, list) else []
        return [one for one in read if one is not None]

    def _write(self, chats: list[KeptChat]) -> None:
        try:
            write_json(self._file, {"chats": [_as_json(one) for one in chats[-_MOST:]]})
        except OSError as fault:
            log.warning("the list of open chats could not be kept: %s", fault)


def _deadline(chat: KeptChat) -> Deadline:
    return Deadline(chat.ends_at, chat.ends_at - chat.started_at)


def _key(contact_id: str) -> str:
    return "chat/" + re.sub(r"[^a-z0-9_-]", "-", contact_id.lower())[:80]


def _as_json(chat: KeptChat) -> dict[str, Any]:
    return {
        "contact_id": chat.contact_id,
        "participant_id": chat.participant_id,
        "profile": {name: value for name, value in asdict(chat.profile).items() if value},
        "started_at": chat.started_at.isoformat(),
        "ends_at": chat.ends_at.isoformat(),
        "place": chat.place,
        "request": without_secrets(chat.request),
    }


def _chat_in(stored: object) -> KeptChat | None:
    """A chat as the file has it; None for what is none."""
    try:
        return _read_one(stored)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        log.warning("a chat of the list could not be read: %s", type(fault).__name__)
        return None


def _read_one(stored: Any) -> KeptChat:
    known = {one.name for one in fields(Profile)}
    profile = {name: value for name, value in stored["profile"].items() if name in known}
    request = stored["request"]
    texts = [stored[name] for name in ("contact_id", "participant_id", "place", "started_at", "ends_at")]
    if not all(isinstance(text, str) for text in texts) or not isinstance(request, dict):
        raise TypeError
    if not all(isinstance(value, str | bool) for value in profile.values()):
        raise TypeError
    contact_id, participant_id, place, started_at, ends_at = texts
    began, ends = (datetime.fromisoformat(text).astimezone(UTC) for text in (started_at, ends_at))
    was = Profile(**profile)
    was = replace(was, name=called(was.id, was.name))
    return KeptChat(contact_id, participant_id, was, began, ends, place, request)
