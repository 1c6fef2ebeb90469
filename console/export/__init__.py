"""The request as text for elsewhere (AWS CLI, Python, JSON), and such text as a request again.

Exports hold the request and where it goes, never a key or token. Imports understand what people have
at hand (see `importing`), execute nothing, open no file and no address, and keep no secret.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from console.contact import Request
from console.export import cli, document, python
from console.export.cli import fields_missing_from_cli
from console.export.imported import Imported, ImportProblem
from console.export.target import Target
from console.language import tr

__all__ = [
    "FORMATS",
    "Format",
    "ImportProblem",
    "Imported",
    "Target",
    "as_text",
    "fields_missing_from_cli",
    "read",
]


@dataclass(frozen=True)
class Format:
    """One way to write a request down.

    `note` says in sentences what to know before using the text of a request; empty where there is
    nothing to know.
    """

    id: str
    title: str
    write: Callable[[Request, Target], str]
    note: Callable[[Request], str] = lambda request: ""


FORMATS: tuple[Format, ...] = (
    Format("json", "JSON", lambda request, target: document.write(request)),
    Format("cli", "AWS CLI", cli.write, cli.note),
    Format("python", "Python", python.write),
)
"""Every format, in the order in which they are offered. A new one is one more entry."""


_ANYWHERE = Target()


def read(text: str) -> Imported:
    """The request in a text that was pasted, whatever kind of text it is.

    Raises:
        ImportProblem: nothing can be made of it; the message says what was not understood, and where.
    """
    # A third of this package, and most starts never import anything.
    from console.export import importing

    return importing.read(text)


def as_text(format_id: str, request: Request, target: Target = _ANYWHERE) -> str:
    """The request in one of the formats: exactly the same request, whatever it holds.

    Raises:
        KeyError: there is no such format.
        ValueError: the request holds something that is not JSON, so it could not be sent either, or is
            nested too deeply.
    """
    write = {one.id: one.write for one in FORMATS}[format_id]
    try:
        return write(request, target)
    except RecursionError:
        raise ValueError(tr("The request is nested too deeply.")) from None
