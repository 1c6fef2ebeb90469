"""How an action asks the stub file: the one that fits, its delay, its error, or that there is none."""

from __future__ import annotations

import json
import uuid
from collections.abc import Generator, Mapping
from typing import Any

from console.language import tr_wire
from console.sandbox.flow.engine.outcome import NO_MATCHING_ERROR, Failed, Happening, Wait
from console.sandbox.flow.engine.step import Step
from console.sandbox.flow.stubs import Stub
from console.sandbox.flow.stubs.suggestion import suggestion

Asking = Generator[Wait, Happening, Stub | Failed]


def find(step: Step, facts: Mapping[str, Any]) -> Stub | Failed:
    """The stub's next answer to this action; without one its error, and what to write into the file.

    `facts` are what its `match` may name, beside the action's Identifier.
    """
    kind = step.action.type
    stub = step.outside.stubs.take(kind, {**facts, "Identifier": step.action.id}, step.chat)
    if stub is not None:
        step.note(stub=stub.path)
        return stub
    entry = suggestion(kind, facts)
    step.note(no_stub=entry)
    shown = json.dumps(entry, ensure_ascii=False)
    step.warn(tr_wire("no stub: “stubs” has no entry for it, such as {entry}", entry=shown))
    return Failed(NO_MATCHING_ERROR, tr_wire("no stub"))


def ask(step: Step, facts: Mapping[str, Any]) -> Asking:
    """As `find`, once the answer's delay has passed; an answer that is an error is its failure."""
    stub = find(step, facts)
    if isinstance(stub, Failed) or stub.response is None:
        return stub
    yield from pause(stub.response.delay_s)
    if stub.response.kind == "error":
        return Failed(stub.response.value, tr_wire("the stub says so"))
    return stub


def pause(seconds: float) -> Generator[Wait, Happening, None]:
    """Let time pass on the sandbox's clock."""
    if seconds > 0:
        yield Wait(seconds, reason=tr_wire("the stub takes its time"))


def loaded(stub: Stub) -> Any:
    """What a stub loads; an empty object where it loads nothing."""
    return {} if stub.response is None or stub.response.kind != "data" else stub.response.value


def new_id(step: Step) -> str:
    """An id that Amazon Connect would make; the same in every rehearsal with the same seed."""
    return str(uuid.UUID(int=step.outside.random.getrandbits(128), version=4))
