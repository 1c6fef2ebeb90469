"""What the tab of attributes lists, and that its model tells Qt the truth."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from console.errors import ConsoleError
from console.trace import Step
from console.turns import Change, Facts, Turn
from ui import theme, why
from ui.inspector.entries import Entry, entries_by_turn, entries_now, found, head_of
from ui.inspector.entry_table import EntryModel, EntryTable

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
FACTS = Facts(
    NOON,
    "c-2",
    initial_id="c-1",
    queue_id="q-1",
    queue_name="Support",
    attributes={"plan": "silver", "intent": "order"},
    segment_attributes={"connect:Subtype": "connect:Chat"},
)
TURN = Turn(2, "row-7", NOON, NOON, "read")
CHANGES = (
    Change("queue", "queue", None, "Support"),
    Change("attribute", "plan", "gold", "silver"),
    Change("attribute", "old", "1", None),
)


def step(type: str, result: str = "Done", **members: Any) -> Step:
    told = {"flow_id": "f", "flow": "Inbound", "action": "block-1", **members}
    return Step(f"{type} {result}", "action", NOON, "c-1", type=type, result=result, **told)


def test_what_changed_in_the_last_turn_is_marked_and_what_is_gone_stays_for_it() -> None:
    entries = {one.name: one for one in entries_now(FACTS, replace(TURN, changes=CHANGES))}
    assert entries["plan"].spoken == "plan: silver. Changed. It was gold."
    assert (entries["old"].sign, entries["old"].value) == ("−", "")
    assert entries["Queue"].spoken == "Queue: Support (q-1). New"
    assert entries["intent"].sign == ""
    assert "Agent" not in entries, "what there is not has no line"
    assert entries_now(None, None) == []


def test_attributes_alone_make_no_claim_about_segment_attributes() -> None:
    names = [one.name for one in entries_now(replace(FACTS, is_whole=False), None)]
    assert "Attributes (2)" in names
    assert not [name for name in names if name.startswith("Segment")]


def test_a_turn_tells_its_way_and_its_changes() -> None:
    steps = (step("CheckHoursOfOperation", "True"), step("Compare", "Error NoMatchingError", is_error=True))
    turn = replace(TURN, steps=steps, changes=CHANGES)
    spoken = [one.spoken for one in entries_by_turn([turn], lambda key: f"said by {key}")]
    assert spoken[0].startswith("Turn 2 · ")
    assert spoken[0].endswith("said by row-7")
    assert spoken[1] == "Check hours of operation: open. Inbound · block-1"
    assert "Failed" in spoken[2]
    assert spoken[3:] == [
        "Queue: Support. New",
        "plan: silver. Changed. Attribute. It was gold.",
        "old. Gone. Attribute. It was 1.",
    ]


def test_the_line_says_the_way_then_the_changes_and_nothing_twice() -> None:
    steps = (
        step("MessageParticipant"),
        step("CheckHoursOfOperation", "False"),
        step("UpdateContactTargetQueue", facts={"queue": "Support"}),
    )
    line = why.line(replace(TURN, steps=steps, changes=CHANGES))
    assert line == "Check hours: closed → Set queue: Support · plan = silver · old is gone"
    assert why.line(TURN) == why.NOTHING
    assert why.line(replace(TURN, state="reading")) == why.READING
    assert why.line(replace(TURN, state="skipped")) == ""
    failed = replace(TURN, state="failed", error=ConsoleError("The line is dead.", "Wait."))
    assert why.line(failed) == "Why: not known. The line is dead."
    many = replace(TURN, steps=tuple(step("Compare", str(n)) for n in range(40)))
    assert "… 32 more …" in why.line(many)


def test_a_search_keeps_the_heads_of_what_it_finds() -> None:
    entries = entries_now(FACTS, None)
    assert [one.name for one in found(entries, "ORD")] == ["Attributes (2)", "intent"]
    assert found(entries, " ") == entries
    assert found(entries, "no such thing") == []


ENTRIES = st.lists(
    st.builds(Entry, st.sampled_from("abcdef"), st.just("name"), st.text(max_size=3), is_head=st.booleans()),
    max_size=6,
    unique_by=lambda one: one.key,
)


@settings(max_examples=40)
@given(st.lists(ENTRIES, max_size=4))
def test_the_model_holds_for_any_entries(qapp: object, states: list[list[Entry]]) -> None:
    model = EntryModel()
    tester = QAbstractItemModelTester(model, FATAL)
    for entries in states:
        model.show_entries(entries)
        assert [model.entry(row) for row in range(model.rowCount())] == entries
    del tester


def test_the_table_keeps_what_is_selected_and_copies_it(qtbot: QtBot) -> None:
    table = EntryTable("Entries")
    qtbot.addWidget(table)
    table.resize(320, 300)
    table.show()
    copied: list[str] = []
    table.copy_requested.connect(copied.append)
    table.show_entries(entries_now(FACTS, None))
    assert table.choose("attribute:plan")
    table.show_entries(entries_now(replace(FACTS, attributes={"aa": "1", "plan": "bronze"}), None))
    assert table.chosen is not None
    assert (table.chosen.name, table.chosen.value) == ("plan", "bronze")
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied == ["bronze"]
    assert not table.choose("attribute:no-such")


def test_a_change_shows_in_colour_and_sign(qapp: object) -> None:
    model = EntryModel()
    model.show_entries(entries_now(FACTS, replace(TURN, changes=CHANGES)))
    row = model.index_of("attribute:plan")
    assert model.data(model.index(row, 0)) == "≠"
    shown = model.data(model.index(row, 2), Qt.ItemDataRole.ForegroundRole)
    assert isinstance(shown, QColor)
    assert shown == theme.colour("warn")


def test_return_on_a_head_asks_for_its_row(qtbot: QtBot) -> None:
    table = EntryTable("Turns")
    qtbot.addWidget(table)
    opened: list[str] = []
    table.head_opened.connect(opened.append)
    table.show_entries(entries_by_turn([TURN], lambda _key: "Hello"))
    table.choose(head_of(TURN))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == ["turn:row-7"]
