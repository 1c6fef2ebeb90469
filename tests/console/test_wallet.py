"""The wallet: keyring first and index second, so that neither ever names what the other lacks."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from console.errors import KeyUnknown, ProfileProblem, VaultLocked, VaultTooLarge
from console.profiles import Profile, Profiles
from console.sandbox import Sandbox
from console.wallet import Wallet
from console.workers import Workers
from tests.conftest import MovableClock
from tests.console.memory_store import MemoryStore, memory_vault
from tests.console.sessions.people import key_entry, own, role_arn

WRONG = {
    "access_key_id": "AKIAI44QH8DHBEXAMPLE",
    "secret_access_key": "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
}


class Kept:
    """A wallet, its two stores, and who was told that keys may not be used any more."""

    def __init__(self, folder: Path, clock: MovableClock) -> None:
        self.file = folder / "profiles.json"
        self.store = MemoryStore()
        self.dropped: list[str] = []
        self.workers = Workers(name="test")
        self.wallet = Wallet(Profiles(self.file), memory_vault(self.store), self.workers, clock, self._note)

    def _note(self, profile: Profile | None) -> None:
        self.dropped.append(profile.name if profile else "all")

    @property
    def names(self) -> list[str]:
        """What the next start would list."""
        return [one.name for one in Profiles(self.file).all]


@pytest.fixture
def kept(tmp_path: Path, clock: MovableClock) -> Iterator[Kept]:
    kept = Kept(tmp_path, clock)
    yield kept
    kept.workers.close()


@pytest.fixture
def key(sandbox: Sandbox) -> Profile:
    return own("Key", "access_key", sandbox)


async def test_what_is_kept_comes_back(kept: Kept, key: Profile, sandbox: Sandbox) -> None:
    await kept.wallet.keep(key, key_entry(sandbox) | {"session_token": "  "})
    assert kept.names == ["Key"]
    assert await kept.wallet.entry(key) == key_entry(sandbox)
    assert sandbox.secret_access_key not in kept.file.read_text("utf-8")
    assert sandbox.access_key_id not in kept.file.read_text("utf-8")


async def test_what_the_keyring_does_not_take_is_not_listed(
    kept: Kept, key: Profile, sandbox: Sandbox
) -> None:
    kept.store.is_full = True
    with pytest.raises(VaultTooLarge):
        await kept.wallet.keep(key, key_entry(sandbox))
    assert kept.wallet.profiles.all == ()
    assert not kept.file.exists()


async def test_for_this_run_nothing_is_written(kept: Kept, key: Profile, sandbox: Sandbox) -> None:
    kept.store.is_locked = True
    await kept.wallet.keep(key, key_entry(sandbox), for_this_run=True)
    assert await kept.wallet.entry(key) == key_entry(sandbox)
    assert [one.name for one in kept.wallet.profiles.all] == ["Key"]
    assert kept.names == []
    assert kept.store.texts == {}
    assert (await kept.wallet.test(key)).account == "123456789012"
    await kept.wallet.remove(key)
    assert kept.wallet.profiles.all == ()


async def test_what_can_not_be_forgotten_stays_on_the_list(
    kept: Kept, key: Profile, sandbox: Sandbox
) -> None:
    await kept.wallet.keep(key, key_entry(sandbox))
    kept.store.is_locked = True
    with pytest.raises(VaultLocked):
        await kept.wallet.remove(key)
    assert kept.names == ["Key"]
    kept.store.is_locked = False
    await kept.wallet.remove(key)
    assert kept.names == []
    assert kept.store.texts == {}


async def test_an_index_that_can_not_be_written_is_told(
    kept: Kept, key: Profile, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("console.profiles.write_json", fail)
    with pytest.raises(ProfileProblem, match="No space left on device"):
        await kept.wallet.keep(key, key_entry(sandbox))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"name": "sandbox"}, "name"),
        ({"name": "ENVIRONMENT"}, "name"),
        ({"region": "Frankfurt"}, "region"),
        ({"region": ""}, "region"),
        ({"endpoint": "http://connect.example.com"}, "endpoint"),
        ({"endpoint": "https://user:hunter2@connect.example.com"}, "endpoint"),
        ({"proxy": "ftp://proxy.example.com"}, "proxy"),
        ({"kind": "role", "source": "gone"}, "role_arn"),
    ],
)
async def test_bad_input_is_told_at_its_field(
    kept: Kept, key: Profile, sandbox: Sandbox, changed: dict[str, Any], field: str
) -> None:
    profile = replace(key, **changed)
    found = kept.wallet.problems(profile, key_entry(sandbox))
    assert found[0].path[0] == field
    assert "hunter2" not in found[0].message
    with pytest.raises(ProfileProblem):
        await kept.wallet.keep(profile, key_entry(sandbox))
    assert kept.store.texts == {}


async def test_two_profiles_have_two_names(kept: Kept, key: Profile, sandbox: Sandbox) -> None:
    await kept.wallet.keep(key, key_entry(sandbox))
    other = replace(own("Other", "access_key", sandbox), name="KEY")
    assert [one.path for one in kept.wallet.problems(other, key_entry(sandbox))] == [("name",)]
    assert kept.wallet.problems(key, key_entry(sandbox)) == [], "its own name is not another's"


async def test_a_test_says_whose_keys_they_are_before_they_are_kept(
    kept: Kept, key: Profile, sandbox: Sandbox
) -> None:
    identity = await kept.wallet.test(key, key_entry(sandbox))
    assert identity.arn == "arn:aws:iam::123456789012:user/sandbox"
    assert identity.took_s > 0
    assert identity.clock_ahead_s is not None
    assert abs(identity.clock_ahead_s) < 2
    assert kept.store.texts == {}
    with pytest.raises(KeyUnknown):
        await kept.wallet.test(key, WRONG)
    with pytest.raises(ProfileProblem, match="secret_access_key"):
        await kept.wallet.test(key, {"access_key_id": sandbox.access_key_id})


async def test_a_change_ends_the_sessions_that_stand_on_it(
    kept: Kept, key: Profile, sandbox: Sandbox
) -> None:
    role = own("Role", "role", sandbox, key)
    await kept.wallet.keep(key, key_entry(sandbox))
    await kept.wallet.keep(role, {"role_arn": role_arn("ChatTester")})
    await kept.wallet.sessions.open(role)
    assert kept.wallet.expires_at(role) is not None
    kept.dropped.clear()
    await kept.wallet.keep(key, WRONG)
    assert kept.wallet.expires_at(role) is None
    assert kept.dropped == ["Key"]
    with pytest.raises(KeyUnknown):
        await kept.wallet.sessions.open(role)


async def test_locked_profiles_give_nothing_until_they_are_unlocked(
    kept: Kept, key: Profile, sandbox: Sandbox
) -> None:
    await kept.wallet.keep(key, key_entry(sandbox))
    await kept.wallet.sessions.open(key)
    told = kept.wallet.changes.follow()
    first = asyncio.ensure_future(anext(told))
    await asyncio.sleep(0)
    kept.wallet.lock()
    async with asyncio.timeout(5):
        assert [await first, await anext(told)] == ["sessions", "vault"]
    assert kept.dropped[-1] == "all"
    with pytest.raises(VaultLocked):
        await kept.wallet.sessions.open(key)
    with pytest.raises(VaultLocked):
        await kept.wallet.entry(key)
    await kept.wallet.unlock()
    assert (await kept.wallet.test(key)).account == "123456789012"


async def test_a_keyring_that_stays_locked_keeps_the_profiles_locked(
    kept: Kept, key: Profile, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await kept.wallet.keep(key, key_entry(sandbox))
    kept.wallet.lock()
    kept.store.is_locked = True
    monkeypatch.setattr(kept.store, "unlock", kept.store.look)
    with pytest.raises(VaultLocked):
        await kept.wallet.unlock()
    assert kept.wallet.is_locked
    await kept.wallet.keep(replace(key, id="0" * 32, name="Now"), key_entry(sandbox), for_this_run=True)
    await kept.wallet.unlock()
    assert not kept.wallet.is_locked, "what is in memory needs no keyring"


async def test_other_looks_leave_the_keys_alone(kept: Kept, key: Profile, sandbox: Sandbox) -> None:
    """Whoever typed a code for them need not do so again for a colour."""
    role = own("Role", "role", sandbox, key)
    await kept.wallet.keep(key, key_entry(sandbox))
    await kept.wallet.keep(role, {"role_arn": role_arn("ChatTester")})
    before = await kept.wallet.sessions.open(role)
    kept.dropped.clear()
    looks = replace(role, name="Renamed", colour="rose", is_production=True)
    await kept.wallet.keep(looks, {"role_arn": f" {role_arn('ChatTester')} "})
    assert await kept.wallet.sessions.open(looks) == before
    assert kept.dropped == []
    assert kept.names == ["Key", "Renamed"]
    await kept.wallet.keep(replace(looks, region="eu-central-1"), {"role_arn": role_arn("ChatTester")})
    assert kept.dropped == ["Renamed"]
    assert kept.wallet.expires_at(looks) is None


@pytest.mark.parametrize("for_this_run", [True, False])
async def test_an_account_is_noted_where_the_profile_is(
    kept: Kept, key: Profile, sandbox: Sandbox, for_this_run: bool
) -> None:
    await kept.wallet.keep(key, key_entry(sandbox), for_this_run=for_this_run)
    kept.wallet.note_account(key, "123456789012")
    assert kept.wallet.profiles.all[0].account == "123456789012"
    assert [one.account for one in Profiles(kept.file).all] == ([] if for_this_run else ["123456789012"])


async def test_an_instance_is_an_id(kept: Kept, key: Profile, sandbox: Sandbox) -> None:
    wrong = replace(key, instance_id="my instance")
    assert [one.path for one in kept.wallet.problems(wrong, key_entry(sandbox))] == [("instance_id",)]
    right = replace(key, instance_id=sandbox.instance_id)
    assert kept.wallet.problems(right, key_entry(sandbox)) == []
