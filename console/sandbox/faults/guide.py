"""What can be asked for, in words for the command line's help; drawn from the table of kinds."""

from __future__ import annotations

from console.sandbox.faults.kinds import KINDS, OCCASIONS, Kind

_HEAD = """\
A fault is written OPERATION:ERROR[:COUNT][@WHEN], such as
  StartChatContact:TooManyRequests:2     the next two fail
  *:latency=500ms                        every operation is slow
  SendMessage:Throttling@10s-40s         from 10 to 40 seconds after it was switched on
  *:InternalService@30%                  about three requests of ten; seed=7 draws others
  socket:drop:1@after=5                  the sixth item cuts the socket it is for
  agent:leave:1@every=30s                the agents go after half a minute
WHEN takes several parts with commas: socket:late=2s@50%,seed=7
"""
_VALUES = {"": "", "duration": "=500ms", "seconds": "=SECONDS"}
_PLACES = {"operation": "OPERATION or *"}


def guide() -> str:
    """Every fault and how it is written, in lines of plain text."""
    lines = [_HEAD]
    for place, occasion in OCCASIONS.items():
        lines.append(f"{_PLACES.get(place, place)}: counted by {occasion}")
        lines += [
            f"  {_written(name, kind):<22} {kind.told}" for name, kind in KINDS.items() if kind.place == place
        ]
    return "\n".join(lines)


def _written(name: str, kind: Kind) -> str:
    value = _VALUES[kind.unit]
    return f"{name}[{value}]" if kind.is_value_optional else f"{name}{value}"
