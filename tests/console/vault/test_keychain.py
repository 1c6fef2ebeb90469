"""macOS: keyring's real class over a keychain in memory, which asks, refuses and deletes as the real one."""

from __future__ import annotations

import sys
import time
from types import SimpleNamespace
from typing import Any

import pytest

from console.errors import VaultError
from console.vault import Vault, entries, keychain, trial
from console.vault.keychain import Keychain
from tests.console.vault.stores import KEY, PLACE

MISSING, CANCELED, NOT_ALLOWED, NO_DEFAULT = -25300, -128, -25308, -25307
AUTH_FAILED, BAD_SIGNATURE = -25293, -67030
UNLOCKED = 1


class Error(Exception):
    """keyring.backends.macOS.api.Error: a status and words."""


class NotFound(Error):
    pass


class Denied(Error):
    pass


class Macintosh:
    """A keychain with entries, a lock, and questions that its owner answers or not."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.is_locked = False
        self.asks_for_entries = False
        self.answers = True
        self.refusal = 0
        self.may_ask = True
        self.questions = 0
        self.dies_at = ""

    # the parts of keyring.backends.macOS.api that its class uses

    def find_generic_password(self, keychain: object, service: str, user: str) -> str:
        if service not in self.texts:
            self._raise(self.refusal or MISSING)
        self._open_entry()
        return self.texts[service]

    def set_generic_password(self, keychain: object, service: str, user: str, password: str) -> None:
        self._open_entry()
        # A C string: it ends at the first NUL.
        self.texts.pop(service, None)
        if self.dies_at == service:
            self._raise(NO_DEFAULT)
        self.texts[service] = password.partition("\0")[0]

    def delete_generic_password(self, keychain: object, service: str, user: str) -> None:
        self._raise(self.refusal)
        if self.texts.pop(service, None) is None:
            self._raise(MISSING)

    # the parts of Security.framework that the console uses

    def allow_interaction(self, allowed: int) -> int:
        self.may_ask = bool(allowed)
        return 0

    def status(self, keychain: object, told: Any) -> int:
        told._obj.value = 0 if self.is_locked else UNLOCKED | 2
        return self.refusal

    def unlock(self, keychain: object, length: int, password: object, uses_password: int) -> int:
        if self.is_locked:
            self.questions += 1
            self.is_locked = not self.answers
        return CANCELED if self.is_locked else 0

    def _open_entry(self) -> None:
        self._raise(self.refusal)
        if self.is_locked or self.asks_for_entries:
            if not self.may_ask:
                self._raise(NOT_ALLOWED)
            self.questions += 1
            if not self.answers:
                self._raise(CANCELED)

    def _raise(self, status: int) -> None:
        if status:
            kind = {MISSING: NotFound, CANCELED: Denied}.get(status, Error)
            raise kind(status, "words")


@pytest.fixture
def macintosh(monkeypatch: pytest.MonkeyPatch) -> Macintosh:
    """A Macintosh as keyring and the console see it."""
    macintosh = Macintosh()
    api = SimpleNamespace(
        Error=Error, NotFound=NotFound, KeychainDenied=Denied,
        find_generic_password=macintosh.find_generic_password,
        set_generic_password=macintosh.set_generic_password,
        delete_generic_password=macintosh.delete_generic_password,
    )  # fmt: skip
    security = SimpleNamespace(
        SecKeychainSetUserInteractionAllowed=macintosh.allow_interaction,
        SecKeychainGetStatus=macintosh.status,
        SecKeychainUnlock=macintosh.unlock,
    )
    monkeypatch.setattr(sys.modules["keyring.backends.macOS"], "api", api, raising=False)
    monkeypatch.setattr(keychain, "_library", lambda: security)
    return macintosh


@pytest.fixture
def store(macintosh: Macintosh) -> Keychain:
    return Keychain()


def cause_of(told: pytest.ExceptionInfo[VaultError]) -> object:
    assert told.value.sentence
    return told.value.facts["cause"]


def test_an_entry_comes_back_whole_from_one_place(store: Keychain, macintosh: Macintosh) -> None:
    for content in ({"secret": "old"}, {"secret": "a\0b 日本語 \ud83d" * 2000}):
        entries.write(store, KEY, content)
        assert entries.read(store, KEY) == content
        assert list(macintosh.texts) == [PLACE]
    entries.erase(store, KEY)
    entries.erase(store, KEY)
    assert macintosh.texts == {}


def test_a_save_that_dies_between_delete_and_add_loses_nothing(store: Keychain, macintosh: Macintosh) -> None:
    entries.write(store, KEY, {"secret": "old"})
    for dies_at, content in ((f"{PLACE}/next", "old"), (PLACE, "new")):
        macintosh.dies_at = dies_at
        with pytest.raises(VaultError) as told:
            entries.write(store, KEY, {"secret": "new"})
        assert cause_of(told) == "no_collection"
        assert dies_at not in macintosh.texts
        assert entries.read(store, KEY) == {"secret": content}


@pytest.mark.parametrize("trouble", ["is_locked", "asks_for_entries"])
async def test_it_asks_after_an_unlock_alone(macintosh: Macintosh, trouble: str) -> None:
    vault = Vault(Keychain)
    await vault.save(KEY, {"secret": "x"})
    setattr(macintosh, trouble, True)
    with pytest.raises(VaultError) as told:
        await vault.load(KEY)
    assert (vault.state, cause_of(told), macintosh.questions) == ("locked", "locked", 0)
    await vault.unlock()
    assert await vault.load(KEY) == {"secret": "x"}
    assert macintosh.questions == 1
    await vault.look()
    assert vault.state == "open"


async def test_a_locked_keychain_is_seen_without_a_question(macintosh: Macintosh) -> None:
    macintosh.is_locked = True
    vault = Vault(Keychain)
    await vault.look()
    assert vault.problem is not None
    macintosh.is_locked = False
    await vault.look()
    assert (vault.state, macintosh.questions) == ("open", 0)


async def test_a_question_that_is_dismissed(macintosh: Macintosh) -> None:
    macintosh.is_locked, macintosh.answers = True, False
    vault = Vault(Keychain)
    with pytest.raises(VaultError) as told:
        await vault.unlock()
    assert (vault.state, cause_of(told)) == ("locked", "dismissed")


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (CANCELED, "dismissed"),
        (NOT_ALLOWED, "locked"),
        (AUTH_FAILED, "not_signed"),
        (BAD_SIGNATURE, "not_signed"),
        (NO_DEFAULT, "no_collection"),
        (-1, "failed"),
    ],
)
def test_what_the_keychain_refuses_is_told(
    store: Keychain, macintosh: Macintosh, status: int, cause: str
) -> None:
    store.asks_until = time.monotonic() + 60
    macintosh.refusal = status
    calls = {"get": (PLACE,), "put": (PLACE, "x"), "drop": (PLACE,), "look": ()}
    for name, arguments in calls.items():
        with pytest.raises(VaultError) as told:
            getattr(store, name)(*arguments)
        assert cause_of(told) == cause


async def test_the_trial_holds(macintosh: Macintosh) -> None:
    assert await trial.keeps(Vault(Keychain))
    assert macintosh.texts == {}


def test_variables_that_lead_keyring_elsewhere_are_not_heard(
    macintosh: Macintosh, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEYRING_PROPERTY_KEYCHAIN", "elsewhere")
    # keyring warns of a chosen keychain, and a warning is an error here
    store = Keychain()
    entries.write(store, KEY, {"secret": "x"})
