from __future__ import annotations

import pytest

from ui.strokes import spans_of


@pytest.mark.parametrize(
    ("words", "text", "spans"),
    [
        ([], "Greeting", []),
        (["gre"], "Greeting", [(0, 3)]),
        (["e"], "Greeting", [(2, 1), (3, 1)]),
        (["ee", "e"], "Greeting", [(2, 2)]),
        (["or", "o"], "Order or not", [(0, 2), (6, 2), (10, 1)]),
        (["."], "a.b", [(1, 1)]),
        (["("], "a(b", [(1, 1)]),
        (["ÖL"], "Heizöl", [(4, 2)]),
        (["zz"], "Greeting", []),
    ],
)
def test_the_words_of_a_search_are_found_in_a_text(
    words: list[str], text: str, spans: list[tuple[int, int]]
) -> None:
    assert list(spans_of(words, text)) == spans
