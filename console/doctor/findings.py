"""What one check finds out, and how an error is read as such a thing."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from console.errors import (
    AccessDenied,
    ConsoleError,
    NotReached,
    QuotaFull,
    ServiceFault,
    Throttled,
    Unexpected,
)
from console.language import tr, tr_text

Outcome = Literal["holds", "fails", "unknown"]


@dataclass(frozen=True)
class Diagnosis:
    """What was found out: the outcome, why, and what to do next where there is something to do.

    `action` is the IAM action that is missing, and `resource` the ARN on which. `facts` are what the
    sentence says, by name.
    """

    outcome: Outcome
    sentence: str
    advice: str = ""
    action: str = ""
    resource: str = ""
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Finding(Diagnosis):
    """The diagnosis of one check. `check` names it and never changes, `title` is for people.

    `field` is the path of the request's field that does nothing unless the check holds, empty where
    there is none.
    """

    check: str = ""
    title: str = ""
    field: tuple[str, ...] = ()


UNDECIDED: tuple[type[ConsoleError], ...] = (Throttled, ServiceFault, QuotaFull, Unexpected)
"""Errors that tell nothing about what was asked: neither that it works nor that it does not."""


def judged(error: ConsoleError, denied: Outcome = "fails", unanswered: Outcome = "unknown") -> Diagnosis:
    """What an error says of a check.

    `denied` is the outcome where the keys may not look, `unanswered` where no answer came.
    """
    if isinstance(error, AccessDenied):
        sentence = error.sentence if denied == "fails" else tr_text(tr("Not known."), error.sentence)
        return Diagnosis(denied, sentence, error.advice, error.action, error.resource, error.facts)
    outcome: Outcome = "unknown" if isinstance(error, UNDECIDED) else "fails"
    if isinstance(error, NotReached):
        outcome = unanswered
    return Diagnosis(outcome, error.sentence, error.advice, facts=error.facts)
