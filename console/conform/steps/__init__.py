"""The steps of the script, by what they are about; `SCRIPT` has them in the order of the play."""

from console.conform.steps import (
    contacts,
    ending,
    events,
    files,
    joining,
    saying,
    sockets,
    starting,
    transcripts,
)

SCRIPT = (
    *starting.REFUSED,
    *starting.STARTED,
    *joining.STEPS,
    *saying.STEPS,
    *events.STEPS,
    *transcripts.STEPS,
    *files.STEPS,
    *contacts.STEPS,
    *sockets.STEPS,
    *ending.STEPS,
)
"""One chat from its start to what is left of it, with a few more beside it."""

CHATS = 4
"""How many chats it starts, unless one starts that should be refused."""

__all__ = ["CHATS", "SCRIPT"]
