"""Whether the run before this one came to its end, and what it left behind where it did not."""

from __future__ import annotations

import contextlib
import json
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from console.chat.clocks import Clock, utc_now

log = logging.getLogger(__name__)

MARK: Final = "run.json"
"""There while a run lasts; one that is found at a start belongs to a run that was cut off."""
TRACES: Final = "crash.log"
"""Where Python's fault handler writes what every thread was doing."""
MOST_BYTES: Final = 200_000


@dataclass(frozen=True)
class Crash:
    """A run that was cut off: killed, crashed, or its computer went off."""

    started_at: datetime | None
    version: str
    has_traces: bool
    """Whether there is a trace of what it was doing, which means that the program itself failed."""


class LastRun:
    """Marks a run of the console in the folder of the user's data, from its begin to its end."""

    def __init__(self, folder: Path, clock: Clock = utc_now) -> None:
        self._mark, self._traces = folder / MARK, folder / TRACES
        self._clock = clock
        self._file: IO[str] | None = None

    def begin(self, version: str) -> Crash | None:
        """Mark this run; what is known of the one before, where that was cut off."""
        import faulthandler

        crash = self._found()
        with contextlib.suppress(OSError):
            self._mark.write_text(json.dumps({"started_at": self._clock().isoformat(), "version": version}))
            if crash is None:
                self._traces.unlink(missing_ok=True)
            self._file = self._traces.open("a", encoding="utf-8")
            faulthandler.enable(self._file)
        return crash

    def end(self) -> None:
        """This run ends as it should."""
        import faulthandler

        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
        with contextlib.suppress(OSError):
            self._mark.unlink(missing_ok=True)
            if self._traces.exists() and not self._traces.stat().st_size:
                self._traces.unlink()

    def _found(self) -> Crash | None:
        try:
            marked = json.loads(self._mark.read_text("utf-8"))
            at = datetime.fromisoformat(str(marked["started_at"]))
            version = str(marked["version"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            # It was cut off while it wrote its mark.
            at, version = None, ""
        with contextlib.suppress(OSError):
            return Crash(at, version, self._traces.stat().st_size > 0)
        return Crash(at, version, has_traces=False)
