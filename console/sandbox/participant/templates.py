"""One interactive message of each template that web chat knows, to show and to test with.

Their content is the JSON that a flow or a bot would send with the content type for interactive messages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_Data = Mapping[str, Any]


def _panel(title: str, *choices: str) -> _Data:
    elements = [{"title": choice} for choice in choices]
    return {"content": {"title": title, "subtitle": "Tap to choose", "elements": elements}}


TEMPLATES: Mapping[str, _Data] = {
    "ListPicker": {
        "replyMessage": {"title": "Thank you", "subtitle": "You have chosen"},
        "content": {
            "title": "Which drink would you like?",
            "subtitle": "Tap to choose",
            "elements": [
                {"title": "Coffee", "subtitle": "With milk or without"},
                {"title": "Tea", "subtitle": "Green or black"},
                {"title": "Our menu", "type": "hyperlink", "url": "https://example.com/menu"},
            ],
        },
    },
    "Panel": _panel("What can we do for you?", "Track a parcel", "Change an address", "Talk to somebody"),
    "TimePicker": {
        "replyMessage": {"title": "Your time is reserved"},
        "content": {
            "title": "When shall we call?",
            "subtitle": "Tap to choose",
            "timeZoneOffset": -420,
            "location": {"latitude": 47.6163, "longitude": -122.3330, "title": "Front desk", "radius": 1},
            "timeslots": [
                {"date": "2027-01-04T17:00+00:00", "duration": 30},
                {"date": "2027-01-05T18:30+00:00", "duration": 60},
            ],
        },
    },
    "QuickReply": {
        "replyMessage": {"title": "Thank you"},
        "content": {
            "title": "How was it?",
            "elements": [{"title": "Good"}, {"title": "So-so"}, {"title": "Bad"}],
        },
    },
    "Carousel": {
        "content": {
            "title": "Where would you like to go?",
            "omitTitleFromCarouselResponse": False,
            "elements": [
                {
                    "templateIdentifier": f"place{number}",
                    "templateType": "Panel",
                    "version": "1.0",
                    "data": _panel(place, "Book a flight", "Book a hotel"),
                }
                for number, place in enumerate(("Lisbon", "Oslo"))
            ],
        }
    },
}
"""The data of each template; ViewResource needs a token of its own: see `Chats.show_view`."""


def content_of(template: str, data: _Data) -> str:
    """An interactive message as its content is written."""
    return json.dumps({"templateType": template, "version": "1.0", "data": data}, ensure_ascii=False)
