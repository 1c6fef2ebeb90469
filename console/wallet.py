"""The user's own profiles with what the keyring holds for each: kept, changed, tried, locked, removed.

The index of profiles and the keyring are two stores. The keyring is written first, so that the index
never names a profile whose secret was not kept, and is emptied last.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from console import kinds
from console.changes import Changes
from console.chat.clocks import Clock
from console.contact import UUID
from console.credentials import check_endpoint, check_region
from console.errors import ProfileProblem, VaultError, VaultLocked
from console.kinds import KINDS, Entry
from console.language import tr
from console.profiles import ENVIRONMENT, SANDBOX, Profile, Profiles
from console.sessions import Asks, Portal, Portals, Sessions, proxy_of
from console.sessions.portal import vault_key
from console.shape import Problem
from console.vault import Vault
from console.workers import Workers

if TYPE_CHECKING:
    from console.aws import Identity

log = logging.getLogger(__name__)


class Wallet:
    """The profiles of one user. `changes` tells what of it changed: profiles, vault or sessions."""

    def __init__(
        self,
        profiles: Profiles,
        vault: Vault,
        workers: Workers,
        clock: Clock,
        dropped: Callable[[Profile | None], None] = lambda _profile: None,
        redrawn: Callable[[Profile], None] = lambda _profile: None,
    ) -> None:
        """`dropped` hears whose keys must not be used any more, None for everybody's.

        `redrawn` hears of a profile that has other looks, and the same keys.
        """
        self.changes: Changes[str] = Changes()
        self.profiles = profiles
        self._dropped = dropped
        self._redrawn = redrawn
        self.vault = vault
        self.is_locked = False
        """Whether the user, or a time without a key or a click, has locked the profiles."""
        self._workers = workers
        self._clock = clock
        self._portals = Portals(vault, workers, clock)
        self.sessions = Sessions(
            self.entry,
            self.profiles.find,
            self._portals,
            workers,
            clock,
            lambda _profile_id: self.changes.tell("sessions"),
        )

    # -- what is kept ---------------------------------------------------------------------------

    async def entry(self, profile: Profile) -> Entry:
        """What the keyring holds for a profile, by field; empty where it holds nothing.

        Raises:
            VaultError: the keyring does not give it, or the profiles are locked.
        """
        if self.is_locked:
            raise VaultLocked(
                tr("The profiles are locked in this window."), tr("Unlock them, then go on where you were.")
            )
        stored = await self.vault.load(_key(profile)) or {}
        return {name: text for name, text in stored.items() if isinstance(text, str)}

    def problems(self, profile: Profile, entry: Entry) -> list[Problem]:
        """What keeps a profile from being kept; a path begins with the field's or the member's name."""
        others = {one.id: one for one in self.profiles.all}
        found = [problem for name, check in _CHECKS.items() if (problem := check(profile, name))]
        taken = [one for one in (SANDBOX, ENVIRONMENT, *self.profiles.all) if one.id != profile.id]
        if profile.name.strip().casefold() in [one.name.casefold() for one in taken]:
            found.append(Problem(("name",), "taken", tr("Another profile has this name.")))
        return found + kinds.problems(profile, entry, others | {profile.id: profile})

    async def keep(self, profile: Profile, entry: Entry, *, for_this_run: bool = False) -> None:
        """Adds a profile, or changes the one with its id.

        With `for_this_run` its entry stays in memory, and the profile is gone with the next start.

        Raises:
            ProfileProblem: something is missing or can't be right; `problems` says what.
            VaultError: the keyring did not take it; then nothing has changed.
        """
        self._refuse(profile, entry)
        tidied = KINDS[profile.kind].tidied(entry)
        signs_as_before = await self._signs_as_before(profile, tidied)
        if for_this_run:
            self.vault.keep_for_this_run(_key(profile), tidied)
        else:
            await self.vault.save(_key(profile), tidied)
        if signs_as_before:
            self._put(profile, is_written=not for_this_run)
        else:
            self._change(profile, lambda: self.profiles.put(profile, is_written=not for_this_run))

    async def _signs_as_before(self, profile: Profile, tidied: Entry) -> bool:
        """Whether only its looks change, so that keys that somebody typed a code for may stay."""
        known = self.profiles.find(profile.id)
        if known is None or any(getattr(known, name) != getattr(profile, name) for name in _SIGNING):
            return False
        try:
            return await self.entry(profile) == tidied
        except VaultError:
            return False

    def note_account(self, profile: Profile, account: str) -> None:
        """Keeps the account beside a profile's name, where the user allows that.

        Raises:
            ProfileProblem: the list could not be written.
        """
        known = self.profiles.find(profile.id)
        if known is not None and known.account != account:
            is_written = not self.is_kept_for_this_run(profile)
            self._put(replace(known, account=account), is_written=is_written)

    def is_kept_for_this_run(self, profile: Profile) -> bool:
        """Whether what signs for a profile is in memory only."""
        return self.vault.is_kept_for_this_run(_key(profile))

    def _refuse(self, profile: Profile, entry: Entry) -> None:
        blocking = [problem for problem in self.problems(profile, entry) if problem.blocks]
        if blocking:
            told = f"{blocking[0].where}: {blocking[0].message}"
            raise ProfileProblem(told, tr("Correct the field and try again."), {"field": blocking[0].where})

    async def remove(self, profile: Profile) -> None:
        """Takes a profile off the list, and what the keyring holds for it with all its parts.

        The sign-in of an Identity Center goes with the last profile that stands on it.

        Raises:
            VaultError: the keyring did not forget it; the profile stays on the list, to try again.
        """
        if start_url := await self._last_at(profile):
            await self.vault.remove(vault_key(start_url))
            self._portals.forget()
        await self.vault.remove(_key(profile))
        self._change(profile, lambda: self.profiles.remove(profile))

    async def _last_at(self, profile: Profile) -> str | None:
        """The start URL that no other profile uses; None where another does, or that can't be told."""
        try:
            start_url = (await self.entry(profile)).get("start_url")
            for other in self.profiles.all:
                if other.id != profile.id and (await self.entry(other)).get("start_url") == start_url:
                    return None
        except VaultError:
            # What can't be read must be possible to remove all the same.
            return None
        return start_url

    def _put(self, profile: Profile, *, is_written: bool) -> None:
        with _told_of_the_disk():
            self.profiles.put(profile, is_written=is_written)
        self._redrawn(profile)
        self.changes.tell("profiles")

    def _change(self, profile: Profile, write: Callable[[], None]) -> None:
        for one in (profile, *self.profiles.standing_on(profile)):
            self.sessions.forget(one.id)
        try:
            with _told_of_the_disk():
                write()
        finally:
            self._dropped(profile)
            self.changes.tell("profiles")

    # -- trying ---------------------------------------------------------------------------------

    async def test(self, profile: Profile, entry: Entry | None = None, ask: Asks | None = None) -> Identity:
        """Whose keys a profile has, as kept or as typed: one call that needs no permission.

        Raises:
            ConsoleError: it does not work, and why.
        """
        from console.aws import Connect

        if entry is None:
            signing = await self.sessions.open(profile, ask)
        else:
            self._refuse(profile, entry)
            tidied = KINDS[profile.kind].tidied(entry)
            signing = await self.sessions.try_entry(profile, tidied, ask)
        door = Connect(profile, signing.keys, self._workers, proxy=signing.proxy)
        try:
            return await door.get_caller_identity()
        finally:
            door.close()

    def expires_at(self, profile: Profile) -> datetime | None:
        """When the temporary keys of a profile run out; None where none are held."""
        return self.sessions.expires_at(profile.id)

    def portal_of(self, profile: Profile, entry: Entry) -> Portal:
        """The Identity Center of a profile as it is typed or kept, by the profile's own way.

        Raises:
            ProfileProblem: the region, the endpoint or the proxy can't be used.
        """
        tidied = KINDS[profile.kind].tidied(entry)
        return self._portals.of(profile, tidied, proxy_of(profile, tidied))

    # -- locking --------------------------------------------------------------------------------

    def lock(self) -> None:
        """Drops every key and token that this program holds, until `unlock`.

        The keyring of the operating system stays as it is: other programs use it, too.
        """
        self.is_locked = True
        self.sessions.forget()
        self._dropped(None)
        self.changes.tell("vault")

    async def unlock(self) -> None:
        """Makes the profiles usable again; the operating system may ask for the keyring's password.

        Raises:
            VaultError: the keyring stays locked, or there is none.
        """
        try:
            await self.vault.unlock()
        except VaultError:
            if not any(self.is_kept_for_this_run(one) for one in self.profiles.all):
                raise
        self.is_locked = False
        self.changes.tell("vault")

    async def close(self) -> None:
        """Drops what is in memory; the keyring keeps what it has."""
        self.sessions.forget()
        await self.vault.close()


@contextmanager
def _told_of_the_disk() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise ProfileProblem(
            tr("The list of profiles could not be written: {reason}.", reason=fault.strerror or fault),
            tr("Make room on the disk, or look at the folder's permissions, and try again."),
        ) from fault


def _key(profile: Profile) -> str:
    return f"profile/{profile.id}"


def _name(profile: Profile, _name: str) -> Problem | None:
    if not profile.name.strip():
        return Problem(("name",), "required", tr("Give the profile a name."))
    if len(profile.name) > LONGEST_NAME:
        return Problem(("name",), "too_long", tr("Has more than {most} characters.", most=LONGEST_NAME))
    return None


def _checked(check: Callable[[str], object]) -> Callable[[Profile, str], Problem | None]:
    def problem(profile: Profile, name: str) -> Problem | None:
        text = getattr(profile, name)
        try:
            if text is not None:
                check(text)
        except ProfileProblem as error:
            return Problem((name,), "pattern", error.told)
        return None

    return problem


def _check_proxy(address: str) -> object:
    from console.credentials import check_proxy

    return check_proxy(address)


def _instance(profile: Profile, _name: str) -> Problem | None:
    if profile.instance_id is None or UUID.match(profile.instance_id):
        return None
    return Problem(("instance_id",), "pattern", tr("Should be the id or the ARN of an instance."))


LONGEST_NAME = 64
_SIGNING = ("kind", "region", "endpoint", "proxy", "source")
"""The members of a profile that its keys depend on."""
_CHECKS: dict[str, Callable[[Profile, str], Problem | None]] = {
    "name": _name,
    "region": _checked(check_region),
    "endpoint": _checked(check_endpoint),
    "proxy": _checked(_check_proxy),
    "instance_id": _instance,
}
