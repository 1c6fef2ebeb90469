"""The request that is being written, kept from run to run, with a destination for each profile."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from console.contact import CONTENT_TYPE_SETS
from console.draft import Draft
from console.files import read_json, write_json
from console.redaction import without_secrets

log = logging.getLogger(__name__)

FIRST_REQUEST: Mapping[str, Any] = {
    "ParticipantDetails": {"DisplayName": "Test customer"},
    # A flow shows cards and forms only to a client that asks for them, as the hosted widget does.
    "SupportedMessagingContentTypes": [*CONTENT_TYPE_SETS["widget"]],
}
DESTINATION = ("InstanceId", "ContactFlowId")


class KeptDraft:
    """Instance and flow are each profile's own: ids of one account mean nothing in another.

    Everything else that was typed stays when the profile changes.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        stored = read_json(file)
        destinations, request = stored.get("destinations"), stored.get("request")
        self._destinations: dict[str, dict[str, Any]] = destinations if isinstance(destinations, dict) else {}
        self.draft = Draft(request if isinstance(request, dict) else FIRST_REQUEST)
        self.profile_id = str(stored.get("profile") or "")
        """The id of the profile that the draft was written for last; empty for none."""

    def move(self, profile_id: str) -> None:
        """Puts the destination of another profile into the draft, and keeps that of the one before."""
        self._destinations[self.profile_id] = {name: self.draft.value(name) for name in DESTINATION}
        for name in DESTINATION:
            self.draft.put((name,), self._destinations.get(profile_id, {}).get(name))
        self.profile_id = profile_id

    def keep(self) -> None:
        """Writes the draft for the next run, without what looks like a secret."""
        content = {
            "profile": self.profile_id,
            "request": without_secrets(self.draft.request),
            "destinations": self._destinations,
        }
        keep(self._file, content)


def keep(file: Path, content: Mapping[str, Any]) -> None:
    """Writes a file that may be lost; a full disk is logged and no more."""
    try:
        # Written from the window's thread, which does not wait for the disk.
        write_json(file, content, durable=False)
    except OSError as fault:
        log.warning("%s could not be kept: %s", file.name, fault)
