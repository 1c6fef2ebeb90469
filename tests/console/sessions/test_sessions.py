"""From a profile to keys, each kind over a real socket: asked once, renewed in time, never in surprise."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.aws import Connect, Sts
from console.credentials import Keys
from console.errors import (
    AccessDenied,
    CodeNeeded,
    ConsoleError,
    CredentialsExpired,
    ProfileProblem,
    SignInNeeded,
    SignInRefused,
)
from console.profiles import Profile, Profiles
from console.sandbox import Sandbox, parse
from console.sessions import Sessions
from console.sessions.ways import duration_of
from console.wallet import Wallet
from console.workers import Workers
from tests.conftest import MovableClock
from tests.console.memory_store import MemoryStore, memory_vault
from tests.console.sessions.people import (
    CODE,
    EXTERNAL_ID,
    SERIAL,
    Person,
    center_entry,
    key_entry,
    own,
    role_arn,
)


class Desk:
    """A wallet over the sandbox, with a profile for everything that can be tried."""

    def __init__(self, sandbox: Sandbox, folder: Path, clock: MovableClock) -> None:
        self.sandbox = sandbox
        self.clock = clock
        self.store = MemoryStore()
        self.workers = Workers(name="test")
        self.wallet = Wallet(
            Profiles(folder / "profiles.json"), memory_vault(self.store), self.workers, clock
        )
        self.key = own("Key", "access_key", sandbox)
        self.role = own("Role", "role", sandbox, self.key)
        self.center = own("Center", "identity_center", sandbox)

    @property
    def sessions(self) -> Sessions:
        return self.wallet.sessions

    async def add(self, profile: Profile, **entry: str) -> Profile:
        await self.wallet.keep(profile, entry)
        return profile

    async def add_key(self) -> Profile:
        return await self.add(self.key, **key_entry(self.sandbox))

    async def add_role(self, name: str = "ChatTester", **entry: str) -> Profile:
        await self.add_key()
        return await self.add(self.role, role_arn=role_arn(name), **entry)

    async def add_center(self) -> Profile:
        return await self.add(self.center, **center_entry(self.sandbox))

    async def whose(self, profile: Profile, ask: Person | None = None) -> str:
        """The ARN that the sandbox knows the profile's requests by."""
        signing = await self.sessions.open(profile, ask)
        door = Connect(profile, signing.keys, self.workers, proxy=signing.proxy)
        try:
            return (await door.get_caller_identity()).arn
        finally:
            door.close()

    def person(self, *codes: str) -> Person:
        return Person(self.sandbox, *codes)


@pytest.fixture
def desk(sandbox: Sandbox, tmp_path: Path, clock: MovableClock) -> Iterator[Desk]:
    # The time between two polls is the service's to say; here nobody has to wait for it.
    sandbox.sign_in.lifetimes.change({"interval_s": 0})
    desk = Desk(sandbox, tmp_path, clock)
    yield desk
    desk.workers.close()


def minutes_left(desk: Desk, profile: Profile) -> float:
    expires_at = desk.sessions.expires_at(profile.id)
    assert expires_at is not None
    return (expires_at - desk.clock()).total_seconds() / 60


# -- access keys ------------------------------------------------------------------------------------


async def test_an_access_key_signs_as_its_owner(desk: Desk) -> None:
    profile = await desk.add_key()
    assert await desk.whose(profile) == "arn:aws:iam::123456789012:user/sandbox"
    assert desk.sessions.expires_at(profile.id) is None


async def test_a_profile_whose_secret_is_gone_says_so(desk: Desk) -> None:
    profile = await desk.add_key()
    desk.store.texts.clear()
    with pytest.raises(SignInNeeded) as caught:
        await desk.sessions.open(profile)
    assert caught.value.profile_id == profile.id
    assert "Key" in caught.value.sentence


# -- roles ------------------------------------------------------------------------------------------


async def test_a_role_stands_on_another_profile(desk: Desk) -> None:
    role = await desk.add_role(session_name="ada")
    assert await desk.whose(role) == "arn:aws:sts::123456789012:assumed-role/ChatTester/ada"
    assert 59 < minutes_left(desk, role) <= 60


async def test_a_role_asks_for_the_time_that_its_profile_says(desk: Desk) -> None:
    role = await desk.add_role(duration_s="7200")
    await desk.whose(role)
    assert 119 < minutes_left(desk, role) <= 120


async def test_a_role_on_a_role_lasts_an_hour_at_most(desk: Desk) -> None:
    role = await desk.add_role()
    chained = await desk.add(
        own("Chained", "role", desk.sandbox, role), role_arn=role_arn("ChatTester"), duration_s="7200"
    )
    assert "assumed-role/ChatTester/" in await desk.whose(chained)
    assert minutes_left(desk, chained) <= 60


@pytest.mark.parametrize(
    ("asked", "token", "sent"),
    [
        ({}, None, None),
        ({}, "token", None),
        ({"duration_s": "7200"}, None, 7200),
        ({"duration_s": "7200"}, "token", 3600),
        ({"duration_s": "900"}, "token", 900),
    ],
)
def test_temporary_keys_ask_for_an_hour_at_most(
    asked: dict[str, str], token: str | None, sent: int | None
) -> None:
    assert duration_of(asked, Keys("ASIAIOSFODNN7EXAMPLE", "an example of a secret", token)) == sent


async def test_a_role_that_is_to_last_gets_its_own_code(desk: Desk) -> None:
    """The session of the device would cut it to an hour."""
    role = await desk.add_role("ChatTesterMfa", mfa_serial=SERIAL, duration_s="7200")
    person = desk.person(CODE)
    assert "ChatTesterMfa" in await desk.whose(role, person)
    assert minutes_left(desk, role) > 119


async def test_an_external_id_goes_with_the_role(desk: Desk) -> None:
    role = await desk.add_role("ChatTesterExternal", external_id=EXTERNAL_ID)
    assert "assumed-role/ChatTesterExternal/" in await desk.whose(role)
    await desk.add_role("ChatTesterExternal", external_id="another-id")
    with pytest.raises(AccessDenied, match="ChatTesterExternal"):
        await desk.whose(role)


async def test_a_role_whose_source_is_gone_says_so(desk: Desk) -> None:
    role = await desk.add_role()
    await desk.wallet.remove(desk.key)
    with pytest.raises(ProfileProblem, match="gone"):
        await desk.sessions.open(role)


@pytest.mark.parametrize("length", [1, 2, 3])
async def test_roles_in_a_circle_are_refused_instead_of_waited_for(desk: Desk, length: int) -> None:
    """A circle can't be kept through the form; a file that was changed by hand may hold one."""
    roles = [own(f"r{one}", "role", desk.sandbox) for one in range(length)]
    circle = [replace(one, source=roles[(at + 1) % length].id) for at, one in enumerate(roles)]
    for one in circle:
        desk.wallet.profiles.put(one)
        desk.wallet.vault.keep_for_this_run(f"profile/{one.id}", {"role_arn": role_arn("ChatTester")})
    with pytest.raises(ProfileProblem, match="each other"):
        await desk.sessions.open(circle[0])


# -- codes of an MFA device -------------------------------------------------------------------------


async def test_a_code_is_asked_for_only_where_a_person_acts(desk: Desk) -> None:
    role = await desk.add_role("ChatTesterMfa", mfa_serial=SERIAL)
    with pytest.raises(CodeNeeded) as caught:
        await desk.sessions.open(role)
    assert (caught.value.profile_id, caught.value.serial) == (role.id, SERIAL)
    person = desk.person(CODE)
    assert "assumed-role/ChatTesterMfa/" in await desk.whose(role, person)
    assert person.asked == ["code for Role"]
    assert "assumed-role/ChatTesterMfa/" in await desk.whose(role), "its keys are held now"


async def test_one_code_opens_every_role_of_the_device(desk: Desk) -> None:
    role = await desk.add_role("ChatTesterMfa", mfa_serial=SERIAL)
    other = await desk.add(
        own("Other", "role", desk.sandbox, desk.key), role_arn=role_arn("ChatTester"), mfa_serial=SERIAL
    )
    person = desk.person(CODE)
    await desk.whose(role, person)
    await desk.whose(other)
    assert person.asked == ["code for Role"]


async def test_a_wrong_code_is_asked_for_again_with_the_reason(desk: Desk) -> None:
    role = await desk.add_role("ChatTesterMfa", mfa_serial=SERIAL)
    person = desk.person("000000", "111111", CODE)
    await desk.whose(role, person)
    assert person.asked == ["code for Role"] * 3
    assert person.refusals[0] == ""
    assert all("code" in refused for refused in person.refusals[1:])


async def test_giving_up_leaves_nothing_behind(desk: Desk) -> None:
    role = await desk.add_role("ChatTesterMfa", mfa_serial=SERIAL)
    with pytest.raises(SignInRefused):
        await desk.sessions.open(role, desk.person("000000"))
    with pytest.raises(CodeNeeded):
        await desk.sessions.open(role)


async def test_a_code_goes_with_the_role_where_the_keys_are_temporary(desk: Desk) -> None:
    """GetSessionToken can't be called with session credentials, so the code is AssumeRole's own."""
    signing = await desk.sessions.open(await desk.add_key())
    keys = await Sts(desk.key, signing.keys, desk.workers).get_session_token()
    assert keys.session_token is not None
    temporary = await desk.add(
        own("Temporary", "access_key", desk.sandbox),
        access_key_id=keys.access_key_id,
        secret_access_key=keys.secret_access_key,
        session_token=keys.session_token,
    )
    over = await desk.add(
        own("Over", "role", desk.sandbox, temporary), role_arn=role_arn("ChatTesterMfa"), mfa_serial=SERIAL
    )
    person = desk.person("000000", CODE)
    assert "assumed-role/ChatTesterMfa/" in await desk.whose(over, person)
    assert person.asked == ["code for Over"] * 2


async def test_two_who_want_the_same_profile_are_asked_once(desk: Desk) -> None:
    role = await desk.add_role("ChatTesterMfa", mfa_serial=SERIAL)
    person = desk.person(CODE)
    both = await asyncio.gather(desk.whose(role, person), desk.whose(role, person))
    assert both[0] == both[1]
    assert person.asked == ["code for Role"]


async def test_who_waits_for_a_code_keeps_nobody_else(desk: Desk) -> None:
    role = await desk.add_role("ChatTesterMfa", mfa_serial=SERIAL)
    asked = asyncio.Event()

    class Slow(Person):
        async def code(self, profile: Profile, serial: str, refused: str) -> str:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

    waiting = asyncio.create_task(desk.sessions.open(role, Slow(desk.sandbox)))
    await asked.wait()
    assert await desk.whose(desk.key) == "arn:aws:iam::123456789012:user/sandbox"
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert "ChatTesterMfa" in await desk.whose(role, desk.person(CODE)), "giving up frees the profile"


# -- Identity Center --------------------------------------------------------------------------------


async def test_identity_center_signs_in_once(desk: Desk) -> None:
    profile = await desk.add_center()
    with pytest.raises(SignInNeeded) as caught:
        await desk.sessions.open(profile)
    assert caught.value.profile_id == profile.id
    person = desk.person()
    assert "AWSReservedSSO_ChatTester" in await desk.whose(profile, person)
    other = await desk.add(
        own("Reader", "identity_center", desk.sandbox), **center_entry(desk.sandbox, "ReadOnly")
    )
    assert "AWSReservedSSO_ReadOnly" in await desk.whose(other), "profiles share a sign-in"
    assert person.asked == ["sign-in for Center"]


async def test_a_sign_in_outlives_the_program(desk: Desk, tmp_path: Path) -> None:
    profile = await desk.add_center()
    await desk.whose(profile, desk.person())
    again = Desk(desk.sandbox, tmp_path, desk.clock)
    again.store.texts.update(desk.store.texts)
    assert "AWSReservedSSO_ChatTester" in await again.whose(again.wallet.profiles.all[0])


async def test_a_declined_sign_in_says_so(desk: Desk) -> None:
    profile = await desk.add_center()
    person = desk.person()
    person.allows = False
    with pytest.raises(SignInRefused):
        await desk.sessions.open(profile, person)


async def test_a_code_that_nobody_confirms_runs_out(desk: Desk) -> None:
    desk.sandbox.sign_in.lifetimes.change({"device_s": 1, "interval_s": 0.1})
    entry = center_entry(desk.sandbox)
    portal = desk.wallet.portal_of(desk.center, entry)
    device = await portal.begin()
    with pytest.raises(SignInRefused):
        await portal.wait(device)


async def test_accounts_and_roles_are_listed_to_the_end(desk: Desk) -> None:
    entry = center_entry(desk.sandbox)
    portal = desk.wallet.portal_of(desk.center, entry)
    assert await portal.signed_in_until() is None
    with pytest.raises(SignInNeeded):
        await portal.accounts()
    await desk.person().sign_in(desk.center, portal)
    assert await portal.signed_in_until() is not None
    assert [one.id for one in await portal.accounts()] == ["123456789012", "210987654321"]
    assert await portal.roles("210987654321") == ["ChatTester", "ReadOnly", "Trainer"]
    await portal.sign_out()
    assert await portal.signed_in_until() is None
    assert desk.store.texts == {}, "the keyring forgot the token, too"
    with pytest.raises(SignInNeeded):
        await portal.accounts()


async def test_a_token_is_renewed_without_anybody(desk: Desk) -> None:
    """It lasts less than what is left to spare, so each use renews it first."""
    desk.sandbox.sign_in.lifetimes.change({"access_token_s": 200})
    profile = await desk.add_center()
    await desk.whose(profile, desk.person())
    kept = dict(desk.store.texts)
    desk.sessions.forget(profile.id)
    assert "AWSReservedSSO_ChatTester" in await desk.whose(profile)
    assert desk.store.texts != kept, "the new refresh token is kept in place of the old"


async def test_the_sign_in_goes_with_the_last_profile_that_stands_on_it(desk: Desk) -> None:
    profile = await desk.add_center()
    other = await desk.add(
        own("Reader", "identity_center", desk.sandbox), **center_entry(desk.sandbox, "ReadOnly")
    )
    key = await desk.add_key()
    await desk.whose(profile, desk.person())
    await desk.wallet.remove(profile)
    assert "AWSReservedSSO_ReadOnly" in await desk.whose(other), "the other one still stands on it"
    await desk.wallet.remove(other)
    assert [place.rpartition("/")[2] for place in desk.store.texts] == [key.id]


async def test_a_session_that_the_service_ended_needs_a_person(desk: Desk) -> None:
    profile = await desk.add_center()
    await desk.whose(profile, desk.person())
    desk.sandbox.sign_in.expire("portal_sessions")
    desk.sessions.forget(profile.id)
    with pytest.raises(SignInNeeded):
        await desk.sessions.open(profile)
    person = desk.person()
    assert "AWSReservedSSO_ChatTester" in await desk.whose(profile, person)
    assert person.asked == ["sign-in for Center"]


async def test_a_program_that_the_service_forgot_registers_anew(desk: Desk) -> None:
    profile = await desk.add_center()
    await desk.whose(profile, desk.person())
    desk.sandbox.sign_in.expire("clients", "portal_sessions")
    desk.sessions.forget(profile.id)
    assert "AWSReservedSSO_ChatTester" in await desk.whose(profile, desk.person())


async def test_a_keyring_that_takes_no_token_does_not_stop_the_sign_in(desk: Desk) -> None:
    profile = await desk.add_center()

    desk.store.is_full = True
    await desk.whose(profile, desk.person())
    desk.sessions.forget(profile.id)
    assert "AWSReservedSSO_ChatTester" in await desk.whose(profile), "for this run, it is in memory"


# -- running out ------------------------------------------------------------------------------------


async def test_keys_are_renewed_before_they_run_out(desk: Desk) -> None:
    role = await desk.add_role()
    first = (await desk.sessions.open(role)).keys
    desk.clock.move(minutes=54)
    assert (await desk.sessions.open(role)).keys == first
    desk.clock.move(minutes=2)
    assert (await desk.sessions.open(role)).keys != first


async def test_short_keys_are_used_for_two_thirds_of_their_time(desk: Desk) -> None:
    desk.sandbox.sign_in.lifetimes.change({"keys_s": 60})
    role = await desk.add_role()
    first = (await desk.sessions.open(role)).keys
    desk.clock.move(seconds=35)
    assert (await desk.sessions.open(role)).keys == first
    desk.clock.move(seconds=10)
    assert (await desk.sessions.open(role)).keys != first


async def test_old_keys_serve_as_long_as_they_hold_where_new_ones_need_somebody(desk: Desk) -> None:
    role = await desk.add_role("ChatTesterMfa", mfa_serial=SERIAL)
    first = (await desk.sessions.open(role, desk.person(CODE))).keys
    desk.clock.move(hours=11, minutes=58)
    # The device's session is nearly over, the role's own longer so.
    with pytest.raises(CodeNeeded):
        await desk.sessions.open(role)
    desk.clock.move(hours=-11, minutes=-2)
    desk.sessions.hold_device_session(desk.key, SERIAL, replace(first, expires_at=desk.clock()))
    assert (await desk.sessions.open(role)).keys == first, "within the last minutes"


async def test_renewing_needs_nobody_and_never_fails(desk: Desk) -> None:
    role = await desk.add_role()
    await desk.sessions.renew(role)
    assert desk.sessions.expires_at(role.id) is None, "what was not opened is not renewed"
    first = (await desk.sessions.open(role)).keys
    desk.clock.move(minutes=56)
    desk.sandbox.faults.add(parse("AssumeRole:AccessDenied:1"))
    await desk.sessions.renew(role)
    assert desk.sandbox.faults.all() == (), "it was tried"
    await desk.sessions.renew(role)
    assert (await desk.sessions.open(role)).keys != first


async def test_keys_that_the_service_ended_are_told_as_such(desk: Desk) -> None:
    role = await desk.add_role()
    await desk.sessions.open(role)
    desk.sandbox.sign_in.expire("keys")
    with pytest.raises(CredentialsExpired):
        await desk.whose(role)


async def test_what_was_forgotten_is_asked_for_anew(desk: Desk) -> None:
    role = await desk.add_role("ChatTesterMfa", mfa_serial=SERIAL)
    await desk.whose(role, desk.person(CODE))
    desk.sessions.forget()
    assert desk.sessions.expires_at(role.id) is None
    with pytest.raises(CodeNeeded):
        await desk.sessions.open(role)


async def test_followers_hear_of_keys_that_come_and_go(desk: Desk) -> None:
    role = await desk.add_role()
    follower: AsyncIterator[str] = desk.wallet.changes.follow()
    async with asyncio.timeout(5):
        first = asyncio.ensure_future(anext(follower))
        await asyncio.sleep(0)
        await desk.sessions.open(role)
        assert [await first, await anext(follower)] == ["sessions"] * 2, "the key's and the role's"
        desk.sessions.forget(role.id)
        assert await anext(follower) == "sessions"


# -- what AWS refuses -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operation", "add", "named"),
    [
        ("AssumeRole", Desk.add_role, "role/ChatTester"),
        ("GetRoleCredentials", Desk.add_center, "ChatTester in account 123456789012"),
    ],
)
async def test_a_refusal_is_told_as_it_is(
    desk: Desk, operation: str, add: Callable[[Desk], Awaitable[Profile]], named: str
) -> None:
    profile = await add(desk)
    desk.sandbox.faults.add(parse(f"{operation}:AccessDenied"))
    with pytest.raises(ConsoleError) as caught:
        await desk.sessions.open(profile, desk.person())
    assert isinstance(caught.value, AccessDenied)
    assert named in caught.value.sentence


async def test_nothing_that_is_held_shows_in_a_text(desk: Desk) -> None:
    role = await desk.add_role()
    signing = await desk.sessions.open(role)
    shown = repr((signing, desk.sessions, desk.wallet))
    for secret in (signing.keys.secret_access_key, signing.keys.session_token, signing.keys.access_key_id):
        assert secret is not None
        assert secret not in shown
