"""What the script's customer is called and says: the only texts of a chat that a report may know again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NAME: Final = "Conform"
FIRST: Final = "This chat is played by a script. It ends by itself."
HELLO: Final = "Hello from the script."
AGAIN: Final = "Said once more by the script."
BESIDE: Final = "Said while two sockets listen."
AWAY: Final = "Said while no socket listens."
MARKDOWN: Final = "**Hello** from the script."
JSON: Final = '{"conform": "hello"}'
NO_JSON: Final = '{"conform": '
RESPONSE: Final = '{"version": "1.0", "action": "conform"}'
FILE: Final = "conform.txt"
LARGEST: Final = 16_384
"""Bytes of a content at most (SendMessage)."""
NOWHERE: Final = "00000000-0000-4000-8000-000000000000"
"""An id that nothing has."""

OWN_TEXTS: Final[Mapping[str, str]] = {
    NAME: "our name",
    FIRST: "our first message",
    HELLO: "our hello",
    AGAIN: "our hello again",
    BESIDE: "our message to two sockets",
    AWAY: "our message to no socket",
    MARKDOWN: "our markdown",
    JSON: "our JSON",
    FILE: "our file's name",
    NOWHERE: "the id of nothing",
    "yes": "our attribute",
    "own": "our own attribute",
}
"""Each text under the name that a report calls it by."""
