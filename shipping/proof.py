"""Proves that the .deb needs nothing but what it declares: in a Debian that has next to nothing else.

Needs root, debootstrap, Xvfb and the mirror that this machine's own apt uses. It takes some minutes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from shipping.inspection import FaultyError, screen
from shipping.product import NAME

USER: Final = "visitor"
SOCKETS: Final = Path("/tmp/.X11-unix")
_OF_APT: Final = re.compile(r'^(Acquire::[^"]*(?:Proxy|CA|Verify)[^"]*) "(.*)";$', re.MULTILINE)
# What the package manager and the running of programs change by themselves.
_PASSING: Final = (
    "var/lib/dpkg", "var/lib/apt", "var/cache", "var/log", "tmp", "run", "proc", "dev", "etc/apt",
    "etc/ld.so.cache", f"home/{USER}",
)  # fmt: skip


def prove(package: Path) -> None:
    """Installs the package in a root of its own, plays both smoke tests there, removes it, and compares.

    Raises:
        FaultyError: it does not install, does not hold, or leaves something behind.
    """
    if os.getuid() != 0:
        raise FaultyError("only root can make a system of its own: run it with sudo")
    if not package.is_file():
        raise FaultyError(f"{package} is missing: python3 dev.py package --only deb")
    began = time.monotonic()
    with _root() as root:
        _tell("a minimal Debian", began)
        before = _installed(root)
        shutil.copy(package, root / "tmp")
        # First what it depends on, so that what it leaves behind is told from what they do.
        _inside(root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", f"/tmp/{package.name}")
        _tell(f"installed, with {len(_installed(root) - before) - 1} packages that it depends on", began)
        _inside(root, "dpkg", "--purge", NAME)
        clean = _files(root)
        _inside(root, "dpkg", "-i", f"/tmp/{package.name}")
        for platform, told in _played(root).items():
            _tell(f"{platform}: {json.dumps(told)}", began)
        _inside(root, "dpkg", "--purge", NAME)
        if left := sorted(_files(root) ^ clean):
            raise FaultyError(f"removing it leaves a difference: {', '.join(left[:20])}")
        _tell("removed, and nothing is left but the user's data", began)


def _tell(words: str, began: float) -> None:
    print(f"shipping: {words}, at {time.monotonic() - began:.0f} s", flush=True)


@contextmanager
def _root() -> Iterator[Path]:
    """A minimal Debian of this machine's release, with /proc and the sockets of X, until the block ends."""
    with tempfile.TemporaryDirectory(prefix=f"{NAME}-root-") as name:
        root = Path(name)
        root.chmod(0o755)
        suite, mirror = _mirror()
        _called(["debootstrap", "--variant=minbase", suite, name, mirror])
        (root / "etc/apt/apt.conf.d/99here").write_text(_settings(), "utf-8")
        with (root / "etc/passwd").open("a") as users:
            users.write(f"{USER}:x:1000:1000::/home/{USER}:/bin/sh\n")
        home = root / "home" / USER
        home.mkdir()
        os.chown(home, 1000, 1000)
        SOCKETS.mkdir(mode=0o1777, exist_ok=True)
        mounts = [("proc", root / "proc", ["-t", "proc"]), (str(SOCKETS), root / "tmp/.X11-unix", ["--bind"])]
        done: list[Path] = []
        try:
            for source, target, how in mounts:
                target.mkdir(exist_ok=True)
                _called(["mount", *how, source, str(target)])
                done.append(target)
            yield root
        finally:
            for target in reversed(done):
                _called(["umount", "--lazy", str(target)])


def _mirror() -> tuple[str, str]:
    """This machine's release, and where its apt gets the main part of it."""
    release = dict(
        re.findall(r'^(\w+)="?([^"\n]*)', Path("/etc/os-release").read_text("utf-8"), re.MULTILINE)
    )
    suite = release.get("VERSION_CODENAME", "")
    form = "$(REPO_URI) $(CODENAME) $(COMPONENT)"
    for line in _called(["apt-get", "indextargets", "--format", form, "Created-By: Packages"]).splitlines():
        address, codename, component = line.split()
        if (codename, component) == (suite, "main"):
            return suite, address
    raise FaultyError(f"apt of this machine has no source for {suite} main")


def _settings() -> str:
    """How this machine's apt reaches its mirror: proxies and certificates."""
    return "".join(f'{name} "{value}";\n' for name, value in _OF_APT.findall(_called(["apt-config", "dump"])))


def _installed(root: Path) -> set[str]:
    return set(_inside(root, "dpkg-query", "-W", "-f", "${Package}\n").split())


def _files(root: Path) -> set[str]:
    found: set[str] = set()
    for folder, folders, files in os.walk(root):
        place = Path(folder).relative_to(root)
        folders[:] = [one for one in folders if not str(place / one).startswith(_PASSING)]
        found.update(
            str(place / one) for one in (*folders, *files) if not str(place / one).startswith(_PASSING)
        )
    return found


def _played(root: Path) -> dict[str, Any]:
    """What the smoke test told, by platform, for an ordinary user with an empty environment."""
    told = {}
    with screen() as display:
        for platform in ("offscreen", "xcb"):
            own = [f"HOME=/home/{USER}", f"DISPLAY={display}", f"QT_QPA_PLATFORM={platform}", "LANG=C.UTF-8"]
            command = [
                "chroot",
                "--userspec=1000:1000",
                str(root),
                "/usr/bin/env",
                "-i",
                "PATH=/usr/bin:/bin",
            ]
            told[platform] = json.loads(_called([*command, *own, NAME, "--smoke-test"]))
            if not told[platform]["ok"]:
                raise FaultyError(f"the smoke test failed under {platform}: {told[platform]}")
    return told


def _inside(root: Path, *command: str) -> str:
    return _called(["chroot", str(root), *command])


def _called(command: Sequence[str]) -> str:
    paths = {
        "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin",
        "DEBIAN_FRONTEND": "noninteractive",
        "LC_ALL": "C",
    }
    done = subprocess.run(
        command,
        env={**os.environ, **paths},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise FaultyError(f"{' '.join(command[:4])} failed: {(done.stdout + done.stderr)[-2_000:]}")
    return done.stdout
