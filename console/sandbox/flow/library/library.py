"""Which flow or module a reference means, and what of it runs."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from console.sandbox.flow.library.document import Flow
from console.sandbox.flow.library.versions import SAVED, FlowVersions, VersionedFlow
from console.sandbox.flow.reading.language import MODULE
from console.sandbox.identity import INSTANCE_ARN, flow_arn

if TYPE_CHECKING:
    from console.sandbox.flow.engine.script import Script
    from console.sandbox.flow.stubs import Stubs

log = logging.getLogger("console.sandbox")

NEWEST = "$LATEST"
"""The alias of what was published last."""
MOST_SCRIPTS = 256
"""Scripts that are kept ready."""


class Library:
    """The flows and modules that chats run: what is published, by every name that flows have for it.

    Tried in this order: the id, be it alone or the end of an ARN, with a version or an alias behind its
    colon; the name; the file that the stub file's map has for the reference; what `beside` finds.
    """

    def __init__(self, flows: FlowVersions, stubs: Callable[[], Stubs]) -> None:
        """Look in these flows, and in the map of the stubs that answer at the time."""
        self._flows = flows
        self._stubs = stubs
        self.beside: Callable[[str], Path | None] = lambda reference: None
        """The file that a reference means where nothing else is known of it."""
        self._modules: Mapping[str, Flow] = {}
        self._origins: Mapping[str, str] = {}
        self._files: dict[Path, tuple[int, Script | None]] = {}

    def put_module(self, module: Flow) -> None:
        """Have a module found by its name and id."""
        self._modules = {**self._modules, module.id: module}

    def drop_module(self, module_id: str) -> None:
        """Have a module found no more."""
        self._modules = {known: one for known, one in self._modules.items() if known != module_id}

    def put_origin(self, origin: str, own_id: str) -> None:
        """Have a flow or module found by the id that it has in the instance it was exported from."""
        self._origins = {**self._origins, origin: own_id}

    @property
    def modules(self) -> tuple[Flow, ...]:
        """Every module, in the order read."""
        return tuple(self._modules.values())

    def flow(self, reference: str) -> Script | None:
        """The flow that a reference means, as far as it can run; None where there is none."""
        for name, suffix in readings(reference):
            if (one := self._named(name)) is not None and (content := _content(one, suffix)) is not None:
                return _script(content, one.flow.arn, one.flow.name, one.flow.type)
        return self._mapped(reference)

    def module(self, reference: str) -> Script | None:
        """The module that a reference means; its versions are all the same here (ours: module-version)."""
        for name, _ in readings(reference):
            for one in self._modules.values():
                if one.id in (name, self._origins.get(name)) or one.name == name:
                    return _script(one.content, _module_arn(one), one.name, MODULE)
        return self._mapped(reference)

    def _named(self, name: str) -> VersionedFlow | None:
        if (one := self._flows.find(self._origins.get(name, name))) is not None:
            return one
        # A flow and its copy differ in their names alone: what can run comes first.
        named = [one for one in self._flows.all if one.flow.name == name]
        return next((one for one in named if one.can_run), named[0] if named else None)

    def _mapped(self, reference: str) -> Script | None:
        path = (self._stubs().flow_file(reference) or self.beside(reference)) if reference else None
        return None if path is None else self.file(path)

    def file(self, path: Path) -> Script | None:
        """The flow or module in a file; None where there is none, and the log says why."""
        try:
            changed = path.stat().st_mtime_ns
        except OSError as error:
            log.warning("%s: %s", path.name, error.strerror)
            return None
        known = self._files.get(path)
        if known is None or known[0] != changed:
            known = self._files[path] = (changed, _read(path))
        return known[1]


def readings(reference: str) -> Iterator[tuple[str, str]]:
    """What a reference to a flow or module may mean: a name or id, and what stands behind its colon."""
    if not (text := reference.strip()):
        return
    yield text, ""
    last = text.rpartition("/")[2]
    name, _, suffix = last.partition(":")
    if (name, suffix) != (text, ""):
        yield name, suffix


def _content(one: VersionedFlow, suffix: str) -> str | None:
    """What runs: never what is only saved, unless it is asked for by its alias."""
    if one.state != "ACTIVE" or (suffix != SAVED and not one.can_run):
        return None
    version = one.find("" if suffix == NEWEST else suffix)
    return None if version is None else version.content


def _module_arn(module: Flow) -> str:
    return f"{INSTANCE_ARN}/flow-module/{module.id}"


def _read(path: Path) -> Script | None:
    # What reads and checks files is for those who have some.
    from console.sandbox.flow.engine.script import script_of
    from console.sandbox.flow.reading.forms import read_file

    loaded = read_file(path)
    for problem in loaded.errors:
        log.warning("%s: %s", path.name, problem.message)
    if loaded.document is None:
        return None
    return script_of(loaded.document, id=flow_arn(loaded.name), name=loaded.name, type=loaded.type)


@lru_cache(maxsize=MOST_SCRIPTS)
def _script(content: str, arn: str, name: str, type: str) -> Script:
    from console.sandbox.flow.engine.script import script_of

    # Content is one text for as long as a version lives, so that finding it here costs nothing.
    return script_of(json.loads(content), id=arn, name=name, type=type)
