"""Builds what users install on this system, and looks at it: see `python3 dev.py package --help`."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shipping import archive, debian, desktop, inspection, macos, publisher, release, signing, windows
from shipping.product import NAME, ROOT, TITLE, VERSION

FORMS = {"linux": ("deb", "tar"), "win32": ("zip",), "darwin": ("dmg",)}
"""What can be built on each system."""


def main(arguments: Sequence[str]) -> int:
    """Builds and looks; 0 if all holds."""
    parsed = _parser().parse_args(arguments)
    into: Path = parsed.into.resolve()
    try:
        if parsed.prove:
            from shipping import proof

            proof.prove(into / f"{NAME}_{VERSION}_{debian.architecture()}.deb")
        else:
            _package(into, parsed.only or FORMS[sys.platform])
    except (inspection.FaultyError, subprocess.SubprocessError) as fault:
        say(f"failed: {_told(fault)}")
        return 1
    return 0


def _told(fault: Exception) -> str:
    match fault:
        case subprocess.CalledProcessError(cmd=[tool, *_], returncode=status):
            return f"{Path(tool).name} ended with {status}: its own words stand above"
        case subprocess.TimeoutExpired(cmd=[tool, *_], timeout=seconds):
            return f"{Path(tool).name} did not end within {seconds:g} s"
    return str(fault)


def _parser() -> argparse.ArgumentParser:
    forms = FORMS.get(sys.platform, ())
    parser = argparse.ArgumentParser(prog="dev.py package", description=__doc__)
    parser.add_argument("--only", action="append", choices=forms, help="not all that this system can have")
    parser.add_argument(
        "--into", type=Path, default=ROOT / "dist", metavar="FOLDER", help="dist, unless given"
    )
    parser.add_argument(
        "--prove",
        action="store_true",
        help="install the .deb that was built into a minimal Debian, use it and remove it; as root",
    )
    return parser


def say(words: str) -> None:
    """Tells the user something, on standard error."""
    print(f"shipping: {words}", file=sys.stderr, flush=True)


def _package(into: Path, forms: Sequence[str]) -> None:
    if sys.platform == "linux" and not (shutil.which("strip") and shutil.which("objdump")):
        raise inspection.FaultyError("strip and objdump are missing: sudo apt install binutils (on Debian)")
    into.mkdir(parents=True, exist_ok=True)
    made = ROOT / "build" / "made"
    with signing.signer() as signer:  # before anything else is started, which would inherit its secrets
        when = _when()
        bundle = timed("the bundle", _bundle, into, made, signer.settings)
        signer.sign([bundle] if sys.platform == "darwin" else windows.programs(bundle))
        _look_at_bundle(bundle)
        built = [file for form in forms for file in timed(form, _packed, form, bundle, made, when, signer)]
        for file in built:
            if file.suffix in (".exe", ".dmg"):
                signer.sign([file])
            if file.suffix == ".dmg":
                signer.notarise(file)
    _look_at(built)
    release.write_sums(into, built)
    for file in built:
        say(f"{file} has {file.stat().st_size / 1e6:.1f} MB")


def _bundle(into: Path, made: Path, signed: Mapping[str, str]) -> Path:
    """The folder, or on macOS the app, that PyInstaller makes."""
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir(parents=True)
    without_screen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    icons = [sys.executable, "-m", "shipping.icons", str(made)]
    subprocess.run(icons, check=True, cwd=ROOT, env=without_screen)
    (made / "version.txt").write_text(windows.version_file(), "utf-8")
    publisher.write(made, os.environ)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    places = ["--distpath", str(into), "--workpath", str(made.parent)]
    own = {"SHIPPING_MADE": str(made), "PYINSTALLER_CONFIG_DIR": str(made.parent), "PYTHONHASHSEED": "1"}
    subprocess.run(
        [*command, *places, str(ROOT / "shipping" / "console.spec")],
        check=True,
        cwd=ROOT,
        env={**os.environ, **own, **signed},
    )
    return into / (f"{TITLE}.app" if sys.platform == "darwin" else NAME)


def _packed(form: str, bundle: Path, made: Path, when: datetime, signer: signing.Signer) -> list[Path]:
    into = bundle.parent
    packers: dict[str, Callable[[], list[Path]]] = {
        "deb": lambda: [debian.build(bundle, made, into, when)],
        "tar": lambda: [
            archive.tar(bundle, into / f"{NAME}-{VERSION}-linux-{debian.architecture()}.tar.xz", when)
        ],
        "zip": lambda: windows.build(bundle, made, into, when, signer.command),
        "dmg": lambda: [macos.build(bundle, into)],
    }
    return packers[form]()


def _look_at_bundle(bundle: Path) -> None:
    """First, since packing takes longer than all of this."""
    inspection.check_size(bundle)
    say(f"installed it has {inspection.size_of(bundle) / 1e6:.1f} MB")
    if sys.platform == "linux":
        timed("its files", inspection.check_contents, bundle)
    with inspection.unpacked(bundle) as program:
        timed("the smoke test", inspection.check_start, program)
        if sys.platform != "linux":
            return  # how a window, a keyring and what is started are looked at is not known there yet
        timed("the smoke test in a window", inspection.check_window, program)
        timed("the smoke test with a keyring", inspection.check_keyring, program)
        timed("programs that are started", inspection.check_children, program)


def _look_at(built: Sequence[Path]) -> None:
    for file in built:
        inspection.check_size(file)
        if file.suffix == ".deb":
            timed("the judges of Debian", desktop.check, file)
        if file.suffix == ".exe":
            say(f"{file.name} was not started: it would install itself here")
            continue
        with inspection.unpacked(file) as program:
            timed(f"the smoke test of {file.name}", inspection.check_start, program)


def timed(what: str, act: Callable[..., Any], *given: object) -> Any:
    """What an act returns, after telling how long it took."""
    since = time.monotonic()
    done = act(*given)
    told = f": {done}" if isinstance(done, dict) else ""
    say(f"{what}, {time.monotonic() - since:.0f} s{told}")
    return done


def _when() -> datetime:
    """The moment that packages tell: SOURCE_DATE_EPOCH, the last commit's, or now."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not told and shutil.which("git"):
        # The folder may belong to another user than ours, as in a container, which git minds otherwise.
        command = ["git", "-c", f"safe.directory={ROOT}", "log", "-1", "--format=%ct"]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    return datetime.fromtimestamp(int(told), UTC) if told.strip() else datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
