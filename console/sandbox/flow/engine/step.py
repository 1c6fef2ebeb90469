"""What an action sees of its flow while it runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from console.language import tr_wire
from console.sandbox.flow.engine import references
from console.sandbox.flow.engine.outside import Outside
from console.sandbox.flow.engine.references import MISSING, number_of, text_of
from console.sandbox.flow.engine.script import Action, Script
from console.sandbox.flow.engine.state import INVENTED_ROOTS, ROOTS, FlowState
from console.sandbox.participant.chat import Chat


class Step:
    """One action being run, once: its parameters with their references resolved, and its surroundings."""

    def __init__(
        self,
        action: Action,
        script: Script,
        state: FlowState,
        outside: Outside,
        chat: Chat | None = None,
        flow_type: str = "",
    ) -> None:
        self.action = action
        self.script = script
        self.chat = chat or state.chat
        """The chat that the flow speaks through."""
        self.flow_type = flow_type or script.type
        """The type of the flow; inside of a module, of the flow that runs it."""
        self.state = state
        self.outside = outside
        self.facts: dict[str, Any] = {}
        """What the trace shows beside the result."""
        self._warnings: dict[str, None] = {}

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was odd so far, each once."""
        return tuple(self._warnings)

    @cached_property
    def parameters(self) -> Mapping[str, Any]:
        """All parameters, resolved as they are when the action begins."""
        resolved: dict[str, Any] = self.resolve(self.action.parameters)
        return resolved

    def value(self, name: str) -> Any:
        """A parameter as JSON, resolved; None where there is none."""
        return self.parameters.get(name)

    def text(self, name: str, default: str = "") -> str:
        """A parameter as text, resolved; the default where there is none or it is empty."""
        return text_of(self.parameters.get(name)) or default

    def mapping(self, name: str) -> Mapping[str, Any]:
        """A parameter that should be an object; an empty one where it is not."""
        value = self.parameters.get(name)
        return value if isinstance(value, Mapping) else {}

    def number(self, name: str) -> float | None:
        """A parameter as a number, however it is written; None where it is none."""
        return number_of(self.parameters.get(name))

    def is_on(self, name: str) -> bool:
        """Whether a parameter says true, in any spelling."""
        return self.text(name).strip().lower() == "true"

    def resolve(self, value: Any) -> Any:
        """Any JSON, with the references in it resolved."""
        return references.resolve(value, self._find, self.warn)

    def found(self, value: Any) -> Any:
        """As `resolve`, but None for one reference that leads nowhere."""
        path = references.whole(value)
        if path is not None and self._find(path) is MISSING:
            self.resolve(value)
            return None
        return self.resolve(value)

    def warn(self, message: str) -> None:
        """Say what is odd."""
        self._warnings.setdefault(message)

    def note(self, **facts: Any) -> None:
        """Say what the trace should show beside the result."""
        self.facts.update(facts)

    def _find(self, path: references.Path) -> Any:
        found = self.state.find(path)
        if found is MISSING and path[0] not in ROOTS:
            name = f"$.{path[0]}"
            if meant := INVENTED_ROOTS.get(path[0]):
                self.warn(
                    tr_wire("Amazon Connect has no {name}; perhaps {meant} is meant.", name=name, meant=meant)
                )
            else:
                self.warn(tr_wire("Amazon Connect has no {name}.", name=name))
        return found
