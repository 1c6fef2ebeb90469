"""Why a chat went where it went: after each turn its contact is looked at, and what changed is told."""

from console.turns.change import Change, ChangeKind
from console.turns.facts import Facts
from console.turns.known_turns import KnownTurns
from console.turns.turn import Turn, TurnState
from console.turns.turns import Turns

__all__ = ["Change", "ChangeKind", "Facts", "KnownTurns", "Turn", "TurnState", "Turns"]
