"""The package for Debian and its relatives: the folder of the bundle, and its place on the desktop."""

from __future__ import annotations

import gzip
import hashlib
import json
import platform
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Final

from shipping import archive, elf, icons, licences
from shipping.inspection import FaultyError
from shipping.product import IDENTIFIER, MAKERS, NAME, ROOT, SUMMARY, TITLE, VERSION, in_order

LINUX: Final = Path(__file__).resolve().parent / "linux"
MAKER: Final = f"{MAKERS} <nobody@invalid>"
"""A maintainer needs an address; this domain is reserved for those that are none (RFC 2606)."""
SYSTEM: Final = {
    "libc.so.6": "libc6", "libdl.so.2": "libc6", "libm.so.6": "libc6", "libpthread.so.0": "libc6",
    "libresolv.so.2": "libc6", "librt.so.1": "libc6", "libutil.so.1": "libc6",
    "ld-linux-x86-64.so.2": "libc6", "ld-linux-aarch64.so.1": "libc6",
    "libstdc++.so.6": "libstdc++6", "libgcc_s.so.1": "libgcc-s1",
    "libGL.so.1": "libgl1", "libEGL.so.1": "libegl1", "libxcb.so.1": "libxcb1",
    "libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0",
}  # fmt: skip
"""The libraries that are left to the system, and the package of each; any other stops the build."""
DATA: Final = ("fontconfig-config", "xkb-data")
"""What the bundled libraries read from the system."""
RECOMMENDED: Final = (
    "ca-certificates", "fonts-dejavu-core | fonts-liberation | fonts-noto-core",
    # Japanese, in the window and in chats; the bundled fonts have no glyph of it.
    "fonts-noto-cjk | fonts-ipafont-gothic",
    "gnome-keyring | org.freedesktop.secrets", "xdg-utils",
)  # fmt: skip
# The compiler whose library first had the symbols, which is how Debian numbers libstdc++6.
_COMPILERS: Final = {
    (3, 4, 28): "9",
    (3, 4, 29): "11",
    (3, 4, 30): "12",
    (3, 4, 31): "13.1",
    (3, 4, 32): "13.2",
}
_DESCRIPTION: Final = """\
 Build a StartChatContact request with every option that the service knows,
 start it against a real instance or against the sandbox inside the app, and
 hold the chat as the customer would.
 .
 The sandbox speaks Amazon Connect's API on this computer and runs real flow
 files; no account is needed for it.
"""


class UnknownLibraryError(FaultyError):
    """The bundle asks for a library that no package is known for."""


def build(bundle: Path, made: Path, into: Path, when: datetime) -> Path:
    """Packs a bundle; the package's file. `made` holds the icons, `when` is the moment that it tells."""
    target = into / f"{NAME}_{VERSION}_{architecture()}.deb"
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _lay_out(root, bundle, made, when)
        return archive.deb(root, control(root, elf.demands(bundle)), target, when)


def architecture() -> str:
    """This machine's, as Debian names it."""
    return {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]


def _lay_out(root: Path, bundle: Path, made: Path, when: datetime) -> None:
    program = root / "usr/lib" / NAME
    shutil.copytree(bundle, program, symlinks=True)
    command = root / "usr/bin" / NAME
    command.parent.mkdir()
    command.symlink_to(f"../lib/{NAME}/{NAME}")
    told = json.loads((program / "_internal/resources/licences.json").read_text("utf-8"))
    for place, content in (*desktop_files(made, when), *_documents(licences.as_text(told), when)):
        file = root / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path == program / NAME else 0o644)


def desktop_files(made: Path, when: datetime) -> Iterator[tuple[str, bytes]]:
    """What a desktop of Linux looks for, each with its place: entry, file type, metadata, icons."""
    yield f"usr/share/applications/{NAME}.desktop", _filled(f"{NAME}.desktop", when)
    yield f"usr/share/mime/packages/{NAME}.xml", _filled(f"{NAME}.mime.xml", when)
    yield f"usr/share/metainfo/{IDENTIFIER}.metainfo.xml", _filled(f"{IDENTIFIER}.metainfo.xml", when)
    hicolor = "usr/share/icons/hicolor"
    for size in icons.SIZES:
        yield f"{hicolor}/{size}x{size}/apps/{NAME}.png", (made / f"icon-{size}.png").read_bytes()
    yield f"{hicolor}/scalable/apps/{NAME}.svg", icons.DRAWING.read_bytes()
    yield f"{hicolor}/symbolic/apps/{NAME}-symbolic.svg", icons.SYMBOLIC.read_bytes()


def _documents(licence_texts: str, when: datetime) -> Iterator[tuple[str, bytes]]:
    news = f"{NAME} ({in_order()}) unstable; urgency=medium\n\n  * Release {VERSION}.\n\n"
    news += f" -- {MAKER}  {format_datetime(when)}\n"
    documents = f"usr/share/doc/{NAME}"
    yield f"{documents}/changelog.gz", gzip.compress(news.encode(), mtime=0)
    yield f"{documents}/NEWS.gz", gzip.compress((ROOT / "CHANGELOG.md").read_bytes(), mtime=0)
    yield f"{documents}/copyright", _copyright().encode()
    yield f"{documents}/licences.txt.gz", gzip.compress(licence_texts.encode(), mtime=0)
    yield f"usr/share/man/man1/{NAME}.1.gz", gzip.compress(_filled(f"{NAME}.1", when), mtime=0)
    yield f"usr/share/lintian/overrides/{NAME}", (LINUX / "lintian-overrides").read_bytes()


def _copyright() -> str:
    return (
        f"{TITLE} is shipped with what it is made of: Python, Qt and other libraries, fonts and icons, each\n"
        "under its own licence. All of them, with their whole texts:\n\n"
        f"    /usr/share/doc/{NAME}/licences.txt.gz\n\n"
        f"{TITLE} itself:\n\n{(ROOT / 'LICENSE').read_text('utf-8')}"
    )


def _filled(name: str, when: datetime) -> bytes:
    text = (LINUX / name).read_text("utf-8")
    return text.replace("@VERSION@", VERSION).replace("@DATE@", f"{when:%Y-%m-%d}").encode()


def control(root: Path, asked: elf.Demands) -> dict[str, str]:
    """The files by which dpkg handles a package: what it is, and the sums of its files."""
    files = sorted(path for path in (root / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    size = sum((file.stat().st_size + 1023) // 1024 for file in files)
    fields = {
        "Package": NAME,
        "Version": in_order(),
        "Architecture": architecture(),
        "Maintainer": MAKER,
        "Installed-Size": str(size),
        "Depends": ", ".join(depends(asked)),
        "Recommends": ", ".join(RECOMMENDED),
        "Section": "net",
        "Priority": "optional",
        "Description": f"{SUMMARY[0].lower()}{SUMMARY[1:]}\n{_DESCRIPTION.rstrip()}",
    }
    sums = (f"{hashlib.md5(file.read_bytes()).hexdigest()}  {file.relative_to(root)}\n" for file in files)
    return {
        "control": "".join(f"{name}: {value}\n" for name, value in fields.items()),
        "md5sums": "".join(sums),
    }


def depends(asked: elf.Demands) -> list[str]:
    """The packages that a bundle needs, with the oldest version of two of them that has its symbols.

    Raises:
        UnknownLibraryError: a library is neither in the bundle nor known here, or newer than is known here.
    """
    if unknown := sorted(asked.libraries - SYSTEM.keys()):
        raise UnknownLibraryError(
            f"the bundle needs {', '.join(unknown)}, which it does not hold: is the library missing here?"
        )
    oldest = {"libc6": ".".join(map(str, asked.symbols.get("GLIBC", ())))}
    oldest["libstdc++6"] = _compiler(asked.symbols.get("GLIBCXX", ()))
    names = sorted({SYSTEM[library] for library in asked.libraries}) + list(DATA)
    return [f"{name} (>= {oldest[name]})" if oldest.get(name) else name for name in names]


def _compiler(asked: tuple[int, ...]) -> str:
    for since, compiler in _COMPILERS.items():
        if since >= asked:
            return compiler
    symbol = f"GLIBCXX_{'.'.join(map(str, asked))}"
    raise UnknownLibraryError(f"the bundle needs {symbol}, and shipping/debian.py knows no compiler for it")
