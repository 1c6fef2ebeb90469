"""Profiles are added: from ~/.aws, from pasted text, and of every kind by hand."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QCheckBox

from tests.leaks.hands import Person
from ui.profiles.code import CodeDialog
from ui.profiles.fields import SecretBox
from ui.profiles.identity_center import IdentityCenterCard
from ui.profiles.removal import ConfirmDialog

SERIAL = "arn:aws:iam::123456789012:mfa/sandbox"
CODE = "123456"
ROLE = "arn:aws:iam::123456789012:role/ChatTesterMfa"


async def add_what_aws_holds(person: Person) -> None:
    person.choose("Manage profiles")
    person.look("no profiles yet")
    person.click("Add your first profile")
    adding = person.window.pages.profiles.adding
    assert adding is not None
    await person.until(lambda: adding.found.lines, "what ~/.aws holds")
    person.look("what ~/.aws holds")
    for name in ("from-file", "from-file-token"):
        assert person.find(QCheckBox, f"Add {name}").isChecked()
    person.press(adding.add_button)
    await _all_tested(person)
    person.look("what was added, and could not be tested")


async def _all_tested(person: Person) -> None:
    """The list tries what was added; a proxy that refuses everything keeps it from AWS."""
    page = person.window.pages.profiles
    await person.until(page.list.isVisible, "the list")
    entries = [page.list.entry(one) for one in person.window.workspace.own_profiles.all]
    await person.until(lambda: all(one.test.isEnabled() for one in entries), "the end of the tests")


async def add_what_is_pasted(person: Person) -> None:
    person.choose("Add profile")
    adding = person.window.pages.profiles.adding
    assert adding is not None
    held = QApplication.clipboard()
    for text in person.plan["pasted"]:
        held.setText(text)
        person.press(adding.paste.paste_button)
        person.look("a pasted text")
        person.click("Clear the clipboard")
    assert not held.text()
    await person.until(lambda: adding.pasted.taken, "what was pasted")
    for line in adding.found.lines:
        line.tick.setChecked(False)
    person.press(adding.add_button)
    await _all_tested(person)
    person.look("what was pasted and added")


async def type_a_key(person: Person) -> None:
    """With a wrong secret it fails, with the right one it works."""
    plan = person.plan
    person.begin("Access key")
    person.fill(name="Key", region=plan["region"], endpoint=plan["endpoint"])
    person.fill(access_key_id=plan["access_key_id"], secret_access_key=plan["wrong_secret"])
    person.look("a key that is typed")
    box = person.editor.box("secret_access_key")
    assert isinstance(box, SecretBox)
    person.press(box.reveal)
    person.look("a key that is shown")
    person.press(box.reveal)
    person.click("Test")
    await person.tested("It can be kept all the same.")
    person.look("a key that does not work")
    person.write(box.control, plan["secret_access_key"])
    box.line.undo()
    assert plan["wrong_secret"] not in box.line.text(), "what was typed before is gone for good"
    person.write(box.control, plan["secret_access_key"])
    person.click("Save and test")
    await person.tested("It works, as sandbox")
    person.look("a key that works")
    person.click("Done")


async def type_a_proxy(person: Person) -> None:
    """A proxy with a password refuses to lead anywhere."""
    plan = person.plan
    person.begin("Access key")
    person.fill(name="Behind a proxy", region=plan["region"], proxy=plan["proxy"])
    person.fill(access_key_id=plan["access_key_id"], secret_access_key=plan["secret_access_key"])
    person.fill(proxy_user=plan["proxy_user"], proxy_password=plan["proxy_password"])
    person.click("Save and test")
    await person.tested("It is kept all the same.")
    person.look("a proxy that refuses")
    person.click("Done")


async def type_and_leave(person: Person) -> None:
    plan = person.plan
    person.begin("Access key")
    person.fill(name="Never kept", secret_access_key=plan["unsaved_secret"])
    person.fill(session_token=plan["unsaved_token"])
    box = person.editor.box("secret_access_key")
    assert isinstance(box, SecretBox)
    line = box.line
    person.look("what is typed and not kept")
    person.click("Cancel")
    await person.dialog(ConfirmDialog)
    person.look("the question before it is lost")
    person.click("Discard it")
    assert not line.text()
    line.undo()
    line.redo()
    assert not line.text(), "nor does undoing bring it back"
    person.look("what was typed is lost")


async def type_a_temporary_key(person: Person) -> None:
    plan = person.plan
    person.begin("Access key")
    QApplication.clipboard().setText(plan["temporary"])
    person.click("Paste a key")
    QApplication.clipboard().clear()
    person.fill(name="Temporary", region=plan["region"], endpoint=plan["endpoint"])
    person.click("Save and test")
    await person.tested("It works")
    person.look("temporary keys that work")
    person.click("Done")


async def type_a_role(person: Person) -> None:
    """The first code that is typed is wrong."""
    plan = person.plan
    editor = person.begin("Assumed role")
    person.fill(name="Role", region=plan["region"], endpoint=plan["endpoint"])
    source = editor.box("source")
    source.show_value(person.profile("Key").id)
    source.tell()
    person.fill(role_arn=ROLE, mfa_serial=SERIAL)
    person.click("Save and test")
    dialog = await person.dialog(CodeDialog)
    person.write(dialog.line, plan["wrong_code"])
    person.look("a code that is typed", but=[dialog.line])
    person.click("Continue")
    dialog = await person.dialog(CodeDialog, "Each code works once")
    person.look("a code that was refused")
    person.write(dialog.line, CODE)
    person.click("Continue")
    await person.tested("It works, as ChatTesterMfa")
    person.look("a role that works")
    person.click("Done")


async def type_a_sign_in(person: Person) -> None:
    plan = person.plan
    editor = person.begin("Identity Center")
    person.fill(name="Center", region=plan["region"], endpoint=plan["endpoint"])
    person.fill(start_url=plan["start_url"], sso_region=plan["region"])
    card = editor.credentials
    assert isinstance(card, IdentityCenterCard)
    person.click("Sign in")
    await person.until(lambda: card.device.code.text(), "the code")
    person.look("a sign-in under way")
    person.allow(card.device.code.text())
    await person.until(lambda: card.account.picker.choices, "the accounts")
    person.fill(account_id="123456789012")
    await person.until(lambda: card.role.picker.choices, "the roles")
    person.fill(role_name="ChatTester")
    person.click("Save and test")
    await person.tested("It works")
    person.look("a sign-in that works")
    person.click("Done")


async def use_a_console_sign_in(person: Person) -> None:
    plan = person.plan
    person.begin("Console sign-in")
    person.fill(name="Console", region=plan["region"], endpoint=plan["endpoint"])
    person.fill(login_session=plan["login_session"])
    person.click("Save and test")
    await person.tested("It works")
    person.look("a console sign-in that works")
    person.click("Done")
