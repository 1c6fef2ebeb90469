"""Which editor a field gets: by its hint where it has one, else by its kind.

A field that AWS adds has no hint. It gets the editor of its kind, with the members of a structure one
by one, so that it can be set without a line of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from console import contact
from console.language import tr
from console.shape import Field
from ui import wording
from ui.contact.choices import MOST_SEGMENTS, OneOfFew, OneOfMany, SeveralOf, YesOrNo
from ui.contact.client_token import ClientToken
from ui.contact.content_types import ContentTypes
from ui.contact.destination import DestinationEditor
from ui.contact.duration import Duration
from ui.contact.earlier import ChooseSource, EarlierChat
from ui.contact.editors import Editor
from ui.contact.message import FirstMessage
from ui.contact.pickers import WherePicker
from ui.contact.segment_attributes import SegmentAttributes
from ui.contact.structures import Structure, TextMap
from ui.contact.texts import Json, Line, Lines, Text

MOST_LINE = 1024
"""A text that may be longer than this many characters is edited in several lines."""
DEEPEST = 3
"""Structures inside each other that are drawn; what lies deeper is edited as JSON."""


@dataclass(frozen=True)
class Surroundings:
    """What the form was given and some editors need."""

    where: WherePicker
    clock: Callable[[], datetime]
    choose_source: ChooseSource
    """Lets a past contact be chosen."""


def editors(fields: Sequence[Field], given: Surroundings) -> list[Editor]:
    """The editors of some fields, in their order; fields that one editor shows together share it."""
    groups: dict[object, list[Field]] = {}
    for field in fields:
        together = _BY_HINT.get(contact.hint(field.name).editor)
        groups.setdefault(together or field.name, []).append(field)
    return [_editor(group, given) for group in groups.values()]


def _editor(fields: list[Field], given: Surroundings) -> Editor:
    hint = contact.hint(fields[0].name)
    make = _BY_HINT.get(hint.editor)
    if make is not None:
        return make({field.name: field for field in fields}, given)
    return by_kind(fields[0], hint.choices)


def by_kind(field: Field, choices: Sequence[str] = (), above: tuple[str, ...] = ()) -> Editor:
    """The editor for a field by its kind; `choices` are the values of an enum that act here."""
    if field.shape_name in above or len(above) >= DEEPEST:
        return Json(field)
    if field.kind == "structure":
        return _structure(field, (*above, field.shape_name))
    if field.kind == "list":
        return _list(field, choices)
    if field.kind == "map":
        is_text = field.key.kind == field.value.kind == "string" and not field.value.choices
        return TextMap(field) if is_text else Json(field)
    if field.kind == "boolean":
        return YesOrNo(field)
    if field.kind == "string":
        return _string(field, choices or field.choices)
    return Line(field)


def _structure(field: Field, above: tuple[str, ...]) -> Editor:
    members = [by_kind(member, above=above) for member in field.members]
    if not members:
        return Json(field)
    # A structure of the first level that has a hint, or one member, needs no frame around it.
    known = len(above) == 1 and field.name in contact.HINTS
    return Structure(field, members, titled=len(members) > 1 and not known)


def _list(field: Field, choices: Sequence[str]) -> Editor:
    item = field.item
    if item.kind != "string":
        return Json(field)
    values = choices or item.choices
    return SeveralOf(field, [(one, wording.choice(one)) for one in values]) if values else Lines(field)


def _string(field: Field, choices: Sequence[str]) -> Editor:
    if len(choices) > MOST_SEGMENTS:
        return OneOfMany(field, choices)
    if choices:
        return OneOfFew(field, [(None, tr("Not set")), *((one, wording.choice(one)) for one in choices)])
    return Text(field) if (field.maximum or 0) > MOST_LINE else Line(field)


def _more(field: Field, *known: str) -> list[Editor]:
    """Editors for the members that an editor of ours does not know."""
    rest = [member for member in field.members if member.name not in known]
    return [by_kind(member, above=(field.shape_name,)) for member in rest]


def _destination(fields: Mapping[str, Field], given: Surroundings) -> Editor:
    return DestinationEditor(given.where, fields["InstanceId"], fields["ContactFlowId"])


def _message(fields: Mapping[str, Field], _given: Surroundings) -> Editor:
    field = fields["InitialMessage"]
    return FirstMessage(field, _more(field, "Content", "ContentType"))


def _content_types(fields: Mapping[str, Field], _given: Surroundings) -> Editor:
    return ContentTypes(fields["SupportedMessagingContentTypes"])


def _duration(fields: Mapping[str, Field], given: Surroundings) -> Editor:
    return Duration(fields["ChatDurationInMinutes"], given.clock)


def _earlier(fields: Mapping[str, Field], given: Surroundings) -> Editor:
    continued = fields["PersistentChat"]
    more = _more(continued, "RehydrationType", "SourceContactId")
    return EarlierChat(continued, fields["RelatedContactId"], given.choose_source, more)


def _attributes(fields: Mapping[str, Field], _given: Surroundings) -> Editor:
    return TextMap(fields["Attributes"], titled=False)


def _segment_attributes(fields: Mapping[str, Field], _given: Surroundings) -> Editor:
    return SegmentAttributes(fields["SegmentAttributes"])


def _client_token(fields: Mapping[str, Field], _given: Surroundings) -> Editor:
    return ClientToken(fields["ClientToken"])


_BY_HINT: Mapping[str, Callable[[Mapping[str, Field], Surroundings], Editor]] = {
    "instance": _destination,
    "flow": _destination,
    "message": _message,
    "content_types": _content_types,
    "duration": _duration,
    "earlier": _earlier,
    "attributes": _attributes,
    "segment_attributes": _segment_attributes,
    "client_token": _client_token,
}
"""By the name of the editor in a field's hint. Fields with the same editor are shown together."""
