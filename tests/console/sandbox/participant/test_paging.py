"""GetTranscript's pages, against a walk written another way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.sandbox.participant.items import Item
from console.sandbox.participant.paging import page
from console.sandbox.refusal import RefusalError

ITEMS = [Item("MESSAGE", "text/plain", "contact", 1000 + 10 * number, str(number), id=f"id{number}")
         for number in range(25)]  # fmt: skip


def ids(**given: Any) -> list[int]:
    return [int(item.id[2:]) for item in page(ITEMS, given).items]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        # Defaults of the model: ten, newest first, backward from now.
        ({}, range(24, 14, -1)),
        ({"StartPosition": {}}, range(24, 14, -1)),
        ({"SortOrder": "ASCENDING"}, range(15, 25)),
        ({"MaxResults": 15, "SortOrder": "ASCENDING", "ScanDirection": "BACKWARD"}, range(10, 25)),
        ({"MaxResults": 100, "SortOrder": "ASCENDING"}, range(25)),
        ({"MaxResults": 0}, range(24, 14, -1)),
        # Forward of now is nothing.
        ({"ScanDirection": "FORWARD"}, []),
        ({"ScanDirection": "FORWARD", "StartPosition": {}}, []),
        # With a start, forward is the default.
        ({"StartPosition": {"Id": "id5"}, "SortOrder": "ASCENDING"}, range(5, 15)),
        ({"StartPosition": {"Id": "id5"}}, range(14, 4, -1)),
        ({"StartPosition": {"Id": "id5"}, "ScanDirection": "BACKWARD"}, range(5, -1, -1)),
        ({"StartPosition": {"Id": "id20"}, "MaxResults": 100, "SortOrder": "ASCENDING"}, range(20, 25)),
        ({"StartPosition": {"MostRecent": 3}, "SortOrder": "ASCENDING"}, range(22, 25)),
        ({"StartPosition": {"MostRecent": 100}, "SortOrder": "ASCENDING"}, range(10)),
        ({"StartPosition": {"MostRecent": 20}, "ScanDirection": "BACKWARD"}, range(5, -1, -1)),
        ({"StartPosition": {"MostRecent": 0}}, []),
        ({"StartPosition": {"MostRecent": 0}, "ScanDirection": "BACKWARD"}, range(24, 14, -1)),
        ({"StartPosition": {"AbsoluteTime": "1970-01-01T00:00:01.050Z"}, "MaxResults": 2}, [6, 5]),
        ({"StartPosition": {"AbsoluteTime": "1970-01-01T00:00:01.051Z"}, "MaxResults": 2}, [7, 6]),
        (
            {"StartPosition": {"AbsoluteTime": "1970-01-01T00:00:01.059Z"}, "ScanDirection": "BACKWARD"},
            range(5, -1, -1),
        ),
        ({"StartPosition": {"AbsoluteTime": "2999-01-01T00:00:00Z"}}, []),
    ],
)
def test_which_items_a_page_holds(members: dict[str, Any], expected: Any) -> None:
    assert ids(**members) == list(expected)


@pytest.mark.parametrize(
    "members",
    [
        {"StartPosition": {"Id": "nobody"}},
        {"StartPosition": {"AbsoluteTime": "yesterday"}},
        {"StartPosition": {"AbsoluteTime": "0001-01-01T00:00:00+23:00", "Id": "id1"}},
        {"StartPosition": {"Id": "id1", "MostRecent": 3}},
        {"NextToken": "nonsense"},
        {"NextToken": "WzEsIDJd"},
        {"NextToken": "é"},
        {"NextToken": "W3RydWUsICJub2JvZHkiXQ=="},
    ],
)
def test_what_leads_nowhere_is_refused(members: dict[str, Any]) -> None:
    with pytest.raises(RefusalError) as caught:
        page(ITEMS, members)
    assert caught.value.code == "InvalidParameterException"


@given(
    st.integers(0, 24),
    st.integers(1, 30),
    st.sampled_from(["FORWARD", "BACKWARD"]),
    st.sampled_from(["ASCENDING", "DESCENDING"]),
    st.sampled_from(["Id", "AbsoluteTime", "MostRecent", None]),
)
def test_pages_cover_everything_once(start: int, size: int, scan: str, order: str, kind: str | None) -> None:
    position = {
        "Id": f"id{start}",
        "AbsoluteTime": ITEMS[start].absolute_time,
        "MostRecent": len(ITEMS) - start,
    }
    asked: dict[str, Any] = {"MaxResults": size, "ScanDirection": scan, "SortOrder": order}
    if kind is not None:
        asked["StartPosition"] = {kind: position[kind]}
    seen: list[Item] = []
    given = dict(asked)
    for _ in range(len(ITEMS) + 1):
        found = page(ITEMS, given)
        times = [item.ms for item in found.items]
        assert times == sorted(times, reverse=order == "DESCENDING")
        assert len(found.items) <= size
        seen += found.items if (order == "DESCENDING") == (scan == "BACKWARD") else reversed(found.items)
        if found.next_token is None:
            break
        assert len(found.items) == size
        given = {**asked, "NextToken": found.next_token}
    if kind is None:
        expected = ITEMS[::-1] if scan == "BACKWARD" else []
    else:
        expected = ITEMS[start::-1] if scan == "BACKWARD" else ITEMS[start:]
    assert seen == expected


def test_a_page_stays_where_it_is_while_the_chat_goes_on() -> None:
    first = page(ITEMS[:20], {"MaxResults": 5})
    second = page(ITEMS, {"MaxResults": 5, "NextToken": first.next_token})
    assert [item.id for item in second.items] == ["id14", "id13", "id12", "id11", "id10"]


def test_an_empty_transcript_has_an_empty_page() -> None:
    for members in ({}, {"StartPosition": {"MostRecent": 5}}, {"ScanDirection": "FORWARD"}):
        assert page([], members).items == []
        assert page([], members).next_token is None
