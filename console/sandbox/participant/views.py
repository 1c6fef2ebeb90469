"""Views that a flow can show in a chat: a few, in the form that DescribeView answers.

Real views hold large templates of Amazon Connect's own; these hold the same members and enough to draw
something with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.sandbox.identity import INSTANCE_ARN


@dataclass(frozen=True)
class View:
    """One view: its id, its name, what it takes in, what can be done in it."""

    id: str
    name: str
    takes: Mapping[str, Mapping[str, Any]]
    actions: tuple[str, ...]

    def describe(self) -> dict[str, Any]:
        """The view as DescribeView has it."""
        schema = {"type": "object", "properties": self.takes, "required": [], "definitions": {}}
        parts = [{"_id": name, "Type": "TextBlock", "Props": {"Text": f"$.{name}"}} for name in self.takes]
        template = {"Head": {"Title": self.name, "Configuration": {"Layout": {"Columns": 1}}}, "Body": parts}
        return {
            "Id": self.id,
            "Arn": f"{INSTANCE_ARN}/view/{self.id}",
            "Name": self.name,
            "Version": 1,
            "Content": {
                "InputSchema": json.dumps(schema),
                "Template": json.dumps(template),
                "Actions": list(self.actions),
            },
        }


_TEXT: Mapping[str, Any] = {"type": "string"}
_LIST: Mapping[str, Any] = {"type": "array", "items": {"type": "object"}}

VIEWS: Mapping[str, View] = {
    view.id: view
    for view in (
        View(
            "detail",
            "Detail",
            {"Heading": _TEXT, "Description": _TEXT, "Sections": _LIST},
            ("ActionSelected",),
        ),
        View("list", "List", {"Heading": _TEXT, "Items": _LIST}, ("ItemSelected",)),
        View(
            "form",
            "Form",
            {"Heading": _TEXT, "SubHeading": _TEXT, "Sections": _LIST},
            ("Submit", "Back", "Cancel"),
        ),
        View("confirmation", "Confirmation", {"Heading": _TEXT, "SubHeading": _TEXT}, ("Next", "Back")),
        View("cards", "Cards", {"Heading": _TEXT, "Cards": _LIST}, ("ActionSelected", "NoMatchFound")),
    )
}
"""The views that there are, by their ids; they are called as Amazon Connect's own are."""
