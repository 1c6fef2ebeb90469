"""How each kind of profile comes to its keys: one function a kind, in one table."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from console.chat.clocks import Clock
from console.credentials import Keys
from console.errors import CodeNeeded, CodeRefused, SignInNeeded
from console.kinds import LONGEST_CHAINED_S, Entry
from console.language import tr
from console.profiles import Kind, Profile
from console.sessions.asking import Asks
from console.sessions.portals import Portals

if TYPE_CHECKING:
    from console.aws import Sts
    from console.credentials import Proxy
    from console.workers import Workers

SESSION_NAME = "connect-chat-console"
DEVICE_S = 12 * 3600
"""How long the session of an MFA code lasts: what GetSessionToken gives by default."""


class Sources(Protocol):
    """What a role needs of the other sessions."""

    async def of_source(self, profile: Profile, ask: Asks | None) -> tuple[Profile, Keys]:
        """The profile that a role stands on, and its keys."""

    def device_session(self, source: Profile, serial: str) -> Keys | None:
        """The session that a code of an MFA device opened, if it still holds."""

    def hold_device_session(self, source: Profile, serial: str, keys: Keys) -> None:
        """Keeps that session for every role with the same device."""


@dataclass(frozen=True)
class Wanted:
    """One profile that wants keys, and what there is to get them with."""

    profile: Profile
    entry: Entry = field(repr=False)
    proxy: Proxy | None
    ask: Asks | None
    clock: Clock
    workers: Workers
    portals: Portals
    sources: Sources

    def sts(self, keys: Keys) -> Sts:
        """The door to STS with these keys, at the profile's region and endpoint."""
        from console.aws import Sts

        return Sts(self.profile, keys, self.workers, proxy=self.proxy)


async def _access_key(wanted: Wanted) -> Keys:
    entry = wanted.entry
    return Keys(entry["access_key_id"], entry["secret_access_key"], entry.get("session_token"))


async def _role(wanted: Wanted) -> Keys:
    """A role over another profile.

    With an MFA device and long-lived keys one GetSessionToken serves every role of that device. Where
    that can't be, the code goes with the role itself: keys that are temporary already can't ask for a
    session, and a session would cut a role that is to last longer to an hour.
    """
    source, keys = await wanted.sources.of_source(wanted.profile, wanted.ask)
    serial = wanted.entry.get("mfa_serial")
    if serial is None:
        return await _assumed(wanted, keys)
    if keys.session_token is None and not lasts_long(wanted.entry):
        return await _assumed(wanted, await _device_session(wanted, source, keys, serial))
    return await _with_code(wanted, serial, lambda code: _assumed(wanted, keys, serial, code))


async def _device_session(wanted: Wanted, source: Profile, keys: Keys, serial: str) -> Keys:
    """The session that a code of the device opens for the keys of a profile, shared by its roles."""
    session = wanted.sources.device_session(source, serial)
    if session is None:
        sts = wanted.sts(keys)
        session = await _with_code(wanted, serial, lambda code: sts.get_session_token(serial, code, DEVICE_S))
        wanted.sources.hold_device_session(source, serial, session)
    return session


async def _assumed(wanted: Wanted, keys: Keys, serial: str | None = None, code: str | None = None) -> Keys:
    entry = wanted.entry
    return await wanted.sts(keys).assume_role(
        entry["role_arn"],
        entry.get("session_name") or SESSION_NAME,
        duration_of(entry, keys),
        entry.get("external_id"),
        serial,
        code,
    )


def lasts_long(entry: Entry) -> bool:
    """Whether a role is to last longer than it may with keys that are temporary themselves."""
    return int(entry.get("duration_s") or 0) > LONGEST_CHAINED_S


def duration_of(entry: Entry, keys: Keys) -> int | None:
    """The seconds to ask for: what the profile says, an hour at most with keys that are temporary.

    AWS documents that cap for a role on a role; that the session of GetSessionToken brings it, too, is
    what users report. None leaves it to STS, which gives an hour.
    """
    if not entry.get("duration_s"):
        return None
    asked = int(entry["duration_s"])
    return asked if keys.session_token is None else min(asked, LONGEST_CHAINED_S)


async def _with_code(wanted: Wanted, serial: str, act: Callable[[str], Awaitable[Keys]]) -> Keys:
    """Asks for a code until one is taken or the person gives up."""
    if wanted.ask is None:
        raise CodeNeeded(
            tr("{name} needs a code of the MFA device {serial}.", name=wanted.profile.name, serial=serial),
            tr("Choose the profile and type the six digits that the device shows."),
            {"serial": serial},
            profile_id=wanted.profile.id,
            serial=serial,
        )
    refused = ""
    while True:
        code = await wanted.ask.code(wanted.profile, serial, refused)
        try:
            return await act(code)
        except CodeRefused as error:
            refused = error.sentence


async def _identity_center(wanted: Wanted) -> Keys:
    entry = wanted.entry
    portal = wanted.portals.of(wanted.profile, entry, wanted.proxy)
    keys = partial(portal.keys, entry["account_id"], entry["role_name"])
    try:
        return await keys()
    except SignInNeeded as error:
        if wanted.ask is None:
            error.profile_id = wanted.profile.id
            raise
    await wanted.ask.sign_in(wanted.profile, portal)
    return await keys()


async def _console_login(wanted: Wanted) -> Keys:
    """The session that `aws login` keeps in the user's home; read on a click alone."""
    if wanted.ask is None:
        raise SignInNeeded(
            tr(
                "{name} uses the session of `aws login`, which is read on a click alone.",
                name=wanted.profile.name,
            ),
            tr("Choose the profile again to read it."),
            profile_id=wanted.profile.id,
        )
    from console.candidates import read_login_session

    session = wanted.entry["login_session"]
    keys, _ = await wanted.workers.call(
        lambda: read_login_session(Path.home(), os.environ, session, wanted.clock())
    )
    return keys


OBTAINED: Mapping[Kind, Callable[[Wanted], Awaitable[Keys]]] = {
    "access_key": _access_key,
    "role": _role,
    "identity_center": _identity_center,
    "console_login": _console_login,
}
"""By kind. The sandbox and the environment are given their keys instead."""
