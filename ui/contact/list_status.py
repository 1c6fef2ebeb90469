"""What the line below the list of flows says: what goes on, what is missing, what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from console.errors import AccessDenied, ConsoleError
from console.pasted import read_destination
from console.places import Places

LOOK_AGAIN = "Look again"


@dataclass(frozen=True)
class Status:
    """A line with an icon, or with a spinner, and what its link does; empty where there is no need."""

    text: str = ""
    icon: str = "info"
    retry: str = ""


def list_status(places: Places, text: str, found: int, most: int) -> Status:
    """The line for a text that is searched for and the number of places found, `most` of them shown."""
    if read_destination(text) is not None:
        return Status("Press Enter to go where this points.", "link-2")
    if places.state == "loading":
        return Status(_progress(places), "spinner")
    if places.error is not None:
        return Status(_failure(places, places.error), "triangle-alert", "Retry")
    if not places.all:
        return _nothing(places)
    if not found:
        return Status(f"No flow matches “{text.strip()}”.", "search")
    if found > most:
        return Status(f"{found - most:,} more. Type on to narrow the search.", "search")
    return Status() if text.strip() else _source(places)


def refusal_in(places: Places) -> str:
    """Which permission is missing, where some flows could be listed and others may not be."""
    error = places.error
    if not (isinstance(error, AccessDenied) and places.all):
        return ""
    return f"Some flows could not be listed: {error.action} is not allowed on {error.resource}."


def _progress(places: Places) -> str:
    done, instances = places.progress
    return f"Looking for flows… {done} of {instances} instances" if instances > 1 else "Looking for flows…"


def _failure(places: Places, error: ConsoleError) -> str:
    if not places.all:
        return error.sentence
    if places.is_remembered:
        return "These flows are from an earlier run; they could not be listed again."
    return refusal_in(places) or "Some flows could not be listed."


def _nothing(places: Places) -> Status:
    if places.state == "idle":
        return Status("The flows of this profile are not loaded yet.", retry="Load them")
    if places.instances:
        return Status("The instances of this profile have no flow.", retry=LOOK_AGAIN)
    return Status("This profile sees no instance.", retry=LOOK_AGAIN)


def _source(places: Places) -> Status:
    if places.is_remembered:
        return Status("These flows are from an earlier run.", "history", LOOK_AGAIN)
    if isinstance(places.limit, AccessDenied):
        return Status(f"Only the profile’s own instance: {places.limit.action} is not allowed.")
    return Status()
