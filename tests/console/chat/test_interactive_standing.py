"""How cards stand as a chat goes on, read from its items alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import count
from typing import Any

from console.chat.interactive import TEMPLATES, Standing, is_live_view, of_free_text, standings
from console.chat.items import INTERACTIVE, Item

NUMBERS = count()
RESPONSE = "application/vnd.amazonaws.connect.message.interactive.response"
ANSWERED = '{"action":"Next","data":{},"templateType":"ViewResource","version":"1.0"}'


def item(content: str, content_type: str = "text/plain", role: str = "CUSTOMER", **more: Any) -> Item:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    return Item(str(next(NUMBERS)), "message", content_type, at, content, role=role, **more)


def offered(template: str, **content: Any) -> Item:
    whole = json.loads(TEMPLATES[template].message)
    whole["data"]["content"].update(content)
    return item(json.dumps(whole), INTERACTIVE, "SYSTEM")


def states(*items: Item) -> list[str]:
    return [one.state for one in standings(items).values()]


def test_a_picker_waits_for_one_of_its_own_choices() -> None:
    panel = offered("Panel")
    assert states(panel) == ["open"]
    assert states(panel, item("Hello?")) == ["open"]
    assert states(panel, item("Talk to an agent", role="AGENT")) == ["open"]
    chosen = standings([panel, item("Hello?"), item("Talk to an agent")])
    assert chosen == {panel.id: Standing("answered", "Talk to an agent")}


def test_the_latest_card_with_such_a_choice_is_answered() -> None:
    assert states(offered("Panel"), offered("Panel"), item("Talk to an agent")) == ["open", "answered"]


def test_more_options_take_the_place_of_the_first_ones() -> None:
    first, again = offered("ListPicker"), offered("ListPicker", title="More")
    assert states(first, again) == ["replaced", "open"]
    assert states(first, offered("ListPicker", referenceId="another")) == ["open", "open"]
    assert (
        states(offered("ListPicker", referenceId=""), offered("ListPicker", referenceId="")) == ["open"] * 2
    )


def test_only_the_latest_view_is_live() -> None:
    assert states(offered("ViewResource"), offered("ViewResource")) == ["replaced", "open"]
    assert states(offered("ViewResource"), item(ANSWERED, RESPONSE)) == ["answered"]
    assert states(offered("ViewResource"), item(ANSWERED)) == ["open"]
    free = of_free_text("what?")
    assert states(offered("ViewResource"), item(free.content, free.content_type)) == ["answered"]


def test_free_text_is_for_a_view_that_is_the_last_to_come() -> None:
    view, panel = offered("ViewResource"), offered("Panel")
    joined = Item("j", "event", "application/vnd.amazonaws.connect.event.typing", view.at, role="SYSTEM")
    ended = Item("e", "event", "application/vnd.amazonaws.connect.event.chat.ended", view.at)
    assert is_live_view([view])
    assert is_live_view([panel, view, joined])
    assert not is_live_view([view, panel])
    assert not is_live_view([view, item("hi", role="AGENT")])
    assert not is_live_view([view, item(ANSWERED, RESPONSE)])
    assert not is_live_view([view, ended])
    assert not is_live_view([])


def test_cards_may_be_remembered() -> None:
    read: list[str] = []

    def card_of(one: Item) -> Any:
        from console.chat.interactive import card_in

        read.append(one.id)
        return card_in(one.content)

    panel = offered("Panel")
    standings([panel, item("hi")], card_of)
    assert read == [panel.id]
