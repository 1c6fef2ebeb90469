"""The verbs `flow check`, `flow run` and `flow explore`: one JSON object a line, or the same in words."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from console.paths import resource
from console.sandbox.flow.library.document import Flow
from console.sandbox.flow.reading.forms import MOST_BYTES, Loaded, read_bytes, read_file
from console.sandbox.flow.serving import OWN_STUBS
from console.sandbox.flow.stubs import Stubs
from console.sandbox.flow.verbs.explore import explore
from console.sandbox.flow.verbs.neighbours import Neighbours
from console.sandbox.flow.verbs.rehearsal import Rehearsal

DONE, BROKEN = 0, 1
"""Exit status: everything loads; something does not, or can't be read."""

STANDARD_INPUT: Final = "-"
"""The file that is none."""
OWN_FLOWS: Final = "flows"
"""The flows that ship with the program; our stubs answer for them where no others are given."""

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""What would change a terminal that shows somebody's flow."""

Line = Mapping[str, Any]
Say = Callable[[Line], None]


def check(files: Sequence[str], *, as_json: bool) -> int:
    """Say of each file what it is, whether it loads, and what is wrong with it; gives the exit status."""
    return _quietly(lambda: _check(files, _speaker(_in_words, as_json=as_json)))


def run(file: str, stubs: str | None, says: Sequence[str], *, as_json: bool) -> int:
    """Play a flow as one chat, in which the customer says the given texts; gives the exit status.

    A flow for a queue or a whisper is run where it has its place in a chat. A module is run as if it were
    invoked: its end ends the chat. Flows and modules that it leads to are those of the stub file's map,
    else those that lie beside it, else our own.
    """
    return _quietly(lambda: _run(file, stubs, says, _speaker(_in_words, as_json=as_json)))


def explore_all(file: str, *, as_json: bool) -> int:
    """Take every edge of a flow, module or legacy export once; gives the exit status."""
    return _quietly(lambda: _explore(file, _speaker(_in_words, as_json=as_json)))


def _check(files: Sequence[str], say: Say) -> int:
    status = DONE
    for file in files:
        loaded = _read(file)
        told = [asdict(one) for one in loaded.problems]
        say({"file": file, "kind": loaded.kind, "loads": loaded.loads, "problems": told})
        status = status if loaded.loads else BROKEN
    return status


def _run(file: str, stubs: str | None, says: Sequence[str], say: Say) -> int:
    loaded = _load(file)
    try:
        read = _stubs(file, stubs)
    except ValueError as error:
        _complain(str(error))
        return _stopped(say, f"The stub file can't be taken: {error}")
    if loaded.document is None:
        return _stopped(say, loaded.errors[0].message)
    content = json.dumps(loaded.document)
    flow = Flow(loaded.name, loaded.type, content, modified=0, description=loaded.description)
    say(Rehearsal(flow, read, says, say, Neighbours(_folders(file))).run())
    return DONE if loaded.loads else BROKEN


def _stopped(say: Say, why: str) -> int:
    """Say the last line of a chat that can't begin."""
    say({"kind": "end", "outcome": "stopped", "reason": why, "actions_entered": 0, "unhandled": []})
    return BROKEN


def _stubs(file: str, stubs: str | None) -> Stubs:
    if stubs is not None:
        return Stubs.read(Path(stubs))
    is_own = Path(file).resolve().parent == resource(OWN_FLOWS).resolve()
    return Stubs.read(resource(OWN_STUBS)) if is_own else Stubs.default()


def _folders(file: str) -> Sequence[Path]:
    """Where other flows are looked for."""
    own = resource(OWN_FLOWS)
    return (own,) if file == STANDARD_INPUT else (Path(file).parent, own)


def _explore(file: str, say: Say) -> int:
    loaded = _load(file)
    for line in explore(loaded.document or {}, loaded.type):
        say(line)
    return DONE if loaded.loads else BROKEN


def _load(file: str) -> Loaded:
    """A file whose errors are told; what there is of it is taken all the same."""
    loaded = _read(file)
    for one in loaded.errors:
        _complain(f"{file}: {one.action}: {one.message}" if one.action else f"{file}: {one.message}")
    return loaded


def _read(file: str) -> Loaded:
    if file != STANDARD_INPUT:
        return read_file(Path(file))
    return read_bytes(sys.stdin.buffer.read(MOST_BYTES + 1), "standard input")


# what is said


def _speaker(words: Callable[[Line], str], *, as_json: bool) -> Say:
    """Says lines on standard output, each at once; as JSON in ASCII, which any terminal takes."""
    return lambda line: _print(json.dumps(line) if as_json else words(line))


def _print(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    text = _CONTROLS.sub("\ufffd", text)
    print(text.encode(encoding, "backslashreplace").decode(encoding), flush=True)


def _complain(text: str) -> None:
    print(_CONTROLS.sub("\ufffd", text), file=sys.stderr)


def _in_words(line: Line) -> str:
    if "file" in line:
        return _file_in_words(line)
    if "kind" not in line:
        return _summary_in_words(line)
    return _WORDS[line["kind"]](line)


def _file_in_words(line: Line) -> str:
    verdict = "loads" if line["loads"] else "does not load"
    found = [_problem_in_words(one) for one in line["problems"]]
    return "\n".join([f"{line['file']}: {line['kind']}, {verdict}", *found])


def _problem_in_words(one: Line) -> str:
    where = f"{one['action']}: " if one["action"] else ""
    return f"  {one['severity']} {one['code']}  {where}{one['message']}"


def _action_in_words(line: Line) -> str:
    leads = f" → {line['next']}" if line.get("next") else ""
    odd = "".join(f"\n    ! {warning}" for warning in line.get("warnings", ()))
    return f"{line['action']} ({line['type']}): {line['result']}{leads}{odd}"


def _item_in_words(line: Line) -> str:
    who = " ".join(line[name] for name in ("ParticipantRole", "DisplayName") if name in line)
    return f"  | {who}: {line.get('Content') or line.get('ContentType', line['Type'])}"


def _end_in_words(line: Line) -> str:
    unhandled = f"; unhandled: {', '.join(line['unhandled'])}" if line["unhandled"] else ""
    return f"{line['outcome']}: {line['reason']} ({line['actions_entered']} actions{unhandled})"


def _summary_in_words(line: Line) -> str:
    names = [f"; {what}: {', '.join(line[what])}" for what in ("unreachable", "unhandled") if line[what]]
    counted = f"{line['reached']} of {line['actions']} actions reached, {line['loops_cut']} loops cut"
    return counted + "".join(names)


_WORDS: Final[Mapping[str, Callable[[Line], str]]] = {
    "action": _action_in_words,
    "edge": lambda line: f"  {line['action']} — {line['edge']} → {line['next']}",
    "item": _item_in_words,
    "end": _end_in_words,
}


class _Brief(logging.Formatter):
    """The log for whoever runs a verb: what happened, without where in our code."""

    def formatException(self, ei: Any) -> str:
        """The error alone."""
        return f"{ei[0].__name__}: {ei[1]}"


def _quietly(verb: Callable[[], int]) -> int:
    """Do a verb whose reader may go away, as `head` does."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Brief("%(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    try:
        return verb()
    except BrokenPipeError:
        # Python would try to write the rest at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN
