"""A lesson: which chats belong to it, and how its stage is cleared for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.chat.chat import Chat
    from console.workspace import Workspace


async def clear_stage(workspace: Workspace) -> list[Chat]:
    """Ends the sandbox's chats, and has the sandbox as at its start; gives those chats.

    Chats on Amazon Connect go on.

    Raises:
        ControlRefused: the sandbox does not answer.
    """
    played = [chat for chat in workspace.chats if is_played(chat)]
    for chat in played:
        if chat.can_be_stopped:
            await workspace.stop(chat)
    if workspace.control is not None:
        await workspace.control.ask("POST", "/reset")
    return played


def open_elsewhere(workspace: Workspace) -> list[Chat]:
    """The chats that are open on Amazon Connect, which no lesson may end."""
    return [chat for chat in workspace.chats if chat.can_be_stopped and not is_played(chat)]


def is_played(chat: Chat) -> bool:
    """Whether a chat is one of the sandbox, so that it may end with a lesson."""
    return chat.profile.kind == "sandbox"
