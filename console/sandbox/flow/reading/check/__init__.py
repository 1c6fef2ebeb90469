"""What is wrong with a flow, and what to do about it.

An error is what Amazon Connect would refuse and the sandbox can't walk either; whatever it can walk all
the same is a warning, so that no flow that is live is turned away.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from console.sandbox.flow.engine.actions import ACTIONS, ALIASES, INVENTED, type_of
from console.sandbox.flow.reading.check.edges import edge_problems
from console.sandbox.flow.reading.check.parameters import parameter_problems
from console.sandbox.flow.reading.graph import actions_of, identifier, unreachable
from console.sandbox.flow.reading.language import (
    FORBIDDEN_CHARACTERS,
    FORBIDDEN_IDENTIFIERS,
    LONGEST_CONTENT,
    LONGEST_IDENTIFIER,
    MOST_ACTIONS,
    VERSION,
)
from console.sandbox.flow.reading.problem import Problem, problem

NEAR = 0.6
"""How alike two names must be for the one to be offered instead of the other, of 1."""


def problems(document: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Everything that is found in a document of the current language, errors first. Never raises."""
    found = chain(
        _whole(document),
        _actions(document),
        *(_one(action) for action in actions_of(document)),
        edge_problems(document),
        _unreachable(document),
        parameter_problems(document),
    )
    return tuple(sorted(found, key=lambda one: one.severity != "error"))


def likely(name: str) -> str:
    """The action type that a name that is none was likely to be; empty where nothing is like it."""
    if name in INVENTED:
        return INVENTED[name]
    by_case = {known.lower(): known for known in (*ACTIONS, *ALIASES)}
    if name.lower() in by_case:
        return by_case[name.lower()]
    near = difflib.get_close_matches(name, [*ACTIONS, *INVENTED], 1, NEAR)
    return INVENTED.get(near[0], near[0]) if near else ""


def _whole(document: Mapping[str, Any]) -> Iterator[Problem]:
    version = document.get("Version")
    if not str(version).startswith(VERSION):
        told = f"“{str(version)[:40]}”" if version is not None else "missing"
        yield problem("version", f"Version is {told}. The only one that there is is {VERSION}.")
    if not isinstance(document.get("Actions"), list) or not actions_of(document):
        yield problem("no_actions", "The flow has no list of Actions, so there is nothing to run.")
        return
    yield from _start(document)
    size = len(json.dumps(document, ensure_ascii=False, separators=(",", ":")))
    if size > LONGEST_CONTENT:
        yield problem(
            "too_long",
            f"The content has {size:,} characters and Amazon Connect takes {LONGEST_CONTENT:,}. It runs here "
            "and can't be published: move a part of it to a module.",
        )


def _start(document: Mapping[str, Any]) -> Iterator[Problem]:
    names = {identifier(action.get("Identifier")) for action in actions_of(document)}
    start = document.get("StartAction")
    if identifier(start) in names - {""}:
        return
    told = f"“{str(start)[:60]}”, which is none of the Actions" if start else "missing"
    first = identifier(actions_of(document)[0].get("Identifier"))
    yield problem("start_missing", f"StartAction is {told}. Set it to an Identifier, such as “{first[:60]}”.")


def _actions(document: Mapping[str, Any]) -> Iterator[Problem]:
    written = document.get("Actions")
    actions = actions_of(document)
    if isinstance(written, list) and len(written) > len(actions):
        odd = len(written) - len(actions)
        yield problem("action_malformed", f"{odd} of the Actions can't be read: each must be a JSON object.")
    if len(actions) > MOST_ACTIONS:
        yield problem(
            "too_many_actions",
            f"The flow has {len(actions)} actions and Amazon Connect takes {MOST_ACTIONS}. It runs here and "
            "can't be published: move a part of it to a module.",
        )
    counted = Counter(identifier(action.get("Identifier")) for action in actions)
    for name, count in counted.items():
        if count > 1 and name:
            yield problem(
                "identifier_repeated",
                f"{count} actions are called “{name}”; the first is used. Give each a name of its own.",
                name,
            )


def _one(action: Mapping[str, Any]) -> Iterator[Problem]:
    written = action.get("Identifier")
    name, kind = identifier(written), action.get("Type")
    if not name:
        told = "has no Identifier" if written in (None, "") else "has an Identifier that is no text"
        yield problem("identifier_missing", f"An action of type {str(kind)[:60]} {told}. Give it one.")
    elif not isinstance(written, str):
        yield problem("identifier_type", f"The Identifier {name} is a number. Write it as text.", name)
    yield from _name(name)
    for member in ("Conditions", "Errors", "NextAction"):
        if member in action:
            yield problem(
                "misplaced", f"{member} stands beside Transitions, where nothing reads it. Move it in.", name
            )
    if not isinstance(kind, str) or type_of(kind) is None:
        yield _unknown(name, kind)


def _name(name: str) -> Iterator[Problem]:
    if len(name) > LONGEST_IDENTIFIER:
        yield problem(
            "identifier_name",
            f"This Identifier has {len(name)} characters and Amazon Connect takes {LONGEST_IDENTIFIER}.",
            name,
        )
    if odd := "".join(sorted(set(name) & set(FORBIDDEN_CHARACTERS))):
        yield problem("identifier_name", f"An Identifier can't have these characters: {odd}", name)
    if name in FORBIDDEN_IDENTIFIERS:
        yield problem("identifier_name", "Amazon Connect refuses this Identifier; choose another.", name)


def _unknown(name: str, kind: object) -> Problem:
    if not isinstance(kind, str) or not kind:
        return problem("unknown_type", "This action has no Type. Give it the type of an action.", name)
    meant = likely(kind)
    advice = f"Did you mean {meant}?" if meant else "See the list of actions in AWS's Flow language pages."
    return problem("unknown_type", f"Amazon Connect has no action “{kind[:80]}”. {advice}", name)


def _unreachable(document: Mapping[str, Any]) -> Iterator[Problem]:
    names = Counter(identifier(action.get("Identifier")) for action in actions_of(document))
    for name in dict.fromkeys(unreachable(document)):
        if name and names[name] == 1:
            yield problem(
                "unreachable", "No edge leads to this action from the start. Connect it, or delete it.", name
            )
