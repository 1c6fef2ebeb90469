"""What another program hands over: a file with a saved request, or a link that holds one.

Both may fill the form. Neither starts a chat, nor chooses a profile or an endpoint, whatever they say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, quote, urlsplit

from console.errors import ConsoleError
from console.language import tr, tr_in, tr_text
from console.presets import to_start_again

if TYPE_CHECKING:
    from console.export import Imported

SCHEME: Final = "connect-chat-console"
ENDING: Final = ".chatrequest"
"""How the name of a file ends that holds a saved request."""
MOST_BYTES: Final = 4_000_000
LONGEST_LINK: Final = 100_000
"""Characters; desktops pass on less."""


class HandoverRefused(ConsoleError):
    """What was handed over can't be taken; nothing was changed."""

    code = "handover_refused"


@dataclass(frozen=True)
class Handed:
    """A request that was handed over, with notes in whole sentences on what of it was left out."""

    name: str
    """How to speak of it: the file's name, or the name that the request was saved under."""
    request: Mapping[str, Any]
    notes: tuple[str, ...] = ()


def absolute(argument: str) -> str:
    """A file or a link as another process, in another folder, understands it, too."""
    return argument if "://" in argument else str(Path(argument).absolute())


def take(argument: str) -> Handed:
    """The request in a link, or in a file by its path or its file address.

    Raises:
        HandoverRefused: it is neither, can't be read, or holds no request.
    """
    # Imported here, since it brings much along, and whoever makes a link waits for none of it.
    from urllib.request import url2pathname

    scheme = argument.partition(":")[0].casefold() if ":" in argument else ""
    if scheme == SCHEME:
        nameless = tr_in("name of a request that came as a link", "a link")
        return _read(_text_of_link(argument), nameless)
    path = Path(url2pathname(argument.partition("://")[2])) if scheme == "file" else Path(argument)
    return _read(_text_of_file(path), path.stem, file=path.name)


def pasted(text: str) -> Imported:
    """The request in a text that was pasted, which may also be a link.

    Raises:
        ImportProblem: nothing can be made of it.
    """
    from console import export

    address = text.strip()
    if address.partition(":")[0].casefold() != SCHEME:
        return export.read(text)
    try:
        return export.read(_text_of_link(address))
    except HandoverRefused as refused:
        raise export.ImportProblem(refused.told) from None


def link(request: Mapping[str, Any]) -> str:
    """A link that fills the form with a request; what is secret in it is left out.

    Raises:
        ValueError: the request is too long for a link, or holds something that is not JSON.
    """
    text = json.dumps(to_start_again(request), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    made = f"{SCHEME}://request?json={quote(text, safe='')}"
    if len(made) > LONGEST_LINK:
        raise ValueError(tr("The request is too long for a link; save it to a file instead."))
    return made


def file_text(name: str, request: Mapping[str, Any]) -> str:
    """The text of a file that holds a request under a name; what is secret in it is left out."""
    content = {"name": name, "request": to_start_again(request)}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def file_name(name: str) -> str:
    """What to call the file of a request, so that every system takes it."""
    plain = " ".join(re.sub(r'[\x00-\x1f<>:"/\\|?*]+', " ", name).split())
    return (plain[:80].strip(" .") or "Request") + ENDING


def _text_of_link(address: str) -> str:
    if len(address) > LONGEST_LINK:
        raise _refused(tr("The link is too long."), tr("Ask for the request as a file."))
    try:
        parts = urlsplit(address)
    except ValueError:
        raise _unknown_link() from None
    # Some desktops add a slash behind the host.
    asked = (parts.netloc or parts.path).strip("/").casefold()
    texts = parse_qs(parts.query, keep_blank_values=True).get("json", [])
    if asked != "request" or len(texts) != 1:
        raise _unknown_link()
    return texts[0]


def _text_of_file(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise _refused(
                tr("“{name}” is too large to be a saved request.", name=path.name), tr("Choose another file.")
            )
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(
            tr("“{name}” is not text.", name=path.name), tr("Choose a file that holds a saved request.")
        ) from None
    except (OSError, ValueError) as fault:
        reason = (fault.strerror if isinstance(fault, OSError) else None) or tr("no such path")
        raise _refused(
            tr("“{name}” can't be read: {reason}.", name=path.name, reason=reason),
            tr("Check the file and open it again."),
        ) from None


def _read(text: str, name: str, file: str = "") -> Handed:
    """The request in the text of a file, by its name, or of a link."""
    # Imported here, since most starts are handed nothing.
    from console import export

    name, inner = _unwrapped(text, name)
    try:
        found = export.read(inner)
    except export.ImportProblem as problem:
        unread = (
            tr("“{file}” holds no request that can be read.", file=file)
            if file
            else tr("The link holds no request that can be read.")
        )
        raise _refused(tr_text(unread, str(problem)), tr("The form is unchanged.")) from None
    if not found.request:
        empty = (
            tr("“{file}” holds no field of a request.", file=file)
            if file
            else tr("The link holds no field of a request.")
        )
        raise _refused(empty, tr("The form is unchanged."))
    return Handed(name, found.request, found.notes)


def _unwrapped(text: str, name: str) -> tuple[str, str]:
    """A saved request stands under its name in its file; anything else is read as it is."""
    try:
        value = json.loads(text)
        request = value["request"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return name, text
    given = value.get("name")
    return given if isinstance(given, str) and given.strip() else name, json.dumps(request)


def _unknown_link() -> HandoverRefused:
    form = f"{SCHEME}://request?json=…"
    return _refused(
        tr("The link is none that this console knows."),
        tr("A link that holds a request reads {form}", form=form),
    )


def _refused(sentence: str, advice: str) -> HandoverRefused:
    return HandoverRefused(sentence, advice)
