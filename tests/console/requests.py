"""Requests by the thousand: valid by the service model and by the documented rules, with wide text.

The strategy walks the model, so a field that AWS adds is drawn, too; the table below narrows what the
documentation narrows further. `requests()` is for every test that wants any request at all.
"""

from __future__ import annotations

import json
import string
from collections.abc import Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st

from console import contact
from console.shape import Field

_DEEPEST = 6
_LONGEST = 80
_MOST_ENTRIES = 4

TRICKY_TEXTS = (
    # for shells
    "it's", "'", '"quoted"', '"', "\\", "\\\\'", "a\\nb", "$HOME", "${HOME}", "$(id)", "`id`", "!history",
    "!!", "%PATH%", "^", "*", "~", "~root", "#no comment", "&&", "; rm -rf /", "| cat", "> file",
    "=ls", "'''",
    # for the AWS CLI
    "-", "--", "---", "-x", "--debug", "--region", "--client-token=x", "file:///etc/hostname",
    "fileb:///etc/hostname", "FILE://x", "http://127.0.0.1:9/", "https://127.0.0.1:9/", "a=b", "a=b,c=d", "=",
    "Key=Value", "@file", "@=x", "{", "}", "[", "]", "{}", "[]", '{"a": 1}', "[1]", "null", "true", "0",
    "None",
    # for those who read requests in other clothes
    "KeyName", "connect", "start-chat-contact", "aws", "amazon_connect('a')", "</script>", "&amp;",
    "{{name}}", "%s %d {0}", "```",
    # for files, screens and clipboards
    "two\nlines", "a\r\nb", "tab\there", "\x00", "\x1b[31m", " ", "  leading and trailing  ", "",
    "Zoë", "日本語", "שלום", "😀", "👩\u200d👩\u200d👧", "e\u0301", "\u202ereversed", "\u2028", "\u00a0",
    "\ufeff", "\u0085", "\ue000", "\ufffd", "\U0010ffff",
)  # fmt: skip

_KEYS = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=20)
_IDS = st.uuids().map(str)


def texts(minimum: int = 0, maximum: int = _LONGEST) -> st.SearchStrategy[str]:
    """Any text that can be sent, of a length in characters: all of Unicode but half surrogates."""
    tricky = [text for text in TRICKY_TEXTS if minimum <= len(text) <= maximum]
    wide = st.text(
        st.characters(exclude_categories=["Cs"]), min_size=minimum, max_size=min(maximum, _LONGEST)
    )
    return st.one_of(wide, st.sampled_from(tricky), _joined(tricky, minimum, maximum))


def _joined(parts: list[str], minimum: int, maximum: int) -> st.SearchStrategy[str]:
    joined = st.lists(st.sampled_from(parts), max_size=5).map("".join)
    return joined.filter(lambda text: minimum <= len(text) <= maximum)


def values(field: Field, depth: int = 0) -> st.SearchStrategy[Any]:
    """Any value that the model takes for a field."""
    match field.kind:
        case "structure":
            return _structures(field, depth)
        case "list":
            least, most = _sizes(field)
            return st.lists(values(field.item, depth + 1), min_size=least, max_size=most)
        case "map":
            least, most = _sizes(field)
            entries = values(field.value, depth + 1)
            return st.dictionaries(values(field.key), entries, min_size=least, max_size=most)
        case "boolean":
            return st.booleans()
        case "integer" | "long":
            low, high = field.minimum, field.maximum
            return st.integers(-(2**31) if low is None else low, 2**31 - 1 if high is None else high)
        case "float" | "double":
            return st.floats(field.minimum, field.maximum, allow_nan=False, allow_infinity=False)
        case _:
            return _strings(field)


def _sizes(field: Field) -> tuple[int, int]:
    return field.minimum or 0, min(field.maximum or _MOST_ENTRIES, _MOST_ENTRIES)


def _strings(field: Field) -> st.SearchStrategy[str]:
    if field.choices:
        return st.sampled_from(field.choices)
    pattern = field.pattern
    if pattern is not None:
        return st.from_regex(pattern).filter(lambda text: len(text) <= (field.maximum or len(text)))
    return texts(field.minimum or 0, min(field.maximum or _LONGEST, _LONGEST))


def _structures(field: Field, depth: int) -> st.SearchStrategy[dict[str, Any]]:
    members = {member.name: member for member in field.members}
    drawn = {
        name: values(one, depth + 1)
        for name, one in members.items()
        if one.kind in _LEAVES or depth < _DEEPEST
    }
    required = {name: strategy for name, strategy in drawn.items() if members[name].required}
    return st.fixed_dictionaries(required, optional={k: v for k, v in drawn.items() if k not in required})


_LEAVES = ("string", "boolean", "integer", "long", "float", "double")


def _attributes() -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(_KEYS, texts(), max_size=_MOST_ENTRIES)


def _messages() -> st.SearchStrategy[dict[str, str]]:
    plain = st.fixed_dictionaries(
        {"ContentType": st.sampled_from((contact.TEXT_PLAIN, contact.TEXT_MARKDOWN)), "Content": texts(1)}
    )
    document = st.dictionaries(texts(), texts(), max_size=2).map(json.dumps)
    structured = st.fixed_dictionaries(
        {
            "ContentType": st.sampled_from((contact.JSON_TYPE, contact.INTERACTIVE_RESPONSE)),
            "Content": document,
        }
    )
    return plain | structured


def _content_types() -> st.SearchStrategy[list[str]]:
    others = st.lists(st.sampled_from(contact.CONTENT_TYPES[1:]), unique=True)
    return others.flatmap(lambda some: st.permutations([contact.TEXT_PLAIN, *some]))


def _segment_attributes(field: Field) -> st.SearchStrategy[dict[str, Any]]:
    keys = st.tuples(st.sampled_from(("", "connect:")), _KEYS).map("".join)
    return st.dictionaries(keys, values(field.value, 4), max_size=2)


def _documented(field: Field) -> st.SearchStrategy[Any]:
    """A field as the documentation narrows it; what is not in the table is as wide as the model."""
    table: Mapping[str, st.SearchStrategy[Any]] = {
        "InstanceId": _IDS | texts(1),
        "ContactFlowId": _IDS | texts(1),
        "Attributes": _attributes(),
        "InitialMessage": _messages(),
        "SupportedMessagingContentTypes": _content_types(),
        "SegmentAttributes": _segment_attributes(field)
        if field.name == "SegmentAttributes"
        else st.nothing(),
        "PersistentChat": st.fixed_dictionaries(
            {
                "RehydrationType": st.sampled_from(("ENTIRE_PAST_SESSION", "FROM_SEGMENT")),
                "SourceContactId": _IDS | texts(1),
            }
        ),
    }
    return table[field.name] if field.name in table else values(field)


@cache
def _any_fields() -> st.SearchStrategy[dict[str, Any]]:
    # Made once: building the strategies anew takes ten times as long as drawing from them.
    fields = contact.fields()
    required = {field.name: _documented(field) for field in fields if field.required}
    optional = {field.name: _documented(field) for field in fields if not field.required}
    return st.fixed_dictionaries(required, optional=optional)


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    """A request in which nothing blocks: no limit of the model is broken and no documented rule."""
    request = draw(_any_fields())
    if "PersistentChat" in request:
        request.pop("RelatedContactId", None)
    if draw(st.integers(0, 9)) == 0:
        request.setdefault("SegmentAttributes", {})["connect:Subtype"] = {"ValueString": "connect:Guide"}
        request["SupportedMessagingContentTypes"] = list(contact.CONTENT_TYPES)
    return request
