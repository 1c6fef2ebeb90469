"""What stands below the *Where* field about the chosen flow, as it is read and as it changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QVBoxLayout, QWidget

from console.aws import Connect, FlowAlias, FlowVersion
from console.doctor import reach_of
from console.errors import NoConnection
from console.flow_facts import FRESH_FOR, FlowFacts, KnownFlows
from console.places import Place, Places
from console.profiles import Profile
from tests.conftest import LoopUnderTest, MovableClock, until
from tests.console.described import (
    CHANGED,
    ENTRY,
    HANDS_OVER,
    INSTANCE,
    RINGS,
    SALES,
    SAYS,
    Described,
    Told,
    call,
    denied,
    flow,
)
from ui import theme
from ui.contact import flow_facts
from ui.contact.flow_facts import (
    ARCHIVED,
    NEVER_PUBLISHED,
    UNPUBLISHED,
    FlowFactsView,
    lines_of,
    summary,
)
from ui.contact.flow_history import MOST_LISTED, NOTE
from ui.contact.pickers import WherePicker
from ui.drawn import Picture
from ui.tasks import Tasks
from ui.wording import short_id

TESTING = Profile("Testing", "access_key", "eu-central-1", id="p1")
PRODUCTION = Profile("Live", "access_key", "eu-central-1", id="p2", is_production=True)
PLACE = Place(INSTANCE, "support", ENTRY, "Web entry", "CONTACT_FLOW", "ACTIVE", "PUBLISHED")


@dataclass
class Opened:
    """The view in a window of its own, behind it a door that tells what a test says."""

    door: Described
    clock: MovableClock = field(default_factory=MovableClock)
    reported: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        async def open_door(profile: Profile) -> Connect:
            self.opened.append(profile.id)
            return self.door

        self.flows = KnownFlows(open_door, self.clock)
        self.tasks = Tasks(lambda name, error: self.reported.append(f"{name}: {error!r}"))
        self.view = FlowFactsView(self.flows, self.tasks, self.clock)
        self.window = QMainWindow()
        page = QWidget()
        QVBoxLayout(page).addWidget(self.view)
        self.window.setCentralWidget(page)
        self.window.resize(620, 500)
        self.window.show()

    def choose(self, profile: Profile = TESTING, flow_id: str = ENTRY, place: Place | None = None) -> None:
        self.view.show_profile(profile)
        self.view.show_flow(INSTANCE, flow_id, place)

    async def read(self) -> str:
        """What is said once everything was read."""
        await until(lambda: self.view.facts is not None and not self.view.facts.is_partial, "the facts")
        await until(lambda: not self.view.is_reading, "the end of the reading")
        return self.said

    @property
    def said(self) -> str:
        said = "\n".join(one.text() for one in self.view.findChildren(QLabel) if one.isVisible())
        # Long words have invisible places at which they can break.
        return said.replace("\u200b", "")

    def roles(self) -> dict[str, str]:
        return {
            one.text(): str(one.property("role")) for one in self.view.findChildren(QLabel) if one.isVisible()
        }


@pytest.fixture
def opened(qt_loop: LoopUnderTest, qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    theme.dress(qapp, "light")
    # Whoever walks through a list is waited for; nobody walks here.
    monkeypatch.setattr(flow_facts, "SETTLES_AFTER_MS", 30)
    made = Opened(Described({ENTRY: Told(), SALES: Told(flow(RINGS))}))
    yield made
    qt_loop.run(made.tasks.close())
    made.window.close()
    assert made.reported == []


# -- words ------------------------------------------------------------------------------------------


NOW = CHANGED.replace(hour=18)


def words(facts: FlowFacts, *, is_production: bool = False) -> list[tuple[str, str]]:
    return [(line.text, line.role) for line in lines_of(facts, is_production=is_production)]


def test_version_date_and_states_stand_in_one_line() -> None:
    line = summary(FlowFacts(NOW, flow()), None, NOW)
    assert line.startswith("Version 12 · Changed ")
    assert line.endswith(" · Published · Active · Inbound flow")
    assert summary(None, PLACE, NOW) == "Published · Active · Inbound flow"
    assert summary(FlowFacts(NOW), None, NOW) == ""
    assert summary(None, replace(PLACE, type="NEWER_TYPE", state="", status=""), NOW) == "Newer type"


def test_what_keeps_a_chat_from_running_what_was_saved_is_a_warning() -> None:
    assert words(FlowFacts(NOW, flow(), saved_sha256="aa11")) == []
    assert words(FlowFacts(NOW, flow(), saved_sha256="bb22")) == [(UNPUBLISHED, "warning")]
    assert words(FlowFacts(NOW, flow(), was_never_published=True)) == [(NEVER_PUBLISHED, "warning")]
    assert words(FlowFacts(NOW, flow(state="ARCHIVED"))) == [(ARCHIVED, "warning")]
    assert words(FlowFacts(NOW, unknown=("One.", "Two."))) == [("One.", "muted"), ("Two.", "muted")]


@pytest.mark.parametrize(
    ("content", "sentence", "warns"),
    [
        (RINGS, "This flow can ring an agent: it transfers to queue queue-1.", True),
        (SAYS, "No path leads to a queue or an agent.", False),
        (HANDS_OVER, "It hands over to flow", True),
        ("not JSON", "Whether this flow can ring an agent is not known", True),
    ],
)
def test_where_a_flow_leads_is_a_warning_in_production_alone(
    content: str, sentence: str, warns: bool
) -> None:
    facts = FlowFacts(NOW, reach=reach_of(content))
    ((text, role),) = words(facts)
    assert sentence in text
    assert role == "muted"
    ((text, role),) = words(facts, is_production=True)
    assert sentence in text
    assert role == ("warning" if warns else "muted")


async def test_an_id_without_a_name_is_shortened_and_whole_in_the_tooltip(opened: Opened) -> None:
    opened.door.flows[ENTRY] = Told(flow(HANDS_OVER))
    del opened.door.flows[SALES]
    opened.choose()
    said = await opened.read()
    assert f"It hands over to flow {short_id(SALES)}; what that one does isn't read." in said
    assert SALES not in said
    (line,) = [one for one in opened.view.findChildren(QLabel) if "hands over" in one.text()]
    assert "\u200b" not in line.text()
    assert f"It hands over to flow {SALES};" in line.toolTip()
    opened.door.flows[ENTRY] = Told(flow(RINGS))
    opened.view.read_again()
    await until(lambda: "hands over" not in opened.said, "the flow as it is now")
    assert not line.toolTip()


# -- reading ----------------------------------------------------------------------------------------


async def test_nothing_is_seen_or_asked_without_a_flow(opened: Opened) -> None:
    assert not opened.view.isVisible()
    opened.view.show_flow(INSTANCE, ENTRY)
    assert not opened.view.isVisible(), "nor without a profile"
    opened.choose(flow_id="")
    assert not opened.view.isVisible()
    opened.choose(flow_id="half-typed")
    assert not opened.view.isVisible()
    assert not opened.view.is_reading
    assert opened.opened == []


async def test_a_choice_that_settles_is_read_and_told(opened: Opened) -> None:
    opened.door.flows[ENTRY] = Told(flow(RINGS), saved=flow(SAYS, "bb22"))
    opened.choose(PRODUCTION)
    assert opened.view.isVisible()
    assert opened.said.startswith("Reading the flow…")
    said = await opened.read()
    assert "Version 12" in said
    assert UNPUBLISHED in said
    assert "it transfers to queue queue-1." in said
    assert opened.roles()["This flow can ring an agent: it transfers to queue queue-1."] == "warning"
    assert opened.flows.facts(PRODUCTION, INSTANCE, ENTRY) is opened.view.facts


async def test_what_the_list_says_stands_there_until_more_is_known(opened: Opened) -> None:
    opened.choose(place=PLACE)
    assert opened.said.startswith("Published · Active · Inbound flow")
    assert (await opened.read()).startswith("Version 12")


async def test_only_the_choice_that_stands_is_read(opened: Opened) -> None:
    for number in range(6):
        opened.choose(flow_id=f"{ENTRY[:-2]}{number:02}")
    opened.choose(flow_id=SALES)
    await opened.read()
    assert set(opened.door.asked) == {SALES, f"saved {SALES}"}


async def test_another_choice_ends_the_reading_of_the_one_before(opened: Opened) -> None:
    opened.door.gate.clear()
    opened.choose()
    await until(lambda: opened.door.asked == [ENTRY], "the first question")
    opened.choose(flow_id=SALES)
    assert not opened.view.is_reading
    opened.door.gate.set()
    said = await opened.read()
    assert "it transfers to queue queue-1." in said
    assert opened.flows.facts(TESTING, INSTANCE, ENTRY) is None, "what nobody waits for is not finished"


async def test_another_profile_reads_for_itself(opened: Opened) -> None:
    opened.choose()
    await opened.read()
    opened.choose(PRODUCTION)
    assert opened.view.facts is None
    await opened.read()
    assert opened.opened == ["p1", "p2"]
    opened.choose(TESTING)
    assert "Version 12" in opened.said, "what is known is there at once"


async def test_fresh_facts_are_not_asked_for_again_and_old_ones_are(opened: Opened) -> None:
    opened.choose()
    await opened.read()
    asked = len(opened.door.asked)
    opened.view.hide()
    opened.view.show()
    (settling,) = opened.view.findChildren(QTimer)
    assert settling.isActive()
    await until(lambda: not settling.isActive(), "the end of the wait")
    assert not opened.view.is_reading
    assert len(opened.door.asked) == asked
    opened.clock.move(seconds=FRESH_FOR.total_seconds() + 1)
    opened.door.flows[ENTRY] = Told(flow(sha256="cc33"))
    opened.view.hide()
    opened.view.show()
    await until(lambda: opened.view.facts is not None and opened.view.facts.sha256 == "cc33", "the new hash")


async def test_it_reads_again_when_asked_to(opened: Opened) -> None:
    opened.choose()
    await opened.read()
    opened.door.flows[ENTRY] = Told(flow(), saved=flow(SAYS, "bb22"))
    opened.view.read_again()
    await until(lambda: UNPUBLISHED in opened.said, "what was saved meanwhile")


async def test_a_missing_permission_is_one_line_and_stops_nothing(opened: Opened) -> None:
    opened.door.flows[ENTRY] = Told(denied("DescribeContactFlow"))
    opened.choose()
    said = await opened.read()
    assert said.count("connect:DescribeContactFlow is not allowed.") == 1
    assert "Version, unpublished changes and where the flow leads: not known." in said
    opened.choose(flow_id=SALES)
    assert "DescribeContactFlow" not in opened.said
    opened.door.flows[SALES] = Told(NoConnection(call("DescribeContactFlow"), "refused"))
    assert "not known" in await opened.read()


async def test_ids_in_a_reason_are_short_and_whole_in_its_tooltip(opened: Opened) -> None:
    opened.door.flows[ENTRY] = Told(NoConnection(call("DescribeContactFlow"), f"no flow {SALES}"))
    opened.choose()
    said = await opened.read()
    assert SALES not in said
    assert f"{SALES[:4]}…{SALES[-4:]}" in said
    assert SALES in opened.view.summary.toolTip()
    summary, sign = opened.view.summary, opened.view.findChildren(Picture)[0]
    await until(lambda: summary.height() > 2 * summary.fontMetrics().height(), "several lines")
    assert sign.geometry().bottom() < summary.y() + summary.fontMetrics().height() + 4


async def test_a_window_that_closes_ends_the_reading(opened: Opened) -> None:
    opened.door.gate.clear()
    opened.choose()
    await until(lambda: opened.view.is_reading, "the reading")
    await opened.tasks.close()
    assert not opened.view.is_reading
    opened.view.read_again()
    assert not opened.view.is_reading


# -- versions and aliases ---------------------------------------------------------------------------


async def test_versions_and_aliases_are_listed_on_a_click_with_what_they_are_not_for(opened: Opened) -> None:
    versions = [FlowVersion("", number, "hours" if number == 3 else "", CHANGED) for number in range(1, 15)]
    aliases = [FlowAlias("a", "", "live", 11, "what runs"), FlowAlias("b", "", "odd")]
    opened.door.flows[ENTRY] = Told(versions=versions, aliases=aliases)
    opened.choose()
    await opened.read()
    assert "versions" not in opened.door.asked
    opened.door.gate.clear()
    QTest.mouseClick(opened.view.more, Qt.MouseButton.LeftButton)
    await until(lambda: "Looking for versions…" in opened.said, "a sign of the reading")
    opened.door.gate.set()
    await until(lambda: NOTE in opened.said, "the list")
    assert "live → version 11 · what runs" in opened.said
    assert "odd" in opened.said.splitlines()
    assert "Version 14 · " in opened.said
    assert f"…and {14 - MOST_LISTED} more" in opened.said
    assert opened.view.more.text() == " Hide versions"
    QTest.mouseClick(opened.view.more, Qt.MouseButton.LeftButton)
    assert NOTE not in opened.said
    assert opened.view.history is None


async def test_lists_that_may_not_be_read_name_what_is_missing(opened: Opened) -> None:
    opened.door.flows[ENTRY] = Told(versions=denied("ListContactFlowVersions"), aliases=[])
    opened.choose()
    await opened.read()
    opened.view.more.click()
    await until(lambda: "connect:ListContactFlowVersions is not allowed." in opened.said, "the reason")
    assert "None" in opened.said


async def test_another_flow_closes_the_list_and_ends_its_reading(opened: Opened) -> None:
    opened.choose()
    await opened.read()
    opened.door.gate.clear()
    opened.view.more.click()
    await until(lambda: "versions" in opened.door.asked, "the question")
    opened.choose(flow_id=SALES)
    assert opened.view.history is None
    opened.door.gate.set()
    await opened.read()
    assert "aliases" not in opened.door.asked


# -- within the Where field -------------------------------------------------------------------------


async def test_the_where_field_shows_the_facts_of_its_choice_and_f5_reads_them_anew(opened: Opened) -> None:
    places = loaded_places()
    picker = WherePicker(places, list, opened.view)
    opened.window.setCentralWidget(picker)
    opened.view.show_profile(TESTING)
    picker.show_request({"InstanceId": INSTANCE, "ContactFlowId": ENTRY})
    await opened.read()
    assert "Version 12" in opened.said
    asked = len(opened.door.asked)
    picker.field.setFocus()
    QTest.keyClick(picker.field, Qt.Key.Key_F5)
    await until(lambda: len(opened.door.asked) == 2 * asked, "another reading")
    picker.show_request({})
    assert not opened.view.isVisible()


def loaded_places() -> Places:
    places = Places()
    places.state = "ready"
    places._places = [PLACE]
    return places
