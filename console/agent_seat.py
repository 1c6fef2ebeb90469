"""The agent's seat beside the customer of one sandbox chat, taken by a person.

What the agent says, types, reads and attaches goes over a session of their own with the participant's
token, as a real agent's client has it. The sandbox's control route is asked only for what no participant
can ask for: the place in the queue, the script, transfers, and the end for everybody.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from console import contact
from console.changes import Changes
from console.chat.chat import Chat
from console.chat.clocks import Clock

if TYPE_CHECKING:
    from console.aws import ConnectParticipant
    from console.chat.session import ChatSession
    from console.control_route import ControlRoute

State = Literal["flow", "waiting", "ringing", "joining", "script", "you", "other", "left", "over"]
Answers = Literal["script", "you"]
MESSAGES = (contact.TEXT_PLAIN, contact.TEXT_MARKDOWN)
"""What an agent writes; in a chat that asked for them."""


@dataclass(frozen=True)
class Standing:
    """How a chat stands with its agent, as the sandbox tells it. Times are seconds of its clock."""

    state: State = "flow"
    answers: Answers = "script"
    has_own_switch: bool = False
    is_person: bool = False
    """Whether a person has accepted, or speaks."""
    queue: str = ""
    waits_s: float | None = None
    rings_s: float | None = None
    missed: int = 0
    """How often the contact was offered and not taken, since it waits."""
    agent: str = ""
    """The display name of who is there, or would accept."""
    has_script: bool = False
    queues: tuple[str, ...] = ()
    colleagues: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def waits(self) -> bool:
        """Whether the contact can be accepted."""
        return self.state in ("waiting", "ringing")


def standing_in(told: Mapping[str, Any]) -> Standing:
    """What the sandbox tells of one contact."""
    return Standing(
        state=told["standing"],
        answers=told["answers"],
        has_own_switch=told["has_own_switch"],
        is_person=told["is_person"],
        queue=told["queue"],
        waits_s=told["waits_s"],
        rings_s=told["rings_s"],
        missed=told["missed"],
        agent=told["agent"],
        has_script=told["has_script"],
        queues=tuple(told["queues"]),
        colleagues=tuple(told["colleagues"]),
        attributes=told["attributes"],
    )


class AgentSeat:
    """One chat as its agent sees it. `changes` tells whenever something of it is another.

    Each verb raises ConsoleError where the sandbox refuses it, or does not answer; `refresh` is awaited
    after each, so that `standing` is true when a verb has returned.
    """

    def __init__(
        self,
        chat: Chat,
        control: Callable[[], ControlRoute],
        door: Callable[[], Awaitable[ConnectParticipant]],
        clock: Clock,
        refresh: Callable[[], Awaitable[None]],
    ) -> None:
        self.chat = chat
        self.standing = Standing()
        self.session: ChatSession | None = None
        """The agent's own; the last one, where the agent is gone."""
        self.changes: Changes[None] = Changes()
        self._control, self._door, self._clock, self._refresh = control, door, clock, refresh

    @property
    def is_yours(self) -> bool:
        """Whether the person at this console is the agent now, or is about to join."""
        return self.standing.is_person and self.standing.state in ("joining", "you")

    @property
    def is_cut_off(self) -> bool:
        """Whether the person is the agent, and nothing connects them, as after a failure."""
        return self.is_yours and (self.session is None or self.session.state == "failed")

    def show(self, standing: Standing) -> None:
        """Take in how the chat stands."""
        if standing != self.standing:
            self.standing = standing
            self.changes.tell(None)

    # -- what a person does -------------------------------------------------------------------------

    async def choose(self, answers: Answers | None) -> None:
        """Say who answers this chat; None lets it follow the switch for all."""
        await self._control().ask("PUT", f"/contacts/{self.chat.contact_id}/agent", {"answers": answers})
        await self._refresh()

    async def answer(self, answers: Answers) -> None:
        """Say who answers this chat, whether it waits or is talking already: the script is taken over,
        or goes on where the person was.
        """
        await self.choose(answers)
        if answers == "you" and (self.standing.state == "script" or self.is_cut_off):
            await self.take_over()
        elif answers == "script" and self.standing.state == "you":
            await self.give_back()

    async def accept(self, display_name: str = "") -> None:
        """Take the contact that waits, and connect as its agent."""
        await self._sit_down("accept", {"display_name": display_name} if display_name else {})

    async def take_over(self) -> None:
        """Speak in the script's place, or connect once more."""
        await self._sit_down("take-over", {})

    async def reject(self) -> None:
        """Leave the contact that is offered in the queue."""
        await self._do("reject")

    async def give_back(self) -> None:
        """Let the script go on."""
        await self._do("give-back")
        await self.close()
        self.session = None
        self.changes.tell(None)

    async def transfer_to_queue(self, name: str) -> None:
        """Put the chat into a queue."""
        await self._do("transfer", {"queue": name})

    async def transfer_to_colleague(self, name: str) -> None:
        """Hand the chat over to an agent of the script."""
        await self._do("transfer", {"colleague": name})

    async def leave(self) -> None:
        """Leave, as an agent who closes the chat: the disconnect flow follows, where one is set."""
        if self.session is not None and self.standing.state == "you":
            await self.session.disconnect()
            await self._refresh()
        else:
            await self._do("leave")

    async def end(self) -> None:
        """End the contact for everybody; no flow follows."""
        await self._do("end")

    async def close(self) -> None:
        """Leave the seat without leaving the chat."""
        if self.session is not None:
            await self.session.close()

    # -- how it works -------------------------------------------------------------------------------

    async def _do(self, verb: str, body: Mapping[str, Any] | None = None) -> Any:
        told = await self._control().ask("POST", f"/contacts/{self.chat.contact_id}/agent/{verb}", body)
        await self._refresh()
        return told

    async def _sit_down(self, verb: str, body: Mapping[str, Any]) -> None:
        # Imported here, since it brings the websocket along.
        from console.chat.connection.access import Admission
        from console.chat.session import ChatSession

        told = await self._do(verb, body)
        await self.close()
        asked = self.chat.request.get("SupportedMessagingContentTypes") or (contact.TEXT_PLAIN,)
        admission = Admission(
            contact_id=self.chat.contact_id or "",
            participant_id=told["participant_id"],
            participant_token=told["participant_token"],
            display_name=told["display_name"],
            content_types=tuple(one for one in MESSAGES if one in asked),
            role="AGENT",
        )
        self.session = ChatSession(await self._door(), admission, self._clock)
        self.changes.tell(None)
        await self.session.connect()
        await self._refresh()
