"""One sample of each template: what a bot or a flow would send. Made up, on hosts that nobody owns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_HOST = "https://images.example.com"

LIST_PICKER: Mapping[str, Any] = {
    "replyMessage": {"title": "Thanks for selecting!", "subtitle": "Produce selected"},
    "content": {
        "title": "What produce would you like to buy?",
        "subtitle": "Tap to select option",
        "imageType": "URL",
        "imageData": f"{_HOST}/fruit.jpg",
        "imageDescription": "A bowl of fruit",
        "listId": "serviceList",
        "preIndex": -1,
        "nextIndex": 5,
        "referenceId": "3f2b6c1e-0000-4000-8000-000000000001",
        "elements": [
            {
                "title": "Apple",
                "subtitle": "$1.00",
                "imageType": "URL",
                "imageData": f"{_HOST}/apple.jpg",
                "imageDescription": "An apple",
            },
            {"title": "Orange", "subtitle": "$1.50"},
            {"title": "Learn more", "type": "hyperlink", "url": "https://www.example.com/produce"},
            {"title": "Show more", "actionDetail": "SHOW_MORE"},
        ],
    },
}
PANEL: Mapping[str, Any] = {
    "content": {
        "title": "How can I help you?",
        "subtitle": "Tap to select option",
        "elements": [{"title": "Check self-service options"}, {"title": "Talk to an agent"}],
    }
}
QUICK_REPLY: Mapping[str, Any] = {
    "replyMessage": {"title": "Thanks for selecting!"},
    "content": {
        "title": "How was your experience?",
        "elements": [{"title": "Great"}, {"title": "Good"}, {"title": "Poor"}],
    },
}
TIME_PICKER: Mapping[str, Any] = {
    "content": {
        "title": "Schedule appointment",
        "subtitle": "Tap to select option",
        "timeZoneOffset": -420,
        "location": {"latitude": 47.616299, "longitude": -122.333031, "title": "Oscar", "radius": 1},
        "timeslots": [
            {"date": "2027-01-02T00:00+00:00", "duration": 60},
            {"date": "2027-01-02T17:00+00:00", "duration": 60},
            {"date": "2027-01-03T17:30+00:00", "duration": 60},
        ],
    }
}
CAROUSEL: Mapping[str, Any] = {
    "content": {
        "title": "View our popular destinations",
        "omitTitleFromCarouselResponse": False,
        "elements": [
            {
                "templateIdentifier": "template0",
                "templateType": "Panel",
                "version": "1.0",
                "data": {
                    "content": {
                        "title": "California",
                        "subtitle": "Tap to select option",
                        "imageType": "URL",
                        "imageData": f"{_HOST}/california.jpg",
                        "elements": [{"title": "Book flights"}, {"title": "Book hotels"}],
                    }
                },
            },
            {
                "templateIdentifier": "template1",
                "templateType": "Panel",
                "version": "1.0",
                "data": {"content": {"title": "New York", "elements": [{"title": "Book flights"}]}},
            },
        ],
    }
}
VIEW_RESOURCE: Mapping[str, Any] = {
    "content": {
        "viewId": "detail",
        "viewToken": "an-opaque-token",
        "viewData": {"Heading": "Your order", "Sections": "On its way.", "Actions": '["Track it"]'},
    }
}
