"""CloudWatch Logs, as far as flow logs are read: a page of the entries that fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from console.aws.calling import Answer, Calls


@dataclass(frozen=True)
class LogEvent:
    """One entry of a log: its id, when it happened, in milliseconds since the epoch, and its text."""

    id: str
    ms: int
    message: str = field(repr=False)


@dataclass(frozen=True)
class LogPage:
    """Entries, oldest first, and what asks for the next page; an empty page may have a next one."""

    events: tuple[LogEvent, ...]
    next_token: str = ""


def flow_log_group(alias: str) -> str:
    """The log group to which the flows of an instance log, by its alias (administrator guide, flow logs)."""
    return f"/aws/connect/{alias}"


class Logs:
    """The log groups of a profile's account and region. Errors are raised as by every other door."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def filter_log_events(self, group: str, pattern: str, start_ms: int, token: str = "") -> LogPage:
        """One page of the entries of a group that fit a filter pattern, from a moment on.

        AWS allows FilterLogEvents about ten times a second for all of an account's programs in a region
        (quotas of CloudWatch Logs), so whoever reads often has to pace it.

        Raises:
            LogGroupMissing: there is no such group.
        """
        request: dict[str, Any] = {"logGroupName": group, "filterPattern": pattern, "startTime": start_ms}
        if token:
            request["nextToken"] = token
        return await self._calls.call("FilterLogEvents", request, _page, service="logs")


def _page(answer: Answer) -> LogPage:
    events = answer.members.get("events") or ()
    return LogPage(tuple(map(_event, events)), str(answer.members.get("nextToken") or ""))


def _event(told: Mapping[str, Any]) -> LogEvent:
    return LogEvent(str(told.get("eventId") or ""), int(told["timestamp"]), str(told["message"]))
