"""A folder of flows and a stub file that are being worked on: what changes on disk runs at once."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from console.paths import resource
from console.sandbox.contacts import Contacts
from console.sandbox.flow.library.shipped import read_shipped
from console.sandbox.flow.library.versions import FlowVersions
from console.sandbox.flow.life.center import ContactCenter
from console.sandbox.flow.reading.language import MODULE
from console.sandbox.timers import Timers

if TYPE_CHECKING:
    # Who serves no files need not import what reads and checks them.
    from console.sandbox.flow.library.folder import Change, Folder, Served
    from console.sandbox.flow.stubs import Stubs

log = logging.getLogger("console.sandbox")

OWN_STUBS = "stubs/sandbox.json"
"""The stubs of the flows that ship with the program; the user's own are laid over them."""
LOOK_EVERY_S = 1.0
"""Seconds between two looks at the files."""


class Serving:
    """Keeps the flows, modules and stubs of a sandbox as its files have them. Chats go on as they began."""

    def __init__(
        self, flows: FlowVersions, center: ContactCenter, folder: Folder | None, stubs: Path | None
    ) -> None:
        """Take what was read; the folder has been looked at once."""
        self.flows = flows
        self.center = center
        self._folder = folder
        self._stubs = stubs
        self._stamp = _stamp(stubs)

    @property
    def has_files(self) -> bool:
        """Whether there is a file that somebody may be working on."""
        return self._folder is not None or self._stubs is not None

    @property
    def time_scale(self) -> float:
        """Seconds of the sandbox's time within one on the wall, as the user's stub file wants it."""
        return 1.0 if self._stubs is None else self.center.stubs.defaults.time_scale

    def look(self) -> None:
        """Take over what has changed since the last look."""
        for change in () if self._folder is None else self._folder.look():
            for told in self.apply(change):
                log.info("%s", told)
        if (stamp := _stamp(self._stubs)) != self._stamp:
            self._stamp = stamp
            self._read_stubs()

    def apply(self, change: Change) -> list[str]:
        """Take over a change of one file; what it came to, in words."""
        was, now = change.was, change.now
        told = []
        if was is not None and (now is None or now.flow.id != was.flow.id or now.is_module != was.is_module):
            self._drop(was)
            told.append(f"{was.path.name}: “{was.flow.name}” is gone")
        if now is None:
            return told
        if now.origin:
            self.center.library.put_origin(now.origin, now.flow.id)
        if now.is_module:
            self.center.library.put_module(now.flow)
            told.append(f"{now.path.name}: the module “{now.flow.name}” is as the file has it")
        elif self.flows.take(now.flow):
            told.append(f"{now.path.name}: the flow “{now.flow.name}” is published")
        return told

    def _drop(self, gone: Served) -> None:
        if gone.is_module:
            self.center.library.drop_module(gone.flow.id)
        else:
            self.flows.drop(gone.flow.id)

    def _read_stubs(self) -> None:
        if self._stubs is None:
            return
        try:
            stubs = _over_own(self._stubs)
        except ValueError as error:
            log.warning("the stubs before still answer: %s", error)
            return
        with self.center.timers.lock:
            self.center.use(stubs)
        log.info("%s: the stubs are as the file has them", self._stubs.name)


def serve_files(
    shipped: Path | None,
    flows: Path | None,
    stubs: Path | None,
    contacts: Contacts,
    timers: Timers,
    clock: Callable[[], float],
) -> Serving:
    """The flows of every sandbox, those of a folder, and a stub file, read and ready to run.

    Without a folder of its own a sandbox has the flows that ship with the program.

    Raises:
        ValueError: `flows` is no folder, or the stub file has mistakes.
    """
    own = read_shipped(shipped or resource("flows"))
    folder, changes = _looked_at(flows, [flow.name for flow in own])
    read = [*own, *(one.now.flow for one in changes if one.now is not None)]
    versions = FlowVersions([flow for flow in read if flow.type != MODULE], clock)
    center = ContactCenter(contacts, versions, timers)
    for flow in own:
        if flow.type == MODULE:
            center.library.put_module(flow)
    if stubs is None:
        center.use_later(_own)
    else:
        center.use(_over_own(stubs))
    serving = Serving(versions, center, folder, stubs)
    for change in changes:
        # Only what happens after the start is told.
        serving.apply(change)
    return serving


def _looked_at(flows: Path | None, taken: list[str]) -> tuple[Folder | None, list[Change]]:
    if flows is None:
        return None, []
    from console.sandbox.flow.library.folder import Folder

    folder = Folder(flows, taken)
    return folder, folder.look()


def _own() -> Stubs:
    """The stubs of our own flows."""
    from console.sandbox.flow.stubs import Stubs

    return Stubs.read(resource(OWN_STUBS))


def _over_own(path: Path) -> Stubs:
    """The stubs of a file, and beneath them those of our own flows.

    Raises:
        ValueError: the file can't be read or has mistakes.
    """
    from console.sandbox.flow.stubs import Stubs

    return Stubs.read(path).over(_own())


class Watch:
    """Looks at the files every second, on a daemon thread, until it is stopped."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._stopped = threading.Event()
        threading.Thread(target=self._run, name="sandbox-files", daemon=True).start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(LOOK_EVERY_S):
            try:
                self._serving.look()
            except Exception:
                log.exception("the files of flows could not be looked at")


def _stamp(path: Path | None) -> tuple[int, int] | None:
    try:
        stat = None if path is None else path.stat()
    except OSError:
        return None
    return None if stat is None else (stat.st_mtime_ns, stat.st_size)
