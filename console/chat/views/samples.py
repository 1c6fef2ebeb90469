"""One sample of each view: what DescribeView tells, and the inputs that a flow gives. Made up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from console.chat.interactive.card import Card, ViewRequest
from console.chat.views.fields import FIELDS
from console.chat.views.view import view_card

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Sample:
    """A view with its inputs."""

    view_id: str
    described: Json
    inputs: Json

    @property
    def request(self) -> ViewRequest:
        """What a message says of it."""
        return ViewRequest("an-opaque-token", self.view_id, self.inputs)

    @property
    def card(self) -> Card:
        """The view, drawn."""
        return view_card(self.request, self.described)


def described(view_id: str, body: Sequence[Json], actions: Sequence[str], *required: str) -> Json:
    """DescribeView's answer for a view."""
    template = {
        "Head": {"Title": view_id.title(), "Configuration": {"Layout": {"Columns": ["12"]}}},
        "Body": body,
    }
    schema = {"type": "object", "properties": {}, "required": list(required)}
    content = {
        "InputSchema": json.dumps(schema),
        "Template": json.dumps(template),
        "Actions": list(actions),
    }
    return {"View": {"Id": view_id, "Name": view_id.title(), "Version": 1, "Content": content}}


def managed(view_id: str, component: str, actions: Sequence[str], required: str, inputs: Json) -> Sample:
    """A view of Amazon Connect's own: one component, whose properties are the inputs."""
    props = {name: f"$.{name}" for name in inputs}
    body = [{"_id": component, "Type": component, "Props": props, "Content": []}]
    return Sample(view_id, described(view_id, body, actions, required), inputs)


_BAR: Final = [
    {"Label": "Queue", "Value": "Sales"},
    {"Label": "Case", "Value": "1234567", "LinkType": "case", "ResourceId": "1234567", "Copyable": True},
    {"Label": "Site", "Value": "Example", "LinkType": "external", "Url": "https://www.example.com"},
]
_OPTIONS: Final = [
    {"Label": "Red", "Value": "red"},
    {"Label": "Green", "Value": "green"},
    {"Label": "Blue", "Value": "blue"},
]
DETAIL: Final = managed(
    "detail",
    "DetailsView",
    ("ActionSelected", "Back"),
    "Sections",
    {
        "AttributeBar": _BAR,
        "Heading": "Your order",
        "Description": "Ordered on 3 January",
        "Sections": [
            {"TemplateString": "<TextContent>On its way:<ol><li>packed</li><li>sent</li></ol></TextContent>"},
            {"Heading": "Parcel", "Items": [{"Label": "Weight", "Value": "2 kg"}]},
            "It should be with you tomorrow.",
        ],
        "Actions": ["Action 1", "Action 2"],
        "Back": {"Label": "Back"},
    },
)
LIST: Final = managed(
    "list",
    "ListView",
    ("ActionSelected", "Back"),
    "Items",
    {
        "Heading": "You may be writing about …",
        "SubHeading": "Choose one",
        "Items": [
            {"Heading": "A car", "Description": "Booked for July", "Id": "Select_Car"},
            {"Heading": "Only to read", "Description": "This one has no id."},
        ],
        "Back": {"Label": "Back"},
    },
)
FORM: Final = managed(
    "form",
    "FormWithSteps",
    ("Back", "Next", "Step"),
    "Sections",
    {
        "Heading": "Your details",
        "SubHeading": "Two steps, then you are done",
        "Wizard": [
            {"Heading": "Trip", "Description": "Where to"},
            {"Heading": "You", "Selected": True},
            {"Heading": "Review", "Optional": True},
        ],
        "Sections": [
            {
                "Type": "DataSection",
                "Heading": "Trip",
                "isEditable": True,
                "Items": [{"Label": "From", "Value": "Seattle"}, {"Label": "To", "Value": "Cancun"}],
            },
            {
                "Type": "FormSection",
                "Heading": "You",
                "Items": [
                    {
                        "Type": "FormInput",
                        "Name": "email",
                        "Label": "E-mail",
                        "InputType": "email",
                        "Required": True,
                        "HelperText": "We write to you there.",
                    },
                    {
                        "LayoutConfiguration": {"Grid": [{"colspan": {"default": "6"}}] * 2},
                        "Items": [
                            {
                                "Type": "DatePicker",
                                "Name": "day",
                                "Label": "Day",
                                "DefaultValue": "2027-10-10",
                            },
                            {"Type": "TimeInput", "Name": "time", "Label": "Time", "DefaultValue": "13:00"},
                        ],
                    },
                    {"Type": "Dropdown", "Name": "colour", "Label": "Colour", "Options": _OPTIONS},
                ],
            },
        ],
        "Next": {"Label": "Send"},
        "Previous": "Previous",
        "Cancel": {"Label": "Cancel"},
    },
)
CONFIRMATION: Final = managed(
    "confirmation",
    "ConfirmationView",
    ("Next",),
    "Next",
    {
        "Heading": "Your reservation is changed",
        "SubHeading": "A confirmation is on its way to you.",
        "Graphic": {"Include": True},
        "Next": {"Label": "Go Home"},
    },
)
CARDS: Final = managed(
    "cards",
    "CardsView",
    ("ActionSelected", "Back", "NoMatchFound"),
    "Cards",
    {
        "Heading": "You may be writing about …",
        "CardsPerRow": 2,
        "Cards": [
            {
                "Summary": {
                    "Id": "trip",
                    "Icon": "Suitcase",
                    "Heading": "Trip to Mexico",
                    "Status": "Upcoming",
                    "Description": "From New York to Cancun",
                },
                "Detail": {
                    "Heading": "Trip to Mexico",
                    "Description": "Two people, five nights",
                    "Sections": {"TemplateString": "<p>Nothing else is known.</p>"},
                    "Actions": ["Update the trip", "Something else"],
                },
            },
            {"Summary": {"Id": "refund", "Heading": "Refund", "Status": "Refunded"}},
        ],
        "NoMatchFound": {"Label": "Can't find match?"},
        "Back": {"Label": "Back"},
    },
)
EVERY_FIELD: Final = managed(
    "form",
    "FormWithSteps",
    ("Back", "Next", "Step"),
    "Sections",
    {
        "Heading": "Every field",
        "Sections": [
            {
                "Type": "FormSection",
                "Items": [
                    *(
                        {"Type": "FormInput", "Name": kind, "Label": kind.title(), "InputType": kind}
                        for kind in ("text", "number", "password", "email", "tel", "url")
                    ),
                    *(
                        {"Type": kind, "Name": kind, "Label": kind, "Options": _OPTIONS}
                        for kind in FIELDS
                        if kind not in ("FormInput", "Checkbox")
                    ),
                    {
                        "Type": "Dropdown",
                        "Name": "several",
                        "Label": "Several",
                        "MultiSelect": True,
                        "Options": _OPTIONS,
                    },
                    {"Type": "Checkbox", "Name": "agreed", "Label": "I agree"},
                ],
            }
        ],
        "Next": "Next",
    },
)
OWN: Final = Sample(
    "5f0c2a1e-0000-4000-8000-000000000001",
    described(
        "Callback",
        [
            {
                "_id": "box",
                "Type": "Container",
                "Props": {},
                "Content": [
                    {"_id": "said", "Type": "TextBlock", "Props": {"Text": "$.Greeting"}, "Content": []},
                    {
                        "_id": "email",
                        "Type": "FormInput",
                        "Props": {
                            "Name": "email",
                            "Label": "$.EmailLabel",
                            "InputType": "email",
                            "Required": True,
                        },
                        "Content": [],
                    },
                ],
            },
            {"_id": "send", "Type": "Button", "Props": {"Action": "Submit"}, "Content": ["Send"]},
            {"_id": "skip", "Type": "Button", "Props": {"Action": "Skip"}, "Content": ["Skip"]},
        ],
        ("Submit", "Skip"),
    ),
    {"Greeting": "Where can we write to?", "EmailLabel": "E-mail"},
)
OWN_CARDS: Final = Sample(
    "5f0c2a1e-0000-4000-8000-000000000002",
    described(
        "Cafes",
        [
            {
                "_id": "cards",
                "Type": "Container",
                "Props": {},
                "Content": [
                    {
                        "_id": "cafe",
                        "Type": "Card",
                        "Props": {
                            "Id": "CafeCard",
                            "Heading": "$.CafeHeading",
                            "Status": "Open",
                            "Description": "Around the corner",
                            "Action": "CardSelected",
                        },
                        "Content": [],
                    },
                ],
            },
            {"_id": "skip", "Type": "Button", "Props": {"Action": "Skip"}, "Content": ["Skip"]},
        ],
        ("CardSelected", "Skip"),
        "CafeHeading",
    ),
    {"CafeHeading": "Cafe Card"},
)
SAMPLES: Final[Mapping[str, Sample]] = {
    "detail": DETAIL,
    "list": LIST,
    "form": FORM,
    "confirmation": CONFIRMATION,
    "cards": CARDS,
    "every field": EVERY_FIELD,
    "own": OWN,
    "own cards": OWN_CARDS,
}
