"""The vault over a store in memory: its state, what it keeps for one run, its patience, its discretion."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from console import redaction
from console.errors import VaultCorrupt, VaultError, VaultLocked, VaultTooLarge, VaultUnavailable
from console.errors.vault import vault_error
from console.paths import ROOT
from console.vault import Patience, Vault, open_store, store_name, trial
from console.vault.line import MOST_LEFT
from tests.conftest import until
from tests.console.vault.stores import KEY, OTHER, PLACE, MemoryBackend, MemoryStore

BOUND_S = 10.0
BRIEF = Patience(open_s=0.3, call_s=0.3, unlock_s=0.3, close_s=0.1)
CONTENT = {
    "access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}


class Lockable(MemoryStore):
    """A store with a lock, which an *Unlock* opens if its owner is there."""

    def __init__(self) -> None:
        super().__init__()
        self.is_locked = True
        self.is_owner_there = True
        self.asked: list[bool] = []

    def look(self) -> None:
        if self.is_locked:
            raise vault_error("locked", "linux")

    def unlock(self) -> None:
        self.asked.append(self.asks_s > 0)
        if not self.is_owner_there:
            raise vault_error("dismissed", "linux")
        self.is_locked = False


class Hanging:
    """Stores of one backend whose calls hang, those of one kind, until they are released."""

    def __init__(self) -> None:
        self.backend = MemoryBackend()
        self.backend.on_call = self._hang
        self.released = threading.Event()
        self.begun = threading.Event()
        self.kind = "get"

    def __call__(self) -> MemoryStore:
        store = MemoryStore(200, backend=self.backend)
        self.backend.most = 200
        return store

    def _hang(self, kind: str) -> None:
        if kind == self.kind:
            self.begun.set()
            self.released.wait(BOUND_S)


@pytest.fixture
def hanging() -> Iterator[Hanging]:
    stores = Hanging()
    yield stores
    stores.released.set()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def vault(store: MemoryStore) -> Vault:
    return Vault(lambda: store)


def unavailable() -> MemoryStore:
    raise vault_error("no_service", "linux")


def found(vault: Vault) -> tuple[str, object]:
    """What the last call found: the state, and the cause of its problem."""
    return vault.state, vault.problem and vault.problem.facts["cause"]


# there and back


async def test_content_is_saved_loaded_and_removed(vault: Vault, store: MemoryStore) -> None:
    assert await vault.load(KEY) is None
    await vault.save(KEY, CONTENT)
    assert await vault.load(KEY) == CONTENT
    assert await vault.load(OTHER) is None
    await vault.remove(KEY)
    await vault.remove(KEY)
    assert store.backend.texts == {}


async def test_a_key_that_another_entry_could_meet_is_refused(vault: Vault) -> None:
    odd = ("", "profile", "profile/", "/x", "Profile/x", "profile/ABC", "a/b/c", "../x", "profile/é", "a/x\n")
    for key in odd:
        for call in (vault.load(key), vault.save(key, {}), vault.remove(key)):
            with pytest.raises(ValueError, match="no key of the vault"):
                await call
        with pytest.raises(ValueError, match="no key of the vault"):
            vault.keep_for_this_run(key, {})


async def test_what_json_can_not_say_is_refused_before_anything_is_written(
    vault: Vault, store: MemoryStore
) -> None:
    with pytest.raises(TypeError):
        await vault.save(KEY, {"secret": b"bytes"})
    assert store.backend.calls == []


async def test_a_change_of_the_mapping_while_it_is_saved_changes_nothing(vault: Vault) -> None:
    content = {"secret": "as it was"}
    saving = asyncio.create_task(vault.save(KEY, content))
    await asyncio.sleep(0)
    content["secret"] = "changed"
    await saving
    assert await vault.load(KEY) == {"secret": "as it was"}


class Sticky(MemoryStore):
    """A store that forgets nothing."""

    def drop(self, place: str) -> None:
        """Nothing."""


class Fickle(MemoryStore):
    """A store that gives a text back once, and another one from then on."""

    def __init__(self) -> None:
        super().__init__()
        self.gets = 0

    def get(self, place: str) -> str | None:
        text = super().get(place)
        self.gets += 1
        return text if self.gets == 1 or text is None else '{"version":1,"content":{"text":"x"}}'


@pytest.mark.parametrize(("kind", "holds"), [(MemoryStore, True), (Sticky, False), (Fickle, False)])
async def test_the_trial_tells_a_store_that_works_from_one_that_does_not(
    kind: type[MemoryStore], holds: bool
) -> None:
    assert await trial.keeps(Vault(kind)) is holds


# the state


async def test_the_state_is_what_the_last_call_found_and_followers_are_told() -> None:
    store = Lockable()
    vault = Vault(lambda: store)
    told: list[str] = []

    async def follow() -> None:
        async for _ in vault.changes.follow():
            told.append(vault.state)

    following = asyncio.create_task(follow())
    await asyncio.sleep(0)
    assert vault.state == "unknown"
    for _ in range(2):
        await vault.look()
    assert found(vault) == ("locked", "locked")
    await vault.unlock()
    assert found(vault) == ("open", None)
    for _ in range(2):
        await vault.load(KEY)
    store.backend.fails_at = 0
    store.backend.failing = "for good"
    with pytest.raises(VaultUnavailable):
        await vault.load(KEY)
    await until(lambda: told == ["locked", "open", "unavailable"])
    following.cancel()


async def test_another_reason_for_the_same_state_is_told_too() -> None:
    store = Lockable()
    store.is_owner_there = False
    vault = Vault(lambda: store)
    await vault.look()
    assert found(vault) == ("locked", "locked")
    with pytest.raises(VaultLocked):
        await vault.unlock()
    assert found(vault) == ("locked", "dismissed")


async def test_one_bad_entry_says_nothing_against_the_store(vault: Vault, store: MemoryStore) -> None:
    store.backend.texts[PLACE] = "spoilt"
    with pytest.raises(VaultCorrupt):
        await vault.load(KEY)
    assert vault.state == "open"


async def test_what_is_too_large_says_nothing_about_the_store() -> None:
    small = MemoryStore(200)
    vault = Vault(lambda: small)
    with pytest.raises(VaultTooLarge):
        await vault.save(KEY, {"secret": "x" * 5000})
    assert vault.state == "unknown"


async def test_only_an_unlock_gives_leave_to_ask_and_looking_never_has_it() -> None:
    store = Lockable()
    vault = Vault(lambda: store)
    seen: list[float] = []
    store.backend.on_call = lambda _: seen.append(store.asks_s)
    await vault.load(KEY)
    await vault.unlock()
    await vault.load(KEY)
    await vault.look()
    assert store.asked == [True]
    assert seen[0] == 0
    assert 0 < seen[1] <= 60
    assert store.asks_s == 0


async def test_leave_to_ask_ends_with_an_unlock_that_fails() -> None:
    store = Lockable()
    store.is_owner_there = False
    vault = Vault(lambda: store)
    with pytest.raises(VaultLocked):
        await vault.unlock()
    await vault.load(KEY)
    assert store.asks_s == 0


async def test_a_store_that_could_not_be_opened_is_tried_again() -> None:
    store = MemoryStore()
    ways = [lambda: store, unavailable]

    vault = Vault(lambda: ways.pop()())
    with pytest.raises(VaultUnavailable):
        await vault.load(KEY)
    assert found(vault) == ("unavailable", "no_service")
    assert await vault.load(KEY) is None
    assert found(vault) == ("open", None)


# for this run only


async def test_what_is_kept_for_this_run_needs_no_keyring_and_is_written_nowhere() -> None:
    vault = Vault(unavailable)
    vault.keep_for_this_run(KEY, CONTENT)
    assert vault.is_kept_for_this_run(KEY)
    assert not vault.is_kept_for_this_run(OTHER)
    loaded = await vault.load(KEY)
    assert loaded == CONTENT
    loaded.clear()
    assert await vault.load(KEY) == CONTENT, "a copy"
    assert vault.state == "unknown", "nobody was asked"
    await vault.remove(KEY)
    assert not vault.is_kept_for_this_run(KEY)
    with pytest.raises(VaultUnavailable):
        await vault.load(KEY)


async def test_what_is_kept_for_this_run_stands_before_the_keyring_until_it_is_saved(
    vault: Vault, store: MemoryStore
) -> None:
    await vault.save(KEY, {"secret": "old"})
    vault.keep_for_this_run(KEY, CONTENT)
    assert await vault.load(KEY) == CONTENT
    assert "old" in store.backend.texts[PLACE]
    await vault.save(KEY, CONTENT)
    assert not vault.is_kept_for_this_run(KEY)
    assert await vault.load(KEY) == CONTENT


async def test_removing_takes_it_from_memory_and_keyring(vault: Vault, store: MemoryStore) -> None:
    await vault.save(KEY, CONTENT)
    vault.keep_for_this_run(KEY, CONTENT)
    await vault.remove(KEY)
    assert await vault.load(KEY) is None
    assert store.backend.texts == {}


async def test_what_stays_in_the_keyring_is_told_even_if_memory_is_rid_of_it(
    vault: Vault, store: MemoryStore
) -> None:
    await vault.save(KEY, CONTENT)
    vault.keep_for_this_run(KEY, CONTENT)
    store.backend.fails_at, store.backend.failing = 0, "for good"
    with pytest.raises(VaultUnavailable):
        await vault.remove(KEY)
    assert not vault.is_kept_for_this_run(KEY)


async def test_closing_forgets_what_was_kept(vault: Vault) -> None:
    vault.keep_for_this_run(KEY, CONTENT)
    await vault.close()
    assert not vault.is_kept_for_this_run(KEY)


# patience


async def test_a_call_that_hangs_is_told_and_the_next_is_served(hanging: Hanging) -> None:
    vault = Vault(hanging, BRIEF)
    before = time.monotonic()
    with pytest.raises(VaultUnavailable, match="does not answer"):
        await vault.load(KEY)
    assert time.monotonic() - before < BOUND_S / 4
    assert found(vault) == ("unavailable", "silent")
    hanging.kind = ""
    assert await vault.load(KEY) is None


async def test_after_some_that_hang_nothing_more_is_tried(hanging: Hanging) -> None:
    vault = Vault(hanging, BRIEF)
    for _ in range(MOST_LEFT):
        with pytest.raises(VaultUnavailable):
            await vault.load(KEY)
    begun = len(hanging.backend.calls)
    with pytest.raises(VaultUnavailable, match="3 calls still wait"):
        await vault.load(KEY)
    assert len(hanging.backend.calls) == begun


@pytest.mark.parametrize("kind", ["get", "put", "drop"])
async def test_a_save_that_was_given_up_changes_nothing_more_when_it_wakes(
    hanging: Hanging, kind: str
) -> None:
    vault = Vault(hanging, Patience(call_s=0.4))
    hanging.kind = ""
    await vault.save(KEY, {"secret": "old" * 200})
    hanging.kind = kind
    with pytest.raises(VaultUnavailable):
        await vault.save(KEY, {"secret": "given up" * 100})
    hanging.kind = ""
    await vault.save(KEY, {"secret": "new" * 200})
    calls = len(hanging.backend.calls)
    hanging.released.set()
    await until(lambda: vault._line.left == 0)
    assert len(hanging.backend.calls) == calls, "but for the call that hung, nothing"


async def test_opening_that_hangs_is_given_up(hanging: Hanging) -> None:
    def open_slowly() -> MemoryStore:
        hanging.released.wait(BOUND_S)
        return hanging()

    vault = Vault(open_slowly, BRIEF)
    await vault.look()
    assert found(vault) == ("unavailable", "silent")


async def test_opening_may_take_longer_than_a_call() -> None:
    ready = threading.Event()

    def open_slowly() -> MemoryStore:
        ready.wait(BOUND_S)
        return MemoryStore()

    vault = Vault(open_slowly, Patience(open_s=BOUND_S, call_s=0.1))
    asyncio.get_running_loop().call_later(0.2, ready.set)
    assert await vault.load(KEY) is None


async def test_cancelling_returns_at_once_and_a_save_is_finished(hanging: Hanging) -> None:
    vault = Vault(hanging)
    saving = asyncio.create_task(vault.save(KEY, CONTENT))
    await until(hanging.begun.is_set)
    saving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saving
    hanging.released.set()
    assert await vault.load(KEY) == CONTENT


async def test_closing_never_hangs_and_ends_everything(hanging: Hanging) -> None:
    vault = Vault(hanging, BRIEF)
    loading = asyncio.create_task(vault.load(KEY))
    await until(hanging.begun.is_set)
    waiting = asyncio.create_task(vault.load(OTHER))
    before = time.monotonic()
    await vault.close()
    assert time.monotonic() - before < BOUND_S / 4
    for task in (loading, waiting):
        with pytest.raises(VaultUnavailable):
            await task
    with pytest.raises(VaultUnavailable) as told:
        await vault.load(KEY)
    assert told.value.facts["cause"] == "closed"


async def test_a_vault_that_was_never_used_closes() -> None:
    await Vault().close()


# discretion


@pytest.mark.parametrize("way", ["save", "load", "keep"])
async def test_secrets_are_masked_from_when_they_pass(vault: Vault, store: MemoryStore, way: str) -> None:
    for name in ("secret_access_key", "session_token", "proxy_password", "clientSecret"):
        secret = f"a-secret-{name}-{way}"
        content = {name: secret, "within": {name: f"{secret}-within"}, "region": "eu-central-1"}
        assert secret in redaction.clean(secret)
        if way == "keep":
            vault.keep_for_this_run(KEY, content)
        elif way == "save":
            await vault.save(KEY, content)
        else:
            store.backend.texts[PLACE] = json.dumps({"version": 1, "content": content})
            await vault.load(KEY)
        assert secret not in redaction.clean(f"x{secret}x {secret}-within")
    assert redaction.clean("eu-central-1") == "eu-central-1"


async def test_half_a_pair_under_a_secret_name_breaks_nothing(vault: Vault) -> None:
    content = {"secret_access_key": "\ud83d a secret"}
    await vault.save(KEY, content)
    assert await vault.load(KEY) == content


async def test_what_a_backend_says_of_a_value_is_not_passed_on(
    vault: Vault, store: MemoryStore, caplog: pytest.LogCaptureFixture
) -> None:
    secret = CONTENT["secret_access_key"]

    def tell(_: str) -> None:
        raise ValueError(f"can't convert {store.backend.texts or secret!r}")

    store.backend.on_call = tell
    with caplog.at_level(logging.DEBUG), pytest.raises(VaultError) as told:
        await vault.save(KEY, CONTENT)
    error = told.value
    assert error.__cause__ is None
    assert error.__suppress_context__
    assert "can't convert" in error.sentence
    assert secret not in f"{error} {error.facts} {caplog.text}"


def test_importing_the_vault_imports_no_keyring_and_no_loop() -> None:
    late = ("asyncio", "keyring", "secretstorage", "cryptography", "jeepney", "win32ctypes")
    code = f"""
import sys, console.vault
console.vault.Vault()
print([name for name in {late} if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=BOUND_S, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"


# which store


def test_each_system_has_its_store() -> None:
    assert store_name("linux") == "Secret Service (GNOME Keyring, KWallet)"
    assert store_name("darwin") == "macOS Keychain"
    assert store_name("win32") == "Windows Credential Manager"
    assert Vault().name == store_name(sys.platform)


@pytest.mark.parametrize(
    ("system", "module"), [("linux", "secretstorage"), ("win32", "keyring.backends.Windows")]
)
def test_a_package_that_is_missing_is_told(system: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("secret_service", "windows_credentials"):
        monkeypatch.delitem(sys.modules, f"console.vault.{name}", raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(VaultUnavailable) as told:
        open_store(system)
    assert told.value.facts["cause"] == "not_installed"
    assert module in told.value.sentence
