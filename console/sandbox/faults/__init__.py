"""Faults on request: what goes wrong, asked for by name, on the command line or over the control route.

A fault is written `OPERATION:ERROR[:COUNT][@WHEN]`:

- OPERATION is an operation such as `SendMessage`, `*` for every operation, or one of the places where
  no request is made: `socket`, `connection`, `attachment`, `agent`.
- ERROR is a name of `KINDS`, some with a value: `Throttling`, `latency=500ms`, `skew=-600`.
- COUNT is how often it acts; without one it lasts until it is switched off or its time is over.
- WHEN narrows that down, in parts between commas: `10s-40s`, `10s-`, `-40s` (seconds of the sandbox's
  own time since it was switched on), `30%` (by chance, the same draws each time; `seed=7` gives others),
  `after=5` (the first five occasions pass), `every=20s` (once in every twenty seconds).

An occasion is a request of the operation, or what `OCCASIONS` says of the place. A socket's fault is
counted by frame, whichever socket it is for. What needs no occasion (`drop`, `leave`) happens by itself,
everywhere at once, where WHEN says `every=`.

Examples: `StartChatContact:TooManyRequests:2`, `*:InternalService@30%`, `SendMessage:Throttling@10s-40s`,
`socket:drop:1@after=5`, `socket:late=2s@50%,seed=7`, `agent:leave:1@every=30s`.
"""

from console.sandbox.faults.fault import Fault, When
from console.sandbox.faults.guide import guide
from console.sandbox.faults.kinds import KINDS, Kind
from console.sandbox.faults.switches import Faults
from console.sandbox.faults.syntax import FORM, parse
from console.sandbox.faults.trouble import NO_TROUBLE, Trouble

__all__ = ["FORM", "KINDS", "NO_TROUBLE", "Fault", "Faults", "Kind", "Trouble", "When", "guide", "parse"]
