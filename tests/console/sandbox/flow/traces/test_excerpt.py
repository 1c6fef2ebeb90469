from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from console.sandbox.flow.traces.excerpt import LONGEST_IN_ALL, Excerpt, shortened

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(JSON)
def test_what_is_small_is_kept_as_it_is(value: Any) -> None:
    deep = json.dumps(value).count("[") + json.dumps(value).count("{") > 8
    assert deep or shortened(value) == value


def test_what_is_large_is_cut() -> None:
    assert len(shortened("x" * 5_000)) == 1_001
    assert len(shortened(list(range(500)))) == 100
    assert len(shortened({str(number): 1 for number in range(500)})) == 100
    deep: Any = "x"
    for _ in range(2_000):
        deep = [deep]
    assert len(json.dumps(shortened(deep))) < 100


def test_what_is_hidden_is_masked() -> None:
    value = {"a": "my secret", "b": ["ab", "abc", "cab"], "secret": 1}
    assert shortened(value, {"secret", "ab"}) == {"a": "my •••", "b": ["•••", "abc", "cab"], "•••": 1}


@given(JSON)
def test_what_is_kept_is_a_copy(value: Any) -> None:
    told = json.dumps(shortened(value))
    for inner in (value, *value) if isinstance(value, list) else (value,):
        if isinstance(inner, dict | list):
            inner.clear()
    assert told == json.dumps(json.loads(told))


def test_texts_are_small_together_however_many_there_are() -> None:
    excerpt = Excerpt()
    copies = [excerpt.of({"text": "x" * 900}) for _ in range(100)]
    kept = sum(len(copy["text"]) for copy in copies if "text" in copy)
    assert LONGEST_IN_ALL - 900 <= kept <= LONGEST_IN_ALL + 200
    assert kept < excerpt.size < 2 * LONGEST_IN_ALL


def test_any_nesting_is_small() -> None:
    wide: Any = {f"name {number}": "x" * 200 for number in range(100)}
    for _ in range(3):
        wide = {f"name {number}": wide for number in range(12)}
    assert len(json.dumps(shortened(wide))) < 3 * LONGEST_IN_ALL
