"""Who publishes a package, written into it: its program then knows whom to ask for a newer version.

The source names nobody, since it does not know where it will be published. The pipeline of a release does.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from console.new_version import FILE, Releases
from shipping.inspection import FaultyError

PAGE: Final = "RELEASES_PAGE"
"""The page of the repository that publishes, as a browser opens it."""
API: Final = "RELEASES_API"
"""Where the API of that host answers for the repository."""


def write(folder: Path, environment: Mapping[str, str]) -> Path:
    """Writes what the environment says of it, also if that is nothing; the file.

    Raises:
        FaultyError: there is one of two addresses, or one that the program would not ask.
    """
    page, api = (environment.get(name, "").rstrip("/") for name in (PAGE, API))
    if page or api:
        try:
            Releases(page, api)
        except ValueError as error:
            raise FaultyError(f"{PAGE} and {API} must both be right, or neither be set: {error}") from None
    file = folder / FILE
    file.write_text(json.dumps({"page": page, "api": api}) + "\n", "utf-8", newline="\n")
    return file
