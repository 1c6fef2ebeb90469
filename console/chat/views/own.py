"""Views of a customer's own, from the components of their template.

The grammar is that of the administrator guide's page on customers' views: a body of components, each with a
type, properties and content, which is components again or words. `"$.Name"` is an input of the view. AWS
publishes no list of the components; what is not drawn is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from console.chat.interactive.card import Buttons, Card, Choice, Choices, Input, Inputs, Part, Submit, Text
from console.chat.interactive.reading import mapping, text
from console.chat.interactive.replies import of_view
from console.chat.views.contents import UNDOCUMENTED, bar, detail_sections, form_sections, label_of, said
from console.chat.views.fields import FIELDS, input_in
from console.language import tr

Json = Mapping[str, Any]
DEEPEST: Final = 40
"""Components within components that are drawn."""
LEAVING: Final = frozenset({"back", "cancel", "previous", "skip", "close"})
"""Actions, in lower case, for which no field has to be right."""
_MOST_NAMED: Final = 60


@dataclass
class Drawing:
    """A body on its way to parts: what is drawn so far, and what was not."""

    inputs: Json
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def draw(self, body: Sequence[Any], depth: int = 0) -> None:
        """Draws components below each other, and those within them."""
        if depth > DEEPEST:
            self.notes.append(tr("Components are nested deeper than is drawn."))
            return
        for one in body:
            if not isinstance(one, Mapping):
                if shown := said(filled(one, self.inputs)):
                    self.parts.append(Text(shown))
                continue
            props = mapping(filled(one.get("Props"), self.inputs))
            content = _listed(filled(one.get("Content"), self.inputs, DEEPEST - 1))
            self._draw(text(one, "Type"), props, content, depth)

    def _draw(self, name: str, props: Json, content: Sequence[Any], depth: int) -> None:
        if name in FIELDS:
            self.parts += _inputs(input_in({**props, "Type": name}), self.notes)
        elif name in WITHIN:
            self.parts += WITHIN[name](props, content)
        else:
            if name not in AROUND:
                self.notes.append(
                    tr("The component {name} is not drawn.", name=name[:_MOST_NAMED])
                    if name
                    else tr("The component without a type is not drawn.")
                )
            self.parts += around(props, self.notes)
            self.draw(content, depth + 1)


AROUND: Final = frozenset({"Container", "Form", "FormSection", "Section", "Columns", "Column", "Row", "Box"})
"""Components that hold others."""


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else () if value is None else (value,)


def filled(value: Any, inputs: Json, depth: int = 0) -> Any:
    """A property with its inputs in place of their names; an input that was not given is None."""
    if isinstance(value, str):
        return _input(value, inputs) if value.startswith("$.") else value
    if depth >= DEEPEST:
        return value
    if isinstance(value, Mapping):
        return {name: filled(one, inputs, depth + 1) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [filled(one, inputs, depth + 1) for one in value]
    return value


def _input(reference: str, inputs: Json) -> Any:
    found: Any = inputs
    for name in reference[2:].split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _inputs(one: Input | None, notes: list[str]) -> list[Part]:
    if one is not None and one.parts:
        notes.append(UNDOCUMENTED.format(label=one.label or one.name))
    return [] if one is None else [Inputs(((one,),))]


def around(props: Json, notes: list[str]) -> Iterator[Part]:
    """What a component says by itself, before what it holds."""
    if heading := said(props.get("Heading")) or said(props.get("Title")):
        yield Text(heading, "heading")
    if below := said(props.get("SubHeading")) or said(props.get("Description")):
        yield Text(below, "muted")
    if items := props.get("Items"):
        yield from form_sections([{"Type": "FormSection", "Items": items}], None, notes)
    elif shown := said(props.get("Text")) or said(props.get("TemplateString")):
        yield Text(shown)


def _words(look: Any) -> Callable[[Json, Sequence[Any]], Iterator[Part]]:
    def draw(props: Json, content: Sequence[Any]) -> Iterator[Part]:
        names = ("Text", "TemplateString", "Content", "Heading", "Label", "Value")
        shown = said(props) or next(filter(None, (said(props.get(name)) for name in names)), "")
        if shown := shown or said([one for one in content if not isinstance(one, Mapping)]):
            yield Text(shown, look)

    return draw


def card(props: Json, _content: Sequence[Any]) -> Iterator[Part]:
    """A card to choose, which answers with its heading and its id."""
    title, name, action = said(props.get("Heading")), text(props, "Id"), text(props, "Action")
    reply = of_view(action, {"Heading": title, "Id": name}, title or name) if action else None
    status = said(props.get("Status"))
    yield Choices(
        (Choice(title or name, said(props.get("Description")), status=status, reply=reply),), "tiles"
    )


def button(props: Json, content: Sequence[Any]) -> Iterator[Part]:
    """A button; its label is a property or its content."""
    action = text(props, "Action") or label_of(props.get("Action"))
    inside = said([one for one in content if not isinstance(one, Mapping)])
    title = inside or label_of(props.get("Label")) or said(props.get("Text")) or action
    if title:
        yield Buttons((Submit(title, action or title, more={"action": "Button"}),))


WITHIN: Final[Mapping[str, Callable[[Json, Sequence[Any]], Iterator[Part]]]] = {
    "TextBlock": _words("plain"),
    "Text": _words("plain"),
    "TextContent": _words("plain"),
    "Heading": _words("heading"),
    "Header": _words("heading"),
    "Card": card,
    "Button": button,
    "SubmitButton": button,
    "AttributeBar": lambda props, _: iter(bar(props.get("Attributes") or props.get("AttributeBar"))),
    "AttributeSection": lambda props, _: detail_sections({"Items": (), **props}),
}
"""Components that are drawn by themselves."""


def own_view(title: str, body: Sequence[Any], inputs: Json) -> Card:
    """A customer's view as a card."""
    drawing = Drawing(inputs)
    drawing.draw(body)
    parts = list(_joined(drawing.parts))
    has_fields = any(isinstance(one, Inputs) for one in parts)
    shown = tuple(_gathering(one) if has_fields and isinstance(one, Buttons) else one for one in parts)
    return Card("ViewResource", title, parts=shown, notes=tuple(dict.fromkeys(drawing.notes)))


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Cards that follow each other stand beside each other, and so do buttons."""
    last: Part | None = None
    for one in parts:
        if isinstance(last, Choices) and isinstance(one, Choices):
            last = replace(last, items=(*last.items, *one.items))
        elif isinstance(last, Buttons) and isinstance(one, Buttons):
            last = Buttons((*last.items, *one.items))
        else:
            if last is not None:
                yield last
            last = one
    if last is not None:
        yield last


def _gathering(buttons: Buttons) -> Buttons:
    """In a view with fields a button sends them, by themselves; the first one that does is the main one."""
    made, is_first = [], True
    for one in buttons.items:
        leaves = one.action.lower() in LEAVING
        look: Any = "primary" if is_first and not leaves else "plain"
        is_first = is_first and leaves
        made.append(one if leaves else replace(one, gathers="fields", more={}, checks=True, look=look))
    return Buttons(tuple(made))
