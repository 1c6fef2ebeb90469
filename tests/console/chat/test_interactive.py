"""Interactive messages: each template's card, and the exact bytes of each answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.chat.interactive import (
    ELSEWHERE,
    TEMPLATES,
    Card,
    Choice,
    Choices,
    Pages,
    Slots,
    card_in,
    choices_in,
    of_free_text,
    replies_in,
)
from console.chat.interactive.replies import compact
from console.chat.interactive.times import moment, moved

TEXT = "text/plain"
RESPONSE = "application/vnd.amazonaws.connect.message.interactive.response"
SHOW_MORE = (
    '{"version":"1.0","data":{"actionName":"SHOW_MORE","preIndex":-1,"nextIndex":5,"listId":"serviceList",'
    '"templateType":"ListPicker","referenceId":"3f2b6c1e-0000-4000-8000-000000000001"},"action":"SHOW_MORE"}'
)
ANSWERS = {
    "ListPicker": [(TEXT, "Apple"), (TEXT, "Orange"), (RESPONSE, SHOW_MORE)],
    "Panel": [(TEXT, "Check self-service options"), (TEXT, "Talk to an agent")],
    "QuickReply": [(TEXT, "Great"), (TEXT, "Good"), (TEXT, "Poor")],
    "TimePicker": [
        (TEXT, "2027-01-01T17:00:00.00+00:00"),
        (TEXT, "2027-01-02T10:00:00.00+00:00"),
        (TEXT, "2027-01-03T10:30:00.00+00:00"),
    ],
    "Carousel": [
        (TEXT, '{"templateIdentifier":"template0","listTitle":"California","selectionText":"Book flights"}'),
        (TEXT, '{"templateIdentifier":"template0","listTitle":"California","selectionText":"Book hotels"}'),
        (TEXT, '{"templateIdentifier":"template1","listTitle":"New York","selectionText":"Book flights"}'),
    ],
    "ViewResource": [],
}
"""Of each sample: all that it can answer, byte for byte as the hosted widget sends it."""


def message(template: str, content: Any, **data: Any) -> str:
    whole = {"templateType": template, "version": "1.0", "data": {**data, "content": content}}
    return json.dumps(whole)


def titles(card: Card) -> list[str]:
    return [one.title for one in choices_in(card)]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_sample_is_drawn_and_answers_as_the_widget_does(name: str) -> None:
    card = card_in(TEMPLATES[name].message)
    assert not card.json
    assert not card.notes
    assert [(one.content_type, one.content) for one in replies_in(card)] == ANSWERS[name]


def test_every_template_of_the_reference_is_here() -> None:
    assert set(TEMPLATES) == {"ListPicker", "Panel", "QuickReply", "TimePicker", "Carousel", "ViewResource"}
    assert set(ANSWERS) == set(TEMPLATES)


def test_a_list_picker_has_pictures_a_link_and_words_of_thanks() -> None:
    card = card_in(TEMPLATES["ListPicker"].message)
    assert card.image is not None
    assert card.image.url == "https://images.example.com/fruit.jpg"
    assert card.thanks is not None
    assert (card.thanks.title, card.thanks.subtitle) == ("Thanks for selecting!", "Produce selected")
    apple, _, link, more = choices_in(card)
    assert apple.image is not None
    assert apple.image.words == "An apple"
    assert (link.reply, link.link) == (None, "https://www.example.com/produce")
    assert more.is_paging
    assert more.reply is not None


def test_a_hyperlink_without_an_address_is_a_choice() -> None:
    card = card_in(message("Panel", {"title": "T", "elements": [{"title": "A", "type": "hyperlink"}]}))
    assert [one.content for one in replies_in(card)] == ["A"]


def test_paging_tells_only_what_the_picker_has() -> None:
    element = {"title": "Before", "actionDetail": "PREVIOUS_OPTIONS"}
    card = card_in(message("ListPicker", {"title": "T", "nextIndex": 2.0, "elements": [element]}))
    (reply,) = replies_in(card)
    assert (reply.content_type, reply.content) == (
        RESPONSE,
        '{"version":"1.0","data":{"actionName":"PREVIOUS_OPTIONS","nextIndex":2,"templateType":"ListPicker"},'
        '"action":"PREVIOUS_OPTIONS"}',
    )


def test_the_answer_of_a_carousel_cuts_its_title_and_escapes_nothing() -> None:
    element = {
        "templateIdentifier": "a",
        "templateType": "ListPicker",
        "version": "1.0",
        "data": {"content": {"title": "é" * 401, "elements": [{"title": 'Say "yes"'}]}},
    }
    card = card_in(message("Carousel", {"title": "T", "elements": [element]}))
    (reply,) = replies_in(card)
    cut = "é" * 400 + "..."
    assert (
        reply.content
        == '{"templateIdentifier":"a","listTitle":"' + cut + '","selectionText":"Say \\"yes\\""}'
    )


def test_a_long_title_is_sent_whole() -> None:
    card = card_in(message("QuickReply", {"title": "Q", "elements": [{"title": "x" * 300}, {"title": "b"}]}))
    assert next(replies_in(card)).content == "x" * 300
    assert card.notes == ("The hosted widget cuts an option after 200 characters; all of it is sent.",)


@pytest.mark.parametrize(
    ("offset", "sent"),
    [
        (None, "2026-01-02T00:00+00:00"),
        (0, "2026-01-02T00:00+00:00"),
        ("", "2026-01-02T00:00+00:00"),
        ("-30", "2026-01-01T23:30:00.00+00:00"),
        ("0", "2026-01-02T00:00:00.00+00:00"),
        (-420, "2026-01-01T17:00:00.00+00:00"),
        (True, "2026-01-02T00:00+00:00"),
        ("nonsense", "2026-01-02T00:00+00:00"),
        (1e300, "2026-01-02T00:00+00:00"),
    ],
)
def test_a_slot_is_sent_as_the_widget_moves_it(offset: Any, sent: str) -> None:
    content = {"title": "T", "timeZoneOffset": offset, "timeslots": [{"date": "2026-01-02T00:00+00:00"}]}
    (reply,) = replies_in(card_in(message("TimePicker", content)))
    assert reply.content == sent


def test_slots_stand_in_their_order_and_one_that_is_no_date_is_sent_as_it_is() -> None:
    dates = ["soon", "2026-01-03T00:00Z", "2026-01-02T00:00Z"]
    card = card_in(
        message("TimePicker", {"title": "T", "timeslots": [{"date": one} for one in dates] + [{}]})
    )
    (slots,) = (one for one in card.parts if isinstance(one, Slots))
    assert [one.date for one in slots.items] == ["2026-01-02T00:00Z", "2026-01-03T00:00Z", "soon"]
    assert slots.items[-1].reply.content == "soon"
    assert len(card.notes) == 2


def test_a_date_alone_is_utc_as_in_javascript() -> None:
    assert moment("2026-01-02") == datetime(2026, 1, 2, tzinfo=UTC)
    assert moment("0001-01-01T00:00+14:00") is None
    assert moved(datetime.max.replace(tzinfo=UTC), 60) is None


def test_a_view_keeps_its_token_out_of_sight_and_opens_its_inputs() -> None:
    view = card_in(TEMPLATES["ViewResource"].message).view
    assert view is not None
    assert (view.token, view.view_id) == ("an-opaque-token", "detail")
    assert view.inputs["Actions"] == ["Track it"]
    assert view.inputs["Sections"] == "On its way."
    assert "an-opaque-token" not in repr(view)


def test_the_inputs_of_a_view_may_be_a_text() -> None:
    content = {"viewId": "v", "viewToken": "t", "viewData": '{"a": "[1]", "b": "x", "c": "null"}'}
    view = card_in(message("ViewResource", content)).view
    assert view is not None
    assert view.inputs == {"a": [1], "b": "x", "c": "null"}


def test_free_text_goes_to_a_view_that_waits() -> None:
    reply = of_free_text('No "thanks" ü')
    assert reply.content_type == RESPONSE
    assert reply.content == (
        '{"action":" ","data":{"content":"No \\"thanks\\" ü"},"templateType":"ViewResource","version":"1.0"}'
    )


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_template_of_another_channel_is_told(name: str) -> None:
    card = card_in(message(name, {"title": "x"}))
    assert ELSEWHERE[name] in card.notes[0]
    assert json.loads(card.json)["templateType"] == name


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "no JSON object"),
        ("[]", "no JSON object"),
        ('{"version": "1.0"}', "names no templateType"),
        ('{"templateType": "Novel", "data": {"content": {"a": 1}}}', "Novel is not known"),
        ('{"templateType": "Panel", "data": {"title": "x"}}', "no data.content"),
        ("[" * 100_000, "no JSON object"),
    ],
)
def test_what_cannot_be_drawn_is_shown_with_a_note(content: str, told: str) -> None:
    card = card_in(content)
    assert told in card.notes[0]
    assert not card.parts


def test_json_within_json_is_read() -> None:
    assert card_in(json.dumps(TEMPLATES["Panel"].message)) == card_in(TEMPLATES["Panel"].message)
    within = message("Panel", json.dumps({"title": "T", "elements": '[{"title": "A"}]'}))
    assert titles(card_in(within)) == ["A"]


@pytest.mark.parametrize(
    ("template", "content", "note"),
    [
        ("Panel", {"elements": [{"title": "A"}]}, "no title"),
        ("Panel", {"title": "x" * 401, "elements": [{"title": "A"}]}, "cuts this title after 400"),
        ("Panel", {"title": "T", "elements": [{"title": "A"}, {}]}, "without a title is left out"),
        ("ListPicker", {"title": "T", "elements": [{"title": str(at)} for at in range(7)]}, "1 to 6"),
        ("QuickReply", {"title": "T", "elements": [{"title": "A"}]}, "2 to 5"),
        ("TimePicker", {"title": "T", "timeslots": []}, "has 0"),
        ("Carousel", {"title": "T", "elements": [{}, {}]}, "templateIdentifier"),
        ("ViewResource", {"viewId": "form"}, "no viewToken"),
    ],
)
def test_a_limit_that_is_passed_is_noted(template: str, content: Any, note: str) -> None:
    card = card_in(message(template, content))
    assert any(note in one for one in card.notes), card.notes
    assert not card.json


def test_another_version_is_noted() -> None:
    whole = json.loads(TEMPLATES["Panel"].message)
    assert card_in(json.dumps({**whole, "version": "2.0"})).notes == ("Its version is 2.0, not 1.0.",)
    del whole["version"]
    assert "version is missing" in card_in(json.dumps(whole)).notes[0]


def test_a_page_of_a_carousel_that_is_no_picker_is_shown_as_it_is() -> None:
    element = {"templateIdentifier": "a", "templateType": "TimePicker", "data": {}}
    card = card_in(message("Carousel", {"title": "T", "elements": [element]}))
    (pages,) = (one for one in card.parts if isinstance(one, Pages))
    assert pages.cards[0].json
    assert not list(replies_in(card))


def test_json_is_written_as_javascript_writes_it() -> None:
    value = {"a": [1.0, 1.5, True, None, "é/\u2028"], "b": {}, "n": float("nan")}
    assert compact(value) == '{"a":[1,1.5,true,null,"é/\u2028"],"b":{},"n":null}'
    deep: Any = "x"
    for _ in range(2000):
        deep = [deep]
    assert compact(deep).count("[") == 100


# -- whatever comes ---------------------------------------------------------------------------------

NAMES = ["title", "subtitle", "elements", "timeslots", "date", "imageData", "type", "url", "actionDetail"]
NAMES += [
    "data",
    "content",
    "templateType",
    "version",
    "replyMessage",
    "timeZoneOffset",
    "viewData",
    "viewToken",
]
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        [*TEMPLATES, "hyperlink", "SHOW_MORE", "2026-01-02T00:00Z", "https://x", "{}", "[1]", "\ud800"]
    ),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)
    ),
    max_leaves=14,
)


@settings(max_examples=80)
@given(st.sampled_from([*TEMPLATES, "Novel", 5]), VALUES, VALUES)
def test_whatever_comes_is_read(template: Any, content: Any, thanks: Any) -> None:
    data = {"content": content, "replyMessage": thanks}
    whole = json.dumps({"templateType": template, "version": "1.0", "data": data})
    card = card_in(whole)
    assert card.parts or card.notes or card.view
    for reply in replies_in(card):
        reply.content.encode()
    assert repr(card_in(whole)) == repr(card)


@settings(max_examples=50)
@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert card_in(text).notes


def test_a_choice_is_words_only_where_it_is_a_quick_reply() -> None:
    looks = {
        name: {one.look for one in card_in(TEMPLATES[name].message).parts if isinstance(one, Choices)}
        for name in ("QuickReply", "Panel")
    }
    assert looks == {"QuickReply": {"words"}, "Panel": {"rows"}}
    assert Choice("A").reply is None
