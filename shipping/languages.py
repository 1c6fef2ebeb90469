"""The languages of the window: what there is to be said, what of it is translated, and whether it fits.

    python3 dev.py languages            renews resources/languages after texts or translations have changed
    python3 dev.py languages --check    changes nothing, tells what is missing or wrong, and fails then

A language is a file <tag>.po, which any editor for translations opens, and the <tag>.mo that is made of
it for the program. English is what stands in the sources, so it has neither.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from string import Formatter
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from console.language import LANGUAGES, ON_THE_WIRE, SOURCE
from shipping.product import MAKERS, NAME, ROOT, TITLE, VERSION

FOLDER = ROOT / "resources" / "languages"
SPOKEN = ("console", "ui")
"""The rooms whose texts are shown."""
TOLD_FROM_FILES = ("name", "about")
"""The members of a sample chat's file that are shown."""
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""A file tells when it was made; one that is made anew without a change shall be the same."""


class Text(NamedTuple):
    """What one place says: in English, with its plural and its context where it has them."""

    one: str
    many: str = ""
    context: str = ""
    file: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        """As a catalogue names it."""
        return (self.one, self.many) if self.many else self.one


class UnreadableTextError(Exception):
    """A text is not written where it is said, so that nobody could translate it."""


# what there is to be said


def texts() -> Iterator[Text]:
    """Every text of the program, in the order of the files; a text that is said twice comes twice.

    Raises:
        UnreadableTextError: with the place where a text is something else than a literal.
    """
    for room in SPOKEN:
        for file in sorted((ROOT / room).rglob("*.py")):
            yield from texts_of(file.read_text("utf-8"), file.relative_to(ROOT).as_posix())
    for file in sorted((ROOT / "resources" / "presets").glob("*.json")):
        stored = json.loads(file.read_text("utf-8"))
        place = file.relative_to(ROOT).as_posix()
        yield from (Text(stored[member], file=place) for member in TOLD_FROM_FILES)


def texts_of(source: str, file: str) -> Iterator[Text]:
    """The texts of one module."""
    tree = ast.parse(source)
    named = {
        target.id: node.value.value
        for node in tree.body
        for target in _targets(node)
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        kind = call.func.id if isinstance(call.func, ast.Name) else ""
        if kind not in ("tr", "tr_in", "tr_count", "tr_wire"):
            continue
        given = [_literal(one, named) for one in call.args[: 2 if kind in ("tr_in", "tr_count") else 1]]
        if not given or not all(given):
            raise UnreadableTextError(f"{file}:{call.lineno}: {kind} takes the text itself")
        one, *other = [text or "" for text in given]
        if kind == "tr_in":
            yield Text(other[0], context=one, file=file)
        elif kind == "tr_wire":
            yield Text(one, context=ON_THE_WIRE, file=file)
        else:
            yield Text(one, many=other[0] if other else "", file=file)


def _targets(node: ast.stmt) -> list[ast.Name]:
    if isinstance(node, ast.Assign):
        return [target for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target]
    return []


def _literal(node: ast.expr, named: Mapping[str, object]) -> str | None:
    found: object = node.value if isinstance(node, ast.Constant) else None
    if isinstance(node, ast.Name):
        found = named.get(node.id)
    return found if isinstance(found, str) else None


# what is translated


def template() -> Catalog:
    """All texts without a translation, each with the files that say it."""
    catalog = _empty(None)
    for text in texts():
        catalog.add(text.id, locations=[(text.file, 0)], context=text.context or None)
    return catalog


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        project=TITLE,
        version=VERSION,
        header_comment=f"# The texts of {TITLE}; `python3 dev.py languages` renews this file.",
        creation_date=_MADE,
        revision_date=_MADE,
        msgid_bugs_address=MAKERS,
        last_translator=MAKERS,
        language_team=MAKERS,
        fuzzy=False,
    )


def catalogue(language: str) -> Catalog:
    """What there is in a language, as its file has it."""
    file = FOLDER / f"{language}.po"
    if not file.exists():
        return _empty(language)
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def renewed(language: str, today: Catalog) -> Catalog:
    """The catalogue of a language with today's texts: what is said no longer is gone, what is new empty."""
    known, made = catalogue(language), _empty(language)
    for message in today:
        if message.id:
            before = known.get(message.id, message.context)
            string = before.string if before is not None else None
            made.add(message.id, string, locations=message.locations, context=message.context)
    return made


def as_po(made: Catalog) -> bytes:
    """A catalogue as the file that people edit."""
    file = BytesIO()
    write_po(file, made, width=100, include_lineno=False, ignore_obsolete=True)
    return file.getvalue()


def as_mo(made: Catalog) -> bytes:
    """A catalogue as the file that the program reads."""
    file = BytesIO()
    write_mo(file, made)
    return file.getvalue()


# whether it fits


def faults(made: Catalog) -> Iterator[str]:
    """What is wrong with the translations of one language, a line for each text."""
    forms = made.num_plurals
    for message in made:
        if not message.id:
            continue
        said = [one or "" for one in _forms(message.string)]
        if not all(said) or (message.pluralizable and len(said) != forms):
            yield f"not translated: {_named(message)}"
        elif wrong := next((why for one in said if (why := _unfit(message, one))), ""):
            yield f"{wrong}: {_named(message)}"


def _unfit(message: Message, said: str) -> str:
    """Why a translation does not fit its text; empty if it does."""
    spoken = [str(one) for one in _forms(message.id)]
    try:
        wanted, given = [_fields(one) for one in spoken], _fields(said)
    except ValueError:
        # A text with braces of its own is never filled.
        return "" if message.id == said or "{" not in said else "braces that are no field"
    if given - set().union(*wanted) or (len(wanted) == 1 and given != wanted[0]):
        return "other fields"
    if wanted[0].intersection(*wanted) - given - {"count:,", "count"}:
        return "a field is missing"
    if not any(letter.isalpha() for one in spoken for letter in one):
        # What only stands between others is the language's own.
        return ""
    ends = [(one[:1].isspace(), one[-1:].isspace()) for one in (*spoken, said)]
    return "other blanks at the ends" if len(set(ends)) > 1 else ""


def _fields(text: str) -> set[str]:
    found = ((name, form) for _, name, form, _ in Formatter().parse(text) if name is not None)
    return {f"{name}:{form}" if form else name for name, form in found}


def _forms(said: object) -> Sequence[str | None]:
    if isinstance(said, tuple | list):
        return said
    return (said if isinstance(said, str) else None,)


def _named(message: Message) -> str:
    text = _forms(message.id)[0]
    context = f" ({message.context})" if message.context else ""
    return f"“{text}”{context} in {message.locations[0][0]}"


# the command


def main(arguments: Sequence[str]) -> int:
    """Renews the files, or only looks; 0 if everything is translated and fits."""
    parser = argparse.ArgumentParser(prog="dev.py languages", description="Renews the window's languages.")
    parser.add_argument("--check", action="store_true", help="change nothing, only look")
    only_looks: bool = parser.parse_args(arguments).check
    try:
        today = template()
    except UnreadableTextError as error:
        say(str(error))
        return 1
    found = 0
    for language in LANGUAGES:
        if language == SOURCE:
            continue
        made = renewed(language, today)
        wrong = list(faults(made))
        files = {FOLDER / f"{language}.po": as_po(made), FOLDER / f"{language}.mo": as_mo(made)}
        for file, content in files.items():
            is_old = not file.exists() or file.read_bytes() != content
            if is_old and only_looks:
                wrong.append(f"{file.name} is not what the sources make; run python3 dev.py languages")
            elif is_old:
                file.write_bytes(content)
        for one in wrong:
            say(f"{language}: {one}")
        found += len(wrong)
        say(f"{language}: {sum(1 for one in made if one.id)} texts, {len(wrong)} faults")
    return 1 if found else 0


def say(words: str) -> None:
    """Tells the user something, on standard error."""
    print(f"{NAME}: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
