"""What the line below the list of flows says: what goes on, what is missing, what can be done."""

from __future__ import annotations

from dataclasses import dataclass

from console.errors import AccessDenied, ConsoleError
from console.language import tr, tr_count
from console.pasted import read_destination
from console.places import Places

LOOK_AGAIN = tr("Look again")


@dataclass(frozen=True)
class Status:
    """A line with an icon, or with a spinner, and what its link does; empty where there is no need."""

    text: str = ""
    icon: str = "info"
    retry: str = ""


def list_status(places: Places, text: str, found: int, most: int) -> Status:
    """The line for a text that is searched for and the number of places found, `most` of them shown."""
    if read_destination(text) is not None:
        return Status(tr("Press Enter to go where this points."), "link-2")
    if places.state == "loading":
        return Status(_progress(places), "spinner")
    if places.error is not None:
        return Status(_failure(places, places.error), "triangle-alert", tr("Retry"))
    if not places.all:
        return _nothing(places)
    if not found:
        return Status(tr("No flow matches “{typed}”.", typed=text.strip()), "search")
    if found > most:
        more = tr_count(
            "{count:,} more. Type on to narrow the search.",
            "{count:,} more. Type on to narrow the search.",
            found - most,
        )
        return Status(more, "search")
    return Status() if text.strip() else _source(places)


def refusal_in(places: Places) -> str:
    """Which permission is missing, where some flows could be listed and others may not be."""
    error = places.error
    if not (isinstance(error, AccessDenied) and places.all):
        return ""
    return tr(
        "Some flows could not be listed: {action} is not allowed on {resource}.",
        action=error.action,
        resource=error.resource,
    )


def _progress(places: Places) -> str:
    done, instances = places.progress
    return (
        tr("Looking for flows… {done:,} of {instances:,} instances", done=done, instances=instances)
        if instances > 1
        else tr("Looking for flows…")
    )


def _failure(places: Places, error: ConsoleError) -> str:
    if not places.all:
        return error.sentence
    if places.is_remembered:
        return tr("These flows are from an earlier run; they could not be listed again.")
    return refusal_in(places) or tr("Some flows could not be listed.")


def _nothing(places: Places) -> Status:
    if places.state == "idle":
        return Status(tr("The flows of this profile are not loaded yet."), retry=tr("Load them"))
    if places.instances:
        return Status(tr("The instances of this profile have no flow."), retry=LOOK_AGAIN)
    return Status(tr("This profile sees no instance."), retry=LOOK_AGAIN)


def _source(places: Places) -> Status:
    if places.is_remembered:
        return Status(tr("These flows are from an earlier run."), "history", LOOK_AGAIN)
    if isinstance(places.limit, AccessDenied):
        return Status(
            tr("Only the profile’s own instance: {action} is not allowed.", action=places.limit.action)
        )
    return Status()
