"""Whether the keyring of this computer keeps what it is given: there and back, under a key for once."""

from __future__ import annotations

from secrets import token_hex

from console.vault.vault import Vault

CHARACTERS = 3000
"""More than Windows keeps in one place."""


async def keeps(vault: Vault, characters: int = CHARACTERS) -> bool:
    """Whether so many characters come back as they were, and are gone once they are removed.

    Raises:
        VaultError: there is no keyring, or it is locked or broken.
    """
    key = f"trial/{token_hex(16)}"
    content = {"text": token_hex(characters)[:characters]}
    try:
        await vault.save(key, content)
        came_back = await vault.load(key) == content
    finally:
        await vault.remove(key)
    return came_back and await vault.load(key) is None
