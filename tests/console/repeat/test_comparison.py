"""Two transcripts beside each other: what counts as a difference, and what never does."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from console.chat.interactive import TEMPLATES
from console.chat.items import EVENT, INTERACTIVE, Attachment, Item
from console.chat.transcript import Row
from console.contact import INTERACTIVE_RESPONSE
from console.repeat import Line, as_text, compare, summary, without_end
from console.repeat.alignment import MOST_CELLS
from console.repeat.comparison import compare_lines

NUMBERS = count()


def row(content: str, role: str = "SYSTEM", content_type: str = "text/plain", **more: Any) -> Row:
    """One row; each with an id and a time of its own."""
    number = next(NUMBERS)
    at = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=number)
    kind = more.pop("kind", "message")
    return Row(f"id-{number}", Item(f"id-{number}", kind, content_type, at, content, role=role, **more))


def event(name: str, role: str = "AGENT") -> Row:
    return row("", role, EVENT + name, kind="event")


def card(template: str, **content: Any) -> Row:
    message = json.loads(TEMPLATES[template].message)
    message["data"]["content"].update(content)
    return row(json.dumps(message), "SYSTEM", INTERACTIVE)


def customer(content: str, content_type: str = "text/plain") -> Row:
    return row(content, "CUSTOMER", content_type)


def kinds(before: list[Row], now: list[Row]) -> list[str]:
    return [pair.kind for pair in compare(before, now).pairs]


# what is no difference


def test_ids_and_times_are_none() -> None:
    def rows() -> list[Row]:
        return [
            row("Hello"), customer("Hi"), event("participant.joined"),
            card("ViewResource", viewToken=f"token-{next(NUMBERS)}"),
            row("", kind="attachment", attachments=(Attachment(f"{next(NUMBERS)}", "x.png", "", ""),)),
        ]  # fmt: skip

    assert kinds(rows(), rows()) == ["same"] * 5
    assert summary(compare(rows(), rows())) == "No differences"


def test_the_customers_coming_and_what_failed_and_the_past_are_left_out() -> None:
    failed = Row("pending:1", customer("lost").item, "failed")
    past = row("of yesterday", is_past=True)
    assert kinds([row("Hello")], [past, event("participant.joined", "CUSTOMER"), row("Hello"), failed]) == [
        "same"
    ]


def test_an_end_that_the_flow_did_not_make_is_left_out() -> None:
    before = [row("Hello"), customer("Hi"), event("chat.ended", "")]
    assert kinds(without_end(before), before[:2]) == ["same"] * 2


def test_another_agent_makes_none() -> None:
    before = [row("Hi", "AGENT", display_name="Alex"), event("participant.left")]
    assert (
        kinds(before, [row("Hi", "AGENT", display_name="Marta"), event("participant.left")]) == ["same"] * 2
    )


# what is one


def test_a_changed_message_is_told_word_by_word() -> None:
    (pair,) = compare([row("Your order is late.")], [row("Your parcel is not late.")]).pairs
    assert pair.kind == "changed"
    before, now = ([(one.text, one.differs) for one in side] for side in pair.pieces)
    assert before == [("Your ", False), ("order", True), (" is late.", False)]
    assert [text for text, differs in now if differs] == ["parcel", "not "]
    assert "".join(text for text, _ in now) == "Your parcel is not late."


def test_spaces_are_no_common_ground() -> None:
    (pair,) = compare([row("We are closed now.")], [row("Come in please.")]).pairs
    assert [piece.text for piece in pair.pieces[1]] == ["Come in please", "."]


def test_an_option_that_is_renamed_is_seen() -> None:
    elements = [{"title": "Buy"}, {"title": "Repair"}]
    now = [{"title": "Buy"}, {"title": "Mend", "subtitle": "from 20 $"}]
    (pair,) = compare([card("QuickReply", elements=elements)], [card("QuickReply", elements=now)]).pairs
    assert [piece.text for piece in pair.pieces[0] if piece.differs] == ["Repair"]
    assert [piece.text for piece in pair.pieces[1] if piece.differs] == ["Mend (from 20 $)"]


def test_another_kind_of_card_and_other_inputs_of_a_view_are_seen() -> None:
    elements = [{"title": "Buy"}]
    title = {"title": "What?", "subtitle": "", "elements": elements}
    assert kinds([card("Panel", **title)], [card("QuickReply", **title)]) == ["changed"]
    view = {"viewId": "arn:aws:connect:us-east-1:aws:view/form:1"}
    before, now = (card("ViewResource", **view, viewData={"Heading": text}) for text in ("You", "Your bike"))
    (pair,) = compare([before], [now]).pairs
    assert "• Heading: You" in pair.before.words.split("\n") if pair.before else False
    assert "".join(piece.text for piece in pair.pieces[1] if piece.differs) == "Your bike"


def test_what_comes_and_goes_is_new_and_gone() -> None:
    before = [row("Hello"), customer("Hi"), row("One"), event("participant.joined")]
    assert kinds(before, [row("Hello"), customer("Hi"), row("One")]) == ["same"] * 3 + ["gone"]
    assert kinds([row("Hello")], [row("Hello"), event("chat.ended", "")]) == ["same", "new"]


def test_each_turn_is_compared_with_its_own() -> None:
    """An answer that is gone must not pull the later ones up into its place."""
    before = [customer("a"), row("Yes."), customer("b"), row("No."), customer("c"), row("Yes.")]
    now = [customer("a"), customer("b"), row("No, never."), customer("c"), row("Yes.")]
    compared = compare(before, now)
    assert [[pair.kind for pair in turn] for turn in compared.turns] == [
        ["same", "gone"], ["same", "changed"], ["same", "same"]
    ]  # fmt: skip
    assert summary(compared) == "1 changed, 1 gone"


def test_turns_that_were_not_said_again_are_gone_with_their_answers() -> None:
    before = [row("Hello"), customer("a"), row("A"), customer("b"), row("B")]
    assert kinds(before, before[:3]) == ["same"] * 3 + ["gone"] * 2
    taken = [*before[:3], customer("something else"), row("What?")]
    assert kinds(before, taken) == ["same"] * 3 + ["changed"] * 2, "what was said instead stands in its place"


def test_secrets_in_answers_are_masked() -> None:
    form = {"action": "Next", "data": {"FormData": {"pin": "4711", "name": "Ada"}}}
    said = customer(json.dumps(form), INTERACTIVE_RESPONSE)
    compared = compare([said], [customer("no")], frozenset({"4711"}))
    assert "4711" not in as_text(compared)
    assert "Ada" in as_text(compared)


def test_it_can_be_read_as_a_text() -> None:
    before = [row("Hello"), customer("Buy"), row("What?\nA bike?")]
    now = [row("Hello"), customer("Buy"), row("Which?"), event("chat.ended", "")]
    assert as_text(compare(before, now), "Before and now") == (
        "Before and now\n1 changed, 1 new\n\n  System: Hello\n  Customer: Buy\n"
        "- System: What?\n-   A bike?\n+ System: Which?\n+ The chat has ended\n"
    )


# whatever is compared

LINES = st.builds(
    Line,
    st.sampled_from(["Customer", "System", "Bot"]),
    st.sampled_from(["", "Hello", "Hello there", "Is it green?", "It is green", "bye"]),
    details=st.sampled_from([(), ("Buy", "Repair"), ("Buy",)]),
    is_event=st.booleans(),
)
TRANSCRIPTS = st.lists(LINES, max_size=9)


@settings(max_examples=60)
@given(TRANSCRIPTS)
def test_a_transcript_does_not_differ_from_itself(lines: list[Line]) -> None:
    compared = compare_lines(lines, list(lines))
    assert compared.differences == 0
    assert [pair.now for pair in compared.pairs] == lines


@settings(max_examples=120)
@given(TRANSCRIPTS, TRANSCRIPTS)
def test_nothing_is_lost_and_the_other_way_round_is_the_same(before: list[Line], now: list[Line]) -> None:
    compared, turned = compare_lines(before, now), compare_lines(now, before)
    assert [pair.before for pair in compared.pairs if pair.before] == before
    assert [pair.now for pair in compared.pairs if pair.now] == now
    there, back = compared.counts, turned.counts
    assert (there["same"], there["changed"]) == (back["same"], back["changed"])
    assert (there["gone"], there["new"]) == (back["new"], back["gone"])
    for pair in compared.pairs:
        assert "".join(piece.text for piece in pair.pieces[0]) == (pair.before.words if pair.before else "")
        assert "".join(piece.text for piece in pair.pieces[1]) == (pair.now.words if pair.now else "")


def test_a_very_long_turn_is_compared_in_its_order() -> None:
    size = int(MOST_CELLS**0.5) + 50
    before = [Line("Bot", f"Line {number} of before") for number in range(size)]
    now = [Line("Bot", f"Line {number} of now") for number in range(size)]
    now[100] = before[100]
    counts = compare_lines(before, now).counts
    assert (counts["same"], counts["changed"]) == (1, size - 1)
