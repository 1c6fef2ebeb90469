"""One Identity Center start URL: signing in by a code, and what may be used afterwards.

Its token is shared by every profile of that start URL, and lies in the keyring. AWS's own documents
of SSO OIDC describe the grants (RFC 8628 for the device code).
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from console.chat.clocks import Clock
from console.errors import (
    ConsoleError,
    CredentialsExpired,
    RegistrationOver,
    SignInNeeded,
    SignInRefused,
    VaultError,
)
from console.language import tr, tr_text

if TYPE_CHECKING:
    from console.aws import Account, Device, IdentityCenter, Registration, Token
    from console.credentials import Keys
    from console.vault import Vault

log = logging.getLogger(__name__)

T = TypeVar("T")

CLIENT = "Connect Chat Console"
LEAST_LEFT = timedelta(minutes=5)
"""A token that runs out sooner is renewed first."""
LEAST_PAUSE_S = 0.1
SLOWER_S = 5.0
"""How much longer to wait between polls when asked to slow down (RFC 8628, section 3.5)."""


@dataclass
class _SignedIn:
    """What the keyring holds for a start URL."""

    registration: Registration
    token: Token | None = field(default=None, repr=False)


class Portal:
    """One start URL. Its door is opened when it is first wanted."""

    def __init__(self, start_url: str, region: str, door: IdentityCenter, vault: Vault, clock: Clock) -> None:
        self.start_url = start_url
        self.region = region
        self._door = door
        self._vault = vault
        self._clock = clock
        self._key = vault_key(start_url)
        self._signed_in: _SignedIn | None = None
        self._renewing = asyncio.Lock()

    async def begin(self) -> Device:
        """Asks for a code that somebody confirms in a browser.

        Raises:
            ConsoleError: the service refuses the start URL or the region, or can't be reached.
        """
        known = await self._known()
        if known is not None and known.registration.expires_at - self._clock() >= LEAST_LEFT:
            try:
                return await self._door.start_device_authorization(known.registration, self.start_url)
            except RegistrationOver as error:
                log.info("the service forgot this program, which registers anew: %s", error)
        registration = await self._door.register_client(CLIENT)
        device = await self._door.start_device_authorization(registration, self.start_url)
        self._signed_in = _SignedIn(registration)
        return device

    async def wait(self, device: Device) -> None:
        """Waits until the code was confirmed; the token is then kept. Cancelling ends the waiting.

        Raises:
            SignInRefused: it was declined, or nobody confirmed it in time.
            ConsoleError: the service can't be reached.
        """
        known = self._signed_in
        if known is None:
            raise SignInRefused(tr("No code was asked for."), tr("Begin to sign in again."))
        pause = max(device.interval_s, LEAST_PAUSE_S)
        while self._clock() < device.expires_at:
            await asyncio.sleep(pause)
            answer = await self._door.create_token(known.registration, device)
            if answer == "slow_down":
                pause += SLOWER_S
            elif answer != "pending":
                await self._keep(_SignedIn(known.registration, answer))
                return
        raise SignInRefused(
            tr("Nobody confirmed the code in time."),
            tr("Begin again, and confirm the new code in the browser."),
        )

    async def signed_in_until(self) -> datetime | None:
        """When the token runs out unless it is renewed; None where nobody is signed in."""
        known = await self._known()
        return known.token.expires_at if known and known.token else None

    async def accounts(self) -> list[Account]:
        """The accounts that may be used, in the service's order.

        Raises:
            SignInNeeded: nobody is signed in, or not any more.
        """
        token = await self._token()
        return await self._told(self._door.list_accounts(token))

    async def roles(self, account_id: str) -> list[str]:
        """The names of the roles that may be used in an account.

        Raises:
            SignInNeeded: nobody is signed in, or not any more.
        """
        token = await self._token()
        return await self._told(self._door.list_account_roles(token, account_id))

    async def keys(self, account_id: str, role_name: str) -> Keys:
        """Temporary keys of a role.

        Raises:
            SignInNeeded: nobody is signed in, or not any more.
            ConsoleError: the role may not be used.
        """
        token = await self._token()
        return await self._told(self._door.get_role_credentials(token, account_id, role_name))

    async def sign_out(self) -> None:
        """Ends the session at the service, and forgets the token wherever it was kept.

        Raises:
            VaultError: the keyring could not forget it.
        """
        known, self._signed_in = await self._known(), None
        await self._vault.remove(self._key)
        if known and known.token:
            try:
                await self._door.logout(known.token)
            except ConsoleError as error:
                log.info("the token is forgotten here; the service was not told: %s", error)

    def forget(self) -> None:
        """Drops what is in memory; the keyring still has it."""
        self._signed_in = None

    async def _told(self, asking: Awaitable[T]) -> T:
        try:
            return await asking
        except CredentialsExpired as error:
            # The service ended the session before its time; only a person can begin another.
            await self._keep(_SignedIn(self._require().registration))
            raise self._needed(tr("The sign-in is over.")) from error

    def _require(self) -> _SignedIn:
        if self._signed_in is None:
            raise self._needed(tr("Nobody is signed in."))
        return self._signed_in

    async def _token(self) -> Token:
        async with self._renewing:
            known = await self._known()
            if known is None or known.token is None:
                raise self._needed(tr("Nobody is signed in."))
            left = known.token.expires_at - self._clock()
            if left >= LEAST_LEFT:
                return known.token
            renewed = await self._renewed(known, known.token)
            if renewed is not None:
                return renewed
            if left > timedelta():
                return known.token
            raise self._needed(tr("The sign-in is over."))

    async def _renewed(self, known: _SignedIn, token: Token) -> Token | None:
        if token.refresh_token is None or known.registration.expires_at <= self._clock():
            return None
        try:
            renewed = await self._door.refresh_token(known.registration, token)
        except (CredentialsExpired, SignInRefused) as error:
            log.info("the sign-in could not be renewed: %s", error)
            return None
        await self._keep(_SignedIn(known.registration, renewed))
        return renewed

    def _needed(self, why: str) -> SignInNeeded:
        where = tr("The profile stands on Identity Center at {start_url}.", start_url=self.start_url)
        return SignInNeeded(
            tr_text(why, where),
            tr("Sign in; a browser asks for a code that is shown here."),
            {"start_url": self.start_url},
        )

    async def _known(self) -> _SignedIn | None:
        if self._signed_in is None:
            stored = await self._vault.load(self._key)
            self._signed_in = _read(stored) if stored else None
        return self._signed_in

    async def _keep(self, known: _SignedIn) -> None:
        self._signed_in = known
        try:
            await self._vault.save(self._key, _written(known))
        except VaultError as error:
            log.warning("the sign-in is kept for this run only: %s", error)
            self._vault.keep_for_this_run(self._key, _written(known))


def vault_key(start_url: str) -> str:
    """Under what the keyring keeps the token of a start URL: a name that does not tell the URL."""
    return f"sign-in/{hashlib.sha256(start_url.rstrip('/').encode()).hexdigest()[:32]}"


def _written(known: _SignedIn) -> dict[str, str]:
    registration, token = known.registration, known.token
    written = {
        "client_id": registration.client_id,
        "client_secret": registration.client_secret,
        "client_expires_at": registration.expires_at.isoformat(),
    }
    if token is not None:
        written |= {"access_token": token.access_token, "expires_at": token.expires_at.isoformat()}
        if token.refresh_token is not None:
            written["refresh_token"] = token.refresh_token
    return written


def _read(stored: Mapping[str, Any]) -> _SignedIn | None:
    from console.aws import Registration, Token

    try:
        registration = Registration(
            stored["client_id"],
            stored["client_secret"],
            datetime.fromisoformat(stored["client_expires_at"]),
        )
        if "access_token" not in stored:
            return _SignedIn(registration)
        expires_at = datetime.fromisoformat(stored["expires_at"])
        return _SignedIn(registration, Token(stored["access_token"], stored.get("refresh_token"), expires_at))
    except (KeyError, TypeError, ValueError):
        log.warning("the sign-in that the keyring holds can't be read; it counts as none")
        return None
