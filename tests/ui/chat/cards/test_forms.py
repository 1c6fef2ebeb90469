"""Views: each sample is drawn, filled in and answered by clicks and by keys, byte for byte."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPlainTextEdit, QRadioButton

from console.chat.interactive import Draft, Standing
from console.chat.views.samples import SAMPLES, managed
from tests.console.chat.test_views import ANSWERS, DAY, sent
from tests.ui.chat.cards.conftest import Show, Shown

SIMPLE = ["detail", "list", "confirmation", "cards", "own cards"]
WITHIN = {"Update the trip": "Trip to Mexico", "Something else": "Trip to Mexico"}
"""What is pressed only once a card was opened."""


def answers(shown: Shown) -> list[str]:
    return [one.content for one in shown.replies]


@pytest.mark.parametrize("name", SIMPLE)
def test_each_button_answers_by_a_click_and_by_keys(show: Show, name: str) -> None:
    for title, answer in ANSWERS[name].items():
        clicked = show(SAMPLES[name].card)
        if title in WITHIN:
            clicked.click(WITHIN[title])
        clicked.click(title)
        assert answers(clicked) == [answer]
        typed = show(SAMPLES[name].card)
        if title in WITHIN:
            QTest.keyClick(typed.tab_to(WITHIN[title]), Qt.Key.Key_Return)
        QTest.keyClick(typed.tab_to(title), Qt.Key.Key_Return)
        assert answers(typed) == [answer]


def test_a_card_opens_and_closes(show: Show) -> None:
    draft = Draft()
    shown = show(SAMPLES["cards"].card, draft)
    shown.click("Trip to Mexico")
    assert "Two people, five nights" in shown.said()
    assert draft.opened == "Trip to Mexico"
    assert shown.button("All cards").hasFocus()
    shown.click("All cards")
    assert "Two people, five nights" not in shown.said()
    assert shown.button("Trip to Mexico").hasFocus()
    assert not shown.replies
    again = show(SAMPLES["cards"].card, Draft(opened="Trip to Mexico"))
    assert "Two people, five nights" in again.said()


def test_the_card_in_which_the_answer_was_given_is_open(show: Show) -> None:
    shown = show(SAMPLES["cards"].card, standing=Standing("answered", ANSWERS["cards"]["Something else"]))
    assert shown.button("Something else").accessibleDescription() == "chosen"
    assert shown.button("Update the trip").accessibleDescription() == ""


def test_the_keyboard_comes_to_the_first_control(show: Show) -> None:
    shown = show(SAMPLES["own"].card)
    shown.view.focus()
    assert shown.line("E-mail").hasFocus()


def test_a_form_is_filled_in_by_clicks(show: Show) -> None:
    shown = show(SAMPLES["form"].card)
    shown.write("E-mail", "a@b.c")
    combo = shown.view.findChild(QComboBox)
    assert isinstance(combo, QComboBox)
    QTest.keyClicks(combo, "Red")
    combo.activated.emit(combo.currentIndex())
    shown.click("Send")
    typed = '"FormData":{"email":"a@b.c","day":"2027-10-10","time":"13:00","colour":["red"]}'
    assert answers(shown) == [sent("Next", f'{{{typed},"StepName":"You"}}')]
    assert not shown.line("E-mail").isEnabled()
    assert shown.button("Send").accessibleDescription() == "chosen"


def test_a_form_is_filled_in_by_keys(show: Show) -> None:
    shown = show(SAMPLES["own"].card)
    QTest.keyClicks(shown.tab_to("E-mail"), "a@b.c")
    QTest.keyClick(shown.line("E-mail"), Qt.Key.Key_Return)
    assert answers(shown) == [sent("Submit", '{"email":"a@b.c"}')]


@pytest.mark.parametrize("title", ["Trip", "Edit", "Previous", "Cancel"])
def test_ways_back_ask_for_nothing(show: Show, title: str) -> None:
    shown = show(SAMPLES["form"].card)
    shown.click(title)
    assert answers(shown) == [ANSWERS["form"][title]]
    assert DAY in answers(shown)[0]


def test_a_problem_stands_at_its_field_before_anything_is_sent(show: Show) -> None:
    shown = show(SAMPLES["form"].card)
    height = shown.view.height_at(420)
    shown.click("Send")
    assert not shown.replies
    assert "Fill this in." in shown.said()
    line = shown.line("E-mail")
    assert line.hasFocus()
    assert line.property("invalid") is True
    assert line.accessibleDescription() == "Fill this in."
    assert shown.view.height_at(420) > height
    shown.write("E-mail", "a@b.c")
    assert "Fill this in." not in shown.said()
    assert line.accessibleDescription() == "We write to you there., required"


def test_what_does_not_fit_is_told_when_the_field_is_left(show: Show) -> None:
    shown = show(SAMPLES["form"].card)
    shown.write("Day", "tomorrow")
    QTest.keyClick(shown.line("Day"), Qt.Key.Key_Tab)
    assert "Write a date as 2027-01-31." in shown.said()
    shown.click("Previous")
    assert len(shown.replies) == 1


def test_every_kind_of_field_is_filled_in(show: Show) -> None:
    shown = show(SAMPLES["every field"].card)
    lines = {
        "Text": "words",
        "Number": "5",
        "Password": "hunter2-not-real",
        "Email": "a@b.c",
        "Tel": "+49 30 1",
        "Url": "https://example.com",
        "DatePicker": "2027-01-31",
        "TimePicker": "13:00",
        "TimeInput": "14:00",
        "City": "Bonn",
        "Card number": "4111 1111 1111 1111",
    }
    for name, text in lines.items():
        shown.write(name, text)
    (area,) = shown.view.findChildren(QPlainTextEdit)
    QTest.keyClicks(area, "more words")
    ticks = {one.accessibleName(): one for one in shown.view.findChildren(QCheckBox)}
    for name in ("CheckboxGroup: Blue", "CheckboxGroup: Red", "Toggle: Green", "Several: Red", "I agree"):
        QTest.keyClick(ticks[name], Qt.Key.Key_Space)
    radio = next(one for one in shown.view.findChildren(QRadioButton) if "Green" in one.accessibleName())
    QTest.keyClick(radio, Qt.Key.Key_Return)
    shown.click("Next")
    typed = (
        '{"text":"words","number":"5","password":"hunter2-not-real","email":"a@b.c","tel":"+49 30 1",'
        '"url":"https://example.com","TextArea":"more words","DatePicker":"2027-01-31","TimePicker":"13:00",'
        '"TimeInput":"14:00","RadioGroup":"green","CheckboxGroup":["red","blue"],"Toggle":["green"],'
        '"Address":{"City":"Bonn"},"CreditCard":{"CardNumber":"4111 1111 1111 1111"},"several":["red"],'
        '"agreed":true}'
    )
    assert answers(shown) == [sent("Next", f'{{"FormData":{typed}}}')]
    assert shown.replies[0].secrets == ("hunter2-not-real", "4111 1111 1111 1111")


def test_what_was_typed_outlives_the_widgets(show: Show) -> None:
    draft = Draft()
    shown = show(SAMPLES["form"].card, draft)
    shown.write("E-mail", "half")
    again = show(SAMPLES["form"].card, draft)
    assert again.line("E-mail").text() == "half"
    assert "half" not in repr(draft)


def test_an_answered_form_shows_what_was_sent(show: Show) -> None:
    answer = sent("Next", '{"FormData":{"email":"a@b.c"},"StepName":"You"}')
    shown = show(SAMPLES["form"].card, standing=Standing("answered", answer))
    assert shown.line("E-mail").text() == "a@b.c"
    assert not shown.line("E-mail").isEnabled()
    assert shown.button("Send").accessibleDescription() == "chosen"


def test_the_attribute_bar_copies_and_opens(show: Show) -> None:
    shown = show(SAMPLES["detail"].card)
    shown.click("Copy Case")
    shown.click("Example")
    assert (shown.copied, shown.links) == (["1234567"], ["https://www.example.com"])
    assert "• packed\n• sent" in shown.said()


def test_words_beside_a_tick_tick_it(show: Show) -> None:
    items = [{"Type": "Checkbox", "Name": "ok", "Label": "I agree", "Required": True}]
    view = managed("form", "FormWithSteps", ("Next",), "Sections", {"Sections": [{"Items": items}]})
    shown = show(view.card)
    shown.click("Next")
    assert "Choose something." in shown.said()
    tick = shown.view.findChild(QCheckBox)
    assert isinstance(tick, QCheckBox)
    words = next(one for one in shown.view.findChildren(QLabel) if one.text() == "I agree")
    QTest.mouseClick(words, Qt.MouseButton.LeftButton)
    shown.click("Next")
    assert answers(shown) == [sent("Next", '{"FormData":{"ok":true}}')]
