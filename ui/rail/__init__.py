"""The rail at the left: the profile, a new chat, saved requests, the chats of this run."""

from ui.rail.rail import Rail

__all__ = ["Rail"]
