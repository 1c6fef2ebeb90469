"""What an admin made of each flow: versions that were published, content saved since, aliases, archive."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Literal

from console.sandbox.flow.library.document import Flow, content_of
from console.sandbox.identity import id_of

SAVED = "$SAVED"
"""The alias of content that is saved and not yet published (DescribeContactFlow)."""


@dataclass(frozen=True)
class Version:
    """One state of a flow's content; `number` is None while it is only saved."""

    number: int | None
    content: str = field(repr=False)
    modified: int
    """Seconds since the epoch."""
    description: str = ""

    @property
    def sha256(self) -> str:
        """FlowContentSha256 (ours: content-hash)."""
        return sha256(self.content.encode()).hexdigest()


@dataclass(frozen=True)
class Alias:
    """A name for one version of a flow."""

    name: str
    version: int
    description: str
    modified: int

    def id(self, flow: Flow) -> str:
        """The alias's id, the same at every start."""
        return id_of("contact-flow-alias", f"{flow.id}/{self.name}")


@dataclass(frozen=True)
class VersionedFlow:
    """A flow with its past and its future."""

    flow: Flow
    versions: tuple[Version, ...]
    """What was published, oldest first; empty for a flow that never was."""
    saved: Version | None = None
    aliases: tuple[Alias, ...] = ()
    state: Literal["ACTIVE", "ARCHIVED"] = "ACTIVE"

    @property
    def published(self) -> Version | None:
        """The version that runs."""
        return self.versions[-1] if self.versions else None

    @property
    def status(self) -> Literal["PUBLISHED", "SAVED"]:
        """The flow's status in a list (ours: flow-status)."""
        return "PUBLISHED" if self.versions else "SAVED"

    @property
    def can_run(self) -> bool:
        """Whether a chat can start with it."""
        return bool(self.versions) and self.state == "ACTIVE"

    def find(self, suffix: str) -> Version | None:
        """The version that stands behind `flow-id:suffix`: a number, `$SAVED`, the name of an alias."""
        if not suffix:
            return self.published
        if suffix == SAVED:
            return self.saved or self.published
        # ours: alias-arn
        named = {alias.name: str(alias.version) for alias in self.aliases}
        number = named.get(suffix, suffix)
        return next((version for version in self.versions if str(version.number) == number), None)


class FlowVersions:
    """The flows of the instance. Any thread may ask; changes are made one at a time.

    The first flow, the greeting, comes with an earlier version and two aliases, so that there is
    something to list; every other has the one version that was read.
    """

    def __init__(self, flows: Sequence[Flow], clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        first = {flow.id: _once_published(flow) for flow in flows}
        if flows:
            first[flows[0].id] = _with_a_past(flows[0])
        self._first: Mapping[str, VersionedFlow] = first
        self._flows: Mapping[str, VersionedFlow] = first

    @property
    def all(self) -> tuple[VersionedFlow, ...]:
        """Every flow, in the order read."""
        return tuple(self._flows.values())

    def find(self, flow_id: str) -> VersionedFlow | None:
        """A flow by its plain id."""
        return self._flows.get(flow_id)

    def save(self, flow_id: str, document: object) -> Version:
        """Save content that is not published yet: a document as JSON has it.

        Raises:
            LookupError: there is no such flow.
            ValueError: the document is no flow.
        """
        saved = Version(None, content_of(document), int(self._clock()))
        self._change(flow_id, lambda one: replace(one, saved=saved))
        return saved

    def discard(self, flow_id: str) -> None:
        """Drop what was saved since the last publishing; a flow that never was published keeps it.

        Raises:
            LookupError: there is no such flow.
        """
        self._change(flow_id, lambda one: replace(one, saved=None) if one.versions else one)

    def publish(self, flow_id: str, description: str = "") -> Version:
        """Publish what is saved, or once more what is published, as the next version.

        Raises:
            LookupError: there is no such flow.
        """
        # ours: version-at-publishing
        changed = self._change(flow_id, lambda one: _published(one, int(self._clock()), description))
        return changed.versions[-1]

    def withdraw(self, flow_id: str) -> None:
        """Make a flow one that was saved and never published.

        Raises:
            LookupError: there is no such flow.
        """
        self._change(
            flow_id,
            lambda one: replace(one, versions=(), aliases=(), saved=_saved(one)),
        )

    def archive(self, flow_id: str) -> None:
        """Archive a flow.

        Raises:
            LookupError: there is no such flow.
        """
        self._change(flow_id, lambda one: replace(one, state="ARCHIVED"))

    def take(self, flow: Flow) -> bool:
        """Publish a flow that was read from a file; whether it is new or another than before."""
        with self._lock:
            known = self._flows.get(flow.id)
            if known is not None and known.published and known.published.content == flow.content:
                return False
            fresh = _once_published(flow)
            if known is not None:
                saved = replace(known, flow=flow, saved=_saved(fresh), state="ACTIVE")
                fresh = _published(saved, flow.modified, "")
            self._flows = {**self._flows, flow.id: fresh}
            # What is read again is what a reset goes back to.
            self._first = {**self._first, flow.id: fresh}
            return True

    def drop(self, flow_id: str) -> None:
        """Forget a flow whose file has gone; a chat that runs through it goes on."""
        with self._lock:
            self._flows = {known: one for known, one in self._flows.items() if known != flow_id}
            self._first = {known: one for known, one in self._first.items() if known != flow_id}

    def reset(self) -> None:
        """Every flow as it was read."""
        with self._lock:
            self._flows = self._first

    def _change(self, flow_id: str, change: Callable[[VersionedFlow], VersionedFlow]) -> VersionedFlow:
        with self._lock:
            if flow_id not in self._flows:
                raise LookupError(f"There is no flow “{flow_id[:256]}”.")
            changed = change(self._flows[flow_id])
            # A new mapping each time, so that whoever reads needs no lock.
            self._flows = {**self._flows, flow_id: changed}
            return changed


def _saved(one: VersionedFlow) -> Version | None:
    newest = one.saved or one.published
    return None if newest is None else replace(newest, number=None)


def _published(one: VersionedFlow, now: int, description: str) -> VersionedFlow:
    newest = one.saved or one.versions[-1]
    number = max((version.number or 0 for version in one.versions), default=0) + 1
    version = Version(number, newest.content, now, description)
    return replace(one, versions=(*one.versions, version), saved=None)


def _once_published(flow: Flow) -> VersionedFlow:
    return VersionedFlow(flow, (Version(1, flow.content, flow.modified),))


def _with_a_past(flow: Flow) -> VersionedFlow:
    day = 86_400
    earlier = Version(1, _terse(flow.content), flow.modified - 30 * day, "The first draft")
    current = Version(2, flow.content, flow.modified, "Friendlier words")
    return VersionedFlow(
        flow,
        (earlier, current),
        aliases=(
            Alias("live", 2, "What customers meet", flow.modified),
            Alias("before", 1, "What they met before", flow.modified - 30 * day),
        ),
    )


def _terse(content: str) -> str:
    """The same flow, whose messages say less."""
    document = json.loads(content)
    for action in document["Actions"]:
        if "Text" in action.get("Parameters", {}):
            action["Parameters"]["Text"] = "Hello."
    return content_of(document)
