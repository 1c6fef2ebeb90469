"""A start request copied from a browser's network tab: `fetch(…)`, `curl …`, or the tab's HAR file.

Such requests go to a back end of the customer's own, most often the API Gateway of Amazon's chat
examples, which calls StartChatContact with what stands in the body. Headers, cookies and addresses are
read for the place alone and never kept.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from console.export import wire
from console.export.addresses import endpoint_of, region_of
from console.export.command import names_program
from console.export.imported import Imported, ImportProblem
from console.export.script import Code, Script, ScriptProblem
from console.export.shells import Statement, splits_for
from console.language import tr, tr_text

_FETCH = re.compile(r"\s*(?:await\s+)?(?:window\.)?fetch\s*\(")
_CURL = re.compile(r"\s*(?:\S{0,200}[/\\])?curl(?:\.exe)?\s", re.IGNORECASE)
_DATA_OPTIONS = {"-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"}
_HEADER_OPTIONS = {
    "-H", "--header", "-b", "--cookie", "-u", "--user", "-A", "--user-agent", "-e", "--referer",
    "--oauth2-bearer", "--aws-sigv4", "-U", "--proxy-user",
}  # fmt: skip
_NAME = re.compile(r"[A-Za-z_][\w-]{0,39}\Z", re.ASCII)
_ADDRESS_OPTION = "--url"
# Other options of curl that take a word; every option that is not named here stands alone.
_WITH_VALUE = {
    "-X", "--request", "-o", "--output", "-m", "--max-time", "--connect-timeout", "-x", "--proxy", "-w",
    "--write-out", "--cacert", "--capath", "-E", "--cert", "--key", "--resolve", "--retry", "-F", "--form",
    "-T", "--upload-file", "-c", "--cookie-jar", "-D", "--dump-header", "-r", "--range", "--data-urlencode",
    "--interface", "--ciphers", "--tls-max", "-K", "--config", "-Y", "-y", "-z", "-t", "-C", "-Q", "-P",
}  # fmt: skip


def is_fetch(text: str) -> bool:
    """Whether the text is a call of fetch."""
    return bool(_FETCH.match(text))


def is_curl(text: str) -> bool:
    """Whether the text is a command of curl."""
    return bool(_CURL.match(text))


def read_fetch(text: str) -> Imported:
    """The request of “Copy as fetch”.

    Raises:
        ImportProblem: it can't be understood, or its body is no start request.
    """
    match = _FETCH.match(text)
    try:
        values = Script(text, match.end() if match else 0).arguments()
    except ScriptProblem as problem:
        told = tr("The call of fetch can't be understood.")
        raise ImportProblem(tr_text(told, str(problem))) from None
    address = values[0] if values and isinstance(values[0], str) else ""
    options = values[1] if len(values) > 1 and isinstance(values[1], Mapping) else {}
    return _imported(address, options.get("body"), has_headers=bool(options.get("headers")))


def read_curl(text: str) -> Imported:
    """The request of “Copy as cURL”, for bash or for Windows.

    Raises:
        ImportProblem: it can't be understood, or its body is no start request.
    """
    first: ImportProblem | None = None
    for split in splits_for(text, is_copied=True):
        try:
            return _read_words(split(text)[0])
        except ImportProblem as problem:
            first = first or problem
    raise first or ImportProblem(tr("This is no command."))


def is_archive(value: Any) -> bool:
    """Whether a JSON value is what a network tab saves as a file (HAR)."""
    return isinstance(value, Mapping) and isinstance(value.get("log"), Mapping)


def read_archive(archive: Mapping[str, Any]) -> Imported:
    """The first request of a HAR file that starts a chat.

    Raises:
        ImportProblem: none of its requests does.
    """
    entries = archive["log"].get("entries")
    for entry in entries if isinstance(entries, list) else ():
        copied = entry.get("request") if isinstance(entry, Mapping) else None
        sent = copied.get("postData") if isinstance(copied, Mapping) else None
        if not isinstance(copied, Mapping) or not isinstance(sent, Mapping):
            continue
        address, body = copied.get("url"), sent.get("text")
        with suppress(ImportProblem):
            return _imported(address if isinstance(address, str) else "", body, has_headers=True)
    raise ImportProblem(tr("None of the saved requests of the network tab starts a chat."))


def _read_words(words: Statement) -> Imported:
    address, bodies, has_headers = "", [], False
    if not words or not names_program(words[0].text, {"curl"}):
        raise ImportProblem(tr("This is no command of curl."))
    texts = deque(word.text for word in words[1:])
    while texts:
        option, value = _option(texts)
        if option in _DATA_OPTIONS:
            if value.startswith("@") and option != "--data-raw":
                raise ImportProblem(tr("The body of the request is a file, which is not opened."))
            bodies.append(value)
        elif option in _HEADER_OPTIONS:
            has_headers = True
        elif option in ("", _ADDRESS_OPTION):
            address = address or value
    return _imported(address, "&".join(bodies) if bodies else None, has_headers)


def _option(texts: deque[str]) -> tuple[str, str]:
    """Takes the next option and its value off the words; an address has no option."""
    word = texts.popleft()
    if not word.startswith("-"):
        return "", word
    if not word.startswith("--"):
        return _short_option(word, texts)
    takes_value = word in _DATA_OPTIONS | _HEADER_OPTIONS | _WITH_VALUE or word == _ADDRESS_OPTION
    return word, texts.popleft() if takes_value and texts else ""


def _short_option(word: str, texts: deque[str]) -> tuple[str, str]:
    """-sX POST, -XPOST and -d'…': letters may share a dash, and a value may follow at once."""
    for at, letter in enumerate(word[1:], 1):
        option = f"-{letter}"
        if option in _DATA_OPTIONS | _HEADER_OPTIONS | _WITH_VALUE:
            return option, word[at + 1 :] or (texts.popleft() if texts else "")
    return word, ""


def _imported(address: str, body: Any, has_headers: bool) -> Imported:
    if not body or not isinstance(body, str | Mapping):
        raise ImportProblem(tr("The copied request has no body; one that starts a chat has."))
    notes: list[str] = []
    if has_headers:
        notes.append(tr("The request's headers were left out; they can hold secrets."))
    where = tr("Body of the request")
    value = wire.parse(body, notes, where) if isinstance(body, str) else body
    request = wire.as_request(without_code(value, notes), notes, where)
    return Imported(request, "network", tuple(dict.fromkeys(notes)), region_of(address), endpoint_of(address))


def without_code(value: Any, notes: list[str]) -> Any:
    """A value of a script without what only a browser could tell; the notes name what is missing."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        kept = [without_code(inner, notes) for inner in value if not isinstance(inner, Code)]
        if len(kept) < len(value):
            notes.append(tr("A part of a list is computed by the page's code and was left out."))
        return kept
    if not isinstance(value, Mapping):
        return value
    for name, inner in value.items():
        if isinstance(inner, Code):
            notes.append(
                tr("{field} is computed by the page's code and was left out.", field=name)
                if _NAME.match(name)
                else tr("A field is computed by the page's code and was left out.")
            )
    return {
        name: without_code(inner, notes)
        for name, inner in value.items()
        if not isinstance(inner, Code) and inner is not None
    }
