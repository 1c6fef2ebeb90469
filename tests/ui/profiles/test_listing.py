"""The list of profiles: what each is, how it stands with it, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QApplication, QPushButton

from console.aws import Identity
from console.profiles import Profile, new_id
from console.sandbox import Sandbox
from tests.conftest import MovableClock, until
from tests.console.memory_store import MemoryStore
from tests.ui.profiles.screens import Screens, click, said
from tests.ui.profiles.test_editor import keep_key
from ui.profiles.entry import keys_left
from ui.profiles.outcome import clock_text
from ui.profiles.removal import ConfirmDialog, stopped


def confirm_dialog(screens: Screens) -> ConfirmDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ConfirmDialog)
    return dialog


async def test_an_empty_list_invites(screens: Screens) -> None:
    await screens.show()
    assert "No profile of your own yet" in said(screens.page.list)
    screens.click("Add your first profile")
    assert screens.adding.isVisible()


async def test_a_profile_is_told_in_words(screens: Screens, sandbox: Sandbox) -> None:
    key = await keep_key(screens)
    role = replace(
        key, name="Role", kind="role", id=new_id(), source=key.id, is_production=True, account="123456789012"
    )
    await screens.wallet.keep(role, {"role_arn": "arn:aws:iam::123456789012:role/ChatTester"})
    await screens.show()
    screens.page.show_chosen(key)
    entry = screens.page.list.entry(role)
    host = sandbox.endpoint.partition("://")[2]
    assert entry.detail.whole() == f"role · on Key · {sandbox.region} · {host} · 123456789012"
    assert "PRODUCTION" in said(entry)
    assert "PRODUCTION" in entry.accessibleDescription()
    assert "in use" in said(screens.page.list.entry(key))
    assert not screens.page.list.entry(key).use.isEnabled()
    screens.click("Use Role")
    screens.click("Check with the doctor: Role")
    assert screens.chosen == [role]


async def test_the_doctor_is_asked_for(screens: Screens) -> None:
    key = await keep_key(screens)
    asked: list[Profile] = []
    screens.page.doctor_requested.connect(asked.append)
    await screens.show()
    screens.click("Check with the doctor: Key")
    assert asked == [key]


async def test_a_profile_is_tested_where_it_stands(screens: Screens, clock: MovableClock) -> None:
    key = await keep_key(screens)
    role = replace(key, name="Role", kind="role", id=new_id(), source=key.id)
    await screens.wallet.keep(role, {"role_arn": "arn:aws:iam::123456789012:role/ChatTester"})
    await screens.show()
    screens.click("Test Role")
    entry = screens.page.list.entry(role)
    await until(lambda: "It works, as ChatTester/connect-chat-console" in said(entry), "the test")
    assert "keys for 1 h" in said(entry)
    clock.move(minutes=56)
    screens.page.look_at_clock(clock())
    assert "keys for 3:" in said(entry) or "keys for 4:00" in said(entry)
    clock.move(minutes=5)
    screens.page.look_at_clock(clock())
    assert "keys have expired" in said(entry)


async def test_who_has_to_sign_in_is_told(screens: Screens, sandbox: Sandbox) -> None:
    center = Profile("Center", "identity_center", sandbox.region, sandbox.endpoint, id=new_id())
    entry = {
        "start_url": sandbox.sign_in.start_url, "sso_region": sandbox.region,
        "account_id": "123456789012", "role_name": "ChatTester",
    }  # fmt: skip
    await screens.wallet.keep(center, entry)
    await screens.show()
    await until(lambda: "needs a sign-in" in said(screens.page.list), "the mark")
    screens.click("Test Center")
    dialog = await screens.sign_in_dialog()
    await screens.approve(dialog.device)
    await until(lambda: "It works" in said(screens.page.list), "the test")
    await until(lambda: "needs a sign-in" not in said(screens.page.list), "the mark is gone")


async def test_removing_names_the_roles_that_stand_on_a_profile(screens: Screens, store: MemoryStore) -> None:
    key = await keep_key(screens)
    role = replace(key, name="Role", kind="role", id=new_id(), source=key.id)
    await screens.wallet.keep(role, {"role_arn": "arn:aws:iam::123456789012:role/ChatTester"})
    await screens.show()
    screens.click("Remove Key")
    dialog = confirm_dialog(screens)
    assert "Role uses its keys" in said(dialog)
    assert dialog.focusWidget() is dialog.no, "Return is harmless"
    click(dialog.no)
    assert len(screens.wallet.profiles.all) == 2
    screens.click("Remove Key")
    click(confirm_dialog(screens).yes)
    await until(lambda: screens.wallet.profiles.all == (role,), "the removal")
    await until(lambda: len(screens.page.list._entries) == 1, "the list")
    assert len(store.texts) == 1


async def test_what_can_not_be_removed_stays(screens: Screens, store: MemoryStore) -> None:
    await keep_key(screens)
    await screens.show()
    await until(lambda: "nowhere else" in said(screens.page.list), "the keyring's state")
    store.is_locked = True
    screens.click("Remove Key")
    click(confirm_dialog(screens).yes)
    await until(lambda: "Try again" in [one.text() for one in buttons(screens)], "the offer")
    store.is_locked = False
    screens.click("Try again")
    await until(lambda: screens.wallet.profiles.all == (), "the removal")
    await until(lambda: "No profile of your own yet" in said(screens.page.list), "the invitation")


def buttons(screens: Screens) -> list[QPushButton]:
    return [one for one in screens.page.list.keyring.findChildren(QPushButton) if one.isVisible()]


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "P0 uses its keys"),
        (2, "P0 and P1 use its keys"),
        (3, "P0, P1 and P2 use its keys"),
        (5, "P0, P1, P2, P3 and 1 more use its keys"),
    ],
)
def test_roles_are_named(count: int, told: str) -> None:
    roles = [Profile(f"P{number}", "role", "eu-central-1") for number in range(count)]
    assert stopped(roles) == f"{told}, and won’t work without it."


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (timedelta(hours=1), ("keys for 1 h", "ok")),
        (timedelta(minutes=12, seconds=1), ("keys for 13 min", "ok")),
        (timedelta(minutes=5), ("keys for 5:00", "warn")),
        (timedelta(), ("keys have expired", "danger")),
        (timedelta(seconds=-9), ("keys have expired", "danger")),
    ],
)
def test_what_is_left_of_keys(left: timedelta, told: tuple[str, str]) -> None:
    assert keys_left(left) == told


def test_the_clock_is_told_in_words() -> None:
    def told(ahead: float | None) -> str:
        return clock_text(Identity("1", "arn", "id", 0.1, ahead))

    assert told(None) == "not known"
    assert told(0) == "exact to the second"
    assert told(90) == "1 min 30 s ahead of AWS’s"
    assert told(-3) == "3 s behind AWS’s"
