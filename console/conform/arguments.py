"""What `main.py conform` can be asked for."""

from __future__ import annotations

import argparse
from pathlib import Path

EXPLANATION = """
Plays the same scripted chat in two places and tells where they differ; by default the other place is the
sandbox of this console. The report is one JSON object on standard output, the table goes to standard
error. It holds no id, no token, no account and nothing that anybody wrote. Each place gets a handful of
chats, all of which are stopped at the end, also after Ctrl+C. The flow should say something at once,
answer a text by itself, and ring no agent.

Exit status: 0 nothing differs, 1 something does, 2 it could not be played.
"""


def add_conform(conform: argparse.ArgumentParser) -> None:
    """The options of the verb."""
    conform.formatter_class = argparse.RawDescriptionHelpFormatter
    conform.description = EXPLANATION.strip()
    conform.add_argument(
        "--profile", required=True, metavar="NAME", help="sandbox, environment, or one of your own"
    )
    conform.add_argument(
        "--flow", default="", metavar="ID", help="the flow to play with; of the sandbox the first, by default"
    )
    conform.add_argument(
        "--instance", default="", metavar="ID", help="needed where the profile sees several and names none"
    )
    conform.add_argument(
        "--against", default="sandbox", metavar="NAME", help="another profile in the sandbox's place"
    )
    conform.add_argument("--against-flow", default="", metavar="ID", help="the flow of the other place")
    conform.add_argument("--against-instance", default="", metavar="ID", help="its instance")
    conform.add_argument("--out", type=Path, metavar="FILE", help="write the report into a file instead")
    conform.add_argument(
        "--may-ring", action="store_true", help="play even where the flow may ring an agent, or can't be read"
    )
    conform.add_argument("--yes", action="store_true", help="play on a profile that is marked as production")
    conform.set_defaults(run=_conform)


def _conform(arguments: argparse.Namespace) -> int:
    from console.conform.finding import Wish
    from console.conform.verb import conform

    given = vars(arguments)
    return conform(Wish(**{name: given[name] for name in Wish.__dataclass_fields__}))
