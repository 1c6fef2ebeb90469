"""Windows: keyring's real class over credentials in memory that have the limits of the real ones."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest

from console.errors import VaultTooLarge, VaultUnavailable
from console.vault import Store, Vault, entries, open_store, trial
from console.vault.windows_credentials import PART_SIZE
from tests.console.vault.stores import KEY, PLACE

MOST_BYTES = 2560  # CRED_MAX_CREDENTIAL_BLOB_SIZE of wincred.h: 5 * 512
NOT_FOUND, BAD_STUB_DATA, NO_LOGON_SESSION = 1168, 1783, 1312
SESSION, LOCAL_MACHINE, ENTERPRISE = 1, 2, 3
OURS = ("keyring.backends.Windows", "console.vault.windows_credentials")


class WindowsError(Exception):
    """pywintypes.error: a number, the function, the system's words."""

    def __init__(self, winerror: int, funcname: str) -> None:
        super().__init__(winerror, funcname, "The system's words.")
        self.winerror, self.funcname = winerror, funcname


class Credentials:
    """One user's generic credentials, by the name of their target, which Windows compares without case."""

    def __init__(self) -> None:
        self.kept: dict[str, dict[str, Any]] = {}
        self.refusal = 0

    def write(self, credential: Mapping[str, Any], flags: int) -> None:
        self._check("CredWrite")
        blob = credential["CredentialBlob"].encode("utf-16-le")
        if len(blob) > MOST_BYTES:
            raise WindowsError(BAD_STUB_DATA, "CredWrite")
        self.kept[credential["TargetName"].lower()] = {**credential, "CredentialBlob": blob}

    def read(self, **named: Any) -> dict[str, Any]:
        return dict(self._found("CredRead", named))

    def delete(self, **named: Any) -> None:
        self._found("CredDelete", named)
        del self.kept[named["TargetName"].lower()]

    def _found(self, function: str, named: Mapping[str, Any]) -> dict[str, Any]:
        self._check(function)
        if named["TargetName"].lower() not in self.kept:
            raise WindowsError(NOT_FOUND, function)
        return self.kept[named["TargetName"].lower()]

    def _check(self, function: str) -> None:
        if self.refusal:
            raise WindowsError(self.refusal, function)


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> Iterator[Credentials]:
    """pywin32-ctypes as keyring sees it, over credentials in memory."""
    credentials = Credentials()
    package, errors, calls = (ModuleType(name) for name in ("pywin32", "pywintypes", "win32cred"))
    vars(errors)["error"] = WindowsError
    vars(calls).update(
        CRED_TYPE_GENERIC=1, CRED_PERSIST_SESSION=SESSION, CRED_PERSIST_LOCAL_MACHINE=LOCAL_MACHINE,
        CRED_PERSIST_ENTERPRISE=ENTERPRISE, CredWrite=credentials.write, CredRead=credentials.read,
        CredDelete=credentials.delete,
    )  # fmt: skip
    vars(package).update(pywintypes=errors, win32cred=calls)
    monkeypatch.setitem(sys.modules, "win32ctypes", ModuleType("win32ctypes"))
    monkeypatch.setitem(sys.modules, "win32ctypes.pywin32", package)
    before = {name: sys.modules.pop(name, None) for name in OURS}
    try:
        yield credentials
    finally:
        for name, module in before.items():
            sys.modules.pop(name, None)
            if module is not None:
                sys.modules[name] = module


@pytest.fixture
def store(credentials: Credentials) -> Store:
    return open_store("win32")


def stock_backend() -> Any:
    """keyring's class as keyring itself would make it."""
    return importlib.import_module("keyring.backends.Windows").WinVaultKeyring()


@pytest.mark.usefixtures("credentials")
def test_the_limit_of_windows_is_1280_units_and_a_pair_counts_two() -> None:
    stock = stock_backend()
    for fits in ("x" * 1280, "😀" * 640):
        stock.set_password("s", "u", fits)
        assert stock.get_password("s", "u") == fits
    for too_long in ("x" * 1281, "😀" * 640 + "x"):
        with pytest.raises(WindowsError) as told:
            stock.set_password("s", "u", too_long)
        assert told.value.winerror == BAD_STUB_DATA


@pytest.mark.parametrize("text", ["", "x" * 1100, "x" * 1281, "😀" * 640, "\0é\ud83d" * 700, "x" * 15_000])
def test_an_entry_of_any_size_comes_back_from_places_that_fit(
    store: Store, credentials: Credentials, text: str
) -> None:
    content = {"secret_access_key": text}
    entries.write(store, KEY, content)
    assert entries.read(store, KEY) == content
    assert all(len(one["CredentialBlob"]) <= 2 * PART_SIZE for one in credentials.kept.values())
    entries.erase(store, KEY)
    assert credentials.kept == {}


def test_every_size_around_the_edge_of_a_place_fits(store: Store) -> None:
    for size in range(PART_SIZE - 60, PART_SIZE + 10):
        content = {"k": "x" * size}
        entries.write(store, KEY, content)
        assert entries.read(store, KEY) == content


def test_what_does_not_fit_is_told(store: Store, credentials: Credentials) -> None:
    with pytest.raises(VaultTooLarge, match="Credential Manager has room for 19,200"):
        entries.write(store, KEY, {"k": "😀" * 2000})
    assert credentials.kept == {}


def test_saving_again_leaves_no_copy_of_the_old_secret(store: Store, credentials: Credentials) -> None:
    for secret in ("old", "new"):
        entries.write(store, KEY, {"secret": secret})
    assert list(credentials.kept) == [PLACE]
    # which keyring's own way does
    for secret in ("old", "new"):
        stock_backend().set_password("stock", "secret", secret)
    assert "secret@stock" in credentials.kept


def test_entries_stay_on_this_computer_whatever_the_environment_says(
    credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEYRING_PROPERTY_PERSIST", "enterprise")
    entries.write(open_store("win32"), KEY, {"secret": "x"})
    assert credentials.kept[PLACE]["Persist"] == LOCAL_MACHINE
    stock_backend().set_password("stock", "secret", "x")
    assert credentials.kept["stock"]["Persist"] == ENTERPRISE


async def test_the_vault_works_on_it(credentials: Credentials) -> None:
    vault = Vault(lambda: open_store("win32"))
    await vault.look()
    await vault.unlock()
    assert vault.state == "open"
    assert await trial.keeps(vault)
    assert credentials.kept == {}


@pytest.mark.parametrize(("number", "cause"), [(NO_LOGON_SESSION, "no_logon_session"), (5, "failed")])
def test_what_windows_refuses_is_told(
    store: Store, credentials: Credentials, number: int, cause: str
) -> None:
    credentials.refusal = number
    for call in (store.look, lambda: store.put(PLACE, "x"), lambda: store.drop(PLACE)):
        with pytest.raises(VaultUnavailable) as told:
            call()
        assert told.value.facts["cause"] == cause
        assert "Credential Manager" in told.value.sentence
