"""Cards of messages: each sample is drawn, answered by clicks and by keys, and takes one answer only."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from console.chat.interactive import TEMPLATES, Draft, Standing, card_in
from tests.console.chat.test_interactive import ANSWERS, message
from tests.ui.chat.cards.conftest import Show
from ui.chat.cards.presses import ChoicePress, WordPress

PRESSED = {
    "ListPicker": ["Apple", "Orange", "Show more"],
    "Panel": ["Check self-service options", "Talk to an agent"],
    "QuickReply": ["Great", "Good", "Poor"],
    "TimePicker": [
        "Saturday, 2 January 2027, 01:00",
        "Saturday, 2 January 2027, 18:00",
        "Sunday, 3 January 2027, 18:30",
    ],
    "Carousel": ["Book flights", "Book hotels", "Book flights"],
}
"""The names of what is pressed, in the order of the answers of the sample."""
ALL = [(name, at) for name, names in PRESSED.items() for at in range(len(names))]


@pytest.mark.parametrize("name", PRESSED)
def test_each_choice_is_answered_by_a_click_and_by_keys(show: Show, name: str) -> None:
    for at, (choice, answer) in enumerate(zip(PRESSED[name], ANSWERS[name], strict=True)):
        draft = Draft(page=at // 2 if name == "Carousel" else 0)
        clicked = show(card_in(TEMPLATES[name].message), draft)
        clicked.click(choice)
        assert clicked.answers == [answer]
        typed = show(card_in(TEMPLATES[name].message), draft)
        key = Qt.Key.Key_Return if at % 2 else Qt.Key.Key_Space
        QTest.keyClick(typed.tab_to(choice), key)
        assert typed.answers == [answer]


def test_one_answer_is_all_that_is_taken(show: Show) -> None:
    shown = show(card_in(TEMPLATES["QuickReply"].message))
    shown.click("Good")
    shown.click("Great")
    QTest.keyClick(shown.button("Poor"), Qt.Key.Key_Return)
    assert shown.answers == [("text/plain", "Good")]
    assert not any(one.isEnabled() for one in shown.buttons())
    assert shown.button("Good").accessibleDescription() == "chosen"
    assert shown.button("Good").property("chosen") is True
    assert "Thanks for selecting!" in shown.said()


def test_a_link_opens_and_answers_nothing(show: Show) -> None:
    shown = show(card_in(TEMPLATES["ListPicker"].message))
    shown.click("Learn more")
    assert shown.links == ["https://www.example.com/produce"]
    assert not shown.replies
    shown.click("Apple")
    shown.click("Learn more")
    assert len(shown.links) == 2


def test_what_was_chosen_is_shown_again(show: Show) -> None:
    flights = Standing("answered", ANSWERS["Carousel"][2][1])
    shown = show(card_in(TEMPLATES["Carousel"].message), standing=flights)
    assert "2 of 2" in shown.said()
    assert shown.button("Book flights").accessibleDescription() == "chosen"


def test_a_card_that_was_replaced_says_so(show: Show) -> None:
    shown = show(card_in(TEMPLATES["Panel"].message))
    shown.view.show_standing(Standing("replaced"))
    assert "A newer one has taken its place." in shown.said()
    assert not shown.button("Talk to an agent").isEnabled()


def test_while_nothing_can_be_sent_nothing_can_be_chosen(show: Show) -> None:
    shown = show(card_in(TEMPLATES["Panel"].message))
    shown.view.show_standing(is_usable=False, why_not="The chat is over.")
    shown.click("Talk to an agent")
    assert not shown.replies
    assert shown.button("Talk to an agent").accessibleDescription() == "The chat is over."
    shown.view.show_standing()
    shown.click("Talk to an agent")
    assert len(shown.replies) == 1


def test_a_carousel_is_turned_by_buttons_and_keys(show: Show) -> None:
    draft = Draft()
    shown = show(card_in(TEMPLATES["Carousel"].message), draft)
    assert not shown.button("Previous page").isEnabled()
    shown.click("Next page")
    assert "New York" in shown.said()
    assert "California" not in shown.said()
    assert draft.page == 1
    assert not shown.button("Next page").isEnabled()
    QTest.keyClick(shown.button("Book flights"), Qt.Key.Key_PageUp)
    assert "California" in shown.said()


def test_times_stand_by_the_day_in_the_customers_time_zone(show: Show) -> None:
    shown = show(card_in(TEMPLATES["TimePicker"].message))
    said = shown.said()
    assert "Your time zone: CET (UTC+01:00) · there: Oscar, UTC−07:00" in said
    assert said.index("Saturday, 2 January 2027") < said.index("Sunday, 3 January 2027")
    words = [one.text() for one in shown.view.findChildren(WordPress)]
    assert words == ["01:00 (Fri 17:00 there)", "18:00 (10:00 there)", "18:30 (10:30 there)"]
    assert shown.view.findChildren(WordPress)[0].toolTip() == "Sends 2027-01-01T17:00:00.00+00:00"


def test_many_days_are_turned(show: Show) -> None:
    slots = [{"date": f"2027-01-{day:02}T10:00Z"} for day in range(1, 6)] + [{"date": "soon"}]
    shown = show(card_in(message("TimePicker", {"title": "T", "timeslots": slots})))
    assert "Friday, 1 January 2027" in shown.said()
    assert "Monday, 4 January 2027" not in shown.said()
    shown.click("Later days")
    assert "Monday, 4 January 2027" in shown.said()
    shown.click("soon")
    assert shown.answers == [("text/plain", "soon")]
    assert not shown.button("Later days").isEnabled()


def test_what_cannot_be_drawn_is_shown_as_json_with_a_note(show: Show) -> None:
    shown = show(card_in(message("AppleForm", {"title": "x"})))
    (box,) = shown.view.findChildren(QPlainTextEdit)
    assert '"templateType": "AppleForm"' in box.toPlainText()
    assert "Apple Messages for Business" in shown.said()
    assert shown.view.accessibleName() == "AppleForm"


def test_a_card_is_as_high_as_its_words_need(show: Show) -> None:
    long = "A text of many words that does not fit into one line. " * 8
    card = card_in(message("Panel", {"title": long, "elements": [{"title": long}, {"title": "b" * 300}]}))
    shown = show(card)
    assert shown.view.height_at(300) > shown.view.height_at(600) > 100
    for press in shown.view.findChildren(ChoicePress):
        assert press.height() >= press.heightForWidth(press.width()) - 1


def test_everything_has_a_name(show: Show) -> None:
    for template in TEMPLATES.values():
        shown = show(card_in(template.message))
        assert shown.view.accessibleName()
        assert all(one.accessibleName() for one in shown.buttons())
