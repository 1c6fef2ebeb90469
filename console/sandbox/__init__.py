"""Amazon Connect on 127.0.0.1: the real API, signed and checked, with no account behind it.

Any AWS client works against it, given its endpoint and keys. It shares with the console only the
reader of the service model and the language of its explanations; the console meets it over the wire,
like every other client.
"""

from console.sandbox.faults import Fault, Faults, parse
from console.sandbox.server import Sandbox

__all__ = ["Fault", "Faults", "Sandbox", "parse"]
