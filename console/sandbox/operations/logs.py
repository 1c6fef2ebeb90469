"""CloudWatch Logs: the flow log of the instance, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from console.sandbox.flow.traces.log import GROUP, GROUP_ARN, LogEvent
from console.sandbox.flow.traces.log_filter import Matches, parse
from console.sandbox.identity import ACCOUNT, Caller
from console.sandbox.operations.answer import Input, Output, without_none
from console.sandbox.pages import page
from console.sandbox.refusal import RefusalError
from console.sandbox.world import World

MOST_EVENTS = 10_000
"""Events of a page at most, and where the request says nothing (FilterLogEvents)."""
LARGEST_PAGE = 1024 * 1024
"""Bytes of a page at most (FilterLogEvents)."""
OVERHEAD = 26
"""Bytes that an event counts beside its message (PutLogEvents)."""


def filter_log_events(world: World, given: Input, caller: Caller) -> Output:
    """The events of the flow log that fit, oldest first unless asked otherwise, a page at a time."""
    _check_group(given, caller)
    if "logStreamNames" in given and "logStreamNamePrefix" in given:
        raise _wrong("logStreamNames and logStreamNamePrefix can't be used together.")
    start, end = given.get("startTime"), given.get("endTime")
    if start is not None and end is not None and start > end:
        raise _wrong("startTime is later than endTime.")
    matches = _matches(given)
    found = [
        one for one in world.center.flow_log.events if _is_asked_for(one, given) and matches(one.message)
    ]
    found.sort(key=lambda one: (one.ms, one.number), reverse=not given.get("startFromHead", True))
    of = "events/" + "\n".join(f"{name}={given[name]}" for name in sorted(given) if name in _FILTERS)
    shown, _ = page(found, of, given.get("limit", MOST_EVENTS), given.get("nextToken"))
    shown, token = page(found, of, _fitting(shown), given.get("nextToken"))
    return without_none(events=[_told(one) for one in shown], searchedLogStreams=[], nextToken=token)


_FILTERS = (
    "logStreamNames", "logStreamNamePrefix", "startTime", "endTime", "filterPattern", "startFromHead",
)  # fmt: skip


def group(given: Input) -> str:
    """The log group that the input names, as IAM writes it."""
    asked = str(given.get("logGroupIdentifier") or given.get("logGroupName") or "*")
    return asked if asked.startswith("arn:") else GROUP_ARN.removesuffix(GROUP) + asked


def _check_group(given: Input, caller: Caller) -> None:
    names = [given[name] for name in ("logGroupName", "logGroupIdentifier") if name in given]
    if len(names) != 1:
        raise _wrong("Exactly one of logGroupName and logGroupIdentifier must be given.")
    known = {GROUP}
    if "logGroupIdentifier" in given:
        known |= {GROUP_ARN, f"{GROUP_ARN}:*"}
    if names[0] not in known or caller.account != ACCOUNT:
        raise RefusalError("ResourceNotFoundException", "The specified log group does not exist.")


def _matches(given: Input) -> Matches:
    try:
        return parse(given.get("filterPattern", ""))
    except ValueError as error:
        raise _wrong(str(error)) from None


def _is_asked_for(event: LogEvent, given: Input) -> bool:
    if not given.get("startTime", 0) <= event.ms <= given.get("endTime", event.ms):
        return False
    if "logStreamNames" in given:
        return event.stream in given["logStreamNames"]
    return event.stream.startswith(given.get("logStreamNamePrefix", ""))


def _fitting(events: Sequence[LogEvent]) -> int:
    """How many events fit a page; one at least, so that pages go on."""
    sizes = accumulate(OVERHEAD + len(one.message.encode()) for one in events)
    return max(sum(size <= LARGEST_PAGE for size in sizes), 1)


def _told(event: LogEvent) -> Output:
    return {
        "logStreamName": event.stream,
        "timestamp": event.ms,
        "message": event.message,
        "ingestionTime": event.ms,
        "eventId": event.id,
    }


def _wrong(message: str) -> RefusalError:
    return RefusalError("InvalidParameterException", message)
