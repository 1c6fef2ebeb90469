"""Parts that views share: attribute bars, sections, texts, and the labels of their actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, Final

from console.chat.interactive.card import Fact, Facts, Input, Inputs, Part, Submit, Text
from console.chat.interactive.reading import is_true, mapping, mappings, sequence, text, words
from console.chat.views.fields import input_in
from console.language import tr

Json = Mapping[str, Any]

_BREAKS: Final = frozenset({"p", "br", "div", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "textcontent"})
_DEEPEST: Final = 20
UNDOCUMENTED: Final = tr("AWS documents no answer of {label}; here it is an object of its parts.")


class _Words(HTMLParser):
    """The text of marked-up words, with a line for each paragraph and a bullet for each item."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "li":
            self.found.append("\n• ")
        elif tag in _BREAKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def without_marks(template: str) -> str:
    """A TemplateString as plain text: marks draw nothing, and load nothing."""
    reader = _Words()
    try:
        reader.feed(template)
        reader.close()
    except (AssertionError, ValueError):  # what the parser gives up on
        return template
    lines = (" ".join(line.split()) for line in "".join(reader.found).split("\n"))
    return "\n".join(line for line in lines if line)


def said(value: object) -> str:
    """The text of a value that is a text, a TemplateString or a list of such."""
    if isinstance(value, Mapping):
        if "TemplateString" in value:
            return without_marks(text(value, "TemplateString"))
        return text(value, "Text") or text(value, "Content") or text(value, "Label")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, (said(one) for one in value if not isinstance(one, list | tuple))))
    return words(value)


def label_of(value: object, otherwise: str = "") -> str:
    """The label of an action, which is a text or an object with one."""
    return words(value) or (text(value, "Label") if isinstance(value, Mapping) else "") or otherwise


def facts_in(value: object) -> tuple[Fact, ...]:
    """Attributes: values under their labels."""
    return tuple(fact for fact in map(_fact, mappings(value)) if fact.label or fact.value)


def _fact(item: Json) -> Fact:
    resource = text(item, "ResourceId")
    value = said(item.get("Value")) or resource
    link = text(item, "Url") if text(item, "LinkType") == "external" else ""
    return Fact(text(item, "Label"), value, link, is_true(item.get("Copyable")) and bool(resource or value))


def bar(value: object) -> tuple[Part, ...]:
    """The attribute bar, where there is one."""
    facts = facts_in(value)
    return (Facts(facts),) if facts else ()


def detail_sections(value: object, depth: int = 0) -> Iterator[Part]:
    """The body of a detail: words, template strings, attributes under a heading, or a list of those."""
    if isinstance(value, list | tuple) and depth < _DEEPEST:
        for one in value:
            yield from detail_sections(one, depth + 1)
    elif isinstance(value, Mapping) and ("Items" in value or "Heading" in value):
        facts = facts_in(value.get("Items"))
        if facts:
            yield Facts(facts, text(value, "Heading"))
        elif heading := text(value, "Heading"):
            yield Text(heading, "heading")
    elif isinstance(value, Mapping) and "Label" in value and "Value" in value:
        yield Facts((_fact(value),))
    elif shown := said(value):
        yield Text(shown)


def form_sections(value: object, edit: Submit | None, notes: list[str]) -> Iterator[Part]:
    """The body of a form: sections of fields, and sections of data that may be edited."""
    given = value if isinstance(value, list | tuple) else [value] if isinstance(value, Mapping) else []
    if not given and (shown := said(value)):
        yield Text(shown)
    for section in given:
        if not isinstance(section, Mapping):
            if shown := said(section):
                yield Text(shown)
        elif text(section, "Type") in ("DataSection", "Attributes"):
            yield _data_section(section, edit)
        else:
            yield from _field_section(section, notes)


def _data_section(section: Json, edit: Submit | None) -> Facts:
    items = [one for row in mappings(section.get("Items")) for one in (mappings(row.get("Items")) or [row])]
    is_editable = is_true(section.get("isEditable")) or is_true(section.get("IsEditable"))
    heading = text(section, "Heading")
    asked = Submit(edit.title, edit.action, "FormData", {**edit.more, "StepName": heading}) if edit else None
    return Facts(facts_in(items), heading, asked if is_editable else None)


def _field_section(section: Json, notes: list[str]) -> Iterator[Part]:
    if heading := text(section, "Heading") or text(section, "Title"):
        yield Text(heading, "heading")
    rows: list[tuple[Input, ...]] = []
    for items in _rows(section):
        fields = [_field(item, notes) for item in items]
        if row := tuple(one for one in fields if one is not None):
            rows.append(row)
        if shown := facts_in([one for one in items if not text(one, "Type")]):
            yield Facts(shown)
    if rows:
        yield Inputs(tuple(rows))


def _field(item: Json, notes: list[str]) -> Input | None:
    found, name = input_in(item), text(item, "Type")
    if found is None and name:
        notes.append(tr("A form item of the type {name} is not drawn.", name=name))
    if found is not None and found.parts:
        notes.append(UNDOCUMENTED.format(label=name))
    return found


def _rows(section: Json) -> Iterator[list[Json]]:
    """Items that stand beside each other: rows with items of their own, or as the columns say."""
    configuration = mapping(section.get("Configuration")) or mapping(section.get("LayoutConfiguration"))
    columns = max(1, min(4, len(sequence(mapping(configuration.get("Layout")).get("Columns")))))
    line: list[Json] = []
    for item in mappings(section.get("Items")):
        if isinstance(item.get("Items"), list):
            yield mappings(item.get("Items"))
            continue
        line.append(item)
        if len(line) == columns:
            yield line
            line = []
    if line:
        yield line
