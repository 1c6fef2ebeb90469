"""One chat session: its participants, what is said, and who hears it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from console.sandbox.contacts import Contact, EndReason
from console.sandbox.identity import random_token
from console.sandbox.participant import items
from console.sandbox.participant.conversation import Conversation
from console.sandbox.participant.disturbance import CALM, Disturbances
from console.sandbox.participant.items import Author, Item, Receipt, Role
from console.sandbox.participant.party import Participant
from console.sandbox.participant.templates import content_of
from console.sandbox.participant.transcript import Transcript
from console.sandbox.participant.views import View
from console.sandbox.rules import INTERACTIVE
from console.sandbox.timers import Timers

NAMES: Mapping[Role, str] = {"SYSTEM": "SYSTEM_MESSAGE", "CUSTOM_BOT": "BOT"}
"""Display names of those who bring none of their own."""
MOST_VIEWS = 100
"""Views of one chat that DescribeView knows; of more the newest."""
RECEIPTS_WITH = 2
"""Active participants at most where receipts are supported (SendEvent)."""

End = Callable[[Contact, EndReason], None]
Converse = Callable[["Chat"], Conversation]
"""Makes the conversation of a chat that has just been started."""


class Chat:
    """A chat from its start to its end, through all its contacts; its id is that of the first.

    Whatever it is told goes to the transcript, where it is of a kind that is kept, and to every
    subscribed socket. To be used under the lock of the timers.
    """

    def __init__(
        self,
        contact: Contact,
        timers: Timers,
        end: End,
        converse: Converse,
        disturbances: Disturbances = CALM,
    ) -> None:
        self.id = contact.initial_id
        self.contact = contact
        """The contact that the chat is with now: a transfer changes it."""
        self._contact_ids = [contact.id]
        self.timers = timers
        self.transcript = Transcript()
        self.views: dict[str, View] = {}
        """The views that were shown, by their tokens."""
        self.customer = Participant(
            "CUSTOMER",
            contact.request.get("ParticipantDetails", {}).get("DisplayName", "Customer"),
            id=contact.participant_id,
            token=contact.participant_token,
        )
        self.participants: dict[str, Participant] = {self.customer.id: self.customer}
        self._system_id = str(uuid.uuid4())
        self._end = end
        self._disturbances = disturbances
        self._last_ms = 0
        self.conversation: Conversation = converse(self)
        self._say_first_message()

    @property
    def is_over(self) -> bool:
        """Whether the chat has ended."""
        return self.contact.ended is not None

    @property
    def types(self) -> Sequence[str]:
        """The content types of messages that the chat asked for at its start."""
        asked: Sequence[str] = self.contact.request.get("SupportedMessagingContentTypes") or ("text/plain",)
        return asked

    @property
    def wants_chunks(self) -> bool:
        """Whether replies of a bot come in pieces (ResponseMode)."""
        mode = (self.contact.request.get("ParticipantConfiguration") or {}).get("ResponseMode")
        return bool(mode == "INCREMENTAL")

    @property
    def active(self) -> Sequence[Participant]:
        """Who is in the chat now; the flow is not among them."""
        return [one for one in self.participants.values() if one.is_active]

    def with_role(self, role: Role) -> Sequence[Participant]:
        """Who is in the chat now in a role."""
        return [one for one in self.active if one.role == role]

    # what is said

    def say(
        self,
        content: str,
        content_type: str = "text/plain",
        role: Role = "SYSTEM",
        display_name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Item:
        """Let the flow, a bot, or whoever bears a role, say something.

        Raises:
            ValueError: the content or the name is empty or too long for the service.
        """
        items.check_content(content)
        author = self._author(role, display_name)
        return self.tell(self._item("MESSAGE", content_type, content, author, metadata))

    def stream(self, chunks: Sequence[str], display_name: str = "BOT") -> Item:
        """Let a bot say something in pieces, or at once where the chat did not ask for pieces.

        The pieces bear one id, count from 1 and are differences; the last brings the whole text and
        alone is kept. Only those who ask get pieces: an older client shows each as a message.

        Raises:
            ValueError: the whole is empty or too long for the service.
        """
        whole = "".join(chunks)
        items.check_content(whole)
        if not self.wants_chunks:
            return self.say(whole, display_name=display_name)
        author = self._author("SYSTEM", display_name)
        said = self._item("MESSAGE", "text/plain", whole, author)
        for number, chunk in enumerate(chunks, 1):
            metadata = {"MessageCompleted": False, "ChunkNumber": number}
            self._push(replace(said, content=chunk, metadata=metadata, ms=self._now_ms()))
        metadata = {"MessageCompleted": True, "ChunkNumber": len(chunks) + 1}
        return self.tell(replace(said, metadata=metadata, ms=self._now_ms()))

    def show_view(self, view: View, view_id: str, data: Mapping[str, Any]) -> Item:
        """Let the flow show a view, named as the flow names it; DescribeView knows its token.

        Raises:
            ValueError: the inputs are too long for the service.
        """
        # ours: view-token
        token = random_token(48)
        content = {"viewId": view_id, "viewData": dict(data), "viewToken": token}
        said = self.say(content_of("ViewResource", {"content": content}), INTERACTIVE, display_name="BOT")
        self.views[token] = view
        while len(self.views) > MOST_VIEWS:
            del self.views[next(iter(self.views))]
        return said

    def announce(
        self, content_type: str, participant: Participant | None = None, content: str | None = None
    ) -> Item:
        """Tell everybody an event.

        Raises:
            ValueError: the content is empty or too long for the service.
        """
        if content is not None:
            items.check_content(content)
        author = None if participant is None else participant.author
        return self.tell(self._item("EVENT", content_type, content, author))

    def hear(self, participant: Participant, content: str, content_type: str) -> Item:
        """A participant says something, and the flow hears it."""
        item = self.tell(self._item("MESSAGE", content_type, content, participant.author))
        self.conversation.hear(item)
        is_answered = participant is self.customer and self._disturbances.touches("agent")
        if is_answered and self.with_role("AGENT") and self._disturbances.act("leave"):
            self.lose_agents()
        return item

    def receive(self, participant: Participant, message_id: str, *, is_read: bool) -> Item | None:
        """A participant has got a message; None where there is no such message."""
        now = self._now_ms()
        receipt = Receipt(participant.id, None if is_read else now, now if is_read else None)
        if (known := self.transcript.receive(message_id, receipt)) is None:
            return None
        metadata = {"MessageId": message_id, "Receipts": [known.on_wire()]}
        return self.tell(self._item("MESSAGEMETADATA", items.METADATA, None, None, metadata, now))

    def attach(self, participant: Participant, attachment: items.AttachmentItem) -> Item:
        """A participant's file is being scanned: kept, and not shown yet (ours: attachment-in-progress)."""
        item = replace(self._item("ATTACHMENT", None, None, participant.author), attachment=attachment)
        self.transcript.append(item)
        return item

    def show(self, item: Item, attachment: items.AttachmentItem) -> None:
        """Show a file whose scan is done to everybody."""
        shown = replace(item, attachment=attachment)
        self.transcript.replace(shown)
        self._push(shown)
        if attachment.status == "APPROVED":
            self.conversation.hear(shown)

    # who comes and goes

    def join(self, participant: Participant) -> None:
        """A participant is there; with the customer the conversation begins."""
        if participant.has_joined:
            return
        if participant.arrive is not None:
            participant.arrive()
            return
        participant.has_joined = True
        self.announce(items.JOINED, participant)
        if participant is self.customer:
            self.contact.has_been_joined = True
            if self.contact.request.get("PersistentChat"):
                self.announce(items.REHYDRATED)
            self.conversation.begin()
        else:
            self.conversation.join(participant)

    def add(self, role: Role, display_name: str, *, has_joined: bool = True) -> Participant:
        """Bring somebody into the chat: an agent, a supervisor, a bot.

        Raises:
            ValueError: the name is empty or too long for the service.
        """
        items.check_name(display_name)
        participant = Participant(role, display_name)
        self.participants[participant.id] = participant
        if has_joined:
            self.join(participant)
        else:
            self.announce(items.INVITED, participant)
        return participant

    def rename(self, participant: Participant, display_name: str) -> None:
        """A participant has another name from now on.

        Raises:
            ValueError: the name is empty or too long for the service.
        """
        items.check_name(display_name)
        participant.display_name = display_name
        self.announce(items.RENAMED, participant)

    def leave(self, participant: Participant) -> None:
        """A participant goes. With the customer the chat ends (ours: customer-exit)."""
        if participant.has_left or self.is_over:
            return
        self._go(participant)
        if participant is self.customer:
            self._customer_has_left()
        else:
            self.conversation.leave(participant)

    def lose_agents(self) -> None:
        """Every agent goes, with what follows from it."""
        for agent in self.with_role("AGENT"):
            self.leave(agent)

    def _go(self, participant: Participant) -> None:
        # Told first, so that whoever goes hears it, too.
        self.announce(items.LEFT, participant)
        participant.has_left = True

    def _customer_has_left(self) -> None:
        for role in self.contact.request.get("DisconnectOnCustomerExit") or ():
            self.let_go(role)
        self.end("CUSTOMER_DISCONNECT")

    def let_go(self, role: Role) -> None:
        """Everybody in a role goes, and nothing follows from it."""
        for participant in self.with_role(role):
            self._go(participant)

    def end(self, reason: EndReason = "CONTACT_FLOW_DISCONNECT") -> None:
        """End the chat; `close` follows by itself."""
        self._end(self.contact, reason)

    def close(self) -> None:
        """Tell everybody that the chat has ended. Called once, by whoever keeps the contacts."""
        self.conversation.end()
        self.announce(items.ENDED)

    def pass_on(self, contact: Contact) -> None:
        """Go on with another contact, as after a transfer: later items bear its id."""
        self.contact = contact
        self._contact_ids.append(contact.id)

    def contacts_until(self, contact_id: str) -> Sequence[str]:
        """The ids of the chat's contacts up to one of them, in their order."""
        return self._contact_ids[: self._contact_ids.index(contact_id) + 1]

    def hang_up(self) -> None:
        """Close every socket."""
        for participant in self.participants.values():
            for ear in tuple(participant.ears):
                ear.close(1000, "The chat is forgotten")

    # how it travels

    def tell(self, item: Item) -> Item:
        """Keep an item where its kind is kept, and bring it to everybody."""
        if item.is_kept:
            # Metadata of a frame is of the frame alone: the transcript makes its own.
            self.transcript.append(replace(item, metadata=None) if item.metadata else item)
        self.conversation.see(item)
        self._push(item)
        return item

    def _push(self, item: Item) -> None:
        # Who has left hears no more; only the customer waits for the end, as does everybody.
        hearers = [
            one
            for one in self.participants.values()
            if one.ears and (not one.has_left or one is self.customer or item.content_type == items.ENDED)
        ]
        if ears := [ear for one in hearers for ear in one.ears if ear.is_subscribed]:
            text = items.frame(item, self.id)
            for ear in ears:
                ear.push(text)

    def _item(
        self,
        kind: items.Type,
        content_type: str | None,
        content: str | None,
        author: Author | None,
        metadata: Mapping[str, Any] | None = None,
        ms: int | None = None,
    ) -> Item:
        when = self._now_ms() if ms is None else ms
        return Item(kind, content_type, self.contact.id, when, content, author, metadata=metadata)

    def _now_ms(self) -> int:
        """The time on the wall, and never the same twice: ours: absolute-time-once."""
        self._last_ms = max(round(self.timers.clock.wall() * 1000), self._last_ms + 1)
        return self._last_ms

    def _author(self, role: Role, display_name: str | None) -> Author:
        if display_name is not None:
            items.check_name(display_name)
        present = (self.customer,) if role == "CUSTOMER" else self.active
        known = next((one for one in present if one.role == role), None)
        if known is not None and display_name in (None, known.display_name):
            return known.author
        return Author(self._system_id, display_name or NAMES.get(role, role.title()), role)

    def _say_first_message(self) -> None:
        # ours: initial-message-first
        if (message := self.contact.request.get("InitialMessage")) is not None:
            self.tell(self._item("MESSAGE", message["ContentType"], message["Content"], self.customer.author))
