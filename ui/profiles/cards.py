"""Which card each kind of credentials has in the editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from console.profiles import Kind
from ui.profiles.credentials import ConsoleLoginCard, CredentialsCard, KeyCard, RoleCard
from ui.profiles.identity_center import IdentityCenterCard
from ui.profiles.means import Means

CARDS: Mapping[Kind, Callable[[Means, Kind], CredentialsCard]] = {
    "access_key": KeyCard,
    "role": RoleCard,
    "identity_center": IdentityCenterCard,
    "console_login": ConsoleLoginCard,
}
