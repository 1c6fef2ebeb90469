"""Views: what is drawn of each, what is wrong with what was typed, and the exact bytes of each answer."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.chat.interactive import (
    Card,
    Choices,
    Facts,
    Input,
    Inputs,
    Option,
    Steps,
    Text,
    ViewRequest,
    choices_in,
)
from console.chat.views import (
    FIELDS,
    MANAGED,
    defaults,
    gathered,
    input_in,
    inputs_in,
    problems,
    reply_to,
    secrets,
    sent_values,
    submits_in,
    view_card,
    was_sent,
)
from console.chat.views.contents import without_marks
from console.chat.views.samples import SAMPLES, described, managed
from console.sandbox.participant.views import VIEWS, custom
from tests.console.chat.test_interactive import VALUES

RESPONSE = "application/vnd.amazonaws.connect.message.interactive.response"


def sent(action: str, data: str) -> str:
    return f'{{"action":"{action}","data":{data},"templateType":"ViewResource","version":"1.0"}}'


DAY = '"FormData":{"day":"2027-10-10","time":"13:00"}'
ANSWERS = {
    "detail": {
        "Action 1": sent("ActionSelected", '{"actionName":"Action 1"}'),
        "Action 2": sent("ActionSelected", '{"actionName":"Action 2"}'),
        "Back": sent("Back", '{"Label":"Back"}'),
    },
    "list": {
        "A car": sent("ActionSelected", '{"actionName":"Select_Car"}'),
        "Back": sent("Back", '{"Label":"Back"}'),
    },
    "form": {
        "Trip": sent("Step", f'{{{DAY},"StepName":"Trip"}}'),
        "Edit": sent("Step", f'{{{DAY},"StepName":"Trip"}}'),
        "Send": sent("Next", f'{{{DAY},"StepName":"You"}}'),
        "Previous": sent("Step", f'{{{DAY},"StepName":"Trip"}}'),
        "Cancel": sent("Step", f'{{{DAY},"StepName":"You"}}'),
    },
    "confirmation": {"Go Home": sent("Next", '{"Label":"Go Home"}')},
    "cards": {
        "Update the trip": sent("ActionSelected", '{"actionName":"Update the trip","Id":"trip"}'),
        "Something else": sent("ActionSelected", '{"actionName":"Something else","Id":"trip"}'),
        "Refund": sent("ActionSelected", '{"actionName":"Refund","Id":"refund"}'),
        "Can't find match?": sent("NoMatchFound", '{"Label":"Can\'t find match?"}'),
        "Back": sent("Back", '{"Label":"Back"}'),
    },
    "every field": {"Next": sent("Next", '{"FormData":{"agreed":false}}')},
    "own": {"Send": sent("Submit", "{}"), "Skip": sent("Skip", '{"action":"Button"}')},
    "own cards": {
        "Cafe Card": sent("CardSelected", '{"Heading":"Cafe Card","Id":"CafeCard"}'),
        "Skip": sent("Skip", '{"action":"Button"}'),
    },
}
"""Of each sample: what everything that can be pressed sends before anything is typed."""


def pressed(card: Card) -> dict[str, str]:
    inputs = list(inputs_in(card))
    found = {one.title: one.reply for one in choices_in(card) if one.reply}
    found |= {one.title: reply_to(one, inputs, defaults(inputs)) for one in submits_in(card)}
    assert {one.content_type for one in found.values()} == {RESPONSE}
    return {title: reply.content for title, reply in found.items()}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_view_answers_in_its_shape(name: str) -> None:
    card = SAMPLES[name].card
    assert not card.json
    assert pressed(card) == ANSWERS[name]
    assert card.view is None


def test_every_managed_view_has_a_sample() -> None:
    assert {"detail", "list", "form", "confirmation", "cards"} <= set(SAMPLES)
    assert len(MANAGED) >= 5
    assert set(ANSWERS) == set(SAMPLES)


def test_a_form_sends_what_was_typed() -> None:
    card = SAMPLES["form"].card
    inputs = list(inputs_in(card))
    values = {**defaults(inputs), "email": "a@b.c", "colour": ["red"]}
    (onward,) = (one for one in submits_in(card) if one.title == "Send")
    assert onward.checks
    reply = reply_to(onward, inputs, values)
    typed = '"FormData":{"email":"a@b.c","day":"2027-10-10","time":"13:00","colour":["red"]}'
    assert reply.content == sent("Next", f'{{{typed},"StepName":"You"}}')
    assert was_sent(onward, reply.content)
    assert not was_sent(next(submits_in(card)), reply.content)
    assert sent_values(reply.content)["email"] == "a@b.c"


def test_a_view_of_ones_own_sends_its_values_by_themselves() -> None:
    card = SAMPLES["own"].card
    submit, skip = submits_in(card)
    inputs = list(inputs_in(card))
    assert reply_to(submit, inputs, {"email": "a@b.c"}).content == sent("Submit", '{"email":"a@b.c"}')
    assert (submit.checks, submit.look, skip.checks) == (True, "primary", False)


def test_every_field_gathers_in_its_shape() -> None:
    inputs = list(inputs_in(SAMPLES["every field"].card))
    assert {one.name for one in inputs} >= set(FIELDS) - {"FormInput", "Checkbox"}
    card = {"CardNumber": "4111 1111 1111 1111", "CardholderName": "A", "SecurityCode": "123"}
    values = {
        "number": "5",
        "Dropdown": ["red"],
        "several": ["red", "blue"],
        "RadioGroup": "green",
        "CheckboxGroup": ["blue"],
        "Toggle": ["red"],
        "agreed": True,
        "TextArea": "a\nb",
        "Address": {"City": "Bonn", "Country": ""},
        "CreditCard": card,
        "password": "hunter2-not-real",
    }
    assert gathered(inputs, values) == {**values, "Address": {"City": "Bonn"}}
    assert secrets(inputs, values) == ("hunter2-not-real", "4111 1111 1111 1111", "123")
    (onward,) = submits_in(SAMPLES["every field"].card)
    reply = reply_to(onward, inputs, values)
    assert reply.secrets == secrets(inputs, values)
    assert "4111" not in repr(reply)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("email", "a@b.c", "a@b"),
        ("number", "-1.5e3", "1,5"),
        ("tel", "+49 (0)30 / 1234-5", "call me"),
        ("tel", "5", "()"),
        ("url", "https://example.com", "example.com"),
        ("date", "2027-02-28", "2027-02-29"),
        ("time", "13:00", "25:00"),
        ("card", "4111-1111-1111-1111", "4111 1111"),
    ],
)
def test_what_was_typed_has_to_fit(kind: Any, right: str, wrong: str) -> None:
    one = Input("a", "A", kind)
    assert problems([one], {"a": right}) == {}
    assert problems([one], {"a": ""}) == {}
    assert list(problems([one], {"a": wrong})) == ["a"]


def test_what_is_required_has_to_be_there() -> None:
    address = input_in({"Type": "Address", "Name": "home", "Required": True})
    assert address is not None
    fields = [
        Input("text", "T", is_required=True),
        Input("agreed", "A", "check", is_required=True, default=False),
        Input("one", "O", "radio", (Option("a", "a"),), is_required=True),
        address,
    ]
    found = problems(fields, {"home": {"City": "Bonn"}})
    assert found == {
        "text": "Fill this in.",
        "agreed": "Choose something.",
        "one": "Choose something.",
        "home.AddressLine1": "Fill this in.",
        "home.PostalCode": "Fill this in.",
    }


@pytest.mark.parametrize(
    ("item", "kind", "default"),
    [
        ({"Type": "FormInput", "DefaultValue": 5}, "text", "5"),
        ({"Type": "FormInput", "InputType": "Password"}, "password", ""),
        ({"Type": "FormInput", "InputType": "novel"}, "text", ""),
        ({"Type": "TimePicker", "DefaultValue": "01:00"}, "time", "01:00"),
        ({"Type": "Dropdown", "DefaultValue": "a"}, "dropdown", ["a"]),
        ({"Type": "Dropdown", "DefaultValue": ["a", "b"]}, "dropdown", ["a"]),
        ({"Type": "Dropdown", "DefaultValue": ["a", "b"], "MultiSelect": "true"}, "several", ["a", "b"]),
        ({"Type": "CheckboxGroup", "DefaultValue": ["a"]}, "checks", ["a"]),
        ({"Type": "Checkbox", "DefaultValue": True}, "check", True),
        ({"Type": "Checkbox", "Options": ["a"]}, "checks", []),
        ({"Type": "Toggle", "DefaultValue": "true"}, "toggle", ["true"]),
        ({"Type": "Toggle", "Options": ["a", "b"], "DefaultValue": ["b"]}, "toggle", ["b"]),
    ],
)
def test_a_form_item_is_read(item: Any, kind: str, default: Any) -> None:
    found = input_in({"Name": "n", **item})
    assert found is not None
    assert (found.name, found.kind, found.default) == ("n", kind, default)


def test_what_is_no_field_is_noted() -> None:
    items = [{"Type": "Hologram"}, {"Label": "L", "Value": "V"}]
    view = managed("form", "FormWithSteps", ("Next",), "Sections", {"Sections": [{"Items": items}]})
    assert "Hologram" in view.card.notes[0]
    assert any(isinstance(one, Facts) for one in view.card.parts)


def test_actions_are_those_that_the_flow_names() -> None:
    inputs = {
        "Sections": "Read this",
        "Next": {"Label": "Go", "Action": "Submit", "Details": {"a": 1}},
        "Cancel": {"Label": "No"},
        "Back": "Home",
        "Wizard": {"Heading": "Progress", "Selected": "B", "Steps": [{"Heading": "A"}, {"Heading": "B"}]},
    }
    card = managed("form", "FormView", ("Submit", "Cancel", "Step", "Back"), "Sections", inputs).card
    assert pressed(card) == {
        "A": sent("Step", '{"FormData":{},"StepName":"A"}'),
        "Go": sent("Submit", '{"FormData":{},"StepName":"B","Details":{"a":1}}'),
        "No": sent("Cancel", '{"FormData":{},"StepName":"B"}'),
        "Home": sent("Back", '{"FormData":{},"StepName":"B"}'),
    }
    (steps,) = (one for one in card.parts if isinstance(one, Steps))
    assert [one.state for one in steps.items] == ["done", "now"]


def test_a_server_side_error_is_shown() -> None:
    inputs = {"ErrorText": {"Header": "It failed", "Content": "Try again"}, "Sections": []}
    card = managed("form", "FormWithSteps", ("Next",), "Sections", inputs).card
    assert Text("It failed\nTry again", "problem") in card.parts


def test_marks_in_a_template_string_draw_nothing() -> None:
    marked = (
        "<TextContent>Steps:<ol><li>one &amp; two</li><li><img src='https://x'>three</li></ol></TextContent>"
    )
    assert without_marks(marked) == "Steps:\n• one & two\n• three"
    assert without_marks("1 < 2") == "1 < 2"


def test_inputs_that_are_missing_are_told() -> None:
    sample = SAMPLES["own cards"]
    card = view_card(ViewRequest("t", "v", {}), sample.described)
    assert any("CafeHeading" in one for one in card.notes)


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ({"Template": "{", "InputSchema": "{}"}, "INVALID_VIEW_ID"),
        ({"Template": '{"Body": []}'}, "INVALID_VIEW_ID"),
        ({}, "INVALID_VIEW_ID"),
        ({"Template": '{"Body": [{"Type": "Text"}]}', "InputSchema": "{"}, "INVALID_VIEW_ID"),
        ({"Template": '{"Body": [{"Type": "Hologram"}]}', "Actions": ["A"]}, "Hologram is not drawn"),
        ({"Template": '{"Body": [{"Type": "Text"}]}'}, "names no actions"),
    ],
)
def test_a_view_that_cannot_be_drawn_says_why(content: Any, note: str) -> None:
    card = view_card(ViewRequest("t", "v"), {"View": {"Id": "v", "Content": content}})
    assert any(note in one for one in card.notes), card.notes


def test_components_within_components_stand_below_each_other() -> None:
    body: list[dict[str, Any]] = [
        {
            "Type": "Section",
            "Props": {"Heading": "$.A.B"},
            "Content": ["$.Words", {"Type": "Card", "Props": None}],
        },
        {"Type": "Card", "Props": {"Heading": "One", "Action": "Go"}},
        {"Type": "Card", "Props": {"Heading": "Two"}},
        {"Type": "Button", "Props": {"Label": {"Label": "Press"}, "Action": "Go"}, "Content": "no list"},
    ]
    card = view_card(
        ViewRequest("t", "v", {"A": {"B": "Head"}, "Words": "words"}), described("v", body, ["Go"])
    )
    assert card.parts[:2] == (Text("Head", "heading"), Text("words"))
    (tiles,) = (one for one in card.parts if isinstance(one, Choices))
    assert [(one.title, bool(one.reply)) for one in tiles.items][1:] == [("One", True), ("Two", False)]


def test_a_body_without_end_is_cut() -> None:
    inside: Any = []
    for _ in range(300):
        inside = [{"Type": "Container", "Content": inside}]
    card = view_card(ViewRequest("t", "v"), described("v", inside, ["A"]))
    assert any("nested deeper" in one for one in card.notes)


TYPES = [*MANAGED, *FIELDS, "Card", "Button", "Container", "TextBlock", "AttributeBar", "AttributeSection"]
PROPS = [
    "Heading",
    "Sections",
    "Items",
    "Cards",
    "Actions",
    "Next",
    "Back",
    "Wizard",
    "AttributeBar",
    "ErrorText",
]
PROPS += ["Name", "Label", "Value", "Options", "DefaultValue", "Summary", "Detail", "Id", "Type", "Details"]


@st.composite
def bodies(draw: st.DrawFn) -> Any:
    props = st.dictionaries(
        st.sampled_from(PROPS), st.one_of(VALUES, st.sampled_from(["$.X", "$."])), max_size=5
    )
    inner = st.fixed_dictionaries({"Type": st.sampled_from(TYPES), "Props": props, "Content": VALUES})
    return draw(st.one_of(VALUES, st.lists(inner, max_size=3)))


@settings(max_examples=40)
@given(bodies(), VALUES, VALUES)
def test_whatever_a_view_is_it_is_drawn_or_told(body: Any, given_input: Any, actions: Any) -> None:
    content = {"Template": json.dumps({"Body": body}), "InputSchema": "{}", "Actions": actions}
    card = view_card(ViewRequest("t", "v", {"X": given_input}), {"View": {"Content": content}})
    inputs = list(inputs_in(card))
    assert card.parts or card.notes
    problems(inputs, defaults(inputs))
    for one in submits_in(card):
        reply_to(one, inputs, defaults(inputs)).content.encode()


@settings(max_examples=50)
@given(VALUES)
def test_whatever_is_described_is_drawn_or_told(value: Any) -> None:
    described_as = value if isinstance(value, dict) else {"View": value}
    assert view_card(ViewRequest("t", "v"), described_as).notes


def test_fields_of_one_row_stand_beside_each_other() -> None:
    (fields,) = (one for one in SAMPLES["form"].card.parts if isinstance(one, Inputs))
    assert [len(row) for row in fields.rows] == [1, 2, 1]
    section = {
        "Type": "FormSection",
        "Configuration": {"Layout": {"Columns": ["6", "6"]}},
        "Items": [{"Type": "FormInput", "Name": name} for name in "abc"],
    }
    card = managed("form", "FormWithSteps", ("Next",), "Sections", {"Sections": [section]}).card
    (fields,) = (one for one in card.parts if isinstance(one, Inputs))
    assert [len(row) for row in fields.rows] == [2, 1]


@pytest.mark.parametrize("view_id", sorted(VIEWS))
def test_the_sandbox_describes_what_is_drawn_here(view_id: str) -> None:
    view = VIEWS[view_id]
    card = view_card(ViewRequest("t", view_id, SAMPLES[view_id].inputs), view.describe())
    assert pressed(card) == ANSWERS[view_id]
    assert not card.notes


def test_the_sandbox_stands_in_for_a_view_of_ones_own() -> None:
    view = custom("arn:aws:connect:us-east-1:123456789012:instance/i/view/v", ["Hello"], ["Go"])
    card = view_card(ViewRequest("t", "v", {"Hello": "Good day"}), view.describe())
    assert pressed(card) == {"Go": sent("Go", '{"action":"Button"}')}
    assert Text("Good day") in card.parts
