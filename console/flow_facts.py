"""What is known of a flow beyond its name: its version, what of it is not published, where it leads.

All of it comes from DescribeContactFlow, whose `$SAVED` suffix describes the content that was saved
last (API reference). Nothing here keeps a chat from being started: what can't be had is said instead.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from console.chat.clocks import Clock, utc_now
from console.errors import AccessDenied, ConsoleError, FlowNotPublished
from console.language import tr, tr_text
from console.profiles import Profile

if TYPE_CHECKING:
    from console.aws import Connect, FlowAlias, FlowDetails, FlowVersion
    from console.doctor import Reach
    from console.workers import Workers

T = TypeVar("T")
FlowKey = tuple[str, str, str]
"""The id of a profile, of an instance and of a flow."""
OpenDoor = Callable[[Profile], "Awaitable[Connect]"]

FRESH_FOR = timedelta(seconds=45)
"""For how long facts are taken for true. Whoever tests a change saves it, publishes it and comes back."""


@dataclass(frozen=True)
class FlowFacts:
    """What is known of a flow at a moment.

    `details` are of the published content, or of the saved one where none was ever published; they
    come without the content. `saved_sha256` is the hash of what was saved last. `unknown` has a
    sentence for each thing that could not be had. As long as it `is_partial`, more is on its way.
    """

    read_at: datetime
    details: FlowDetails | None = None
    was_never_published: bool = False
    saved_sha256: str = ""
    reach: Reach | None = None
    unknown: tuple[str, ...] = ()
    is_partial: bool = True

    @property
    def sha256(self) -> str:
        """The hash of the content that a chat runs; empty where it is not known, or there is none."""
        return self.details.sha256 if self.details and not self.was_never_published else ""

    @property
    def has_unpublished_changes(self) -> bool | None:
        """Whether what was saved last differs from what a chat runs; None where that can't be told."""
        if not (self.sha256 and self.saved_sha256):
            return None
        return self.sha256 != self.saved_sha256

    def is_fresh(self, now: datetime) -> bool:
        """Whether there is no need to ask again: it is all there, and was read a moment ago."""
        whole = not (self.is_partial or self.unknown)
        return whole and timedelta() <= now - self.read_at < FRESH_FOR


@dataclass(frozen=True)
class FlowHistory:
    """The versions of a flow, the newest first, its aliases by name, and what could not be had."""

    versions: tuple[FlowVersion, ...] = ()
    aliases: tuple[FlowAlias, ...] = ()
    unknown: tuple[str, ...] = ()


class KnownFlows:
    """The facts of the flows that were looked at in this run.

    With workers, what is slow is done there: a flow may have 256,000 characters.
    """

    def __init__(
        self, open_door: OpenDoor, clock: Clock = utc_now, workers: Callable[[], Workers] | None = None
    ) -> None:
        self._open, self._clock, self._workers = open_door, clock, workers
        self._facts: dict[FlowKey, FlowFacts] = {}

    def facts(self, profile: Profile, instance_id: str, flow_id: str) -> FlowFacts | None:
        """What was read last of a flow, however long ago that was."""
        return self._facts.get((profile.id, instance_id, flow_id))

    def forget(self, profile_id: str) -> None:
        """Lets go of all that one profile has seen: its keys or its region are others now."""
        self._facts = {key: facts for key, facts in self._facts.items() if key[0] != profile_id}

    async def read(self, profile: Profile, instance_id: str, flow_id: str) -> AsyncGenerator[FlowFacts, None]:
        """The facts of a flow, read anew, each time more of them; never raises a ConsoleError.

        What was known is replaced once there is something better. Ending the iterator early, or
        cancelling it, keeps what was read up to then.
        """
        key = (profile.id, instance_id, flow_id)
        async for facts in self._read(profile, instance_id, flow_id):
            if not facts.is_partial or key not in self._facts:
                self._facts[key] = facts
            yield facts

    async def read_history(self, profile: Profile, instance_id: str, flow_id: str) -> FlowHistory:
        """Versions and aliases of a flow, read anew; never raises a ConsoleError."""
        try:
            door = await self._open(profile)
        except ConsoleError as error:
            return FlowHistory(unknown=(_unknown(tr("Versions and aliases: not known."), error),))
        versions, no_versions = await _tried(
            tr("The versions: not known."), door.list_contact_flow_versions(instance_id, flow_id)
        )
        aliases, no_aliases = await _tried(
            tr("The aliases: not known."), door.list_contact_flow_aliases(instance_id, flow_id)
        )
        return FlowHistory(
            tuple(sorted(versions or (), key=lambda one: -one.version)),
            tuple(sorted(aliases or (), key=lambda one: one.name.casefold())),
            tuple(filter(None, (no_versions, no_aliases))),
        )

    async def _read(self, profile: Profile, instance_id: str, flow_id: str) -> AsyncIterator[FlowFacts]:
        facts = FlowFacts(self._clock())
        try:
            door = await self._open(profile)
            details, is_published = await _described(door, instance_id, flow_id)
        except ConsoleError as error:
            nothing = tr("Version, unpublished changes and where the flow leads: not known.")
            yield replace(facts, unknown=(_unknown(nothing, error),), is_partial=False)
            return
        content, details = details.content, replace(details, content="")
        facts = replace(facts, details=details, was_never_published=not is_published)
        facts = replace(facts, reach=await self._work(lambda: _reach_of(content)))
        if is_published:
            yield facts
            saved, missing = await _tried(
                tr("Whether there are unpublished changes: not known."),
                door.describe_contact_flow(instance_id, flow_id, saved=True),
            )
            facts = replace(facts, saved_sha256=saved.sha256 if saved else "")
            facts = replace(facts, unknown=(missing,) if missing else ())
        if facts.reach and facts.reach.of_kind("flow"):
            yield facts
            facts = replace(facts, reach=await _deep_reach(door, instance_id, flow_id, content))
        yield replace(facts, is_partial=False)

    async def _work(self, work: Callable[[], T]) -> T:
        return await self._workers().call(work) if self._workers else work()


async def _described(door: Connect, instance_id: str, flow_id: str) -> tuple[FlowDetails, bool]:
    """The flow as it is published, or else as it is saved; and which of the two it is."""
    try:
        return await door.describe_contact_flow(instance_id, flow_id), True
    except FlowNotPublished:
        return await door.describe_contact_flow(instance_id, flow_id, saved=True), False


def _reach_of(content: str) -> Reach:
    # Imported here, since the doctor is not needed before a flow is looked at, and brings much along.
    from console.doctor import reach_of

    return reach_of(content)


async def _deep_reach(door: Connect, instance_id: str, flow_id: str, content: str) -> Reach:
    """Where the flow leads, the flows that it hands over to among it."""
    from console.doctor import reach

    async def describe(wanted: str) -> str:
        if wanted == flow_id:
            return content
        return (await door.describe_contact_flow(instance_id, wanted)).content

    return await reach(describe, flow_id)


async def _tried(sentence: str, asked: Awaitable[T]) -> tuple[T | None, str]:
    """What was asked for, or the sentence that it is not known, with the reason."""
    try:
        return await asked, ""
    except ConsoleError as error:
        return None, _unknown(sentence, error)


def _unknown(sentence: str, error: ConsoleError) -> str:
    because = (
        tr("{action} is not allowed.", action=error.action)
        if isinstance(error, AccessDenied)
        else error.sentence
    )
    return tr_text(sentence, because)
