"""Connect Chat Console: without a verb the window, else the command line."""

from __future__ import annotations

import sys
import time

STARTED = time.perf_counter()


def main(arguments: list[str]) -> int:
    """Runs what the arguments ask for and gives the exit status."""
    if hasattr(sys, "frozen"):
        _leave_bundle()
    # Imported here, so that the window does not wait for the command line, nor the other way round.
    # A verb is a plain word; a file or a link that is to be opened has a dot, a slash or a colon.
    if arguments and arguments[0].isalpha():
        from console.cli import run
    else:
        import gc

        # Nearly all that is imported stays. `ui.collecting` says when there is something to collect.
        gc.disable()
        from console.paths import data_folder
        from ui import language

        # Before the window's modules come in, since their tables hold texts.
        language.choose(data_folder() / "settings.json")
        from ui.app import run
    return run(arguments)


def _leave_bundle() -> None:
    """Lets what is started from here find its own libraries, not those of the packaged program."""
    import os

    from console import frozen

    frozen.restore(os.environ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
