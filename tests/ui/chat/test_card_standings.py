"""How cards stand is found out from the part of a transcript that bears on them, as if from all of it."""

from __future__ import annotations

import json
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from console.chat.interactive import OPEN, TEMPLATES, is_live_view, standings
from console.chat.items import INTERACTIVE, Item
from console.contact import INTERACTIVE_RESPONSE
from tests.ui.chat.test_transcript import NOON, filled, item, of_customer
from ui.chat.card_standings import CardStandings
from ui.chat.transcript import TranscriptModel

RESPONSE = json.dumps({"action": "Next", "data": {}, "templateType": "ViewResource"})
KINDS = ("said", "Great", "Apple", "response", "QuickReply", "ListPicker", "ViewResource")


def made(number: int, kind: str) -> Item:
    if kind in TEMPLATES:
        return item(number, TEMPLATES[kind].message, ContentType=INTERACTIVE)
    if kind == "response":
        return of_customer(number, RESPONSE, ContentType=INTERACTIVE_RESPONSE)
    return item(number, kind) if kind == "said" else of_customer(number, kind)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(KINDS), max_size=14), st.randoms(use_true_random=False), st.integers(0, 14))
def test_a_part_tells_the_same_as_all(kinds: list[str], chance: Random, cut: int) -> None:
    items = [made(number, kind) for number, kind in enumerate(kinds)]
    model = TranscriptModel(lambda: NOON)
    asked = CardStandings(model)
    for end in (cut, len(items)):
        shown = items[:end]
        model.show_rows(filled(*shown).rows)
        found = standings(shown)
        keys = [one.id for one in shown if one.is_interactive]
        chance.shuffle(keys)
        assert {key: asked.of(key) for key in keys} == found
        assert asked.is_view_waiting() == is_live_view(shown)
    assert asked.of("no row") == OPEN
