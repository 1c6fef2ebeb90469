"""Publishes a version: `python3 dev.py release --tag TAG` tells its notes, and fails where it is not ready.

With --packages it also wants every package there, and writes their checksums beside them; with --publish it
makes the release, by `gh` of GitHub. It needs nothing but a Python.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Final

from shipping.product import NAME, ROOT, TITLE, VERSION, is_early

SUMS: Final = "SHA256SUMS"
PACKAGES: Final = (
    "{name}_{version}_amd64.deb", "{name}-{version}-linux-amd64.tar.xz",
    "{name}-{version}-windows.zip", "{name}-{version}-setup.exe",
    "{name}-{version}-arm64.dmg", "{name}-{version}-x86_64.dmg",
)  # fmt: skip
"""What a release holds, by name."""


class UnreadyError(Exception):
    """What is wrong with a release, as one sentence."""


def main(arguments: Sequence[str]) -> int:
    """Tells the notes, and goes as far as it is asked to; 1 where something is not ready."""
    parser = argparse.ArgumentParser(prog="dev.py release", description=__doc__)
    parser.add_argument("--tag", required=True, help=f"the tag of the version, which is v{VERSION} today")
    parser.add_argument(
        "--packages", type=Path, metavar="FOLDER", help="where the packages of all systems are"
    )
    parser.add_argument(
        "--publish", action="store_true", help="make the release on GitHub, with these packages"
    )
    asked = parser.parse_args(arguments)
    if asked.publish and not asked.packages:
        parser.error("--publish needs --packages")
    try:
        check_tag(asked.tag)
        told = notes((ROOT / "CHANGELOG.md").read_text("utf-8"))
        print(told)
        if asked.packages:
            files = [*packages(asked.packages), sums(asked.packages)]
            if asked.publish:
                publish(asked.tag, told, files)
    except UnreadyError as unready:
        print(f"shipping: failed: {unready}", file=sys.stderr)
        return 1
    return 0


def check_tag(tag: str) -> None:
    """That a tag names the version that would be built.

    Raises:
        UnreadyError: it names another.
    """
    if tag != f"v{VERSION}":
        raise UnreadyError(f"the tag is {tag}, and pyproject.toml says {VERSION}, whose tag is v{VERSION}")


def notes(changelog: str, version: str = VERSION) -> str:
    """What the changelog says of a version.

    Raises:
        UnreadyError: it says nothing, or calls the version unreleased.
    """
    sections = re.split(r"^## (.+)$", changelog, flags=re.MULTILINE)
    for heading, text in zip(sections[1::2], sections[2::2], strict=True):
        words = heading.replace(":", " ").replace(",", " ").split()
        if version not in words:
            continue
        if words[0] != version:
            raise UnreadyError(f"CHANGELOG.md still calls it “{heading}”, which a release is not")
        if text.strip():
            return text.strip()
    raise UnreadyError(f"CHANGELOG.md says nothing of {version}: it needs a section “## {version}”")


def packages(folder: Path) -> list[Path]:
    """The packages of every system.

    Raises:
        UnreadyError: one is missing, or there is one of another version.
    """
    wanted = {form.format(name=NAME, version=VERSION) for form in PACKAGES}
    there = {file.name for file in folder.iterdir() if file.is_file() and file.name != SUMS}
    if missing := sorted(wanted - there):
        raise UnreadyError(f"{folder.name} lacks {', '.join(missing)}")
    if strange := sorted(there - wanted):
        raise UnreadyError(f"{folder.name} holds what is no package of {VERSION}: {', '.join(strange)}")
    return sorted(folder / name for name in wanted)


def sums(folder: Path) -> Path:
    """Writes the checksums of the packages of every system; the file.

    Raises:
        UnreadyError: one is missing, or there is one of another version.
    """
    return write_sums(folder, packages(folder))


def write_sums(folder: Path, files: Sequence[Path]) -> Path:
    """Writes the checksums of files into a folder, as `sha256sum -c` reads them on every system; the file."""
    lines = []
    for file in files:
        with file.open("rb") as stream:
            lines.append(f"{file_digest(stream, 'sha256').hexdigest()}  {file.name}\n")
    (folder / SUMS).write_text("".join(lines), "utf-8", newline="\n")
    return folder / SUMS


def publish(tag: str, told: str, files: Sequence[Path]) -> None:
    """Makes the release of a tag that exists, with its notes and its files.

    Raises:
        UnreadyError: GitHub refuses it, or `gh` is not here.
    """
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "notes.md"
        text.write_text(told + "\n", "utf-8")
        command = ["gh", "release", "create", tag, "--verify-tag", "--title", f"{TITLE} {VERSION}"]
        if is_early():
            command.append("--prerelease")  # a copy that asks for the latest release is not led to it
        try:
            status = subprocess.call([*command, "--notes-file", str(text), *map(str, files)], cwd=ROOT)
        except OSError:
            raise UnreadyError("gh, GitHub's command line, is missing") from None
    if status:
        raise UnreadyError(f"gh ended with {status}: its own words stand above")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
