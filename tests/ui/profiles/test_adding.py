"""Adding: what ~/.aws holds is listed and ticked, pasted text is read and not shown, nothing is run."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.candidates import Candidate
from console.profiles import Profile
from tests.conftest import until
from tests.console.memory_store import MemoryStore
from tests.ui.profiles.screens import KEY_ID, SECRET, Screens, click, said, spoken, write
from ui.profiles.adoption import all_adopted, can_be_completed, can_be_ticked, free_name, stands_on
from ui.profiles.candidate_list import CandidateLine, CandidateList

CONFIG = """
[default]
region = eu-central-1
[profile role]
role_arn = arn:aws:iam::123456789012:role/ChatTester
source_profile = default
region = eu-central-1
[profile command]
credential_process = touch {marker}
region = us-east-1
[profile login]
login_session = arn:aws:iam::123456789012:user/ada
"""
CREDENTIALS = f"[default]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n"
KEYS = f"export AWS_ACCESS_KEY_ID={KEY_ID}\nexport AWS_SECRET_ACCESS_KEY={SECRET}\n"


@pytest.fixture(autouse=True)
def no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Profiles that were found are tested at AWS's own addresses; from here nothing gets there."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")


async def opened(screens: Screens) -> CandidateList:
    """The page on which profiles are added, ~/.aws read."""
    marker = screens.home / "ran"
    (screens.home / ".aws" / "config").write_text(CONFIG.format(marker=marker))
    (screens.home / ".aws" / "credentials").write_text(CREDENTIALS)
    await screens.show()
    screens.page.add()
    await until(lambda: screens.adding.found.lines, "what ~/.aws holds")
    return screens.adding.found


def line_of(found: CandidateList, name: str) -> CandidateLine:
    return next(line for line in found.lines if line.candidate.name == name)


def paste(screens: Screens, text: str) -> None:
    QApplication.clipboard().setText(text)
    screens.adding.paste.setFocus()
    QTest.keyClick(screens.adding.paste, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


# -- ~/.aws -----------------------------------------------------------------------------------------


async def test_what_can_be_added_is_ticked(screens: Screens) -> None:
    found = await opened(screens)
    assert {line.candidate.name: line.tick.isChecked() for line in found.lines} == {
        "default": True, "role": True, "command": False, "login": False,
    }  # fmt: skip
    assert line_of(found, "default").detail.whole() == "access key · eu-central-1 · AKIA…MPLE"
    assert screens.adding.add_button.text() == "Add 2 profiles"
    assert "~/.aws/config" in said(screens.adding)


async def test_a_command_is_shown_and_never_run(screens: Screens) -> None:
    found = await opened(screens)
    line = line_of(found, "command")
    assert f"touch {screens.home / 'ran'}" in said(line)
    assert not line.tick.isEnabled()
    assert not (screens.home / "ran").exists()


async def test_a_role_and_what_it_stands_on_are_ticked_together(screens: Screens) -> None:
    found = await opened(screens)
    key, role = line_of(found, "default"), line_of(found, "role")
    click(key.tick)
    assert not role.tick.isChecked(), "it would stand on nothing"
    assert not screens.adding.add_button.isEnabled()
    click(role.tick)
    assert key.tick.isChecked()


async def test_what_is_ticked_is_kept_and_linked(screens: Screens) -> None:
    await opened(screens)
    screens.click("Add 2 profiles")
    await until(lambda: screens.page.list.isVisible(), "the list")
    key, role = screens.wallet.profiles.all
    assert (key.name, role.name, role.source) == ("default", "role", key.id)
    assert (await screens.wallet.entry(key))["secret_access_key"] == SECRET
    await until(lambda: "Testing" not in said(screens.page.list), "the tests")
    screens.page.add()
    await until(lambda: screens.adding.found.lines, "what ~/.aws holds")
    assert [one.name for one in screens.adding.found.taken] == [], "what is known is not ticked again"
    assert "a profile of this name already" in said(screens.adding)


async def test_a_region_is_asked_for_where_none_is_given(screens: Screens) -> None:
    found = await opened(screens)
    line = line_of(found, "login")
    assert not line.tick.isEnabled()
    write(found.region, "us-east")
    assert not line.tick.isEnabled(), "that is none yet"
    write(found.region, "us-east-1")
    assert line.tick.isChecked()
    assert "us-east-1" in line.detail.whole()
    screens.click("Add 3 profiles")
    await until(lambda: len(screens.wallet.profiles.all) == 3, "the profiles")
    assert screens.wallet.profiles.all[2].region == "us-east-1"
    await until(lambda: "Testing" not in said(screens.page.list), "the tests")


async def test_what_lacks_something_is_completed_in_the_editor(screens: Screens) -> None:
    await opened(screens)
    screens.click("Complete login")
    assert screens.editor.box("name").value() == "login"
    assert screens.editor.box("login_session").value() == "arn:aws:iam::123456789012:user/ada"
    assert screens.editor.box("region").control.hasFocus()
    screens.click("Cancel")
    assert screens.adding.found.isVisible(), "and the list is as it was left"


async def test_without_files_it_says_so(screens: Screens) -> None:
    await screens.show()
    screens.page.add()
    nothing = "There is neither ~/.aws/config nor ~/.aws/credentials."
    await until(lambda: screens.adding.said.text() == nothing, "one sentence is enough")


async def test_files_without_a_profile_are_told_from_no_files(screens: Screens) -> None:
    await screens.show()
    (screens.home / ".aws" / "config").write_text("")
    screens.page.add()
    await until(lambda: "No profile was found there." in screens.adding.said.text(), "what was found")


async def test_a_keyring_that_fails_takes_no_tick_away(screens: Screens, store: MemoryStore) -> None:
    await opened(screens)
    store.is_full = True
    screens.click("Add 2 profiles")
    await until(lambda: "The keyring is full." in said(screens.adding), "what is wrong")
    assert len(screens.adding.found.taken) == 2
    screens.click("Keep for this run only")
    await until(lambda: screens.page.list.isVisible(), "the list")
    await until(lambda: said(screens.page.list).count("kept for this run only") == 2, "the marks")
    await until(lambda: "Testing" not in said(screens.page.list), "the tests")


# -- pasting ----------------------------------------------------------------------------------------


async def test_a_pasted_key_is_found_and_not_shown(screens: Screens) -> None:
    await screens.show()
    screens.page.add()
    paste(screens, KEYS)
    assert "One profile was found in what you pasted." in said(screens.adding)
    (line,) = screens.adding.pasted.lines
    assert "AKIA…MPLE" in line.detail.whole()
    for seen in (said(screens.adding), spoken(screens.window)):
        assert SECRET not in seen
        assert KEY_ID not in seen
    write(screens.adding.pasted.region, "eu-west-2")
    screens.click("Add one profile")
    await until(lambda: screens.wallet.profiles.all, "the profile")
    await until(lambda: "Testing" not in said(screens.page.list), "the tests")


async def test_the_clipboard_is_cleared_on_a_click(screens: Screens) -> None:
    await screens.show()
    screens.page.add()
    paste(screens, KEYS)
    screens.click("Clear the clipboard")
    assert QApplication.clipboard().text() == ""


@pytest.mark.parametrize(
    ("text", "told"), [("", "holds no text"), ("  \n", "holds no text"), ("a poem", "Nothing in this text")]
)
async def test_what_is_nothing_is_told(screens: Screens, text: str, told: str) -> None:
    await screens.show()
    screens.page.add()
    paste(screens, text)
    assert told in screens.adding.paste.said.text()
    assert screens.adding.pasted.lines == []


async def test_a_text_is_dropped(screens: Screens) -> None:
    await screens.show()
    screens.page.add()
    content = QMimeData()
    content.setText(KEYS)
    box = screens.adding.paste
    drop = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, content, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    box.dropEvent(drop)
    assert len(screens.adding.pasted.lines) == 1


async def test_a_region_is_chosen_from_the_list(screens: Screens) -> None:
    await screens.show()
    screens.page.add()
    paste(screens, KEYS)
    picker = screens.adding.pasted.region
    picker.setFocus()
    QTest.keyClicks(picker, "frankf")
    rows = picker.completer().popup()
    assert rows is not None
    assert rows.isVisible()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert picker.text() == "eu-central-1"
    assert screens.adding.pasted.taken[0].region == "eu-central-1"


# -- from candidates to profiles --------------------------------------------------------------------


def candidate(name: str, source: str = "", **more: Any) -> Candidate:
    values: dict[str, Any] = {"region": "eu-central-1", "entry": {}, "origin": "a test", **more}
    return Candidate(name, "role" if source else "access_key", source=source, **values)


def test_a_chain_is_linked_in_whatever_order_it_is_written() -> None:
    chain = [candidate("top", "middle"), candidate("middle", "key"), candidate("key")]
    made = all_adopted(chain, [])
    assert [one.profile.name for one in made] == ["key", "middle", "top"]
    assert [one.profile.source for one in made] == [None, made[0].profile.id, made[1].profile.id]
    assert [one.name for one in stands_on(chain[0], chain)] == ["middle", "key"]


def test_a_loop_ends() -> None:
    loop = [candidate("a", "b"), candidate("b", "a")]
    assert {one.profile.name for one in all_adopted(loop, [])} == {"a", "b"}
    assert stands_on(loop[0], loop) == [loop[1]]


def test_a_role_stands_on_a_profile_that_is_known() -> None:
    known = Profile("key", "access_key", "eu-central-1", id="known")
    (made,) = all_adopted([candidate("role", "key")], [known])
    assert made.profile.source == "known"


def test_names_are_never_taken_twice() -> None:
    known = Profile("Key", "access_key", "eu-central-1", id="known")
    made = all_adopted([candidate("key"), candidate("KEY 2")], [known])
    assert [one.profile.name for one in made] == ["key 2", "KEY 2 2"]
    assert free_name("  ", set()) == "Profile"


def test_an_endpoint_of_a_file_is_not_taken_over() -> None:
    (made,) = all_adopted([candidate("key", endpoint="https://elsewhere.example.com")], [])
    assert made.profile.endpoint is None


def test_what_a_person_could_add_can_be_completed() -> None:
    whole, lacking = candidate("key"), candidate("key", problem="Lacks it.", missing=("secret_access_key",))
    lost, nowhere = candidate("key", problem="Is lost."), candidate("key", region="")
    assert [can_be_ticked(one) for one in (whole, lacking, lost, nowhere)] == [True, False, False, False]
    assert [can_be_completed(one) for one in (whole, lacking, lost, nowhere)] == [False, True, False, True]


async def test_locking_drops_what_was_pasted(screens: Screens) -> None:
    await screens.show()
    screens.page.add()
    paste(screens, KEYS)
    adding = screens.adding
    screens.wallet.lock()
    await until(lambda: screens.page.list.isVisible(), "the list")
    assert adding.pasted.candidates == []


async def test_a_role_that_needs_a_code_is_added_without_a_question(screens: Screens) -> None:
    config = CONFIG.replace(
        "[profile role]", "[profile role]\nmfa_serial = arn:aws:iam::123456789012:mfa/ada"
    )
    (screens.home / ".aws" / "config").write_text(config)
    (screens.home / ".aws" / "credentials").write_text(CREDENTIALS)
    await screens.show()
    screens.page.add()
    await until(lambda: screens.adding.found.lines, "what ~/.aws holds")
    screens.click("Add 2 profiles")
    await until(lambda: "role needs a code" in said(screens.page.list), "what the test found out")
    assert screens.asking.dialog is None
    await until(lambda: "Testing" not in said(screens.page.list), "the tests")
