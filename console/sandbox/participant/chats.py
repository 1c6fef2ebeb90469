"""All chats of the sandbox, and what a test, a trainer or a flow can make happen in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from console.language import tr_wire
from console.sandbox.contacts import Contact, Contacts
from console.sandbox.participant import items
from console.sandbox.participant.attachments import Attachments
from console.sandbox.participant.chat import Chat, Converse
from console.sandbox.participant.connections import Connections
from console.sandbox.participant.disturbance import CALM, Disturbances
from console.sandbox.participant.items import Item, Role
from console.sandbox.participant.party import Participant
from console.sandbox.participant.sign_ins import SignIns
from console.sandbox.participant.templates import TEMPLATES, content_of
from console.sandbox.participant.tokens import Tokens
from console.sandbox.participant.transcript import Room
from console.sandbox.participant.views import VIEWS, managed
from console.sandbox.rules import INTERACTIVE
from console.sandbox.timers import Timers

KEPT_ENDED = 2_000
"""Ended chats whose transcripts are kept, for persistent chats; of older ones the contact alone is."""
MOST_PAST = 100
"""Past contacts that a persistent chat reaches back to (Amazon Connect's feature specifications)."""


class Chats:
    """Every chat by its contacts and participants. Any thread may use it."""

    def __init__(
        self, contacts: Contacts, timers: Timers, converse: Converse, disturbances: Disturbances = CALM
    ) -> None:
        self._contacts = contacts
        self._timers = timers
        self._converse = converse
        self.disturbances = disturbances
        """What goes wrong on purpose."""
        self._chats: dict[str, Chat] = {}
        self._participants: dict[str, tuple[Chat, Participant]] = {}
        self._by_token: dict[str, str] = {}
        self._ended: dict[str, None] = {}
        self._room = Room(self._make_room)
        self.lock = timers.lock
        self.tokens = Tokens()
        self.connections = Connections(self, self.tokens, timers, disturbances)
        self.attachments = Attachments(self.tokens, timers, disturbances)
        self.sign_ins = SignIns(self.tokens, timers)
        contacts.follow(self)
        disturbances.let("leave", self.lose_agents)

    # who is where

    def find(self, contact_id: str) -> Chat | None:
        """The chat that a contact belongs to."""
        contact = self._contacts.find(contact_id)
        return None if contact is None else self._chats.get(contact.initial_id)

    def of(self, contact_id: str) -> Chat:
        """The chat that a contact belongs to.

        Raises:
            LookupError: there is none.
        """
        if (chat := self.find(contact_id)) is None:
            raise LookupError(tr_wire("There is no chat with this contact."))
        return chat

    def with_participant(self, participant_id: str) -> tuple[Chat, Participant] | None:
        """A participant with their chat."""
        return self._participants.get(participant_id)

    def with_token(self, participant_token: str) -> tuple[Chat, Participant] | None:
        """The participant whom a ParticipantToken was given to."""
        return self._participants.get(self._by_token.get(participant_token, ""))

    def past(self, chat: Chat) -> list[Item]:
        """The items of the past sessions that a persistent chat continues, oldest first."""
        past: list[list[Item]] = []
        reached = 0
        continued = chat.contact.continued_from
        while continued is not None and reached < MOST_PAST:
            contact = self._contacts.find(continued)
            session = None if contact is None else self._chats.get(contact.initial_id)
            if contact is None or session is None:
                break
            # What came after the contact that was continued stays hidden (RehydrationType).
            wanted = session.contacts_until(contact.id)
            reached += len(wanted)
            past.append(session.transcript.of(wanted))
            continued = contact.continued_from
        return [item for session_items in reversed(past) for item in session_items]

    # what can be made to happen

    def say(
        self,
        contact_id: str,
        content: str,
        content_type: str = "text/plain",
        role: Role = "SYSTEM",
        display_name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Item:
        """Let the flow, a bot or whoever bears a role say something of any content type.

        Raises:
            LookupError: there is no such chat, or it has ended.
        """
        with self.lock:
            return self._open(contact_id).say(content, content_type, role, display_name, metadata)

    def stream(self, contact_id: str, chunks: Sequence[str], display_name: str = "BOT") -> Item:
        """Let a bot say something in pieces (ResponseMode INCREMENTAL), or at once (COMPLETE).

        Raises:
            LookupError: there is no such chat, or it has ended.
        """
        with self.lock:
            return self._open(contact_id).stream(chunks, display_name)

    def show_template(self, contact_id: str, template: str, data: Mapping[str, Any] | None = None) -> Item:
        """Let a bot show an interactive message: an example of the template, or data of one's own.

        Raises:
            LookupError: there is no such chat or no example of such a template, or the chat has ended.
        """
        if data is None and (data := TEMPLATES.get(template)) is None:
            raise LookupError(f"“{template}” is no template. Known: {', '.join(TEMPLATES)}.")
        return self.say(contact_id, content_of(template, data), INTERACTIVE, display_name="BOT")

    def show_view(self, contact_id: str, view_id: str, data: Mapping[str, Any] | None = None) -> Item:
        """Show a managed view, as the flow block Show view does.

        Raises:
            LookupError: there is no such chat or view, or the chat has ended.
        """
        if (view := managed(view_id)) is None:
            raise LookupError(f"“{view_id}” is no view. Known: {', '.join(VIEWS)}.")
        with self.lock:
            return self._open(contact_id).show_view(view, view_id, data or {})

    def ask_to_sign_in(self, contact_id: str, within_s: float = 180) -> str:
        """Ask the customer to sign in, as the flow block Authenticate Customer does: the session's id.

        Raises:
            LookupError: there is no such chat, or it has ended.
        """
        with self.lock:
            return self.sign_ins.begin(self._open(contact_id), within_s).id

    def announce(
        self, contact_id: str, event: str, participant_id: str | None = None, content: str | None = None
    ) -> Item:
        """Tell an event, by its short name such as `participant.idle` or by a content type of any kind.

        Raises:
            LookupError: there is no such chat or participant, or the chat has ended.
        """
        with self.lock:
            chat = self._open(contact_id)
            participant = None if participant_id is None else self._in(chat, participant_id)
            return chat.announce(items.EVENTS.get(event, event), participant, content)

    def add(self, contact_id: str, role: Role, display_name: str, *, has_joined: bool = True) -> Participant:
        """Bring somebody into a chat; their `token` is a ParticipantToken.

        One who has not joined is announced as invited, and joins by connecting.

        Raises:
            LookupError: there is no such chat, or it has ended.
        """
        with self.lock:
            chat = self._open(contact_id)
            participant = chat.add(role, display_name, has_joined=has_joined)
            self._know(chat, participant)
            return participant

    def leave(self, contact_id: str, participant_id: str) -> None:
        """Let a participant go; with the customer, or the last agent, the chat ends.

        Raises:
            LookupError: there is no such chat or participant, or the chat has ended.
        """
        with self.lock:
            chat = self._open(contact_id)
            chat.leave(self._in(chat, participant_id))

    def admit(self, chat: Chat, participant: Participant) -> None:
        """Let the token of a participant hold whom the flow has brought into a chat. Under the lock."""
        self._know(chat, participant)

    @property
    def open(self) -> Sequence[Chat]:
        """The chats that have not ended, oldest first. Under the lock."""
        return [chat for chat in self._chats.values() if not chat.is_over]

    def lose_agents(self) -> None:
        """Let the agents of every chat go."""
        for chat in self.open:
            chat.lose_agents()

    def rename(self, contact_id: str, participant_id: str, display_name: str) -> None:
        """Give a participant another name.

        Raises:
            LookupError: there is no such chat or participant, or the chat has ended.
        """
        with self.lock:
            chat = self._open(contact_id)
            chat.rename(self._in(chat, participant_id), display_name)

    def transfer(self, contact_id: str, display_name: str | None = None) -> Contact:
        """Transfer a chat: agents leave, another joins, and later items bear another contact's id.

        Raises:
            LookupError: there is no such chat, or it has ended.
        """
        with self.lock:
            chat = self._open(contact_id)
            chat.announce(items.TRANSFERRED)
            chat.let_go("AGENT")
            contact = self._contacts.pass_on(chat.contact)
            if display_name is not None:
                self._know(chat, chat.add("AGENT", display_name))
            return contact

    def end(self, contact_id: str) -> None:
        """End a chat as its flow would.

        Raises:
            LookupError: there is no such chat, or it has ended.
        """
        with self.lock:
            self._open(contact_id).end()

    # what becomes of contacts

    def started(self, contact: Contact) -> None:
        """Open the chat of a contact that has just begun."""
        chat = Chat(contact, self._timers, self._contacts.end, self._converse, self.disturbances)
        self._chats[chat.id] = chat
        chat.transcript.enter(self._room)
        self._know(chat, chat.customer)

    def passed_on(self, contact: Contact) -> None:
        """Go on with a chat's next contact."""
        if (chat := self._chats.get(contact.initial_id)) is not None:
            chat.pass_on(contact)

    def ended(self, contact: Contact) -> None:
        """Close the chat of a contact that has ended."""
        if (chat := self._chats.get(contact.initial_id)) is None:
            return
        chat.close()
        self._ended[chat.id] = None
        while len(self._ended) > KEPT_ENDED:
            self._drop(next(iter(self._ended)))

    def forgotten(self, contact: Contact) -> None:
        """Forget the chat of a contact, unless it has gone on with another."""
        chat = self._chats.get(contact.initial_id)
        if chat is not None and (chat.is_over or chat.contact is contact):
            self._drop(chat.id)

    @property
    def address(self) -> str:
        """Host and port that addresses lead to."""
        return self.connections.address

    @address.setter
    def address(self, address: str) -> None:
        self.connections.address = self.attachments.address = self.sign_ins.address = address

    def reset(self) -> None:
        """Forget what does not go with the contacts."""
        self.attachments.clear()
        self.sign_ins.clear()

    def _drop(self, chat_id: str) -> None:
        self._ended.pop(chat_id, None)
        if (chat := self._chats.pop(chat_id, None)) is None:
            return
        chat.conversation.end()
        chat.hang_up()
        chat.transcript.clear()
        self.attachments.drop(chat)
        for participant in chat.participants.values():
            self._participants.pop(participant.id, None)
            self._by_token.pop(participant.token, None)

    def _make_room(self) -> None:
        # The chat that ended first goes whole; where none has ended, the longest loses its oldest items.
        if self._ended:
            self._drop(next(iter(self._ended)))
        else:
            max(self._chats.values(), key=lambda chat: chat.transcript.bytes).transcript.forget_oldest()

    def _know(self, chat: Chat, participant: Participant) -> None:
        self._participants[participant.id] = (chat, participant)
        self._by_token[participant.token] = participant.id

    def _open(self, contact_id: str) -> Chat:
        chat = self.of(contact_id)
        if chat.is_over:
            raise LookupError("This chat has ended.")
        return chat

    def _in(self, chat: Chat, participant_id: str) -> Participant:
        if (participant := chat.participants.get(participant_id)) is None:
            raise LookupError("There is no such participant in this chat.")
        return participant
