"""The service model as the referee: the fields of any AWS shape, and what a value breaks of it.

botocore ships the model of every service as JSON. It is read here without importing botocore
(22 ms against 370 ms), so the form can be drawn before any AWS code is loaded.
"""

from __future__ import annotations

import gzip
import html
import importlib.util
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from console.language import tr, tr_count, tr_text

Kind = Literal[
    "string", "integer", "long", "double", "float", "boolean", "timestamp", "blob",
    "structure", "list", "map",
]  # fmt: skip
Step = str | int
Steps = tuple[Step, ...]

_PLAIN_STEP = re.compile(r"[A-Za-z0-9_:-]+\Z")


def path_text(path: Steps) -> str:
    """A path as people read it: `PersistentChat.SourceContactId`, `ConnectionTypes[0]`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN_STEP.match(step):
            text += f".{step}" if text else step
        else:
            text += f"[{json.dumps(step, ensure_ascii=False)}]"
    return text


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one value.

    A problem blocks: it is a limit of the model or a documented rule. A warning is something
    that we suspect; it is shown and blocks nothing.
    """

    path: Steps
    code: str
    message: str
    blocks: bool = True

    @property
    def where(self) -> str:
        """The path as text, for the command line and for messages."""
        return path_text(self.path)

    def as_json(self) -> dict[str, str]:
        """The problem as the command line prints it."""
        return {"path": self.where, "code": self.code, "message": self.message}


@dataclass(frozen=True)
class Field:
    """One place in a shape: a member of a structure, or the item, key or value of a collection."""

    name: str
    path: Steps
    shape_name: str
    required: bool
    model: Model
    member: Mapping[str, Any]

    @cached_property
    def _shape(self) -> Mapping[str, Any]:
        return self.model.shapes[self.shape_name]

    @property
    def kind(self) -> Kind:
        """The shape's type as the model names it."""
        kind: Kind = self._shape["type"]
        return kind

    @property
    def minimum(self) -> int | None:
        """Least length (string, list, map) or value (number)."""
        return self._shape.get("min")

    @property
    def maximum(self) -> int | None:
        """Greatest length (string, list, map) or value (number)."""
        return self._shape.get("max")

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of an enum, in the model's order; empty for free text."""
        return tuple(self._shape.get("enum", ()))

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """The pattern that a string must match, where the model has one."""
        return _compiled(self._shape.get("pattern", ""))

    @property
    def sensitive(self) -> bool:
        """Whether the model calls the value sensitive. Tokens are not marked: see redaction."""
        return bool(self._shape.get("sensitive"))

    @property
    def location(self) -> str:
        """Where the value travels: body, uri, querystring or header."""
        return str(self.member.get("location", "body"))

    @property
    def wire_name(self) -> str:
        """The name of the value in the address, query or header, if it is not its own name."""
        return str(self.member.get("locationName", self.name))

    @property
    def is_idempotency_token(self) -> bool:
        """Whether the SDK fills the value by itself to make retries safe."""
        return bool(self.member.get("idempotencyToken"))

    @cached_property
    def help(self) -> str:
        """AWS's own text on the field, as plain text."""
        return plain_text(self.member.get("documentation") or self._shape.get("documentation", ""))

    @cached_property
    def members(self) -> tuple[Field, ...]:
        """The fields of a structure; resolved on demand, since shapes may hold themselves."""
        required = self._shape.get("required", ())
        return tuple(
            Field(name, (*self.path, name), member["shape"], name in required, self.model, member)
            for name, member in self._shape.get("members", {}).items()
        )

    @cached_property
    def item(self) -> Field:
        """The item of a list."""
        return self._inner("member")

    @cached_property
    def key(self) -> Field:
        """The key of a map."""
        return self._inner("key")

    @cached_property
    def value(self) -> Field:
        """The value of a map."""
        return self._inner("value")

    def _inner(self, role: str) -> Field:
        member = self._shape[role]
        return Field(role, (*self.path, role), member["shape"], False, self.model, member)

    def at(self, *names: str) -> Field:
        """The field below this one by member names.

        Raises:
            KeyError: no such member.
        """
        field = self
        for name in names:
            found = next((one for one in field.members if one.name == name), None)
            if found is None:
                raise KeyError(path_text((*field.path, name)))
            field = found
        return field


@dataclass(frozen=True)
class Operation:
    """One operation of a service, as its model has it."""

    name: str
    method: str
    uri: str
    input: Field
    output: Field
    errors: Mapping[str, int]
    """HTTP status of every error that the operation declares, by its name."""
    help: str


@dataclass(frozen=True, eq=False)
class Model:
    """The model of one service."""

    service: str
    raw: Mapping[str, Any]

    @property
    def shapes(self) -> Mapping[str, Mapping[str, Any]]:
        """Every shape of the service, as the model's JSON has it."""
        shapes: Mapping[str, Mapping[str, Any]] = self.raw["shapes"]
        return shapes

    def shape(self, name: str) -> Field:
        """A shape by itself, as the root of a tree of fields."""
        return Field(name, (), name, True, self, {})

    def operation(self, name: str) -> Operation:
        """One operation.

        Raises:
            KeyError: the service has no such operation.
        """
        raw = self.raw["operations"][name]
        empty = Field(name, (), "", True, _EMPTY, {})
        errors = [error["shape"] for error in raw.get("errors", ())]
        return Operation(
            name=name,
            method=raw["http"]["method"],
            uri=raw["http"]["requestUri"],
            input=self.shape(raw["input"]["shape"]) if "input" in raw else empty,
            output=self.shape(raw["output"]["shape"]) if "output" in raw else empty,
            errors={name: self.shapes[name].get("error", {}).get("httpStatusCode", 400) for name in errors},
            help=plain_text(raw.get("documentation", "")),
        )


_EMPTY = Model("", {"shapes": {"": {"type": "structure", "members": {}}}, "operations": {}})


@cache
def model(service: str) -> Model:
    """The newest model of a service that the installed botocore holds.

    Raises:
        FileNotFoundError: botocore or the service is not installed.
    """
    spec = importlib.util.find_spec("botocore")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("botocore is not installed")
    folder = Path(spec.origin).parent / "data" / service
    versions = sorted(folder.glob("*/service-2.json*"))
    if not versions:
        raise FileNotFoundError(f"botocore has no model of {service}")
    raw = versions[-1].read_bytes()
    if versions[-1].suffix == ".gz":
        raw = gzip.decompress(raw)
    return Model(service, json.loads(raw))


def problems(value: object, field: Field, path: Steps = ()) -> list[Problem]:
    """Everything in a wire-shaped value that breaks the model, in the order of the fields.

    botocore's own validator lets maxima, enums and patterns through; this one does not. Lengths of
    strings are Unicode characters, as the model means them.
    """
    try:
        return list(_problems(value, field, path))
    except RecursionError:
        # Some shapes hold themselves, so nothing but this limits how deep a value goes.
        return [Problem(path, "too_deep", tr("This is nested too deeply."))]


def _problems(value: object, field: Field, path: Steps) -> Iterator[Problem]:
    check = _CHECKS[field.kind]
    yield from check(value, field, path)


def _structure(value: object, field: Field, path: Steps) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield _wrong_type(path, tr("Must be an object."), value)
        return
    known = {member.name for member in field.members}
    for name in value:
        if name not in known:
            yield Problem(
                (*path, str(name)), "unknown", tr("{name} is not a field of this request.", name=name)
            )
    for member in field.members:
        below = (*path, member.name)
        if member.name in value:
            yield from _problems(value[member.name], member, below)
        elif member.required:
            yield from _missing(member, below)


def _missing(field: Field, path: Steps) -> Iterator[Problem]:
    # A structure is filled in by its members, so what is missing are those of them that are required.
    required = [member for member in field.members if member.required] if field.kind == "structure" else []
    for member in required:
        yield from _missing(member, (*path, member.name))
    if not required:
        yield Problem(path, "required", tr("{name} is required.", name=field.name))


def _list(value: object, field: Field, path: Steps) -> Iterator[Problem]:
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        yield _wrong_type(path, tr("Must be a list."), value)
        return
    yield from _bounds(len(value), field, path, ("too_few", "too_many"), "entries")
    for index, item in enumerate(value):
        yield from _problems(item, field.item, (*path, index))


def _map(value: object, field: Field, path: Steps) -> Iterator[Problem]:
    if not isinstance(value, Mapping):
        yield _wrong_type(path, tr("Must be an object."), value)
        return
    yield from _bounds(len(value), field, path, ("too_few", "too_many"), "entries")
    for key, item in value.items():
        below = (*path, key if isinstance(key, str) else repr(key))
        yield from _problems(key, field.key, below)
        yield from _problems(item, field.value, below)


def _string(value: object, field: Field, path: Steps) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield _wrong_type(path, tr("Must be text."), value)
        return
    try:
        value.encode()
    except UnicodeEncodeError:
        yield Problem(path, "encoding", tr("This text holds half a character and can't be sent."))
        return
    yield from _bounds(len(value), field, path, ("too_short", "too_long"), "characters")
    if field.choices and value not in field.choices:
        yield Problem(
            path,
            "choice",
            tr(
                "Must be one of {choices}; this is “{value}”.",
                choices=", ".join(field.choices),
                value=_short(value),
            ),
        )
    if field.pattern and not field.pattern.search(value):
        yield Problem(
            path,
            "pattern",
            tr("“{value}” does not match {pattern}.", value=_short(value), pattern=field.pattern.pattern),
        )


def _integer(value: object, field: Field, path: Steps) -> Iterator[Problem]:
    if not isinstance(value, int) or isinstance(value, bool):
        yield _wrong_type(path, tr("Must be a whole number."), value)
        return
    # JSON has no integer width, the service has: integer is 32 bits, long 64 (Smithy's simple types).
    bits = 63 if field.kind == "long" else 31
    if not -(2**bits) <= value < 2**bits:
        yield Problem(path, "too_large", tr("Must be a whole number of at most {bits} bits.", bits=bits + 1))
        return
    yield from _bounds(value, field, path, ("too_small", "too_large"))


def _number(value: object, field: Field, path: Steps) -> Iterator[Problem]:
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield _wrong_type(path, tr("Must be a number."), value)
        return
    yield from _bounds(value, field, path, ("too_small", "too_large"))


def _boolean(value: object, _field: Field, path: Steps) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield _wrong_type(path, tr("Must be true or false."), value)


def _anything(_value: object, _field: Field, _path: Steps) -> Iterator[Problem]:
    return iter(())


_CHECKS = {
    "structure": _structure, "list": _list, "map": _map, "string": _string,
    "integer": _integer, "long": _integer, "double": _number, "float": _number,
    "boolean": _boolean, "timestamp": _anything, "blob": _anything,
}  # fmt: skip


Unit = Literal["", "entries", "characters"]


def _bounds(
    actual: float, field: Field, path: Steps, codes: tuple[str, str], unit: Unit = ""
) -> Iterator[Problem]:
    low, high = codes
    if field.minimum is not None and actual < field.minimum:
        is_empty = actual == 0 and field.minimum == 1 and unit
        too_little = tr("Must not be empty.") if is_empty else _too_little(field.minimum, actual, unit)
        yield Problem(path, low, too_little)
    if field.maximum is not None and actual > field.maximum:
        yield Problem(path, high, _too_much(field.maximum, actual, unit))


def _too_little(least: int, actual: float, unit: Unit) -> str:
    if unit == "entries":
        return tr_count(
            "Must be at least {count:,} entry; this has {actual:,}.",
            "Must be at least {count:,} entries; this has {actual:,}.",
            least,
            actual=actual,
        )
    if unit == "characters":
        return tr_count(
            "Must be at least {count:,} character; this has {actual:,}.",
            "Must be at least {count:,} characters; this has {actual:,}.",
            least,
            actual=actual,
        )
    return tr("Must be at least {least:,}; this is {actual:,}.", least=least, actual=actual)


def _too_much(most: int, actual: float, unit: Unit) -> str:
    if unit == "entries":
        return tr_count(
            "Must be at most {count:,} entry; this has {actual:,}.",
            "Must be at most {count:,} entries; this has {actual:,}.",
            most,
            actual=actual,
        )
    if unit == "characters":
        return tr_count(
            "Must be at most {count:,} character; this has {actual:,}.",
            "Must be at most {count:,} characters; this has {actual:,}.",
            most,
            actual=actual,
        )
    return tr("Must be at most {most:,}; this is {actual:,}.", most=most, actual=actual)


def _wrong_type(path: Steps, wanted: str, value: object) -> Problem:
    types: Mapping[type, str] = {
        str: tr("This is text."),
        bool: tr("This is true or false."),
        int: tr("This is a number."),
        float: tr("This is a number."),
        list: tr("This is a list."),
        dict: tr("This is an object."),
        type(None): tr("This is nothing (null)."),
    }
    found = types.get(type(value)) or tr("This is {type}.", type=type(value).__name__)
    return Problem(path, "type", tr_text(wanted, found))


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    if not pattern:
        return None
    try:
        return re.compile(pattern)
    except re.error:
        # A few models use Java's syntax; a pattern that Python can't read blocks nobody.
        return None


_BREAKS = re.compile(r"</(p|li|note|ul|ol|dt|dd)>|<br ?/?>")
_TAGS = re.compile(r"<[^>]+>")
_BLANKS = re.compile(r"[ \t\r\f]+")


def plain_text(documentation: str) -> str:
    """AWS's HTML documentation as plain text, one paragraph a line."""
    text = html.unescape(_TAGS.sub("", _BREAKS.sub("\n", documentation.replace("\n", " "))))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
