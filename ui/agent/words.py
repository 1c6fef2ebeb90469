"""How the agent's seat stands, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from console.agent_seat import Standing
from console.chat.clocks import as_minutes
from console.errors import ConsoleError
from console.language import tr, tr_text
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
    agent, customer = wording.short(standing.agent, LONGEST), wording.short(customer, LONGEST)
    match standing.state:
        case "waiting" | "ringing":
            return _waiting(standing, customer)
        case "joining" if standing.is_person:
            return Words(
                "log-in", "accent", tr("You are joining…"), tr("Whispers come first. Only you hear yours.")
            )
        case "joining":
            title = tr("{agent} is joining…", agent=agent) if agent else tr("The agent is joining…")
            return Words("log-in", "muted", title, tr("Whispers come first."))
        case "script":
            title = tr("The agent answers by the script")
            if agent:
                title = tr("{agent} answers by the script", agent=agent)
            return Words("bot", "accent", title, tr("Take over to write yourself."))
        case "you":
            title = tr("You are {agent}", agent=agent) if agent else tr("You are the agent")
            return Words("headset", "ok", title)
        case "other":
            return Words(
                "headset", "muted", tr("Another agent has this chat"), tr("One who came from elsewhere.")
            )
        case "left":
            return Words("log-out", "muted", tr("The agent has left"), _left(customer))
        case "over":
            return Words("circle-check", "muted", tr("The chat is over"))
        case _:
            return Words("workflow", "muted", tr("The flow has the word"), _later(standing))


def words_of_error(error: ConsoleError) -> Words:
    """What is said while nobody knows how the chat stands."""
    return Words("unplug", "warn", error.sentence, error.advice)


def _later(standing: Standing) -> str:
    if standing.answers == "you":
        return tr("It rings here when the flow puts the customer into a queue.")
    return tr("When the flow puts the customer into a queue, the script answers.")


def _left(customer: str) -> str:
    if customer:
        return tr("What the disconnect flow says now, {customer} hears alone.", customer=customer)
    return tr("What the disconnect flow says now, the customer hears alone.")


def _who_waits(customer: str, queue: str) -> str:
    if customer and queue:
        return tr("{customer} waits in “{queue}”", customer=customer, queue=queue)
    if queue:
        return tr("The customer waits in “{queue}”", queue=queue)
    return tr("{customer} waits", customer=customer) if customer else tr("The customer waits")


def _waiting(standing: Standing, customer: str) -> Words:
    waited = as_minutes(timedelta(seconds=int(standing.waits_s or 0)))
    since = tr("For {time} so far.", time=waited)
    title = _who_waits(customer, wording.short(standing.queue, LONGEST))
    if standing.rings_s is not None:
        left = as_minutes(timedelta(seconds=standing.rings_s))
        return Words(
            "headset", "accent", title, tr_text(since, tr("It rings for another {time}.", time=left))
        )
    if standing.answers == "script":
        agent = wording.short(standing.agent, LONGEST)
        accepts = tr("{agent} will answer by the script.", agent=agent) if agent else tr("No script answers.")
        return Words("hourglass", "muted", title, tr_text(since, accepts))
    if standing.missed:
        missed = tr("You did not take it; it kept its place.")
        return Words("hourglass", "warn", title, tr_text(since, missed))
    return Words("hourglass", "muted", title, since)
