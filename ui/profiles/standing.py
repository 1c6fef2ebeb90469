"""How it stands with a profile: what the keyring holds for it, and whether somebody has to act first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from console.errors import ConsoleError, VaultCorrupt, VaultError
from console.profiles import Profile

if TYPE_CHECKING:
    from console.wallet import Wallet

Secret = Literal["unknown", "held", "missing", "spoilt", "out of reach"]


@dataclass(frozen=True)
class Standing:
    """What can be said of a profile without asking anybody.

    `needs_sign_in` is true where Identity Center knows nobody, and no keys are held.
    """

    secret: Secret = "unknown"
    is_for_this_run: bool = False
    needs_sign_in: bool = False


async def standing_of(wallet: Wallet, profile: Profile, now: datetime) -> Standing:
    """Looks at what is kept for a profile. Brings up no question, raises nothing."""
    is_for_this_run = wallet.is_kept_for_this_run(profile)
    try:
        entry = await wallet.entry(profile)
    except VaultCorrupt:
        return Standing("spoilt")
    except VaultError:
        return Standing("out of reach")
    if not entry:
        return Standing("missing", is_for_this_run)
    needs = profile.kind == "identity_center" and not _has_keys(wallet, profile, now)
    if needs:
        try:
            until = await wallet.portal_of(profile, entry).signed_in_until()
        except ConsoleError:
            until = None
        needs = until is None or until <= now
    return Standing("held", is_for_this_run, needs)


def _has_keys(wallet: Wallet, profile: Profile, now: datetime) -> bool:
    ends = wallet.expires_at(profile)
    return ends is not None and ends > now
