"""Two sets of rules, written apart: the console's, for its form, and the sandbox's, for its answers.

They must draw the same line. ConnectionTypes stands outside: a type on which StartChatContact does not
act is a warning in the form and refused here.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from console import contact, shape
from console.sandbox import rules
from console.sandbox.refusal import RefusalError

START = shape.model("connect").operation("StartChatContact")
PLAIN = {"InstanceId": "i", "ContactFlowId": "f", "ParticipantDetails": {"DisplayName": "Zoë"}}
ALL_TYPES = list(rules.SUPPORTED_TYPES)
ODD: dict[str, list[Any]] = {
    "Attributes": [{"a b": "c"}, {"a": "x" * 32_768}, {"a": "x" * 32_767}, {"é": "x"}, {}],
    "SupportedMessagingContentTypes": [
        [],
        ["text/html"],
        ["text/plain", "text/plain"],
        ["text/markdown"],
        ["Text/Plain"],
        ["text/plain"],
        ALL_TYPES,
    ],
    "PersistentChat": [
        {},
        {"RehydrationType": "FROM_SEGMENT"},
        {"SourceContactId": "x"},
        {"RehydrationType": "FROM_SEGMENT", "SourceContactId": "x"},
    ],
    "RelatedContactId": ["x", ""],
    "SegmentAttributes": [
        {"connect:Subtype": {"ValueString": "connect:Guide"}},
        {"connect:Subtype": {"ValueString": "connect:guide"}},
        {"a:b": {}},
        {"connect:": {}},
        {"connect:Own-Key_1": {"ValueInteger": 1}},
        {"connect:a:b": {}},
    ],
    "InitialMessage": [
        {"ContentType": "application/json", "Content": "{"},
        {"ContentType": "application/json", "Content": "NaN"},
        {"ContentType": "application/json", "Content": "[" * 3000},
        {"ContentType": "text/html", "Content": "x"},
        {"ContentType": "text/plain", "Content": "é" * 8_193},
        {"ContentType": "text/plain", "Content": "é" * 8_192},
    ],
    "ChatDurationInMinutes": [59, 60, 10_080, 10_081],
    "ClientToken": ["x" * 500, "x" * 501],
}
words = st.text(max_size=12)
freely: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.dictionaries(words, words, max_size=4).map(lambda drawn: {"Attributes": drawn}),
    st.dictionaries(words, st.just({"ValueString": "x"}), max_size=4).map(
        lambda drawn: {"SegmentAttributes": drawn}
    ),
    st.lists(st.sampled_from(ALL_TYPES) | words, max_size=4).map(
        lambda drawn: {"SupportedMessagingContentTypes": drawn}
    ),
    st.builds(
        lambda kind, text: {"InitialMessage": {"ContentType": kind, "Content": text}},
        st.sampled_from(ALL_TYPES),
        words | st.sampled_from(["{}", "[1]", '"x"', "01", "1e999", "-Infinity"]),
    ),
)
changes = freely | st.sampled_from(sorted(ODD)).flatmap(
    lambda name: st.sampled_from(ODD[name]).map(lambda value: {name: value})
)


def refused(request: dict[str, Any]) -> bool:
    if shape.problems(request, START.input):
        return True
    try:
        rules.check(request)
    except RefusalError:
        return True
    return False


@settings(deadline=None, max_examples=300)
@given(st.lists(changes, max_size=4))
def test_the_form_blocks_what_the_sandbox_refuses_and_nothing_else(changed: list[dict[str, Any]]) -> None:
    request: dict[str, Any] = dict(PLAIN)
    for change in changed:
        request |= change
    blocking = [problem for problem in contact.problems(request) if problem.blocks]
    assert bool(blocking) is refused(request), blocking
