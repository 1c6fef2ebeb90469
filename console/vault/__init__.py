"""The keyring of the operating system, where the secrets of profiles live and nowhere else.

One backend of the `keyring` package per system, made directly: no entry point, no environment
variable and no configuration file can put another in its place, and there is no fallback to a file.
Nothing here imports keyring before the first call, which a thread of its own makes.
"""

from console.vault import trial
from console.vault.store import Store
from console.vault.systems import open_store, store_name
from console.vault.vault import Patience, State, Vault

__all__ = ["Patience", "State", "Store", "Vault", "open_store", "store_name", "trial"]
