"""The editor: every kind is typed, kept and tried over a real socket; nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.presenting import masked
from console.profiles import Profile, new_id
from console.redaction import MASK, clean
from console.sandbox import Sandbox
from tests.conftest import until
from tests.console.memory_store import MemoryStore
from tests.ui.profiles.screens import KEY_ID, SECRET, Screens, click, key_entry, said, write
from ui import masking
from ui.presenter.veil import Veil
from ui.profiles.credentials import RoleCard
from ui.profiles.identity_center import IdentityCenterCard
from ui.profiles.removal import ConfirmDialog

SERIAL = "arn:aws:iam::123456789012:mfa/sandbox"


async def keep_key(screens: Screens, name: str = "Key") -> Profile:
    """A profile with the sandbox's own key."""
    sandbox = screens.sandbox
    profile = Profile(name, "access_key", sandbox.region, sandbox.endpoint, id=new_id())
    await screens.wallet.keep(profile, key_entry(sandbox))
    return profile


def type_key(screens: Screens, **values: str) -> None:
    """Types what makes an access key of the sandbox's work."""
    sandbox = screens.sandbox
    screens.type(
        **{
            "name": "Tester",
            "region": sandbox.region,
            "access_key_id": sandbox.access_key_id,
            "secret_access_key": sandbox.secret_access_key,
            "endpoint": sandbox.endpoint,
            **values,
        }
    )


# -- access keys ------------------------------------------------------------------------------------


async def test_a_key_is_typed_kept_and_tried(
    screens: Screens, sandbox: Sandbox, store: MemoryStore, tmp_path: Path
) -> None:
    await screens.begin("Access key")
    type_key(screens)
    screens.click("Save and test")
    await screens.saved()
    assert "It works, as sandbox" in said(screens.editor)
    assert "arn:aws:iam::123456789012:user/sandbox" in screens.editor.outcome.arn.whole()
    assert screens.editor.outcome.account.whole() == "123456789012"
    index = (tmp_path / "profiles.json").read_text("utf-8")
    assert "Tester" in index
    for hidden in (sandbox.access_key_id, sandbox.secret_access_key, "123456789012"):
        assert hidden not in index
    assert sandbox.secret_access_key in "".join(store.texts.values())
    screens.click("Use this profile")
    assert [one.name for one in screens.chosen] == ["Tester"]
    assert screens.page.list.isVisible()


async def test_the_account_is_listed_where_the_user_allows_it(screens: Screens, tmp_path: Path) -> None:
    await screens.begin("Access key")
    type_key(screens)
    screens.click("Remember the account number in the list")
    screens.click("Save and test")
    await screens.saved()
    await until(lambda: "123456789012" in (tmp_path / "profiles.json").read_text("utf-8"), "the account")
    screens.click("Done")
    assert "123456789012" in said(screens.page.list)


async def test_a_key_that_does_not_work_is_kept_all_the_same(screens: Screens) -> None:
    await screens.begin("Access key")
    type_key(screens, access_key_id=KEY_ID, secret_access_key=f"{SECRET[:-1]}X")
    screens.click("Save and test")
    await screens.saved()
    assert "It is kept all the same." in said(screens.editor)
    assert [one.name for one in screens.wallet.profiles.all] == ["Tester"]


async def test_what_is_typed_can_be_tried_before_it_is_kept(screens: Screens) -> None:
    await screens.begin("Access key")
    type_key(screens)
    screens.click("Test")
    await screens.saved()
    assert "It works" in said(screens.editor)
    assert screens.wallet.profiles.all == ()


async def test_a_key_is_pasted_into_all_its_fields(screens: Screens) -> None:
    await screens.begin("Access key")
    QApplication.clipboard().setText(
        f"export AWS_ACCESS_KEY_ID={KEY_ID}\nexport AWS_SECRET_ACCESS_KEY={SECRET}"
    )
    screens.click("Paste a key")
    assert screens.editor.box("access_key_id").value() == KEY_ID
    assert screens.editor.box("secret_access_key").value() == SECRET
    assert screens.editor.typed.entry["secret_access_key"] == SECRET
    QApplication.clipboard().setText("nothing of use")
    screens.click("Paste a key")
    assert "no key" in said(screens.editor.credentials)
    assert screens.editor.box("access_key_id").value() == KEY_ID


async def test_a_token_broken_by_a_terminal_is_put_together(screens: Screens) -> None:
    await screens.begin("Access key")
    line = screens.editor.box("session_token").control
    line.setFocus()
    QApplication.clipboard().setText("FQoGZXIv\nYXdzEXAMPLE")
    QTest.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert screens.editor.typed.entry["session_token"] == "FQoGZXIvYXdzEXAMPLE"


# -- problems ---------------------------------------------------------------------------------------


async def test_a_problem_is_told_when_its_field_is_left(screens: Screens) -> None:
    editor = await screens.begin("Access key")
    screens.type(access_key_id="AKIA")
    assert editor.box("access_key_id").problem() == "", "not while it is typed"
    editor.box("name").control.setFocus()
    assert "16 or more" in editor.box("access_key_id").problem()
    assert editor.box("access_key_id").control.property("invalid")
    screens.type(access_key_id=KEY_ID)
    assert editor.box("access_key_id").problem() == "", "and no longer once it is right"


async def test_saving_tells_every_problem_and_goes_to_the_first(screens: Screens) -> None:
    editor = await screens.begin("Access key")
    screens.click("Save and test")
    assert editor.box("name").problem()
    assert editor.box("secret_access_key").problem() == "Is needed."
    assert editor.box("name").control.hasFocus()
    assert editor.state.whole() == "3 fields need a look"
    assert screens.wallet.profiles.all == ()


async def test_a_problem_that_is_folded_away_is_unfolded(screens: Screens) -> None:
    editor = await screens.begin("Access key")
    type_key(screens, endpoint="http://example.com")
    editor.more.unfold(False)
    screens.click("Save and test")
    assert editor.more.is_open
    assert "http is for 127.0.0.1" in editor.box("endpoint").problem()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("5f0c2a1e-8f6d-4b0e-9a54-2d4c77be13f1", "5f0c2a1e-8f6d-4b0e-9a54-2d4c77be13f1"),
        (
            "arn:aws:connect:eu-central-1:123456789012:instance/5f0c2a1e-8f6d-4b0e-9a54-2d4c77be13f1",
            "5f0c2a1e-8f6d-4b0e-9a54-2d4c77be13f1",
        ),
        ("", None),
    ],
)
async def test_an_instance_is_an_id_or_an_arn(screens: Screens, text: str, kept: str | None) -> None:
    editor = await screens.begin("Access key")
    type_key(screens, instance_id=text)
    assert editor.typed.profile.instance_id == kept
    assert editor.box("instance_id").value() == text, "what was typed stays as it is"


async def test_an_instance_that_is_none_is_told(screens: Screens) -> None:
    editor = await screens.begin("Access key")
    type_key(screens, instance_id="my instance")
    screens.click("Save and test")
    assert "id or the ARN" in editor.box("instance_id").problem()


async def test_a_name_that_is_taken_is_told(screens: Screens) -> None:
    await keep_key(screens)
    editor = await screens.begin("Access key")
    screens.type(name="key")
    editor.box("region").control.setFocus()
    assert editor.box("name").problem() == "Another profile has this name."


# -- roles ------------------------------------------------------------------------------------------


def choose_source(screens: Screens, profile: Profile) -> RoleCard:
    card = screens.editor.credentials
    assert isinstance(card, RoleCard)
    card.source.combo.setCurrentIndex(card.source.combo.findData(profile.id))
    card.source.combo.activated.emit(card.source.combo.currentIndex())
    assert screens.editor.typed.profile.source == profile.id
    return card


async def test_a_role_with_a_device_asks_for_its_code(screens: Screens, sandbox: Sandbox) -> None:
    source = await keep_key(screens)
    await screens.begin("Assumed role")
    choose_source(screens, source)
    screens.type(
        name="Role", region=sandbox.region, role_arn="arn:aws:iam::123456789012:role/ChatTester",
        mfa_serial=SERIAL, endpoint=sandbox.endpoint,
    )  # fmt: skip
    screens.click("Save and test")
    dialog = await screens.code_dialog()
    assert "MFA code for Role" in dialog.head.whole()
    QTest.keyClicks(dialog.line, "000000")
    click(dialog.go_on)
    dialog = await screens.code_dialog("Each code works once")
    QTest.keyClicks(dialog.line, "123456")
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    await screens.saved()
    assert "assumed-role/ChatTester" in screens.editor.outcome.arn.whole()
    screens.click("Done")
    assert "keys for" in said(screens.page.list.entry(screens.wallet.profiles.all[1]))


async def test_a_code_that_nobody_types_is_said(screens: Screens, sandbox: Sandbox) -> None:
    source = await keep_key(screens)
    role = replace(source, name="Role", kind="role", id=new_id(), source=source.id)
    entry = {"role_arn": "arn:aws:iam::123456789012:role/ChatTester", "mfa_serial": SERIAL}
    await screens.wallet.keep(role, entry)
    await screens.show()
    screens.click("Test Role")
    dialog = await screens.code_dialog()
    click(dialog.cancel)
    await until(lambda: "No code was given for Role." in said(screens.page.list), "what became of it")


async def test_a_role_on_temporary_keys_is_said_to_last_an_hour(screens: Screens) -> None:
    key = await keep_key(screens)
    role = replace(key, name="First", kind="role", id=new_id(), source=key.id)
    await screens.wallet.keep(role, {"role_arn": "arn:aws:iam::123456789012:role/ChatTester"})
    await screens.begin("Assumed role")
    card = choose_source(screens, key)
    assert not card.chained.isVisible()
    assert card.duration.combo.findData("43200") >= 0
    card = choose_source(screens, role)
    assert "one hour at most" in card.chained.text()
    assert card.duration.combo.findData("7200") < 0


async def test_a_role_can_not_stand_on_what_stands_on_it(screens: Screens) -> None:
    key = await keep_key(screens)
    first = replace(key, name="First", kind="role", id=new_id(), source=key.id)
    entry = {"role_arn": "arn:aws:iam::123456789012:role/ChatTester"}
    await screens.wallet.keep(first, entry)
    await screens.wallet.keep(replace(first, name="Second", id=new_id(), source=first.id), entry)
    await screens.show()
    screens.page.edit(first)
    await until(lambda: screens.editor.typed.entry, "the entry")
    card = screens.editor.credentials
    assert isinstance(card, RoleCard)
    offered = [card.source.combo.itemText(number) for number in range(card.source.combo.count())]
    assert offered == ["Choose a profile…", "Key · access key"]


# -- Identity Center --------------------------------------------------------------------------------


async def test_identity_center_is_signed_in_and_chosen_from(screens: Screens, sandbox: Sandbox) -> None:
    await screens.begin("Identity Center")
    screens.type(
        name="Center", region=sandbox.region, endpoint=sandbox.endpoint,
        start_url=sandbox.sign_in.start_url, sso_region=sandbox.region,
    )  # fmt: skip
    card = screens.editor.credentials
    assert isinstance(card, IdentityCenterCard)
    screens.click("Sign in")
    await until(lambda: card.device.code.text(), "the code")
    screens.click("Open the page")
    assert card.device.code.text() in screens.opened[0]
    await screens.approve(card.device)
    await until(lambda: card.account.picker.choices, "the accounts")
    account = card.account.picker.choices[0].value
    write(card.account.picker, account)
    await until(lambda: card.role.picker.choices, "the roles")
    screens.type(role_name=card.role.picker.choices[0].value)
    screens.click("Save and test")
    await screens.saved()
    assert "It works" in said(screens.editor), said(screens.editor)
    assert screens.asking.dialog is None, "the sign-in of the editor serves the test"


async def test_a_class_sees_no_code_of_a_sign_in(screens: Screens, sandbox: Sandbox) -> None:
    await screens.begin("Identity Center")
    screens.type(start_url=sandbox.sign_in.start_url, sso_region=sandbox.region, endpoint=sandbox.endpoint)
    card = screens.editor.credentials
    assert isinstance(card, IdentityCenterCard)
    screens.click("Sign in")
    shown = card.device.code
    await until(shown.text, "the code")
    code, veil = shown.text(), Veil(screens.window)
    spelt = " ".join(code)
    masking.look_through(masked)
    veil.draw()
    try:
        card.device.grab()
        assert shown.text() == MASK
        assert spelt not in shown.accessibleName()
        screens.click("Copy the code")
        assert QApplication.clipboard().text() == code
    finally:
        masking.look_through(None)
        veil.lift()
    assert shown.text() == code
    assert spelt in shown.accessibleName()


async def test_without_a_sign_in_account_and_role_can_be_typed(screens: Screens, sandbox: Sandbox) -> None:
    await screens.begin("Identity Center")
    screens.type(
        name="Center", region=sandbox.region, endpoint=sandbox.endpoint, start_url=sandbox.sign_in.start_url,
        sso_region=sandbox.region, account_id="123456789012", role_name="ChatTester",
    )  # fmt: skip
    screens.click("Save and test")
    dialog = await screens.sign_in_dialog()
    await screens.approve(dialog.device)
    await screens.saved()
    assert "It works" in said(screens.editor)


async def test_a_sign_in_can_be_given_up(screens: Screens, sandbox: Sandbox) -> None:
    await screens.begin("Identity Center")
    screens.type(start_url=sandbox.sign_in.start_url, sso_region=sandbox.region, endpoint=sandbox.endpoint)
    card = screens.editor.credentials
    assert isinstance(card, IdentityCenterCard)
    screens.click("Sign in")
    await until(lambda: card.device.code.text(), "the code")
    screens.click("Cancel the sign-in")
    assert not card.device.is_under_way
    assert card.sign_in.isVisible()
    assert card.device.code.text() == ""


async def test_a_declined_sign_in_is_told_and_tried_again(screens: Screens, sandbox: Sandbox) -> None:
    await screens.begin("Identity Center")
    screens.type(start_url=sandbox.sign_in.start_url, sso_region=sandbox.region, endpoint=sandbox.endpoint)
    card = screens.editor.credentials
    assert isinstance(card, IdentityCenterCard)
    screens.click("Sign in")
    await until(lambda: card.device.code.text(), "the code")
    sandbox.sign_in.deny(card.device.code.text())
    await until(lambda: card.device.banner.isVisible(), "the refusal")
    screens.click("Try again")
    await screens.approve(card.device)
    await until(lambda: card.account.picker.choices, "the accounts")


async def test_a_sign_in_that_holds_is_used_when_the_profile_is_edited(
    screens: Screens, sandbox: Sandbox
) -> None:
    entry = {
        "start_url": sandbox.sign_in.start_url, "sso_region": sandbox.region,
        "account_id": "123456789012", "role_name": "ChatTester",
    }  # fmt: skip
    profile = Profile("Center", "identity_center", sandbox.region, sandbox.endpoint, id=new_id())
    await screens.wallet.keep(profile, entry)
    portal = screens.wallet.portal_of(profile, entry)
    device = await portal.begin()
    sandbox.sign_in.approve(device.user_code)
    await portal.wait(device)
    await screens.show()
    screens.page.edit(profile)
    card = screens.editor.credentials
    assert isinstance(card, IdentityCenterCard)
    await until(lambda: card.account.picker.choices and card.role.picker.choices, "what may be used")
    assert "Signed in until" in card.state.text()
    assert card.role.value() == "ChatTester"


# -- the keyring ------------------------------------------------------------------------------------


async def test_nothing_is_lost_when_the_keyring_is_locked(screens: Screens, store: MemoryStore) -> None:
    editor = await screens.begin("Access key")
    type_key(screens)
    store.is_locked = True
    screens.click("Save and test")
    await until(lambda: "The keyring is locked." in said(editor), "what is wrong")
    assert editor.box("secret_access_key").value() == screens.sandbox.secret_access_key
    screens.click("Unlock")
    await screens.saved()
    assert "It works" in said(editor), "unlocking goes on with what was asked for"
    assert [one.name for one in screens.wallet.profiles.all] == ["Tester"]


async def test_without_a_keyring_a_profile_is_kept_for_this_run(
    screens: Screens, store: MemoryStore, tmp_path: Path
) -> None:
    await screens.begin("Access key")
    type_key(screens)
    store.is_locked = True
    screens.click("Save and test")
    await until(lambda: "Not kept." in said(screens.editor), "what is wrong")
    screens.click("Keep for this run only")
    await screens.saved()
    assert store.texts == {}
    assert not (tmp_path / "profiles.json").exists()
    screens.click("Done")
    await until(lambda: "kept for this run only" in said(screens.page.list), "the mark")


async def test_what_the_keyring_has_no_room_for_is_told(screens: Screens, store: MemoryStore) -> None:
    await screens.begin("Access key")
    type_key(screens)
    store.is_full = True
    screens.click("Save and test")
    await until(lambda: "The keyring is full." in said(screens.editor), "what is wrong")
    assert screens.wallet.profiles.all == ()


async def test_a_kept_profile_is_read_and_changed(screens: Screens, sandbox: Sandbox) -> None:
    profile = await keep_key(screens)
    await screens.show()
    screens.click("Edit Key")
    await until(lambda: screens.editor.box("secret_access_key").value(), "the secret")
    assert not screens.editor.would_lose
    screens.type(name="Other")
    screens.click("Colour: Rose")
    screens.click("Production")
    screens.click("Save and test")
    await screens.saved()
    kept = screens.wallet.profiles.find(profile.id)
    assert kept is not None
    assert (kept.name, kept.colour, kept.is_production) == ("Other", "rose", True)
    assert await screens.wallet.entry(kept) == key_entry(sandbox)


# -- leaving ----------------------------------------------------------------------------------------


async def test_leaving_asks_where_something_would_be_lost(screens: Screens) -> None:
    await screens.begin("Access key")
    screens.type(name="Half")
    screens.click("Cancel")
    dialog = screens.page.findChild(ConfirmDialog)
    assert isinstance(dialog, ConfirmDialog)
    assert dialog.isVisible()
    click(dialog.no)
    assert screens.editor.box("name").value() == "Half"
    QTest.keyClick(screens.editor.box("name").control, Qt.Key.Key_Escape)
    screens.click("Discard it")
    assert screens.page.editor is None
    assert screens.adding.isVisible()


async def test_leaving_what_is_unchanged_asks_nothing(screens: Screens) -> None:
    await screens.begin("Access key")
    screens.click("Back")
    assert screens.adding.isVisible()


async def test_locking_drops_what_is_being_edited(screens: Screens) -> None:
    await keep_key(screens)
    await screens.begin("Access key")
    screens.type(secret_access_key=SECRET)
    screens.wallet.lock()
    await until(lambda: screens.page.editor is None, "the list")
    assert "The profiles are locked" in said(screens.page.list)
    screens.click("Unlock")
    await until(lambda: "nowhere else" in said(screens.page.list), "the keyring")


async def test_leaving_while_a_test_runs_ends_it(screens: Screens, sandbox: Sandbox) -> None:
    source = await keep_key(screens)
    await screens.begin("Assumed role")
    choose_source(screens, source)
    screens.type(
        name="Role", region=sandbox.region, role_arn="arn:aws:iam::123456789012:role/ChatTester",
        mfa_serial=SERIAL, endpoint=sandbox.endpoint,
    )  # fmt: skip
    screens.click("Save and test")
    await screens.code_dialog()
    screens.page.show_list()
    await until(lambda: screens.asking.dialog is None, "the question goes with its test")
    assert [one.name for one in screens.wallet.profiles.all] == ["Key", "Role"]


async def test_a_test_says_nothing_about_what_was_typed_since(screens: Screens, sandbox: Sandbox) -> None:
    source = await keep_key(screens)
    await screens.begin("Assumed role")
    choose_source(screens, source)
    screens.type(
        name="Role", region=sandbox.region, role_arn="arn:aws:iam::123456789012:role/ChatTester",
        mfa_serial=SERIAL, endpoint=sandbox.endpoint,
    )  # fmt: skip
    screens.click("Test")
    dialog = await screens.code_dialog()
    write(screens.editor.box("role_arn").control, "arn:aws:iam::123456789012:role/Other")
    QTest.keyClicks(dialog.line, "123456")
    click(dialog.go_on)
    await until(lambda: screens.editor.test_button.isEnabled(), "the end of the test")
    assert not screens.editor.outcome.isVisible()


async def test_what_is_kept_is_never_written_to_a_log(screens: Screens) -> None:
    secret = "Canary0123456789EXAMPLE"
    await screens.begin("Access key")
    type_key(screens, secret_access_key=secret, proxy="http://127.0.0.1:9", proxy_password="hush-hush-canary")
    screens.click("Test")
    await screens.saved()
    assert secret not in clean(f"it was {secret}")
    assert "hush-hush-canary" not in clean("and hush-hush-canary, too")


async def test_the_clipboard_is_cleared_of_a_pasted_key(screens: Screens) -> None:
    await screens.begin("Access key")
    lines = (f"export AWS_ACCESS_KEY_ID={KEY_ID}", f"export AWS_SECRET_ACCESS_KEY={SECRET}")
    QApplication.clipboard().setText("\n".join(lines))
    screens.click("Paste a key")
    screens.click("Clear the clipboard")
    assert QApplication.clipboard().text() == ""
    assert screens.editor.box("secret_access_key").value() == SECRET
