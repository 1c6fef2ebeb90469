"""Customers who are asked to sign in while they chat (the flow block Authenticate Customer)."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from console.sandbox.participant.items import EVENTS
from console.sandbox.participant.tokens import Tokens
from console.sandbox.refusal import RefusalError
from console.sandbox.timers import Timers

if TYPE_CHECKING:
    from console.sandbox.participant.chat import Chat

ASK_WITHIN_S = 60
"""Seconds after authentication.initiated within which the URL can be asked for (GetAuthenticationUrl)."""
PATH = "/participant-sign-in/"


@dataclass(slots=True, eq=False)
class Session:
    """One sign-in that waits for a customer."""

    chat: Chat
    ask_until: float
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    is_open: bool = True


class SignIns:
    """Sign-ins that are under way, one a chat. To be used under the lock of the timers."""

    def __init__(self, tokens: Tokens, timers: Timers) -> None:
        self._tokens = tokens
        self._timers = timers
        self._sessions: dict[str, Session] = {}
        self.address = ""
        """Host and port of the sandbox while it runs."""

    def begin(self, chat: Chat, within_s: float = 180) -> Session:
        """Ask the customer of a chat to sign in; after some seconds it is a timeout."""
        self._sessions.pop(next((one.id for one in self._of(chat)), ""), None)
        session = Session(chat, self._timers.clock() + ASK_WITHIN_S)
        self._sessions[session.id] = session
        chat.announce(EVENTS["authentication.initiated"], content=json.dumps({"SessionId": session.id}))
        self._timers.after(within_s, partial(self.finish, session, "timeout"))
        return session

    def url(self, chat: Chat, session_id: str, redirect_uri: str) -> str:
        """Where the customer signs in.

        Raises:
            RefusalError: there is no such sign-in in the chat, or its minute is over.
        """
        session = self._session(chat, session_id)
        now = self._timers.clock()
        if now > session.ask_until:
            # ours: authentication-too-late
            raise RefusalError("AccessDeniedException", "The URL can be asked for within one minute.")
        sealed = self._tokens.seal("sign-in", f"{session.id}\n{redirect_uri}", now + ASK_WITHIN_S)
        return f"http://{self.address}{PATH}{sealed}"

    def visit(self, token: str) -> str | None:
        """A browser opens such a URL: the customer is signed in; where to send the browser, or None."""
        subject = self._tokens.open("sign-in", token, self._timers.run_due())
        session_id, _, redirect_uri = (subject or "").partition("\n")
        session = self._sessions.get(session_id)
        if session is None or not session.is_open:
            return None
        self.finish(session, "succeeded")
        answer = urlencode({"code": uuid.uuid4().hex, "state": session.id})
        return f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{answer}"

    def cancel(self, chat: Chat, session_id: str) -> None:
        """The customer does not want to.

        Raises:
            RefusalError: there is no such sign-in in the chat.
        """
        self.finish(self._session(chat, session_id), "cancelled")

    def finish(self, session: Session, outcome: str) -> None:
        """End a sign-in: `succeeded`, `failed`, `timeout`, `expired` or `cancelled`."""
        if session.is_open and not session.chat.is_over:
            session.is_open = False
            session.chat.announce(EVENTS[f"authentication.{outcome}"])
            session.chat.conversation.wake("authentication", outcome)
        self._sessions.pop(session.id, None)

    def clear(self) -> None:
        """Forget all sign-ins."""
        self._sessions.clear()

    def _of(self, chat: Chat) -> list[Session]:
        return [one for one in self._sessions.values() if one.chat is chat]

    def _session(self, chat: Chat, session_id: str) -> Session:
        session = self._sessions.get(session_id)
        if session is None or session.chat is not chat or not session.is_open:
            raise RefusalError("InvalidParameterException", "SessionId: no such sign-in is under way.")
        return session
