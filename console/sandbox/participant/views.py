"""Views that a flow can show in a chat: Amazon Connect's five managed ones, and those of a customer's own.

A managed view is one composite component whose properties are the view's inputs, each named `$.Input`.
Names, inputs and actions are those of the administrator guide's pages on views; the templates are a
reconstruction in the same grammar, since AWS publishes none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from console.sandbox.identity import INSTANCE_ARN, REGION

_TEXT: Mapping[str, Any] = {"type": "string"}
_LIST: Mapping[str, Any] = {"type": "array"}
_FLAG: Mapping[str, Any] = {"type": "object", "properties": {"Include": {"type": "boolean"}}}
_LINK: Mapping[str, Any] = {
    "anyOf": [{"type": "string"}, {"type": "object", "properties": {"Label": {"type": "string"}}}]
}
_ANY: Mapping[str, Any] = {}


@dataclass(frozen=True)
class View:
    """One view: its id, its name, what it takes in, what can be done in it, what it is drawn from."""

    id: str
    name: str
    takes: Mapping[str, Mapping[str, Any]]
    actions: tuple[str, ...]
    arn: str
    body: Sequence[Mapping[str, Any]]
    required: tuple[str, ...] = ()
    version: int = 1
    columns: tuple[str, ...] = field(default=("12",))

    def describe(self) -> dict[str, Any]:
        """The view as DescribeView has it."""
        schema = {
            "type": "object",
            "properties": dict(self.takes),
            "required": list(self.required),
            "$defs": {"ViewCondition": {"$id": "/view/condition", "type": "object"}},
        }
        layout = {"Layout": {"Columns": list(self.columns)}}
        template = {"Head": {"Title": self.name, "Configuration": layout}, "Body": list(self.body)}
        return {
            "Id": self.id,
            "Arn": self.arn,
            "Name": self.name,
            "Version": self.version,
            "Content": {
                "InputSchema": json.dumps(schema),
                "Template": json.dumps(template),
                "Actions": list(self.actions),
            },
        }


def _managed(
    view_id: str,
    component: str,
    takes: Mapping[str, Mapping[str, Any]],
    actions: tuple[str, ...],
    *required: str,
) -> View:
    inputs = {name: f"$.{name}" for name in takes}
    body = [{"_id": component, "Type": component, "Props": inputs, "Content": []}]
    arn = f"arn:aws:connect:{REGION}:aws:view/{view_id}:1"
    return View(view_id, view_id.title(), takes, actions, arn, body, required)


VIEWS: Mapping[str, View] = {
    view.id: view
    for view in (
        _managed(
            "detail",
            "DetailsView",
            {
                "Heading": _TEXT,
                "Description": _TEXT,
                "Sections": _ANY,
                "AttributeBar": _LIST,
                "Actions": _LIST,
                "Back": _LINK,
            },
            ("ActionSelected", "Back"),
            "Sections",
        ),
        _managed(
            "list",
            "ListView",
            {"Heading": _TEXT, "SubHeading": _TEXT, "Items": _LIST, "AttributeBar": _LIST, "Back": _LINK},
            ("ActionSelected", "Back"),
            "Items",
        ),
        _managed(
            "form",
            "FormWithSteps",
            {
                "Heading": _TEXT,
                "SubHeading": _TEXT,
                "Sections": _ANY,
                "AttributeBar": _LIST,
                "Wizard": _ANY,
                "Next": _LINK,
                "Back": _LINK,
                "Previous": _LINK,
                "Cancel": _LINK,
                "Edit": _LINK,
                "ErrorText": _TEXT,
            },
            ("Back", "Next", "Step"),
            "Sections",
        ),
        _managed(
            "confirmation",
            "ConfirmationView",
            {
                "Heading": _TEXT,
                "SubHeading": _TEXT,
                "Graphic": _FLAG,
                "AttributeBar": _LIST,
                "Next": _LINK,
            },
            ("Next",),
            "Next",
        ),
        _managed(
            "cards",
            "CardsView",
            {
                "Heading": _TEXT,
                "CardsPerRow": {"type": "number"},
                "Cards": _LIST,
                "AttributeBar": _LIST,
                "Back": _LINK,
                "NoMatchFound": _LINK,
            },
            ("ActionSelected", "Back", "NoMatchFound"),
            "Cards",
        ),
    )
}
"""The managed views that a customer can be shown, by their ids."""

_MANAGED = re.compile(r"(?:arn:[^:]*:connect:[^:]*:aws:view/)?(?P<id>[a-z-]+)(?::(?:\$LATEST|\d+))?\Z")


def managed(reference: str) -> View | None:
    """The managed view that a flow names, by its id or its ARN, with a version or without one."""
    found = _MANAGED.match(reference)
    return VIEWS.get(found["id"]) if found else None


def custom(reference: str, names: Sequence[str], actions: Sequence[str]) -> View:
    """A stand-in for a view of the customer's own, whose template only their instance holds.

    It shows its inputs one below the other and has a button for each action that the flow waits for
    (ours: view-stand-in).
    """
    view_id = reference.rpartition("/")[2].partition(":")[0] or "view"
    texts = [
        {"_id": f"input-{name}", "Type": "TextBlock", "Props": {"Text": f"$.{name}"}, "Content": []}
        for name in names
    ]
    buttons = [
        {
            "_id": f"action-{action}",
            "Type": "Button",
            "Props": {"Label": action, "Action": action},
            "Content": [],
        }
        for action in actions
    ]
    arn = reference if reference.startswith("arn:") else f"{INSTANCE_ARN}/view/{view_id}"
    return View(view_id, view_id, {name: _ANY for name in names}, tuple(actions), arn, [*texts, *buttons])
