"""The participant service: views that are shown in a chat, and customers who sign in while they chat."""

from __future__ import annotations

from console.sandbox.identity import Caller
from console.sandbox.operations.answer import Input, Output
from console.sandbox.refusal import RefusalError
from console.sandbox.world import World


def describe_view(world: World, given: Input, _caller: Caller) -> Output:
    """The view that a flow has shown in this chat."""
    with world.chats.lock:
        chat, _ = world.chats.connections.with_connection_token(given["ConnectionToken"])
        if (view := chat.views.get(given["ViewToken"])) is None:
            raise RefusalError("ResourceNotFoundException", "There is no view with that token in this chat.")
        return {"View": view.describe()}


def get_authentication_url(world: World, given: Input, _caller: Caller) -> Output:
    """Where the customer signs in."""
    with world.chats.lock:
        chat, _ = world.chats.connections.with_connection_token(given["ConnectionToken"])
        return {"AuthenticationUrl": world.chats.sign_ins.url(chat, given["SessionId"], given["RedirectUri"])}


def cancel_participant_authentication(world: World, given: Input, _caller: Caller) -> Output:
    """The customer does not want to sign in."""
    with world.chats.lock:
        chat, _ = world.chats.connections.with_connection_token(given["ConnectionToken"])
        world.chats.sign_ins.cancel(chat, given["SessionId"])
    return {}
