"""Steps as rows, and the words for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from console.sandbox.flow.engine.actions import ACTIONS
from console.trace import Step
from console.trace.blocks import TYPES
from ui.blocks import BLOCKS
from ui.inspector.trace_painting import height_of, mark_of
from ui.inspector.trace_rows import TraceModel, Turn, rows_of, searched
from ui.inspector.words import note, outcome, place, words

START = datetime(2026, 1, 1, tzinfo=UTC)


def step(number: int, action: str = "", at: float = 0.0, **members: Any) -> Step:
    told: dict[str, Any] = {
        "kind": "action",
        "contact_id": "c",
        "flow_id": "f",
        "flow": "Main",
        "type": "MessageParticipant",
    }
    told |= {"result": "Done", **members}
    moment = START + timedelta(seconds=at)
    return Step(key=f"{number:09}", at=moment, action=action or f"a{number}", **told)


def turn(at: float, text: str = "hi") -> Turn:
    return Turn(f"m{at}", START + timedelta(seconds=at), text)


def shown(*args: Any) -> list[str]:
    return [row.step.action if row.step else row.note for row in rows_of(*args)]


def test_a_wait_is_shown_until_its_action_is_left() -> None:
    wait = step(1, "ask", 1.0, kind="wait", result="waiting for the customer")
    assert shown([step(0, at=0), wait]) == ["Main", "a0", "ask"]
    again = step(2, "ask", 1.0, kind="wait", result="the bot types")
    left = step(3, "ask", 1.0, result="CustomerReturned")
    assert [row.step for row in rows_of([wait, again])[1:]] == [again]
    assert [row.step for row in rows_of([wait, again, left])[1:]] == [left]
    later = step(4, "ask", 9.0, kind="wait", result="waiting for the customer")
    assert [row.step for row in rows_of([wait, left, later])[1:]] == [left, later]


def test_what_the_customer_says_stands_before_what_it_sets_going() -> None:
    steps = [
        step(0, "hello", 1.0),
        step(1, "ask", 2.0, kind="wait", result="waiting"),
        step(2, "ask", 2.0, result="CustomerReturned"),
        step(3, "answer", 10.0),
    ]
    assert shown(steps, [turn(9.999), turn(20)]) == ["Main", "hello", "hi", "ask", "answer", "hi"]
    assert shown(steps[:2], [turn(9.9)]) == ["Main", "hello", "ask", "hi"]
    assert shown(steps, [turn(0.5)]) == ["hi", "Main", "hello", "ask", "answer"]


def test_a_log_tells_no_waits_and_the_customer_still_stands_before_the_answer() -> None:
    for stamped in (2.0, 10.0):
        asked = step(1, "ask", stamped, type="ConnectParticipantWithLexBot", result="Order")
        steps = [step(0, "hello", 1.0, type="MessageParticipant"), asked, step(2, "go", 10.01)]
        assert shown(steps, [turn(9.99)]) == ["Main", "hello", "hi", "ask", "go"], "whenever it is stamped"


def test_a_flow_is_named_where_it_changes() -> None:
    steps = [step(0), step(1, flow_id="g", flow="Other"), step(2), step(3, contact_id="d"), step(4, flow="")]
    assert shown(steps) == ["Main", "a0", "Other", "a1", "Main", "a2", "Main", "a3", "Main", "a4"]
    assert shown([step(0, flow="", flow_id="")]) == ["Flow", "a0"]


def test_rows_that_stay_are_not_shown_anew(qapp: QApplication) -> None:
    model = TraceModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    told: list[tuple[str, int, int]] = []
    model.rowsInserted.connect(lambda _, first, last: told.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _, first, last: told.append(("out", first, last)))
    model.modelReset.connect(lambda: told.append(("reset", 0, 0)))
    steps = [step(number, at=number) for number in range(1000)]
    model.show_rows(rows_of(steps))
    assert told == [("in", 0, 1000)]
    model.show_rows(rows_of([*steps, step(1000, at=1000)]))
    late = step(5000, "late", 400.5)
    model.show_rows(rows_of([*steps[:401], late, *steps[401:]]))
    assert told[1:] == [("in", 1001, 1001), ("out", 402, 1001), ("in", 402, 1001)] or told[1:] == [
        ("in", 1001, 1001), ("out", 1001, 1001), ("in", 402, 402),
    ]  # fmt: skip
    model.show_rows([])
    assert model.rowCount() == 0
    tester.deleteLater()


@pytest.mark.parametrize(
    ("members", "pill", "line", "odd"),
    [
        ({"next": "b"}, "Done", "a1 → b", ""),
        ({"result": "True", "edge": "Equals True", "next": "b"}, "True", "a1 → b", ""),
        (
            {"kind": "wait", "result": "waiting for the customer"},
            "Waiting",
            "a1 · waiting for the customer",
            "",
        ),
        ({"result": "Transferred to Second"}, "Transferred", "a1 · Transferred to Second", ""),
        ({"result": "Ended: it is over"}, "Ended", "a1 · Ended: it is over", ""),
        ({"result": "Error X: why", "edge": "X", "is_error": True}, "X", "a1", "Error X: why"),
        ({"result": "Error", "is_error": True}, "Error", "a1", ""),
        ({"result": "Error X: why", "is_error": True, "warnings": ("odd",)}, "X", "a1", "odd"),
        ({"result": ""}, "", "a1", ""),
        ({"result": " "}, "Done", "a1", ""),
    ],
)
def test_what_is_said_of_a_step(members: dict[str, Any], pill: str, line: str, odd: str) -> None:
    one = step(1, **members)
    assert (outcome(one), place(one), note(one)) == (pill, line, odd)
    assert "a1" in words(one)


def test_no_two_outcomes_have_the_same_icon() -> None:
    steps = [
        step(1), step(1, kind="wait"), step(1, is_error=True), step(1, type=""), step(1, result="True"),
        step(1, result="Ended: x"), step(1, result="Interrupted"),
    ]  # fmt: skip
    assert len({mark_of(one).icon for one in steps}) == len(steps)
    assert mark_of(step(1, result="Transferred to x")) == mark_of(steps[5])


def test_a_row_is_as_high_as_it_has_lines() -> None:
    flow, plain, full = rows_of([step(1), step(2, attributes={"a": "b"}, warnings=("odd",))])
    assert height_of(flow) < height_of(plain) < height_of(full)


def test_every_action_has_the_name_that_admins_know() -> None:
    assert {*ACTIONS, *TYPES.values()} <= BLOCKS.keys()


def test_a_search_looks_at_everything() -> None:
    one = step(1, parameters={"Text": "Guten Tag"}, facts={"stub": 5}, attributes={"intent": None})
    for text in ("guten tag", '"stub": 5', "intent is gone", "main", "play prompt"):
        assert text in searched(one)
