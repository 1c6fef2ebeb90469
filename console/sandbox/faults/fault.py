"""One fault that is asked for: where, what, how often and when; and how it is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from console.sandbox.faults.kinds import HAPPENS_BY_ITSELF, KINDS, Kind

ALWAYS = 100.0


@dataclass(frozen=True)
class When:
    """When a fault acts; times are seconds of the sandbox's time since it was switched on."""

    from_s: float = 0.0
    until_s: float | None = None
    after: int = 0
    """How many occasions pass first."""
    every_s: float | None = None
    """It acts once in that many seconds."""
    chance: float = ALWAYS
    """Of a hundred occasions."""
    seed: int | None = None
    """Which draws are made by chance; None takes those that go with the fault's own text."""

    def __str__(self) -> str:
        """The condition as it is written, without its `@`; empty for always."""
        window = "" if self.until_s is None else duration_text(self.until_s)
        parts = (
            f"{duration_text(self.from_s) if self.from_s else ''}-{window}" if self._has_window else "",
            f"after={self.after}" if self.after else "",
            "" if self.every_s is None else f"every={duration_text(self.every_s)}",
            "" if self.chance == ALWAYS else f"{self.chance:g}%",
            "" if self.seed is None else f"seed={self.seed}",
        )
        return ",".join(part for part in parts if part)

    @property
    def _has_window(self) -> bool:
        return bool(self.from_s) or self.until_s is not None


@dataclass(frozen=True)
class Fault:
    """One fault asked for: where, what, with which value (seconds), how often (None: always), and when."""

    place: str
    """An operation, `*`, or one of the other places."""
    name: str
    value: float = 0.0
    count: int | None = None
    when: When = field(default=When())

    @property
    def kind(self) -> Kind:
        """The fault's entry in the table."""
        return KINDS[self.name]

    @property
    def happens_by_itself(self) -> bool:
        """Whether the clock makes it happen, rather than an occasion."""
        return self.when.every_s is not None and self.kind.effect in HAPPENS_BY_ITSELF

    def __str__(self) -> str:
        """The fault as it is written."""
        count = "" if self.count is None else f":{self.count}"
        when = f"@{self.when}" if str(self.when) else ""
        return f"{self.place}:{self.name}{self._value_text}{count}{when}"

    @property
    def _value_text(self) -> str:
        if self.kind.unit == "seconds":
            return f"={self.value:.0f}"
        is_told = self.kind.unit == "duration" and (self.value or not self.kind.is_value_optional)
        return f"={duration_text(self.value)}" if is_told else ""


def duration_text(seconds: float) -> str:
    """A duration as it is written: whole seconds as `2s`, others as `500ms`."""
    milliseconds = round(seconds * 1000)
    whole, rest = divmod(milliseconds, 1000)
    return f"{milliseconds}ms" if rest else f"{whole}s"
