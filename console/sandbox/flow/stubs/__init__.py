"""Stubs: what stands in for everything outside of a flow, read from one file (`NAME.sandbox.json`).

Reading runs nothing. A stub file can name local commands, so serving flows with one is like running a
script of whoever wrote it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal
from weakref import WeakKeyDictionary

from console.sandbox.flow.stubs.agent import Agent, QueueStub, Rule
from console.sandbox.flow.stubs.bot import Bot
from console.sandbox.flow.stubs.entry import Entry, merged, read_entry
from console.sandbox.flow.stubs.hours import Hours
from console.sandbox.flow.stubs.place import Place, parsed
from console.sandbox.flow.stubs.response import Response
from console.sandbox.flow.stubs.schema import STUBBABLE

__all__ = ["Agent", "Bot", "Defaults", "Hours", "QueueStub", "Response", "Rule", "Stub", "Stubs"]

MOST_BYTES = 4_194_304
MOST_TOLD = 50
"""Mistakes of one file that are told."""
MOST_SUBSTITUTES = 5
"""Resources that stand in for one another in a row."""
FASTEST = 1_000_000.0
TESTING = "Observations"
"""A file that has it is the content of a test case of AWS's: its overrides are the stubs."""


@dataclass(frozen=True)
class Defaults:
    """What holds for every chat."""

    customer_queue_flow: str = ""
    """A flow for the queue where no hook names one: an ARN, an id, a name, or a file beside the stubs."""
    time_scale: float = 1.0
    """Seconds of the sandbox's time within one on the wall."""
    get_participant_input: Literal["error", "text"] = "error"
    """`text`: the customer's next message is taken for what they would key in, unlike in Connect."""
    seed: int | None = None
    distribute: Mapping[str, int] = field(default_factory=dict)
    """What DistributeByPercentage draws, from 1 to 100, by the action's Identifier."""


@dataclass(frozen=True)
class Stub:
    """What one stub says to one action."""

    entry: Entry
    response: Response | None
    """None: the entry's bot, hours or queue answer."""
    resource: str
    """What answers: the action's own resource, or the one that the file puts in its place."""

    @property
    def path(self) -> str:
        """Where the stub stands in its file."""
        return self.entry.path

    @property
    def bot(self) -> Bot | None:
        """The script of a bot, where it answers."""
        return self.entry.bot if self.response is None else None

    @property
    def hours(self) -> Hours | None:
        """A schedule, where it answers."""
        return self.entry.hours if self.response is None else None

    @property
    def queue(self) -> QueueStub | None:
        """A queue, where it answers."""
        return self.entry.queue if self.response is None else None


class Stubs:
    """The stubs of one file, and how far each chat has used them up. To be used under the timers' lock."""

    def __init__(
        self,
        entries: tuple[Entry, ...] = (),
        defaults: Defaults | None = None,
        flows: Mapping[str, Path] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.entries = entries
        self.defaults = Defaults() if defaults is None else defaults
        self.flows: Mapping[str, Path] = flows or {}
        """Files of flows and modules, by what references name them; `*` stands for any text."""
        self.folder = folder
        """Where the file lies, and where its commands run; None: there is no file."""
        self._taken: WeakKeyDictionary[object, Counter[tuple[int, str]]] = WeakKeyDictionary()

    @classmethod
    def default(cls) -> Stubs:
        """Nothing is stubbed."""
        return cls()

    @classmethod
    def read(cls, path: Path) -> Stubs:
        """Read a stub file.

        Raises:
            ValueError: it can't be read or has mistakes; a line for each says where and what is allowed.
        """
        try:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:
            raise ValueError(f"{path.name or path} can't be read: {error}") from None
        if len(content) > MOST_BYTES:
            raise ValueError(f"{path.name} is longer than {MOST_BYTES:,} bytes.")
        try:
            return cls.of(parsed(content), path.parent)
        except RecursionError:
            raise ValueError(f"{path.name}: it is nested too deep.") from None
        except ValueError as error:
            raise ValueError(f"{path.name}: {error}") from None

    @classmethod
    def of(cls, value: Any, folder: Path | None = None) -> Stubs:
        """Read what a stub file holds.

        Raises:
            ValueError: it has mistakes; a line for each.
        """
        file = Place(value)
        fields = {} if _is_test_case(value) else file.fields("flows", "defaults", "stubs")
        entries = _overrides(file) if _is_test_case(value) else iter(())
        if "stubs" in fields:
            entries = (entry for entry in fields["stubs"].each(read_entry) if entry is not None)
        stubs = cls(
            merged(entries),
            _defaults(fields["defaults"]) if "defaults" in fields else None,
            _flows(fields["flows"], folder or Path()) if "flows" in fields else None,
            folder,
        )
        if file.mistakes:
            more = len(file.mistakes) - MOST_TOLD
            told = file.mistakes[:MOST_TOLD] + ([f"and {more:,} more."] if more > 0 else [])
            raise ValueError("\n".join(told))
        return stubs

    def over(self, beneath: Stubs) -> Stubs:
        """These stubs, and others that answer where none of these fits; the defaults are these alone."""
        flows = {**self.flows, **{key: path for key, path in beneath.flows.items() if key not in self.flows}}
        return Stubs((*self.entries, *beneath.entries), self.defaults, flows, self.folder)

    def take(self, action_type: str, facts: Mapping[str, Any], whose: object = None) -> Stub | None:
        """The next answer to an action; None where no stub fits.

        `facts` are the action's parameters, resolved. Each chat (`whose`) begins with the first answer
        of each resource, and stays at the last: ours: stubs-of-a-chat.
        """
        kind = STUBBABLE[action_type]
        for _ in range(MOST_SUBSTITUTES):
            resource = str(facts.get(kind.resource) or "")
            number = self._number(action_type, facts)
            if number is None:
                return None
            entry = self.entries[number]
            response = entry.nth(self._count(whose, (number, resource)))
            if response is None or response.kind != "substitute":
                return Stub(entry, response, resource)
            facts = {**facts, kind.resource: response.value}
        return None

    def know(self, action_type: str, facts: Mapping[str, Any]) -> bool:
        """Whether a stub fits an action; nothing is used up."""
        return self._number(action_type, facts) is not None

    def _number(self, action_type: str, facts: Mapping[str, Any]) -> int | None:
        numbered = enumerate(self.entries)
        fits = (at for at, one in numbered if one.action_type == action_type and one.fits(facts))
        return next(fits, None)

    def _count(self, whose: object, what: tuple[int, str]) -> int:
        counts = self._taken.setdefault(self if whose is None else whose, Counter())
        counts[what] += 1
        return counts[what] - 1

    def flow_file(self, reference: str) -> Path | None:
        """The file that the map `flows` has for a reference to a flow or module."""
        if exact := self.flows.get(reference):
            return exact
        return next((path for known, path in self.flows.items() if fnmatchcase(reference, known)), None)


def _is_test_case(value: Any) -> bool:
    return isinstance(value, dict) and TESTING in value


def _overrides(file: Place) -> Iterator[Entry]:
    """The overrides of a test case; what else it holds is not for a stub file."""
    for observation in file.at(TESTING).items():
        actions = observation.at("Actions")
        for action in actions.items() if isinstance(actions.value, list) else ():
            if action.at("Type").value == "OverrideSystemBehavior" and (entry := read_entry(action)):
                yield entry


def _flows(place: Place, folder: Path) -> Mapping[str, Path]:
    return {key: folder / one.text("missing") for key, one in place.members().items()}


def _defaults(place: Place) -> Defaults:
    fields = place.fields("customerQueueFlow", "timeScale", "getParticipantInput", "seed", "distribute")
    is_text = (
        "getParticipantInput" in fields and fields["getParticipantInput"].word(("error", "text")) == "text"
    )
    return Defaults(
        customer_queue_flow=fields["customerQueueFlow"].text() if "customerQueueFlow" in fields else "",
        time_scale=fields["timeScale"].number(0.001, FASTEST, 1.0) if "timeScale" in fields else 1.0,
        get_participant_input="text" if is_text else "error",
        seed=fields["seed"].count(-(2**53), 2**53) if "seed" in fields else None,
        distribute=_draws(fields["distribute"]) if "distribute" in fields else {},
    )


def _draws(place: Place) -> Mapping[str, int]:
    return {key: one.count(1, 100, 1) for key, one in place.members().items()}
