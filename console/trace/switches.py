"""Flow logs have two switches, the instance's and the flow's; which of them is off."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from console.chat.clocks import Clock
from console.errors import AccessDenied, ConsoleError
from console.language import tr
from console.trace.missing import Missing, missing

if TYPE_CHECKING:
    from console.aws import Connect
    from console.chat.chat import Chat

FRESH_FOR: Final = timedelta(seconds=30)
"""For how long what was found is taken for true: somebody may be at the switches."""
_UNSURE_OF_INSTANCE: Final = tr("Whether flow logs are on for the instance could not be found out: {why}")
_UNSURE_OF_FLOW: Final = tr("Whether the flow switches logging on could not be found out: {why}")


class Switches:
    """What has to be on so that a chat's flows are logged, as far as the profile may look."""

    def __init__(self, chat: Chat, clock: Clock) -> None:
        self._clock = clock
        self._instance_id = _plain(chat.request.get("InstanceId"))
        self._flow_id = _plain(chat.request.get("ContactFlowId"))
        self._group = ""
        self._off: tuple[Missing, ...] = ()
        self._looked_at: datetime | None = None

    async def log_group(self, door: Connect) -> str | Missing:
        """The name of the log group, which the instance's alias gives."""
        from console.aws import flow_log_group

        if not self._group:
            if not (alias := await self._alias(door)):
                return missing("no_alias")
            self._group = flow_log_group(alias)
        return self._group

    async def _alias(self, door: Connect) -> str:
        try:
            return (await door.describe_instance(self._instance_id)).alias
        except AccessDenied:
            pass
        try:
            # Whoever may choose an instance from a list may see its alias there.
            return next((one.alias for one in await door.list_instances() if one.id == self._instance_id), "")
        except AccessDenied:
            return ""

    async def off(self, door: Connect) -> tuple[Missing, ...]:
        """The switches that are off, and those that can't be looked at."""
        now = self._clock()
        if self._looked_at is None or not timedelta() <= now - self._looked_at < FRESH_FOR:
            found = [await self._of_instance(door), await self._of_flow(door)]
            self._off, self._looked_at = tuple(one for one in found if one is not None), now
        return self._off

    async def _of_instance(self, door: Connect) -> Missing | None:
        async def look() -> Missing | None:
            value = await door.describe_instance_attribute(self._instance_id, "CONTACTFLOW_LOGS")
            return None if value.strip().lower() == "true" else missing("logs_off")

        return await _looked(_UNSURE_OF_INSTANCE, look)

    async def _of_flow(self, door: Connect) -> Missing | None:
        async def look() -> Missing | None:
            flow = await door.describe_contact_flow(self._instance_id, self._flow_id)
            return None if switches_logs_on(flow.content) else missing("flow_silent", flow=flow.name)

        return await _looked(_UNSURE_OF_FLOW, look)


async def _looked(unsure: str, look: Callable[[], Awaitable[Missing | None]]) -> Missing | None:
    try:
        return await look()
    except ConsoleError as error:
        return missing("unsure", sentence=unsure.format(why=error.sentence), advice=error.advice)


def switches_logs_on(content: str) -> bool:
    """Whether a flow has a Set logging behavior block that enables it.

    Raises:
        ConsoleError: the flow can't be read.
    """
    from console.doctor.blocks import FlowUnreadable, read_document

    try:
        blocks = read_document(content).blocks.values()
    except FlowUnreadable as error:
        raise ConsoleError(
            tr("The flow can't be read, because {why}.", why=error),
            tr("Look at the flow in the flow designer."),
        ) from error
    return any(
        block.type == "UpdateFlowLoggingBehavior"
        and block.parameter("FlowLoggingBehavior").lower() == "enabled"
        for block in blocks
    )


def _plain(value: object) -> str:
    """The id without the ARN around it."""
    return str(value or "").rpartition("/")[2]
