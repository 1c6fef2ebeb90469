"""A filter as SQL: what it asks for, and the words that are searched for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from console.history.entries import Filter, Outcome
from console.history.folding import folded, words_in
from console.history.writing import stamp
from console.profiles import GIVEN

Clause = tuple[str, dict[str, Any]]

INDEXED_FROM = 3
"""A word of fewer letters is not in the index, and is looked for in every text."""

_WITHIN = "number IN (SELECT contact FROM items WHERE {})"


def conditions(where: Filter, now: datetime, *, indexed: bool) -> Clause:
    """The condition on contacts that a filter stands for, with its values."""
    clauses = ["deleted_at IS NULL"]
    values: dict[str, Any] = {"now": stamp(now)}
    for sql, more in (*_plain(where), *_words(where.text, indexed=indexed)):
        clauses.append(sql)
        values |= more
    if where.outcomes:
        clauses.append(_outcomes(where.outcomes))
    return " AND ".join(clauses), values


def _plain(where: Filter) -> Iterator[Clause]:
    for name in ("profile_id", "flow_id", "instance_id"):
        if value := getattr(where, name):
            yield f"{name} = :{name}", {name: value}
    if where.since:
        yield "created_at >= :since", {"since": stamp(where.since)}
    if where.until:
        yield "created_at < :until", {"until": stamp(where.until)}


def _outcomes(outcomes: frozenset[Outcome]) -> str:
    """What was not told follows from the time: open until the duration is over, then not seen."""
    told = sorted(outcomes - {"open", "unseen"})
    found = [f"outcome IN ({', '.join(repr(str(one)) for one in told)})"] if told else []
    if "open" in outcomes:
        found.append("(outcome IS NULL AND ends_at > :now)")
    if "unseen" in outcomes:
        found.append("(outcome IS NULL AND ends_at <= :now)")
    return f"({' OR '.join(found)})"


def _words(text: str, *, indexed: bool) -> Iterator[Clause]:
    for at, word in enumerate(words_in(text)):
        name = f"word{at}"
        said = _said(name, indexed=indexed and len(word) >= INDEXED_FROM)
        yield (
            f"(instr(names, :{name}) > 0 OR {_of_profiles(word)} OR {_WITHIN.format(said)})",
            {name: word, f"{name}q": _quoted(word)},
        )


def _of_profiles(word: str) -> str:
    """Whether it is a contact of a profile that every user has: its name was kept in some language."""
    found = [one.id for one in GIVEN if word in folded(one.name)]
    return f"profile_id IN ({', '.join(map(repr, found))})"


def _said(name: str, *, indexed: bool) -> str:
    if indexed:
        return f"id IN (SELECT rowid FROM said_index WHERE said_index MATCH :{name}q)"
    return f"instr(said, :{name}) > 0"


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def found_in(text: str) -> Clause:
    """How many words of a search stand in an item, as SQL."""
    words = words_in(text)
    sql = " + ".join(f"(instr(said, :said{at}) > 0)" for at in range(len(words)))
    return sql, {f"said{at}": word for at, word in enumerate(words)}
