"""Which way a chat took through its flows, told by the sandbox's trace or by Amazon Connect's flow logs.

`Traces.of(chat)` is the chat's `Trace`: its `Step`s so far, read when somebody wants them.
"""

from console.trace.missing import Missing
from console.trace.step import Step
from console.trace.trace import Trace, TraceState
from console.trace.traces import Traces

__all__ = ["Missing", "Step", "Trace", "TraceState", "Traces"]
