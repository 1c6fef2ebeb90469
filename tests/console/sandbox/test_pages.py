"""Pages: walking by NextToken gives the whole list once, and foreign tokens are refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.sandbox.pages import page
from console.sandbox.refusal import RefusalError


@settings(deadline=None)
@given(st.lists(st.integers()), st.integers(1, 10))
def test_all_pages_together_are_the_list(items: list[int], size: int) -> None:
    shown: list[int] = []
    pages, token = 0, None
    while pages == 0 or token is not None:
        part, token = page(items, "list", size, token)
        assert len(part) <= size
        shown += part
        pages += 1
    assert shown == items
    assert pages == max(1, -(-len(items) // size))


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_token_that_was_never_given_is_refused(token: str) -> None:
    with pytest.raises(RefusalError) as caught:
        page(range(10), "list", 3, token)
    assert caught.value.code == "InvalidParameterException"


def test_a_token_of_another_list_is_refused() -> None:
    _, token = page(range(10), "one", 3, None)
    with pytest.raises(RefusalError):
        page(range(10), "other", 3, token)
