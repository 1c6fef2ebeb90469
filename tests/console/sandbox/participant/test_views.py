"""Views that a flow shows, and customers who sign in while they chat."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.sandbox import Sandbox
from console.sandbox.participant.items import EVENT
from console.sandbox.participant.views import VIEWS
from tests.console.sandbox.clients import refused
from tests.console.sandbox.participant.test_attachments import http_call
from tests.console.sandbox.participant.visitor import Visitor, start


@pytest.mark.parametrize("view_id", sorted(VIEWS))
def test_a_view_is_shown_and_described(sandbox: Sandbox, visitor: Visitor, view_id: str) -> None:
    with visitor.greeted() as line:
        sandbox.chats.show_view(visitor.contact_id, view_id, {"Heading": "Hello"})
        shown = json.loads(line.item()["Content"])
        assert shown["templateType"] == "ViewResource"
        content = shown["data"]["content"]
        assert (content["viewId"], content["viewData"]) == (view_id, {"Heading": "Hello"})
        view = visitor.call("describe_view", ViewToken=content["viewToken"])["View"]
        assert (view["Id"], view["Version"]) == (view_id, 1)
        assert json.loads(view["Content"]["InputSchema"])["properties"]
        assert json.loads(view["Content"]["Template"])["Body"]
        assert view["Content"]["Actions"]


def test_a_view_is_for_the_chat_that_shows_it(sandbox: Sandbox, service: Any, visitor: Visitor) -> None:
    item = sandbox.chats.show_view(visitor.contact_id, "form")
    token = json.loads(item.content or "")["data"]["content"]["viewToken"]
    other = start(sandbox, service)
    other.connect("CONNECTION_CREDENTIALS")
    for wrong in (token, "nonsense", "a/b"):
        error = refused(other.call, operation="describe_view", ViewToken=wrong)
        assert error[:2] == ("ResourceNotFoundException", 404)


REDIRECT = "https://example.com/back?page=1"


def begun(sandbox: Sandbox, visitor: Visitor, line: Any) -> str:
    session_id = sandbox.chats.ask_to_sign_in(visitor.contact_id)
    item = line.item()
    assert item["ContentType"] == EVENT + "authentication.initiated"
    assert json.loads(item["Content"]) == {"SessionId": session_id}
    assert len(session_id) == 36
    return session_id


def test_a_customer_signs_in(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as line:
        session_id = begun(sandbox, visitor, line)
        found = visitor.call("get_authentication_url", SessionId=session_id, RedirectUri=REDIRECT)
        status, _, headers = http_call("GET", found["AuthenticationUrl"], {})
        assert status == 302
        assert headers["location"].startswith(f"{REDIRECT}&code=")
        assert headers["location"].endswith(f"&state={session_id}")
        assert line.item()["ContentType"] == EVENT + "authentication.succeeded"
        assert http_call("GET", found["AuthenticationUrl"], {})[0] == 403


def test_a_customer_does_not_want_to(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as line:
        session_id = begun(sandbox, visitor, line)
        assert visitor.call("cancel_participant_authentication", SessionId=session_id) == {}
        assert line.item()["ContentType"] == EVENT + "authentication.cancelled"
        for operation, members in (
            ("cancel_participant_authentication", {}),
            ("get_authentication_url", {"RedirectUri": REDIRECT}),
        ):
            error = refused(visitor.call, operation=operation, SessionId=session_id, **members)
            assert error[:2] == ("ValidationException", 400)


def test_the_url_is_to_be_had_for_a_minute(sandbox: Sandbox, visitor: Visitor) -> None:
    with visitor.greeted() as line:
        session_id = begun(sandbox, visitor, line)
        sandbox.clock.move(59)
        visitor.call("get_authentication_url", SessionId=session_id, RedirectUri=REDIRECT)
        sandbox.clock.move(2)
        error = refused(
            visitor.call, operation="get_authentication_url", SessionId=session_id, RedirectUri=REDIRECT
        )
        assert error[:2] == ("AccessDeniedException", 403)
        sandbox.clock.move(120)
        assert line.item()["ContentType"] == EVENT + "authentication.timeout"


def test_the_session_of_another_chat(sandbox: Sandbox, service: Any, visitor: Visitor) -> None:
    session_id = sandbox.chats.ask_to_sign_in(visitor.contact_id)
    other = start(sandbox, service)
    other.connect("CONNECTION_CREDENTIALS")
    error = refused(other.call, operation="cancel_participant_authentication", SessionId=session_id)
    assert error[:2] == ("ValidationException", 400)
