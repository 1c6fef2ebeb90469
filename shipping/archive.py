"""The forms of archives that packages are: made alike on every machine, without its owners and times."""

from __future__ import annotations

import io
import lzma
import platform
import shutil
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

# The calls of a program made independent of where they stand, which packs them 5 % smaller.
_CALLS: Final = {"x86_64": [{"id": lzma.FILTER_X86}], "AMD64": [{"id": lzma.FILTER_X86}]}
_FILTERS: Final[list[dict[str, Any]]] = [
    *_CALLS.get(platform.machine(), []),
    {"id": lzma.FILTER_LZMA2, "preset": 6},
]


def tar(folder: Path, target: Path, when: datetime) -> Path:
    """Packs a folder under its own name as .tar.xz."""
    with lzma.open(target, "wb", filters=_FILTERS) as packed:
        _pack(packed, [folder, *sorted(folder.rglob("*"))], folder.parent, when)
    return target


def zipped(folder: Path, target: Path, when: datetime) -> Path:
    """Packs a folder under its own name as .zip, which Windows unpacks by itself."""
    moment = when.year, when.month, when.day, when.hour, when.minute, when.second
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            entry = zipfile.ZipInfo.from_file(path, path.relative_to(folder.parent))
            entry.date_time = moment
            if path.is_dir():
                archive.writestr(entry, b"")
                continue
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as content, archive.open(entry, "w") as packed:
                shutil.copyfileobj(content, packed)
    return target


def deb(root: Path, control: Mapping[str, str], target: Path, when: datetime) -> Path:
    """Packs what lies below a root, and the files that control it, as deb(5) says."""
    data = io.BytesIO()
    with lzma.open(data, "wb", filters=_FILTERS) as packed:
        _pack(packed, sorted(root.rglob("*")), root, when, below="./")
    about = io.BytesIO()
    with lzma.open(about, "wb") as packed, _archive(packed) as archive:
        for name, text in control.items():
            entry = tarfile.TarInfo(f"./{name}")
            entry.size, entry.mode, entry.mtime = len(text.encode()), 0o644, int(when.timestamp())
            archive.addfile(entry, io.BytesIO(text.encode()))
    members = {"debian-binary": b"2.0\n", "control.tar.xz": about.getvalue(), "data.tar.xz": data.getvalue()}
    target.write_bytes(b"!<arch>\n" + b"".join(_member(*one, when) for one in members.items()))
    return target


def _member(name: str, content: bytes, when: datetime) -> bytes:
    """One file of an `ar` archive: its name, time, owner, group, mode and size in columns, then itself."""
    head = f"{name:<16}{int(when.timestamp()):<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n"
    return head.encode() + content + b"\n" * (len(content) % 2)


def _pack(
    packed: lzma.LZMAFile, paths: Iterable[Path], parent: Path, when: datetime, below: str = ""
) -> None:
    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = int(when.timestamp())
        entry.mode = 0o755 if entry.isdir() or entry.issym() or entry.mode & 0o100 else 0o644
        return entry

    with _archive(packed) as archive:
        for path in paths:
            archive.add(path, below + path.relative_to(parent).as_posix(), recursive=False, filter=plain)


@contextmanager
def _archive(packed: lzma.LZMAFile) -> Iterator[tarfile.TarFile]:
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
        yield archive
