"""The request that is being written: its value and what is wrong with it, whoever shows it."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from console import contact
from console.shape import Problem, Steps


class Draft:
    """A request under way. It holds whatever was typed, right or wrong, so that nothing is lost."""

    def __init__(self, request: Mapping[str, Any] | None = None) -> None:
        self._request: dict[str, Any] = deepcopy(dict(request or {}))
        self._problems: list[Problem] | None = None

    @property
    def request(self) -> dict[str, Any]:
        """The request in the order of the model; a copy, so that a started chat keeps its own."""
        return contact.in_model_order(deepcopy(self._request))

    @property
    def problems(self) -> list[Problem]:
        """What blocks and what is only suspicious, in the order of the form."""
        if self._problems is None:
            self._problems = contact.problems(self._request)
        return self._problems

    @property
    def is_ready(self) -> bool:
        """Whether nothing blocks the start."""
        return not any(problem.blocks for problem in self.problems)

    def value(self, *path: str) -> Any:
        """The value at a path of member names, None where there is none."""
        return contact.value_at(self._request, path)

    def put(self, path: Steps, value: Any) -> None:
        """Sets a value; an empty one takes its field out."""
        self._request = contact.with_value(self._request, path, value)
        self._problems = None

    def replace(self, request: Mapping[str, Any]) -> None:
        """Starts over from another request."""
        self._request = deepcopy(dict(request))
        self._problems = None
