"""macOS: the app in a disk image, beside a link to the folder of applications. Prepared, and never run there.

PyInstaller signs the app while it builds, `signing.py` the disk image.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from shipping.product import NAME, TITLE, VERSION


def build(app: Path, into: Path) -> Path:
    """Makes the disk image; nothing in the app changes, which would break its signature."""
    target = into / f"{NAME}-{VERSION}-{os.uname().machine}.dmg"
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(app, Path(folder) / app.name, symlinks=True)
        (Path(folder) / "Applications").symlink_to("/Applications")
        command = ["hdiutil", "create", "-volname", TITLE, "-srcfolder", folder, "-format", "UDZO", "-ov"]
        subprocess.run([*command, str(target)], check=True)
    return target
