"""Views: from what DescribeView tells to a card, and from a form to its answer."""

from console.chat.views.answers import (
    defaults,
    gathered,
    inputs_in,
    problems,
    reply_to,
    secrets,
    sent_values,
    submits_in,
    was_sent,
)
from console.chat.views.fields import FIELDS, input_in
from console.chat.views.managed import MANAGED
from console.chat.views.view import opened_view, view_card, view_item

__all__ = [
    "FIELDS",
    "MANAGED",
    "defaults",
    "gathered",
    "input_in",
    "inputs_in",
    "opened_view",
    "problems",
    "reply_to",
    "secrets",
    "sent_values",
    "submits_in",
    "view_card",
    "view_item",
    "was_sent",
]
