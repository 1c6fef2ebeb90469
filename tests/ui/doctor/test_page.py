"""The doctor's page: findings as they come, what can be copied, and the policy."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QToolButton

from console.aws import Connect
from console.credentials import Keys
from console.doctor import CHECKS, Finding
from console.places import Place
from console.profiles import Profile
from console.redaction import remember
from console.sandbox import Sandbox
from tests.conftest import LoopUnderTest, until
from tests.console.described import ENTRY, INSTANCE
from ui import theme
from ui.contact.highlighting import Highlighter
from ui.doctor.finding_row import FindingRow
from ui.doctor.page import DoctorPage, Examine, OpenDoor
from ui.doctor.report import counted, report
from ui.doctor.subject import Subject
from ui.drawn import Picture
from ui.tasks import Tasks

PROFILE = Profile("Support", "access_key", "eu-central-1", id="p1")
SUBJECT = Subject(PROFILE, INSTANCE, ENTRY, Place(INSTANCE, "support", ENTRY, "Web entry"))
ARN = f"arn:aws:connect:eu-central-1:123456789012:instance/{INSTANCE}/contact-flow/*"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

HOLDS = Finding("holds", "The keys are those of ada.", check="credentials", title="Keys are valid")
WHOSE = replace(HOLDS, facts={"account": "123456789012"})
FAILS = Finding(
    "fails", "These keys may not do it.", "Ask for a policy.", "connect:ListContactFlows", ARN,
    check="ListContactFlows", title="May list flows",
)  # fmt: skip
UNKNOWN = Finding("unknown", "Not asked.", "Mend that first.", check="StopContact", title="May stop contacts")
OFF = Finding(
    "fails", "No chat transcripts are stored.", "Enable them.", check="CHAT_TRANSCRIPTS",
    title="Chat transcripts are stored", field=("PersistentChat",),
)  # fmt: skip
MESSAGE_STREAMING = replace(OFF, field=("ParticipantConfiguration", "ResponseMode"))


class Examination:
    """Gives findings one by one, each when the test lets it."""

    def __init__(self, findings: Sequence[Finding], *, gated: bool = False) -> None:
        self.findings = findings
        self.gated = gated
        self.gate = asyncio.Event()
        self.subjects: list[tuple[str, str, str, str]] = []
        self.ended = 0

    async def __call__(
        self, open_door: OpenDoor, profile: Profile, instance_id: str, flow_id: str, *, contact_id: str
    ) -> AsyncIterator[Finding]:
        self.subjects.append((profile.id, instance_id, flow_id, contact_id))
        try:
            for finding in self.findings:
                if self.gated:
                    await self.gate.wait()
                    self.gate.clear()
                await asyncio.sleep(0)
                yield finding
        finally:
            self.ended += 1


async def no_door(_: Profile) -> Connect:
    raise AssertionError("the findings of these tests need no door")


class Opened:
    """The page on its own, with what it told."""

    def __init__(self, examine: Examine, open_door: OpenDoor = no_door) -> None:
        self.reported: list[str] = []
        self.tasks = Tasks(lambda name, error: self.reported.append(f"{name}: {error!r}"))
        self.page = DoctorPage(self.tasks, open_door, Highlighter, examine)
        self.fields: list[object] = []
        self.examined: list[tuple[Finding, ...]] = []
        self.closed = 0
        self.page.field_requested.connect(self.fields.append)
        self.page.examined.connect(self.examined.append)
        self.page.closed.connect(self._count)
        self.page.resize(700, 800)
        self.page.show()

    def _count(self) -> None:
        self.closed += 1

    @property
    def said(self) -> str:
        return "\n".join(one.text() for one in self.page.findChildren(QLabel) if one.isVisible())

    def rows(self) -> list[FindingRow]:
        return [row for row in self.page.findChildren(FindingRow) if row.isVisible()]

    async def examine(self, subject: Subject = SUBJECT) -> None:
        self.page.examine_subject(subject)
        await until(lambda: not self.page.is_running, "the end of the examination")
        await until(lambda: len(self.rows()) == len(self.page.findings), "the rows")


@pytest.fixture
def pages(qt_loop: LoopUnderTest, qapp: QApplication) -> Iterator[list[Opened]]:
    """Pages that a test opens; each is closed after it, and has reported nothing."""
    theme.dress(qapp, "light")
    made: list[Opened] = []
    yield made
    for opened in made:
        qt_loop.run(opened.tasks.close())
        opened.page.close()
        opened.page.deleteLater()
        assert opened.reported == []
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def opened_in(pages: list[Opened], *findings: Finding, gated: bool = False) -> tuple[Opened, Examination]:
    examination = Examination(findings, gated=gated)
    pages.append(Opened(examination))
    return pages[-1], examination


def visible(opened: Opened, name: str) -> QAbstractButton:
    """The visible button of a name."""
    found = [
        one
        for one in opened.page.findChildren(QAbstractButton)
        if one.isVisible() and one.accessibleName() == name
    ]
    assert found, name
    return found[0]


# -- findings ---------------------------------------------------------------------------------------


def is_told(opened: Opened, counts: str, rows: int) -> bool:
    return opened.page.summary.text() == counts and len(opened.rows()) == rows


async def test_findings_appear_one_by_one_with_progress(pages: list[Opened]) -> None:
    opened, examination = opened_in(pages, HOLDS, FAILS, UNKNOWN, OFF, gated=True)
    opened.page.examine_subject(SUBJECT)
    assert "Support · eu-central-1 · Web entry · support" in opened.page.subject.whole()
    assert opened.page.summary.text() == "Examining…"
    for number, counts in enumerate(("1 holds", "1 holds · 1 fails", "1 holds · 1 fails · 1 unknown"), 1):
        assert opened.page.is_running
        examination.gate.set()
        await until(partial(is_told, opened, counts, number), counts)
        assert opened.page.progress.text() == f"{number} of {len(CHECKS)}"
    examination.gate.set()
    await until(lambda: bool(opened.examined), "the end")
    assert opened.examined == [(HOLDS, FAILS, UNKNOWN, OFF)]
    assert opened.page.summary.text() == "1 holds · 2 fail · 1 unknown"
    assert opened.page.progress.text() == ""
    assert examination.subjects == [("p1", INSTANCE, ENTRY, "")]


async def test_each_outcome_has_a_word_a_sign_and_what_to_do(pages: list[Opened]) -> None:
    opened, _ = opened_in(pages, HOLDS, FAILS, UNKNOWN)
    await opened.examine()
    holds, fails, unknown = opened.rows()
    assert holds.accessibleName() == "Keys are valid: holds. The keys are those of ada."
    assert fails.accessibleName().startswith("May list flows: fails.")
    assert unknown.accessibleName().startswith("May stop contacts: unknown.")
    assert "Ask for a policy." in opened.said
    assert "connect:ListContactFlows" in opened.said
    for row, token in ((holds, "ok"), (fails, "danger"), (unknown, "faint")):
        assert shows(row.findChildren(Picture)[0], token)


def shows(picture: Picture, token: str) -> bool:
    drawn = picture.grab().toImage()
    wanted = theme.colour(token).name()
    return any(
        drawn.pixelColor(x, y).name() == wanted for x in range(drawn.width()) for y in range(drawn.height())
    )


async def test_action_and_resource_are_copied_together(pages: list[Opened]) -> None:
    opened, _ = opened_in(pages, FAILS)
    await opened.examine()
    copy = visible(opened, "Copy connect:ListContactFlows and its resource")
    assert isinstance(copy, QToolButton)
    QTest.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == f"connect:ListContactFlows\n{ARN}"


async def test_the_field_that_a_setting_disables_is_one_click_away(pages: list[Opened]) -> None:
    opened, _ = opened_in(pages, OFF, MESSAGE_STREAMING, replace(OFF, outcome="holds"))
    await opened.examine()
    QTest.mouseClick(visible(opened, "Show the field “Continue a past chat”"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(visible(opened, "Show the field “Response mode”"), Qt.MouseButton.LeftButton)
    assert opened.fields == [("PersistentChat",), ("ParticipantConfiguration", "ResponseMode")]
    assert opened.said.count("No chat transcripts") == 3


async def test_running_again_begins_afresh(pages: list[Opened]) -> None:
    opened, examination = opened_in(pages, FAILS)
    await opened.examine()
    examination.findings = [HOLDS]
    QTest.mouseClick(opened.page.again, Qt.MouseButton.LeftButton)
    await until(lambda: len(opened.examined) == 2, "the second end")
    assert opened.page.findings == [HOLDS]
    await until(lambda: [row.finding for row in opened.rows()] == [HOLDS], "the rows of the second run")
    QTest.keyClick(opened.page, Qt.Key.Key_F5)
    await until(lambda: len(opened.examined) == 3, "the third end")


async def test_cancelling_keeps_what_was_found_and_says_so(pages: list[Opened]) -> None:
    opened, examination = opened_in(pages, HOLDS, FAILS, gated=True)
    opened.page.examine_subject(SUBJECT)
    examination.gate.set()
    await until(lambda: len(opened.rows()) == 1, "the first finding")
    QTest.mouseClick(opened.page.cancel_button, Qt.MouseButton.LeftButton)
    await until(lambda: not opened.page.is_running, "the end")
    assert opened.page.summary.text() == "1 holds · stopped before the end"
    assert opened.page.again.isVisible()
    assert not opened.page.cancel_button.isVisible()
    assert examination.ended == 1
    assert opened.examined == []


async def test_another_subject_ends_the_examination_of_the_one_before(pages: list[Opened]) -> None:
    opened, examination = opened_in(pages, HOLDS, gated=True)
    opened.page.examine_subject(SUBJECT)
    await until(lambda: len(examination.subjects) == 1, "the first")
    other = Subject(replace(PROFILE, name="Live", id="p2", is_production=True), INSTANCE, contact_id="c")
    opened.page.examine_subject(other)
    await until(lambda: examination.ended == 1 and len(examination.subjects) == 2, "the second")
    assert opened.page.is_running
    assert examination.subjects[1] == ("p2", INSTANCE, "", "c")
    assert "PRODUCTION" in opened.said
    examination.gate.set()
    await until(lambda: bool(opened.examined), "its end")
    assert opened.page.findings == [HOLDS]


@pytest.mark.parametrize("how", ["button", "escape"])
async def test_closing_ends_the_examination(pages: list[Opened], how: str) -> None:
    opened, examination = opened_in(pages, HOLDS, gated=True)
    opened.page.examine_subject(SUBJECT)
    await until(lambda: len(examination.subjects) == 1, "the beginning")
    opened.page.focus()
    if how == "button":
        QTest.mouseClick(opened.page.close_button, Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(opened.page.cancel_button, Qt.Key.Key_Escape)
    assert opened.closed == 1
    await until(lambda: examination.ended == 1, "the end")


async def test_the_keyboard_stays_where_it_is_of_use(pages: list[Opened]) -> None:
    opened, examination = opened_in(pages, HOLDS, gated=True)
    opened.page.activateWindow()
    opened.page.examine_subject(SUBJECT)
    opened.page.focus()
    assert opened.page.focusWidget() is opened.page.cancel_button
    examination.gate.set()
    await until(opened.page.again.isVisible, "the end")
    assert opened.page.focusWidget() is opened.page.again
    again = [one for one in opened.page.findChildren(QAbstractButton) if one.isVisible()]
    assert all(one.accessibleName() for one in again)


async def test_an_examination_that_breaks_is_reported_and_can_be_repeated(pages: list[Opened]) -> None:
    async def broken(
        open_door: OpenDoor, profile: Profile, instance_id: str, flow_id: str, *, contact_id: str
    ) -> AsyncIterator[Finding]:
        yield HOLDS
        raise RuntimeError("the doors are closed")

    opened = Opened(broken)
    pages.append(opened)
    await opened.examine()
    assert opened.page.summary.text() == "1 holds · stopped before the end"
    assert opened.page.again.isVisible()
    assert len(opened.reported) == 1
    opened.reported.clear()


# -- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("findings", "words"),
    [
        ([], ""),
        ([HOLDS], "1 holds"),
        ([HOLDS] * 9 + [FAILS] + [UNKNOWN] * 2, "9 hold · 1 fails · 2 unknown"),
        ([FAILS, OFF], "2 fail"),
    ],
)
def test_findings_are_counted_in_words(findings: list[Finding], words: str) -> None:
    assert counted(findings) == words


def test_a_subject_is_called_by_the_names_that_people_know() -> None:
    assert SUBJECT.line == "Support · eu-central-1 · Web entry · support"
    assert replace(SUBJECT, place=None).line == "Support · eu-central-1 · 2222…0001 · 1111…5555"
    assert Subject(PROFILE).line == "Support · eu-central-1 · no flow chosen · no instance chosen"


async def test_the_report_has_everything_but_secrets(pages: list[Opened]) -> None:
    remember(SECRET)
    telling = replace(FAILS, sentence=f"It says: “the signature of {SECRET} does not hold”.")
    opened, _ = opened_in(pages, WHOSE, telling, UNKNOWN, OFF)
    await opened.examine()
    QTest.mouseClick(opened.page.copy_button, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert opened.page.copy_button.text() == " Copied"
    assert SECRET not in text
    for part in (
        SUBJECT.line,
        INSTANCE,
        ENTRY,
        "1 holds · 2 fail · 1 unknown",
        "[FAILS]   May list flows",
        f"connect:ListContactFlows on {ARN}",
        "Field: PersistentChat",
        '"Version": "2012-10-17"',
    ):
        assert part in text, part
    assert "Nothing was examined." in report(Subject(PROFILE), [], None)


# -- the policy -------------------------------------------------------------------------------------


def policy_of(opened: Opened) -> dict[str, object]:
    made: dict[str, object] = json.loads(opened.page.policy.text.toPlainText())
    return made


async def test_the_policy_is_for_this_instance_and_flow_with_the_account_once_it_is_known(
    pages: list[Opened],
) -> None:
    opened, examination = opened_in(pages, HOLDS, WHOSE, gated=True)
    opened.page.examine_subject(SUBJECT)
    box = opened.page.policy
    assert f":*:instance/{INSTANCE}/contact-flow/{ENTRY}" in box.text.toPlainText()
    assert "The account is not known" in opened.said
    examination.gate.set()
    await until(lambda: len(opened.page.findings) == 1, "the first")
    examination.gate.set()
    await until(lambda: not opened.page.is_running, "the end")
    assert f":123456789012:instance/{INSTANCE}/contact-flow/{ENTRY}" in box.text.toPlainText()
    assert "The account is not known" not in opened.said
    assert policy_of(opened)["Version"] == "2012-10-17"
    assert box.text.isReadOnly()


async def test_what_the_policy_allows_can_be_narrowed_and_copied(pages: list[Opened]) -> None:
    opened, _ = opened_in(pages, WHOSE)
    await opened.examine()
    box = opened.page.policy
    assert "connect:ListInstances" in box.text.toPlainText()
    QTest.mouseClick(box.chips["with_pickers"], Qt.MouseButton.LeftButton)
    assert "connect:ListInstances" not in box.text.toPlainText()
    assert "connect:StartChatContact" in box.text.toPlainText()
    QTest.mouseClick(box.chips["with_settings"], Qt.MouseButton.LeftButton)
    assert "DescribeInstanceAttribute" not in box.text.toPlainText()
    QTest.mouseClick(box.copy_button, Qt.MouseButton.LeftButton)
    assert json.loads(QGuiApplication.clipboard().text()) == policy_of(opened)
    assert box.copy_button.text() == " Copied"


async def test_reading_flow_logs_is_allowed_on_demand_where_the_alias_is_known(pages: list[Opened]) -> None:
    opened, _ = opened_in(pages, WHOSE)
    await opened.examine(SUBJECT)
    chip = opened.page.policy.chips["flow_logs"]
    assert "logs:" not in json.dumps(policy_of(opened))
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert f":log-group:/aws/connect/{SUBJECT.alias}:*" in opened.page.policy.text.toPlainText()
    await opened.examine(Subject(PROFILE, INSTANCE, ENTRY))
    assert "logs:" not in json.dumps(policy_of(opened))
    assert not chip.isEnabled()
    assert "alias is not known" in chip.toolTip()


@pytest.mark.parametrize(
    ("subject", "words"),
    [(Subject(PROFILE), "No instance is chosen."), (Subject(PROFILE, "{x}", ENTRY), "can't be the id")],
)
async def test_without_an_instance_there_is_no_policy_but_a_reason(
    pages: list[Opened], subject: Subject, words: str
) -> None:
    opened, _ = opened_in(pages, HOLDS)
    await opened.examine(subject)
    assert words in opened.said
    assert not opened.page.policy.text.isVisible()
    assert not opened.page.policy.copy_button.isEnabled()
    QTest.mouseClick(opened.page.copy_button, Qt.MouseButton.LeftButton)
    assert "least policy" not in QGuiApplication.clipboard().text()


async def test_the_colours_of_the_policy_follow_the_theme(pages: list[Opened], qapp: QApplication) -> None:
    followed: list[str] = []

    class Noted(Highlighter):
        def __init__(self, document: QTextDocument) -> None:
            super().__init__(document)

        def follow_theme(self) -> None:
            followed.append(theme.shown())
            super().follow_theme()

    tasks = Tasks(lambda name, error: None)
    page = DoctorPage(tasks, no_door, Noted, Examination([HOLDS]))
    page.show()
    theme.dress(qapp, "dark")
    assert "dark" in followed
    theme.dress(qapp, "light")
    await tasks.close()
    page.close()


# -- the sandbox ------------------------------------------------------------------------------------


async def test_the_sandbox_is_examined_over_its_socket(pages: list[Opened], sandbox: Sandbox) -> None:
    profile = Profile("Sandbox", "sandbox", sandbox.region, sandbox.endpoint, id="sandbox")
    door = Connect(profile, Keys(sandbox.access_key_id, sandbox.secret_access_key))

    async def open_door(_: Profile) -> Connect:
        return door

    from console.doctor import examine

    opened = Opened(examine, open_door)
    pages.append(opened)
    await opened.examine(Subject(profile, sandbox.instance_id, sandbox.flows[0].id))
    assert len(opened.page.findings) == len(CHECKS)
    outcomes = {finding.check: finding.outcome for finding in opened.page.findings}
    assert outcomes["credentials"] == outcomes["ListContactFlows"] == "holds"
    assert f":123456789012:instance/{sandbox.instance_id}" in opened.page.policy.text.toPlainText()
    assert sandbox.secret_access_key not in report(
        Subject(profile), opened.page.findings, opened.page.policy.policy
    )
    door.close()
