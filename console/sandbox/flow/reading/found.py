"""A flow somewhere inside a JSON value: content as an object or as a text, in whatever is around it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from console.sandbox.flow.reading.legacy import is_legacy
from console.sandbox.flow.reading.text import parse, repaired

MOST_TEXTS: Final = 3
"""Texts inside texts that are opened: content is sometimes written as JSON of JSON."""

_MODULE: Final = re.compile("contact_?flow_?module", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A flow, or an export of the old console, with what was said about it around."""

    document: Mapping[str, Any]
    about: Mapping[str, Any] = field(default_factory=dict)
    """The members beside its content, such as Name and Type."""
    path: tuple[str, ...] = ()
    is_module: bool = False
    """Whether something around it says that it is a module."""

    @property
    def where(self) -> str:
        """Its place in words."""
        return ".".join(self.path) or "the whole"


@dataclass(frozen=True)
class _Place:
    """Where the search is."""

    about: Mapping[str, Any] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    is_module: bool = False
    texts: int = MOST_TEXTS


def flows_in(value: Any) -> Iterator[Found]:
    """The flows of a value, in the order written; what is inside a flow is not searched."""
    yield from _search(value, _Place())


def _search(value: Any, at: _Place) -> Iterator[Found]:
    if isinstance(value, str):
        if at.texts and re.match(r'[\s"]*\{', value) and ("Actions" in value or "modules" in value):
            yield from _search(_opened(value), replace(at, texts=at.texts - 1))
    elif isinstance(value, list):
        for one in value:
            yield from _search(one, at)
    elif isinstance(value, dict):
        if _is_flow(value) or is_legacy(value):
            document = _filled(value, is_wrapped=bool(at.path))
            yield Found(document, at.about, at.path, at.is_module)
        else:
            yield from _search_members(value, at)


def _search_members(value: Mapping[str, Any], at: _Place) -> Iterator[Found]:
    if "Fn::Join" in value:
        yield from _search(_joined(value["Fn::Join"]), at)
        return
    about = value if any(key in value for key in ("Content", "content")) else at.about
    says_module = bool(_MODULE.search(str(value.get("Type", ""))))
    for key, one in value.items():
        is_module = at.is_module or says_module or bool(_MODULE.search(key))
        yield from _search(one, replace(at, about=about, path=(*at.path, key), is_module=is_module))


def _is_flow(value: Mapping[str, Any]) -> bool:
    actions = value.get("Actions")
    named = isinstance(actions, list) and any(
        isinstance(one, dict) and "Identifier" in one for one in actions
    )
    is_dated = str(value.get("Version", "")).startswith("2019-10-30")
    return (
        named
        or ("Actions" in value and (is_dated or "StartAction" in value))
        or (is_dated and "StartAction" in value)
    )


def _opened(text: str) -> Any:
    for form in (text, repaired(text)):
        try:
            return parse(form)
        except ValueError:
            continue
    return None


# CloudFormation writes a value that it will know later as an object of one member.


def _filled(value: Any, *, is_wrapped: bool) -> Any:
    if isinstance(value, list):
        return [_filled(one, is_wrapped=is_wrapped) for one in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((name, inner),) = value.items()
        if name.startswith("Fn::") or (name == "Ref" and is_wrapped and isinstance(inner, str)):
            return _placeholder(name, inner)
    return {key: _filled(one, is_wrapped=is_wrapped) for key, one in value.items()}


def _placeholder(name: str, inner: Any) -> str:
    if name == "Fn::Join":
        return _joined(inner)
    if name == "Fn::Sub":
        told = inner[0] if isinstance(inner, list) and inner else inner
        return told if isinstance(told, str) else "${Fn::Sub}"
    parts = inner if isinstance(inner, list) else [inner]
    texts = [one for one in parts if isinstance(one, str)]
    return "${" + (".".join(texts) if texts else name) + "}"


def _joined(inner: Any) -> str:
    if not (isinstance(inner, list) and len(inner) == 2 and isinstance(inner[1], list)):
        return "${Fn::Join}"
    parts: Sequence[Any] = [_filled(one, is_wrapped=True) for one in inner[1]]
    return str(inner[0]).join(one if isinstance(one, str) else "" for one in parts)
