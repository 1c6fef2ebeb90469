"""Profiles that are there: edited, locked, examined, asked about before production, removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.leaks.chatting import started, token_of
from tests.leaks.hands import Person
from ui.doctor.before import ProductionQuestion
from ui.profiles.environment import EnvironmentDialog
from ui.profiles.fields import SecretBox
from ui.profiles.removal import ConfirmDialog
from ui.profiles.sign_in import SignInDialog


async def edit_what_is_kept(person: Person) -> None:
    """Everything that the keyring holds of a profile is read into its fields, and shown to the eye."""
    for name in ("Key", "Temporary", "Behind a proxy"):
        person.click(f"Edit {name}")
        editor = person.editor
        editor.more.unfold()
        boxes = [box for box in (*editor.credentials.boxes, *editor.more.boxes) if isinstance(box, SecretBox)]
        await _filled(person, boxes)
        for box in boxes:
            box.reveal.click()
        person.look("a kept secret that is shown")
        person.click("Back")
        await person.until(person.window.pages.profiles.list.isVisible, "the list")
    person.look("all profiles")


async def _filled(person: Person, boxes: Sequence[SecretBox]) -> None:
    await person.until(lambda: any(box.value() for box in boxes), "what is kept")


async def lock_and_unlock(person: Person) -> None:
    menu = person.open_menu()
    person.look("the menu of profiles")
    menu.close()
    person.choose("Lock now")
    await person.until_read("what the keyring gave were dropped")
    person.look("locked")
    person.click("Unlock")
    await person.until(lambda: not person.window.workspace.wallet.is_locked, "the keyring")
    await person.until_read("nowhere else")
    person.look("unlocked")


async def sign_in_again(person: Person) -> None:
    """The session at Identity Center has ended, so a test brings up the window that asks to sign in."""
    person.end_sign_ins()
    person.click("Test Center")
    dialog = await person.dialog(SignInDialog, "Check that the page shows this code")
    person.look("the window that asks to sign in")
    person.allow(dialog.device.code.text())
    entry = person.window.pages.profiles.list.entry(person.profile("Center"))
    await person.until(lambda: "It works" in entry.outcome.title.text(), "the sign-in")
    person.look("signed in again")


async def have_the_doctor_look(person: Person) -> None:
    workspace = person.window.workspace
    person.click("Use Key")
    await person.until(
        lambda: workspace.places.state == "ready" and workspace.profile.name == "Key", "its flows"
    )
    workspace.take_place(workspace.places.search("", [])[0])
    await person.until(lambda: person.window.form.is_ready, "a form that is ready")
    person.look("the form of an own profile")
    person.choose("Manage profiles")
    person.click("Check with the doctor: Key")
    page = person.window.pages.doctor
    await person.until(lambda: page.findings and not page.is_running, "the findings")
    person.look("the doctor")
    person.press(page.copy_button)
    person.look_at_clipboard("the doctor's report")
    page.policy.copy()
    person.look_at_clipboard("the policy")
    page.close_page()


async def start_in_production(person: Person) -> None:
    wallet = person.window.workspace.wallet
    key = person.profile("Key")
    await wallet.keep(replace(key, is_production=True), await wallet.entry(key))
    await chat_in_production(person)
    person.look("a chat in production")


async def chat_in_production(person: Person) -> None:
    workspace = person.window.workspace
    await person.until(
        lambda: workspace.profile.is_production and workspace.places.state == "ready", "its flows"
    )
    if workspace.place is None:
        workspace.take_place(workspace.places.search("", [])[0])
    person.window.show_form()
    await person.until(lambda: person.window.form.is_ready and workspace.place, "a form that is ready")
    before = len(workspace.chats)
    person.press(person.window.form.footer.start)
    await person.dialog(ProductionQuestion)
    person.look("the question before production")
    person.click("Start in production")
    await token_of(person, before)


async def use_the_environment(person: Person) -> None:
    """Its keys belong to nobody whom the service knows."""
    window = person.window
    window.show_form()
    person.choose("Environment")
    await person.dialog(EnvironmentDialog)
    person.look("the environment, not read")
    person.click("Read the variables")
    person.look("the environment, read")
    person.click("Use this profile")
    await person.until(
        lambda: window.workspace.profile.kind == "environment" and window.workspace.places.state == "failed",
        "the refusal of its keys",
    )
    person.look("the environment, refused")


async def remove_a_profile(person: Person) -> None:
    person.choose("Manage profiles")
    person.click("Remove from-file")
    await person.dialog(ConfirmDialog)
    person.look("the question before a profile is removed")
    person.click("Remove")
    own = person.window.workspace.own_profiles
    await person.until(lambda: "from-file" not in [one.name for one in own.all], "that it is gone")
    person.look("a profile is removed")


async def choose_a_kept_profile(person: Person) -> None:
    workspace = person.window.workspace
    person.choose("Key")
    await person.until(lambda: workspace.profile.name == "Key", "the profile")


async def chat_with_a_sign_in(person: Person) -> None:
    workspace = person.window.workspace
    person.choose("Center")
    await person.until(
        lambda: workspace.profile.name == "Center" and workspace.places.state == "ready", "its flows"
    )
    workspace.take_place(workspace.places.search("", [])[0])
    person.window.show_form()
    await started(person)
    person.look("a chat after a restart")


async def add_test_and_start(person: Person) -> None:
    """A profile is added, tried and chatted with; what it is and what was sent is told."""
    plan = person.plan
    person.begin("Access key")
    adding = person.window.pages.profiles.adding
    assert adding is not None
    await person.until(lambda: adding.said.text() != "Reading…", "what ~/.aws holds")
    person.fill(name="Key", region=plan["region"], endpoint=plan["endpoint"])
    person.fill(access_key_id=plan["access_key_id"], secret_access_key=plan["secret_access_key"])
    person.click("Save and test")
    await person.tested("It works, as sandbox")
    person.said["arn"] = person.editor.outcome.arn.whole()
    person.click("Use this profile")
    workspace = person.window.workspace
    await person.until(
        lambda: workspace.profile.name == "Key" and workspace.places.state == "ready", "its flows"
    )
    person.said["places"] = [list(place.key) for place in workspace.places.search("", [])]
    workspace.take_place(workspace.places.search("", [])[0])
    person.window.show_form()
    chat = await started(person)
    person.said["state"] = chat.state
