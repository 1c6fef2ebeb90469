"""All that is known of a chat's turns, as JSON for a ticket or for somebody else's eyes."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from console import redaction
from console.turns.facts import Facts
from console.turns.turn import Turn
from console.turns.turns import Turns


def as_json(turns: Turns) -> str:
    """The contact as it was when it was looked at last, and every turn; redacted."""
    told = {
        "Contact": _facts(turns.facts) if turns.facts else None,
        "Turns": [_turn(one) for one in turns.all],
    }
    return json.dumps(redaction.redact(told), indent=2, ensure_ascii=False, default=_text)


def _facts(facts: Facts) -> dict[str, Any]:
    return {name: value for name, value in asdict(facts).items() if value not in (None, "")}


def _turn(turn: Turn) -> dict[str, Any]:
    told: dict[str, Any] = {"number": turn.number, "ended_at": turn.ended_at, "state": turn.state}
    told["changes"] = [asdict(one) for one in turn.changes]
    told["steps"] = [asdict(one) for one in turn.steps]
    return told | ({"error": turn.error.as_json()} if turn.error else {})


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
