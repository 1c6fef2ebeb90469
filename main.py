"""Connect Chat Console: without a verb the window, else the command line."""

from __future__ import annotations

import sys
import time

STARTED = time.perf_counter()


def main(arguments: list[str]) -> int:
    """Runs what the arguments ask for and gives the exit status."""
    # Imported here, so that the window does not wait for the command line, nor the other way round.
    if arguments and not arguments[0].startswith("-"):
        from console.cli import run
    else:
        from ui.app import run
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
