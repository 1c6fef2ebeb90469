"""The sandbox's own trace of a chat, over its control route."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from console import redaction
from console.chat.items import time_in
from console.control_route import ControlRefused, ControlRoute
from console.errors import ConsoleError
from console.language import tr, tr_heard
from console.trace.missing import missing
from console.trace.reading import Reading, Rhythm, in_turns
from console.trace.step import Step

if TYPE_CHECKING:
    from console.chat.chat import Chat

_OVER: Final = ("Ended: ", "Stopped: ")
EPOCH: Final = datetime.fromtimestamp(0, UTC)
_GONE: Final = Reading(missing=(missing("forgotten"),))


class SandboxTrace:
    """Reads `/_sandbox/contacts/{id}/trace`, which answers for the whole chat, whichever segment is asked.

    The sandbox keeps the newest thousand entries of a chat and counts them all, so what is new is what
    comes after the count of the read before.
    """

    # What comes together is read together.
    rhythm = Rhythm(after_news_s=0.1, waits_s=(1.0, 1.0, 1.0), goes_on=True)
    is_late = False

    def __init__(self, chat: Chat, control: Callable[[], ControlRoute | None]) -> None:
        self._chat, self._control = chat, control
        self._count = 0

    def order(self, step: Step) -> tuple[Any, ...]:
        """The order in which the sandbox has told them: that in which actions were left."""
        return (step.key,)

    async def read(self, *, whole: bool) -> Reading:
        """What is new, and who has the word."""
        control = self._control()
        if control is None:
            # The sandbox of an earlier run ended with it.
            return _GONE
        after = 0 if whole else self._count
        try:
            told = await control.ask("GET", f"/contacts/{self._chat.contact_id}/trace?after={after}")
        except ControlRefused as error:
            if error.facts.get("status") == 404:
                return _GONE
            raise
        return await self._reading(told, after)

    async def _reading(self, told: Any, after: int) -> Reading:
        try:
            count, entries = int(told["count"]), list(told["trace"])
            first = count - len(entries)
            steps = await in_turns(entries, lambda at, one: step_in(one, first + at))
            phase, waiting = told.get("phase"), told.get("waiting")
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ConsoleError(
                tr("The sandbox told its trace in a form that can't be read."), tr("Start the console anew.")
            ) from error
        lost = max(0, first - max(after, self._count))
        is_forgotten = count < self._count or (not count and phase not in (None, "inbound"))
        self._count = max(count, self._count)
        reasons = _GONE.missing if is_forgotten else ()
        return Reading(steps, str(phase or ""), tr_heard(str(waiting or "")), reasons, lost)


def step_in(told: Mapping[str, Any], number: int) -> Step:
    """The step that an entry of the sandbox's trace tells, the `number`th of its chat.

    Raises:
        KeyError, TypeError, ValueError: it is no such entry.
    """
    told = redaction.redact(told)
    is_wait = told["kind"] == "wait"
    result = str(told["reason"] if is_wait else told["result"])
    error, edge = (str(told.get(name) or "") for name in ("error", "edge"))
    return Step(
        key=f"{number:09}",
        kind="wait" if is_wait else "action",
        at=time_in(told["at"]) or EPOCH,
        contact_id=str(told["contact"]),
        flow_id=str(told["flow"]).rpartition("/")[2],
        flow=str(told["flow_name"]),
        action=str(told["action"]),
        type=str(told["type"]),
        result=tr_heard(result) if is_wait else _heard(result, error, edge),
        edge=edge,
        next=str(told.get("next") or ""),
        is_error=bool(error),
        warnings=tuple(tr_heard(str(one)) for one in told.get("warnings") or ()),
        attributes=dict(told.get("attributes") or {}),
        parameters=dict(told.get("parameters") or {}),
        facts=_facts(told),
    )


def _heard(result: str, error: str, edge: str) -> str:
    """A result with the reason at its end in the language of the window; a value is somebody's own words."""
    begins = (f"Error {error}: ",) if error else () if edge else _OVER
    begin = next(filter(result.startswith, begins), None)
    return result if begin is None else begin + tr_heard(result.removeprefix(begin))


def _facts(told: Mapping[str, Any]) -> dict[str, Any]:
    facts = dict(told.get("facts") or {})
    if told.get("seconds") is not None:
        facts["at most, in seconds"] = told["seconds"]
    return facts
