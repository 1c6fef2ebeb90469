"""How the agent's seat stands, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from console.agent_seat import Standing
from console.chat.clocks import as_minutes
from console.errors import ConsoleError
from ui import wording

LONGEST = 40
"""Characters of a name that are shown here; a name may have 256."""


@dataclass(frozen=True)
class Words:
    """What is said of a standing: an icon with its colour, a title, and what it means."""

    icon: str
    token: str
    title: str
    text: str = ""


def words_of(standing: Standing, customer: str) -> Words:
    """What is said of a standing; `customer` is the display name, or empty."""
    who = wording.short(customer, LONGEST) or "The customer"
    agent = wording.short(standing.agent, LONGEST) or "The agent"
    match standing.state:
        case "waiting" | "ringing":
            return _waiting(standing, who)
        case "joining" if standing.is_person:
            return Words("log-in", "accent", "You are joining…", "Whispers come first. Only you hear yours.")
        case "joining":
            return Words("log-in", "muted", f"{agent} is joining…", "Whispers come first.")
        case "script":
            return Words("bot", "accent", f"{agent} answers by the script", "Take over to write yourself.")
        case "you":
            return Words("headset", "ok", f"You are {agent}", "")
        case "other":
            return Words("headset", "muted", "Another agent has this chat", "One who came from elsewhere.")
        case "left":
            left = f"What the disconnect flow says now, {who} hears alone."
            return Words("log-out", "muted", "The agent has left", left)
        case "over":
            return Words("circle-check", "muted", "The chat is over")
        case _:
            return Words("workflow", "muted", "The flow has the word", _later(standing))


def words_of_error(error: ConsoleError) -> Words:
    """What is said while nobody knows how the chat stands."""
    return Words("unplug", "warn", error.sentence, error.advice)


def _later(standing: Standing) -> str:
    if standing.answers == "you":
        return "It rings here when the flow puts the customer into a queue."
    return "When the flow puts the customer into a queue, the script answers."


def _waiting(standing: Standing, who: str) -> Words:
    queue = f" in “{wording.short(standing.queue, LONGEST)}”" if standing.queue else ""
    since = as_minutes(timedelta(seconds=int(standing.waits_s or 0)))
    title = f"{who} waits{queue}"
    if standing.rings_s is not None:
        left = as_minutes(timedelta(seconds=standing.rings_s))
        return Words("headset", "accent", title, f"For {since} so far. It rings for another {left}.")
    if standing.answers == "script":
        agent = wording.short(standing.agent, LONGEST)
        accepts = f"{agent} will answer by the script." if agent else "No script answers."
        return Words("hourglass", "muted", title, f"For {since} so far. {accepts}")
    if standing.missed:
        return Words(
            "hourglass", "warn", title, f"For {since} so far. You did not take it; it kept its place."
        )
    return Words("hourglass", "muted", title, f"For {since} so far.")
