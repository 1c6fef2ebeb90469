"""What a form of a view sends, and what is wrong with it before.

Empty fields are left out. Values are texts as they were typed, numbers too; those of dropdowns, groups of
checkboxes and toggles are lists, that of a single checkbox is true or false.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from typing import Any, Final

from console.chat.interactive.card import Card, Choices, Input, Inputs, Reply, Submit
from console.chat.interactive.reading import mapping
from console.chat.interactive.replies import of_view
from console.language import tr

Values = Mapping[str, Any]
"""What stands in the fields, by their names; that of a group is a mapping, too."""

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+\Z")
_PHONE = re.compile(r"\+?[\d\s()./-]*\Z")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+\Z")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\Z")


def inputs_in(card: Card) -> Iterator[Input]:
    """The fields of a card, in their order; cards that open from it have their own."""
    for part in card.parts:
        if isinstance(part, Inputs):
            for row in part.rows:
                yield from row


def submits_in(card: Card) -> Iterator[Submit]:
    """The buttons of a card, wherever they stand in it, and in cards that open from it."""
    for part in card.parts:
        if isinstance(part, Choices):
            for one in part.items:
                yield from submits_in(one.detail) if one.detail else ()
        for each in (getattr(part, "edit", None), *getattr(part, "items", ())):
            found = getattr(each, "submit", each)
            if isinstance(found, Submit):
                yield found


def defaults(inputs: Sequence[Input]) -> dict[str, Any]:
    """What stands in the fields at first."""
    return {one.name: defaults(one.parts) if one.parts else one.default for one in inputs}


def problems(inputs: Sequence[Input], values: Values) -> dict[str, str]:
    """What is wrong, by the name of the field; a part of a group is named `group.part`."""
    found: dict[str, str] = {}
    for one in inputs:
        value = values.get(one.name, one.default)
        if one.parts:
            inner = problems(one.parts, value if isinstance(value, Mapping) else {})
            found.update({f"{one.name}.{name}": problem for name, problem in inner.items()})
        elif problem := _problem(one, value):
            found[one.name] = problem
    return found


def _problem(one: Input, value: Any) -> str:
    if not value:
        wanted = tr("Choose something.") if one.options or one.kind == "check" else tr("Fill this in.")
        return wanted if one.is_required else ""
    judge = _JUDGES.get(one.kind)
    return judge(str(value).strip()) if judge else ""


def _matches(pattern: re.Pattern[str], problem: str) -> Callable[[str], str]:
    return lambda value: "" if pattern.match(value) else problem


def _phone(value: str) -> str:
    is_one = _PHONE.match(value) and any(letter.isdigit() for letter in value)
    return "" if is_one else tr("This is no phone number.")


def _date(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        return tr("Write a date as 2027-01-31.")
    return ""


def _time(value: str) -> str:
    try:
        time.fromisoformat(value)
    except ValueError:
        return tr("Write a time as 13:00.")
    return ""


def _card_number(value: str) -> str:
    digits = re.sub(r"[\s-]", "", value)
    right = digits.isascii() and digits.isdigit() and 12 <= len(digits) <= 19
    return "" if right else tr("A card number has 12 to 19 digits.")


_JUDGES: Final[Mapping[str, Callable[[str], str]]] = {
    "number": _matches(_NUMBER, tr("This is no number.")),
    "email": _matches(_EMAIL, tr("This is no e-mail address.")),
    "tel": _phone,
    "url": _matches(_URL, tr("An address begins with https:// or the like.")),
    "date": _date,
    "time": _time,
    "card": _card_number,
}


def gathered(inputs: Sequence[Input], values: Values) -> dict[str, Any]:
    """What was filled in, by the names of the fields."""
    found: dict[str, Any] = {}
    for one in inputs:
        value = values.get(one.name, one.default)
        if one.parts:
            value = gathered(one.parts, value if isinstance(value, Mapping) else {})
        if value or one.kind == "check":
            found[one.name] = value
    return found


def secrets(inputs: Sequence[Input], values: Values) -> tuple[str, ...]:
    """What fields for secrets hold."""
    found: list[str] = []
    for one in inputs:
        value = values.get(one.name, one.default)
        if one.parts:
            found += secrets(one.parts, value if isinstance(value, Mapping) else {})
        elif one.is_secret and value:
            found.append(str(value))
    return tuple(found)


def was_sent(submit: Submit, answer: str) -> bool:
    """Whether an answer, as its content, is what this button sent."""
    told = mapping(answer)
    data = mapping(told.get("data"))
    return told.get("action") == submit.action and all(
        data.get(name) == value for name, value in submit.more.items()
    )


def sent_values(answer: str) -> Values:
    """What stood in the fields when an answer was sent."""
    data = mapping(mapping(answer).get("data"))
    return mapping(data.get("FormData")) or data


def reply_to(submit: Submit, inputs: Sequence[Input], values: Values) -> Reply:
    """What a button sends, with what stands in the fields."""
    if submit.gathers == "nothing":
        return of_view(submit.action, submit.more, submit.title)
    typed = gathered(inputs, values)
    data = {"FormData": typed, **submit.more} if submit.gathers == "FormData" else {**typed, **submit.more}
    return of_view(submit.action, data, submit.title, secrets(inputs, values))
