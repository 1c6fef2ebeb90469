"""The vault on a real Secret Service: there and back, locked, unanswered, killed, missing."""

from __future__ import annotations

import asyncio
import gc
import importlib
import json
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.errors import VaultCorrupt, VaultError, VaultLocked, VaultUnavailable
from console.vault import Patience, Vault, trial
from tests.conftest import until
from tests.console.vault.stores import KEY, OTHER, PLACE
from tests.secret_service import ADDRESS, PrivateSession, SilentPrompter

KEYS = {
    "access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}
BRIEF = Patience(call_s=0.3, unlock_s=0.3, close_s=0.2)
QUICK_S = 3.0

ELSEWHERE = sys.platform in ("win32", "darwin")
pytestmark = pytest.mark.skipif(ELSEWHERE, reason="the Secret Service is not theirs")


async def problem_of(vault: Vault, kind: type[VaultError]) -> str:
    """The cause of a load that fails, which the state tells, too."""
    with pytest.raises(kind) as told:
        await vault.load(KEY)
    assert vault.problem is told.value
    assert vault.state == ("locked" if kind is VaultLocked else "unavailable")
    return str(told.value.facts["cause"])


# there and back


async def test_what_is_saved_is_loaded_by_another_vault(secret_service: PrivateSession) -> None:
    texts = ("", "plain", "naïve 日本語 😀", "a\0b\0", "\ud83d half a pair", "x" * 3000, "ß😀" * 50_000)
    for text in texts:
        content = {"secret_access_key": text, "session_token": text[:100]}
        await Vault().save(KEY, content)
        assert await Vault().load(KEY) == content
        assert await Vault().load(OTHER) is None


@settings(max_examples=8, deadline=None)
@given(content=st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=5))
def test_any_entry_comes_back(shared_session: PrivateSession, content: dict[str, str]) -> None:
    async def there_and_back() -> dict[str, Any] | None:
        vault = Vault()
        await vault.save(KEY, content)
        return await vault.load(KEY)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ADDRESS, shared_session.address)
        assert asyncio.run(there_and_back()) == content


async def test_an_entry_has_one_place_and_stock_keyring_reads_it(secret_service: PrivateSession) -> None:
    backends: Any = pytest.importorskip("keyring.backends.SecretService")
    vault = Vault()
    for content in ({"secret_access_key": "old"}, KEYS):
        await vault.save(KEY, content)
    assert list(secret_service.secrets()) == [PLACE]
    assert json.loads(backends.Keyring().get_password(PLACE, "secret"))["content"] == KEYS


async def test_what_is_removed_is_gone_and_removing_it_again_is_fine(secret_service: PrivateSession) -> None:
    vault = Vault()
    await vault.save(KEY, KEYS)
    await vault.save(OTHER, KEYS)
    await vault.remove(KEY)
    await vault.remove(KEY)
    assert await vault.load(KEY) is None
    assert await vault.load(OTHER) == KEYS
    assert len(secret_service.secrets()) == 1


async def test_the_trial_holds_and_leaves_nothing(secret_service: PrivateSession) -> None:
    assert await trial.keeps(Vault())
    assert secret_service.secrets() == {}


async def test_an_entry_that_is_not_ours_is_corrupt_and_says_nothing_against_the_rest(
    secret_service: PrivateSession,
) -> None:
    vault = Vault()
    await vault.save(OTHER, KEYS)
    secret_service.put(PLACE, "not what the console writes")
    with pytest.raises(VaultCorrupt):
        await vault.load(KEY)
    assert (vault.state, vault.problem) == ("open", None)
    assert await vault.load(OTHER) == KEYS


# locked


async def test_a_locked_keyring_is_told_at_once_and_asks_nobody(
    own_secret_service: PrivateSession, silent_prompter: SilentPrompter
) -> None:
    vault = Vault()
    await vault.save(KEY, KEYS)
    own_secret_service.lock()
    before = time.monotonic()
    assert await problem_of(vault, VaultLocked) == "locked"
    for call in (vault.save(KEY, {}), vault.remove(KEY)):
        with pytest.raises(VaultLocked):
            await call
    await vault.look()
    assert vault.state == "locked"
    assert time.monotonic() - before < QUICK_S
    assert silent_prompter.told == []


async def test_a_keyring_that_its_owner_unlocks_is_open_again(own_secret_service: PrivateSession) -> None:
    vault = Vault()
    await vault.save(KEY, KEYS)
    own_secret_service.lock()
    await vault.look()
    assert vault.state == "locked"
    own_secret_service.unlock()
    assert await vault.load(KEY) == KEYS
    assert (vault.state, vault.problem) == ("open", None)


async def test_unlocking_what_is_open_asks_nobody(secret_service: PrivateSession) -> None:
    vault = Vault()
    await vault.unlock()
    assert vault.state == "open"


async def test_a_question_that_can_not_be_shown_is_as_good_as_dismissed(
    own_secret_service: PrivateSession,
) -> None:
    own_secret_service.lock()
    vault = Vault()
    with pytest.raises(VaultLocked) as told:
        await vault.unlock()
    assert told.value.facts["cause"] == "dismissed"
    assert vault.problem is told.value
    assert await problem_of(vault, VaultLocked) == "locked"


async def test_a_question_that_nobody_answers_is_waited_for_no_longer_than_agreed(
    own_secret_service: PrivateSession, silent_prompter: SilentPrompter
) -> None:
    vault = Vault(patience=Patience(unlock_s=0.4))
    await vault.save(KEY, KEYS)
    own_secret_service.lock()
    before = time.monotonic()
    with pytest.raises(VaultLocked) as told:
        await vault.unlock()
    assert 0.4 <= time.monotonic() - before < QUICK_S
    assert told.value.facts["cause"] == "unanswered"
    assert "within 0.4 s" in told.value.sentence
    assert silent_prompter.told == ["BeginPrompting"]
    # Leave to ask ended with the question.
    assert await problem_of(vault, VaultLocked) == "locked"
    own_secret_service.unlock()
    assert await vault.load(KEY) == KEYS


async def test_who_stops_waiting_for_the_owner_is_free_at_once_and_so_is_the_vault(
    own_secret_service: PrivateSession, silent_prompter: SilentPrompter
) -> None:
    own_secret_service.lock()
    vault = Vault()
    unlocking = asyncio.create_task(vault.unlock())
    while not silent_prompter.told:
        await asyncio.sleep(0.003)
    before = time.monotonic()
    unlocking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await unlocking
    assert await problem_of(vault, VaultLocked) == "locked"
    assert time.monotonic() - before < QUICK_S
    await until(lambda: vault._line.left == 0, "the end of the wait on the thread")


def test_no_question_of_whatever_kind_is_put_without_leave(
    own_secret_service: PrivateSession, silent_prompter: SilentPrompter
) -> None:
    # Other keyrings ask before they make, give or forget a single entry; all of them ask like this.
    util: Any = pytest.importorskip("secretstorage.util")
    own_secret_service.lock()
    store: Any = importlib.import_module("console.vault.secret_service").SecretService()
    with closing(store._collections._connected()) as bus:
        with pytest.raises(VaultLocked) as told:
            util.unlock_objects(bus, ["/org/freedesktop/secrets/aliases/default"])
        assert told.value.facts["cause"] == "asks"
        assert silent_prompter.told == []
        store.asks_until = time.monotonic() + 0.3
        with pytest.raises(VaultLocked) as told:
            util.unlock_objects(bus, ["/org/freedesktop/secrets/aliases/default"])
        assert told.value.facts["cause"] == "unanswered"


async def test_a_session_without_a_collection_gets_none_by_surprise(
    own_session: PrivateSession, silent_prompter: SilentPrompter
) -> None:
    own_session.start_keyring(has_collection=False)
    vault = Vault(patience=Patience(unlock_s=0.3))
    assert await problem_of(vault, VaultLocked) == "no_collection"
    with pytest.raises(VaultLocked):
        await vault.save(KEY, KEYS)
    assert silent_prompter.told == []
    with pytest.raises(VaultLocked) as told:
        await vault.unlock()
    assert told.value.facts["cause"] == "unanswered"
    assert silent_prompter.told[:1] == ["BeginPrompting"]


# killed, hanging, missing


async def test_a_keyring_that_is_killed_and_comes_back(own_secret_service: PrivateSession) -> None:
    vault = Vault()
    await vault.save(KEY, KEYS)
    own_secret_service.kill_keyring()
    assert await problem_of(vault, VaultUnavailable) == "no_service"
    assert "No keyring runs in this session" in str(vault.problem)
    own_secret_service.start_keyring()
    assert await vault.load(KEY) == KEYS


async def test_a_bus_that_is_killed(own_secret_service: PrivateSession) -> None:
    vault = Vault()
    await vault.save(KEY, KEYS)
    own_secret_service.kill_bus()
    assert await problem_of(vault, VaultUnavailable) == "bus_unreachable"


async def test_a_keyring_that_hangs_is_left_and_works_again_when_it_answers(
    own_secret_service: PrivateSession,
) -> None:
    await Vault().save(KEY, KEYS)
    vault = Vault(patience=BRIEF)
    with own_secret_service.paused():
        before = time.monotonic()
        assert await problem_of(vault, VaultUnavailable) == "silent"
        with pytest.raises(VaultUnavailable):
            await vault.save(KEY, {"secret_access_key": "new"})
        assert time.monotonic() - before < QUICK_S
    assert await Vault().load(KEY) in (KEYS, {"secret_access_key": "new"})
    await vault.close()


async def test_a_store_that_hangs_gives_up_by_itself(
    own_secret_service: PrivateSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console.vault import secret_service

    monkeypatch.setattr(secret_service, "REPLY_S", 0.2)
    store = secret_service.SecretService()
    with own_secret_service.paused(), pytest.raises(VaultUnavailable) as told:
        store.get(PLACE)
    assert told.value.facts["cause"] == "silent"


async def test_no_session_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ADDRESS, raising=False)
    assert await problem_of(Vault(), VaultUnavailable) == "no_session_bus"


async def test_an_address_where_no_bus_is(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = (
        "unix:path=/nowhere/bus",
        "unix:path=/dev/null",
        "unix:path=",
        "unix:",
        "tcp:host=127.0.0.1,port=1",
    )
    for address in (*odd, "nonsense", ";", ""):
        monkeypatch.setenv(ADDRESS, address)
        assert await problem_of(Vault(), VaultUnavailable) == "bus_unreachable", address


async def test_a_socket_that_is_no_bus_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as mute:
        mute.bind("mute")
        mute.listen()
        monkeypatch.setenv(ADDRESS, "unix:path=mute")
        assert await problem_of(Vault(), VaultUnavailable) == "bus_unreachable"


async def test_a_bus_without_a_keyring(own_session: PrivateSession) -> None:
    assert await problem_of(Vault(), VaultUnavailable) == "no_service"


# what is left behind


def open_files() -> set[str]:
    return {file.name for file in Path("/proc/self/fd").iterdir()}


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
async def test_no_connection_stays_open(own_secret_service: PrivateSession) -> None:
    vault = Vault()
    await vault.save(KEY, KEYS)
    before = open_files()
    for _ in range(3):
        await vault.load(KEY)
        await vault.load(OTHER)
    own_secret_service.lock()
    for _ in range(3):
        await problem_of(vault, VaultLocked)
        with pytest.raises(VaultLocked):
            await vault.unlock()
    own_secret_service.kill_keyring()
    for _ in range(3):
        await problem_of(vault, VaultUnavailable)
    assert open_files() == before


async def test_nothing_of_an_entry_lies_in_a_file_as_it_is(own_secret_service: PrivateSession) -> None:
    secret = token_hex(20)
    await Vault().save(KEY, {"secret_access_key": secret})
    home = Path(own_secret_service.environment["HOME"])
    files = [file for file in home.rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files if secret.encode() in file.read_bytes()]
