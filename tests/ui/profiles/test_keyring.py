"""Where secrets are is said at every moment: a real keyring, locked, killed, silent, or none at all."""

from __future__ import annotations

from console.vault import Patience, Vault
from tests.conftest import until
from tests.console.memory_store import MemoryStore
from tests.secret_service import PrivateSession, SilentPrompter
from tests.ui.profiles.conftest import Open
from tests.ui.profiles.screens import Screens, said
from tests.ui.profiles.test_editor import keep_key, type_key


async def test_a_real_keyring_keeps_what_is_typed(
    open_screens: Open, own_secret_service: PrivateSession
) -> None:
    screens = open_screens(Vault())
    await screens.begin("Access key")
    type_key(screens)
    screens.click("Save and test")
    await screens.saved()
    assert "It works" in said(screens.editor)
    (kept,) = own_secret_service.secrets().values()
    assert screens.sandbox.secret_access_key in kept
    screens.click("Done")
    await until(lambda: "nowhere else" in said(screens.page.list), "the keyring's state")
    own_secret_service.kill_keyring()
    screens.click("Test Tester")
    await until(lambda: "No keyring runs in this session" in said(screens.page.list.keyring), "what is wrong")
    assert "in memory alone" in said(screens.page.list.keyring)
    await until(lambda: "keyring closed" in said(screens.page.list), "the mark of the profile")
    own_secret_service.start_keyring()
    screens.click("Look again")
    await until(lambda: "nowhere else" in said(screens.page.list.keyring), "the keyring's state")


async def test_a_locked_keyring_is_unlocked_on_a_click_alone(
    open_screens: Open, own_secret_service: PrivateSession, silent_prompter: SilentPrompter
) -> None:
    screens = open_screens(Vault(patience=Patience(unlock_s=30)))
    await keep_key(screens)
    own_secret_service.lock()
    await screens.show()
    await until(lambda: "The keyring is locked." in said(screens.page.list), "what is wrong")
    assert silent_prompter.told == []
    screens.click("Unlock")
    await until(lambda: silent_prompter.told, "the question of the system")
    assert "It may ask for its password" in said(screens.page.list.keyring)
    screens.click("Stop waiting for the keyring")
    await until(lambda: "The keyring is locked." in said(screens.page.list), "the way back")
    assert not screens.page.list.keyring.cancel.isVisible()


async def test_locking_here_leaves_the_keyring_open_to_others(
    open_screens: Open, own_secret_service: PrivateSession
) -> None:
    screens = open_screens(Vault())
    await keep_key(screens)
    await screens.show()
    screens.click("Lock now")
    await until(lambda: "The profiles are locked" in said(screens.page.list), "the lock")
    await until(lambda: not screens.page.list.lock.isEnabled(), "no button to lock them again")
    assert not own_secret_service.is_locked
    screens.click("Unlock")
    await until(lambda: "nowhere else" in said(screens.page.list), "the keyring's state")
    screens.click("Test Key")
    await until(lambda: "It works" in said(screens.page.list), "the test")


async def test_a_secret_that_is_gone_is_told_at_its_profile(screens: Screens, store: MemoryStore) -> None:
    await keep_key(screens)
    store.texts.clear()
    await screens.show()
    await until(lambda: "secret missing" in said(screens.page.list), "the mark")


async def test_a_secret_that_can_not_be_read_is_told_at_its_profile(
    screens: Screens, store: MemoryStore
) -> None:
    profile = await keep_key(screens)
    for place in store.texts:
        store.texts[place] = "not what the console writes"
    await screens.show()
    await until(lambda: "secret unreadable" in said(screens.page.list), "the mark")
    screens.click(f"Edit {profile.name}")
    await until(lambda: "can't be read" in said(screens.editor), "what is wrong")
    type_key(screens, name="Key")
    screens.click("Save and test")
    await screens.saved()
    assert "It works" in said(screens.editor)
