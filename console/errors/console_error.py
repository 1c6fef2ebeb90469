"""The root of everything that can go wrong, and what is wrong with a request before it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar

from console.language import tr, tr_count, tr_text
from console.shape import Problem


class ConsoleError(Exception):
    """Something went wrong that a person can be told.

    Attributes:
        code: what happened, in one word that never changes; one per class.
        sentence: what happened and why. It is also the text of the exception.
        advice: what to do next.
        facts: everything that the sentence says, by name.
        request_id: the service's id of the request, where it gave one.
        may_have_happened: whether the operation may have taken effect all the same, in this attempt
            or in one before it.
    """

    code: ClassVar[str] = "error"
    may_have_happened: bool = False

    def __init__(
        self,
        sentence: str,
        advice: str,
        facts: Mapping[str, object] | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice
        self.facts: Mapping[str, object] = MappingProxyType(dict(facts or {}))
        self.request_id = request_id

    @property
    def told(self) -> str:
        """What happened, why, and what to do next."""
        return tr_text(self.sentence, self.advice)

    def as_json(self) -> dict[str, str | None]:
        """The error as the command line prints it."""
        return {"code": self.code, "message": self.sentence, "request_id": self.request_id}


class RequestProblems(ConsoleError):
    """The request has problems that block it; nothing was sent."""

    code = "request_problems"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        lead = tr_count("The request has {count:,} problem.", "The request has {count:,} problems.", count)
        first = [f"{one.where}: {one.message}" for one in self.problems[:1]]
        super().__init__(
            " ".join(first if count == 1 else [lead, *first]),
            tr("Nothing was sent. Correct the fields and start again."),
            {"problems": [one.as_json() for one in self.problems]},
        )
