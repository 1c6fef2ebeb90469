"""The pieces that make packages. `dev.py package` looks at what it has built by itself."""

from __future__ import annotations

import inspect
import itertools
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
from collections import Counter
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import PySide6
import pytest
from PySide6.QtCore import QLocale, QSize
from PySide6.QtGui import QImageReader

from console import cli, handover
from console.licences import Part
from shipping import (
    archive,
    contents,
    debian,
    desktop,
    icons,
    inspection,
    licences,
    product,
    release,
    windows,
)
from shipping.elf import Demands, demands
from shipping.product import IDENTIFIER, NAME, PROJECT, ROOT, TITLE, VERSION
from shipping.reach import Entry, reachable

LINUX = ROOT / "shipping" / "linux"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LIST = (LINUX / "bundle.txt").read_text("utf-8")
WHEN = datetime(2026, 11, 22, 12, tzinfo=UTC)
SOURCES = [ROOT / "main.py", *(ROOT / "console").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]


def aws_data() -> Path:
    spec = find_spec("botocore")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent / "data"


# what goes into the bundle


def test_every_service_in_use_has_its_data() -> None:
    """A client that is made of a literal name, or a model that is read: its service must be shipped."""
    named = set(contents.SERVICES)
    for path in SOURCES:
        for call in re.findall(
            r"""(?:shape\.model|\.client|_model)\(\s*"([a-z-]+)\"""", path.read_text("utf-8")
        ):
            named.add(call)
    assert named == contents.SERVICES >= {"connect", "connectparticipant", "sts", "sso", "sso-oidc", "logs"}
    for service in contents.SERVICES:
        files = {file.name for file in (aws_data() / service).rglob("*") if is_shipped_of_botocore(file)}
        assert {"service-2.json.gz", "endpoint-rule-set-1.json.gz"} <= files, service


def is_shipped_of_botocore(file: Path) -> bool:
    return contents.is_shipped(f"botocore/data/{file.relative_to(aws_data()).as_posix()}")


@pytest.mark.parametrize(
    ("place", "is_shipped"),
    [
        ("botocore/data/endpoints.json", True),
        ("botocore/cacert.pem", True),
        ("botocore/data/s3/2006-03-01/service-2.json.gz", False),
        ("botocore/data/connect/2017-08-08/examples-1.json", False),
        ("boto3/data/ec2/2016-11-15/resources-1.json", False),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/somethingnew/libnew.so", False),
        ("PySide6/Qt/translations/qtbase_de.qm", True),
        ("PySide6/Qt/translations/qtbase_fr.qm", False),
        ("PySide6/Qt/lib/libQt6Gui.so.6", True),
        ("libstdc++.so.6", False),
        ("keyring-25.7.0.dist-info/entry_points.txt", False),
        ("resources/flows/greeting.json", True),
        ("resources/languages/de.mo", True),
        ("resources/languages/de.po", False),
        ("resources/languages/texts.pot", False),
    ],
)
def test_what_is_shipped(place: str, is_shipped: bool) -> None:
    assert contents.is_shipped(place) is is_shipped


def test_nothing_imports_what_is_left_out() -> None:
    gone = "|".join(map(re.escape, contents.EXCLUDED))
    importing = re.compile(rf"^\s*(?:import|from) (?:{gone})\b", re.MULTILINE)
    assert importing.search("    from PySide6.QtQml import QQmlEngine")
    found = [path.name for path in SOURCES for text in [path.read_text("utf-8")] if importing.search(text)]
    assert found == []


def test_nothing_reads_what_the_bundle_has_no_more() -> None:
    """It is compiled without docstrings."""
    assert [path.name for path in SOURCES if "__doc__" in path.read_text("utf-8")] == []


def test_libraries_that_only_a_dropped_plugin_needed_go() -> None:
    linked = {
        "/m.so": ["a.so"],
        "/a.so": ["b.so"],
        "/gtk.so": ["cairo.so"],
        "/plugin.so": ["p.so", "gone.so"],
    }
    binaries: list[Entry] = [
        ("m.so", "/m.so", "EXTENSION"), ("PySide6/Qt/plugins/x/plugin.so", "/plugin.so", "BINARY"),
        ("a.so", "/a.so", "BINARY"), ("lib/b.so", "/b.so", "BINARY"), ("p.so", "/p.so", "BINARY"),
        ("gtk.so", "/gtk.so", "BINARY"), ("cairo.so", "/cairo.so", "BINARY"), ("b.so", "lib/b.so", "SYMLINK"),
    ]  # fmt: skip
    others: list[Entry] = [("cairo.so.1", "cairo.so", "SYMLINK"), ("words.txt", "/words.txt", "DATA")]
    kept, data = reachable(binaries, others, lambda source: linked.get(source, []))
    assert [place for place, _, _ in kept] == [
        "m.so", "PySide6/Qt/plugins/x/plugin.so", "a.so", "lib/b.so", "p.so", "b.so",
    ]  # fmt: skip
    assert [place for place, _, _ in data] == ["words.txt"]


def test_modules_of_one_name_in_two_places_all_stay() -> None:
    binaries: list[Entry] = [
        ("a/_speedups.so", "/a/_speedups.so", "EXTENSION"),
        ("b/_speedups.so", "/b/_speedups.so", "EXTENSION"),
        ("c/one.so", "/c/one.so", "BINARY"), ("d/one.so", "/d/one.so", "BINARY"),
        ("e/none.so", "/e/none.so", "BINARY"),
    ]  # fmt: skip
    kept, _ = reachable(binaries, [], lambda source: ["one.so"] if source == "/a/_speedups.so" else [])
    assert [place for place, _, _ in kept] == [place for place, _, _ in binaries[:-1]]


def test_every_resource_is_shipped_but_the_pictures_of_the_readme() -> None:
    there = {path.name for path in (ROOT / "resources").iterdir() if not path.name.startswith(("_", "."))}
    assert there - set(contents.RESOURCES) == {"screenshots"}


def test_a_bundle_is_held_against_its_list() -> None:
    patterns = inspection.listed("# words\n\nprogram\n_internal/lib*.so\n")
    assert inspection.unlisted(["program", "_internal/liba.so"], patterns) == []
    assert inspection.unlisted(["program", "_internal/gtk"], patterns) == [
        "_internal/gtk is not listed",
        "_internal/lib*.so is missing",
    ]


def test_the_list_names_what_the_allow_lists_let_in() -> None:
    patterns = inspection.listed(LIST)
    for service in contents.SERVICES:
        assert any(
            fnmatchcase(f"_internal/botocore/data/{service}/x/service-2.json.gz", one) for one in patterns
        )
    for name in contents.RESOURCES:
        if (ROOT / "resources" / name).exists():
            assert any(one.startswith(f"_internal/resources/{name}") for one in patterns), name


def test_the_list_and_the_bundle_hold_what_is_made_for_it() -> None:
    patterns = inspection.listed(LIST)
    for name in contents.MADE:
        assert f"_internal/resources/{name}" in patterns
        assert contents.is_shipped(f"resources/{name}")


def test_what_is_too_large_is_no_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("a", "b"):
        (tmp_path / "folder" / name).write_bytes(b"12345")
    monkeypatch.setitem(inspection.LARGEST, "", 10)
    inspection.check_size(tmp_path / "folder")
    monkeypatch.setitem(inspection.LARGEST, "", 9)
    with pytest.raises(inspection.FaultyError, match="10 bytes, 1 more"):
        inspection.check_size(tmp_path / "folder")


def test_every_form_of_package_has_a_size_that_it_may_have() -> None:
    made = {Path(form).suffix for form in release.PACKAGES}
    assert {"", ".app", *made} == set(inspection.LARGEST)


@pytest.mark.parametrize(("system", "stops"), [(("debian", "12"), True), (("ubuntu", "24.04"), False)])
def test_the_list_of_files_is_that_of_one_system(
    system: tuple[str, str], stops: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "new.so").touch()
    monkeypatch.setattr(inspection, "_system", lambda: system)
    if stops:
        with pytest.raises(inspection.FaultyError, match=r"new\.so is not listed"):
            inspection.check_contents(tmp_path)
    else:
        inspection.check_contents(tmp_path)
        assert "new.so is not listed" in capsys.readouterr().err


PROGRAM = """\
#!/bin/sh
for last; do :; done
env > "$(dirname "$0")/../environment" || true
echo '{"ok": %s, "checks": {"a": true}}' > "${last#--smoke-test=}"
"""


@pytest.mark.parametrize("form", ["folder", "app", "tar", "deb"])
def test_a_package_is_tried_away_from_where_it_was_built(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform == "win32" or (form == "deb" and shutil.which("dpkg-deb") is None):
        pytest.skip("the stand-in is a shell script, and dpkg is Debian's")
    monkeypatch.setenv("AWS_CA_BUNDLE", "of this machine")
    bundle = tmp_path / (f"{TITLE}.app" if form == "app" else NAME)
    program = inspection.command_in(bundle)
    program.parent.mkdir(parents=True)
    program.write_text(PROGRAM.replace("%s", "true"))
    program.chmod(0o755)
    package = bundle
    if form == "tar":
        package = archive.tar(bundle, tmp_path / "p.tar.xz", WHEN)
    elif form == "deb":
        (tmp_path / "root/usr").mkdir(parents=True)
        bundle.rename(tmp_path / "root/usr/bin")
        package = archive.deb(
            tmp_path / "root", debian.control(tmp_path / "root", ASKED), tmp_path / "p.deb", WHEN
        )
    with inspection.unpacked(package) as copy:
        assert tmp_path not in copy.parents
        copy.parent.parent.chmod(0o777)
        assert inspection.check_start(copy)["ok"] is True
        told = (copy.parent.parent / "environment").read_text()
        assert "AWS_CA_BUNDLE" not in told
        assert str(ROOT) not in told.replace(f"PWD={Path.cwd()}", "")
        copy.write_text(PROGRAM.replace("%s", "false"))
        with pytest.raises(inspection.FaultyError, match="the smoke test failed"):
            inspection.check_start(copy)


# locks


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"https?:|^-|file:| @ ", text, re.MULTILINE)
    found = dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))
    assert text.count("==") - text.count("python_full_version ==") >= len(found) > 10
    assert all(
        "--hash=sha256:" in entry for entry in re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]
    )
    return found


def test_the_bundle_is_made_of_what_was_tested() -> None:
    built, tested = pins("shipping/build.lock"), pins("requirements.lock")
    assert "pyinstaller" in built
    assert "pytest" not in built
    assert {name: built[name] for name in built if name in tested} == {
        name: tested[name] for name in built if name in tested
    }
    for wanted in PROJECT["dependencies"]:
        assert re.split("[=>]", wanted)[0].lower() in built


# licences


def test_every_package_tells_its_licence() -> None:
    names = licences.packages()
    assert {"boto3", "PySide6_Essentials", "uvicorn", "h11", "websockets"} <= set(names)
    assert not {"pytest", "mypy", "ruff"} & set(names)
    for name in names:
        part = licences.of_package(name)
        assert part.licence, name
        assert any(len(text) > 500 for text in part.texts), name


def test_licences_are_written_once_each_and_told_as_text(tmp_path: Path) -> None:
    found = [
        Part("A", "1", "MIT", ("the text of MIT",)),
        Part("B", "2", "MIT", ("the text of MIT", "a notice")),
    ]
    licences.write(tmp_path / "told.json", found)
    told = json.loads((tmp_path / "told.json").read_text("utf-8"))
    assert [part["name"] for part in told["parts"]] == ["A", "B"]
    assert sorted(told["texts"].values()) == ["a notice", "the text of MIT"]
    text = licences.as_text(told)
    assert text.count("the text of MIT") == 1
    assert "For A, B:" in text


def test_a_library_from_nowhere_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(licences.UntoldError, match=r"liblost\.so"):
        licences.parts([str(tmp_path / "liblost.so")])


def test_a_library_of_nobody_stops_the_build_where_there_is_no_dpkg(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    licences._owner.cache_clear()
    with pytest.raises(licences.UntoldError, match=r"liblost\.so"):
        licences.parts([str(tmp_path / "liblost.so")])


@pytest.mark.parametrize(
    ("system", "base", "library"),
    [
        ("win32", r"C:\cache\Python\3.13.1\x64", r"C:\cache\Python\3.13.1\x64\DLLs\_ctypes.pyd"),
        ("win32", r"C:\cache\Python\3.13.1\x64", r"c:\Cache\Python\3.13.1\x64\python313.dll"),
        ("darwin", "/Library/Frameworks/Python.framework/Versions/3.13",
         "/Library/Frameworks/Python.framework/Versions/3.13/lib/libssl.3.dylib"),
        ("darwin", "/Library/Frameworks/Python.framework/Versions/3.13",
         "/Library/Frameworks/Python.framework/Versions/3.13/Python"),
        ("linux", "/usr", "/usr/lib/python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so"),
        ("linux", "/usr", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0"),
    ],
)  # fmt: skip
def test_what_came_with_python_is_told_with_python(system: str, base: str, library: str) -> None:
    assert licences.is_of_python(library, base, system)


def test_a_checkout_behind_a_link_is_told_like_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PyInstaller tells where a library really lies."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    paths = {**sysconfig.get_paths(), "purelib": str(tmp_path / "link"), "platlib": str(tmp_path / "link")}
    monkeypatch.setattr(sysconfig, "get_paths", lambda: paths)
    for folder in ("link", "real"):
        assert list(licences._of_system([str(tmp_path / folder / "PySide6" / "libQt6Core.so.6")])) == []


@pytest.mark.parametrize(
    ("system", "base", "library"),
    [
        ("linux", "/usr", "/usr/lib/x86_64-linux-gnu/libexpat.so.1"),
        ("darwin", "/Library/Frameworks/Python.framework/Versions/3.13", "/opt/homebrew/lib/libssl.3.dylib"),
        ("win32", r"C:\Python\3.13", r"C:\Python\3.13.9\python313.dll"),
    ],
)
def test_what_came_from_elsewhere_is_told_for_itself(system: str, base: str, library: str) -> None:
    assert not licences.is_of_python(library, base, system)


# icons


def test_icons_are_drawn_in_every_size_and_form(tmp_path: Path) -> None:
    icons.draw(tmp_path)
    for size in icons.SIZES:
        image = QImageReader(str(tmp_path / f"icon-{size}.png")).read()
        assert image.size() == QSize(size, size)
        assert image.pixelColor(size // 2, size // 8).alpha() == 255
        assert image.pixelColor(0, 0).alpha() == 0
    reader = QImageReader(str(tmp_path / "icon.ico"))
    assert reader.imageCount() == 7
    assert reader.read().width() == 16
    content = (tmp_path / "icon.icns").read_bytes()
    assert (content[:4], struct.unpack(">I", content[4:8])[0]) == (b"icns", len(content))


# Debian


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/lib").mkdir()
    (root / "usr/lib/program").write_bytes(b"#!/bin/sh\n" * 100)
    (root / "usr/lib/program").chmod(0o755)
    (root / "usr/bin/program").symlink_to("../lib/program")
    return root


ASKED = Demands(
    frozenset({"libc.so.6", "libstdc++.so.6", "libGL.so.1"}), {"GLIBC": (2, 36), "GLIBCXX": (3, 4, 29)}
)


def test_dpkg_knows_what_comes_before_a_version() -> None:
    if sys.platform != "linux" or shutil.which("dpkg") is None:
        pytest.skip("dpkg is Debian's")
    rising = ["0.9", "1.0a1", "1.0a2.dev1", "1.0a2", "1.0b1", "1.0rc1", "1.0", "1.0.1rc1", "1.0.1"]
    for older, newer in itertools.pairwise(map(product.in_order, rising)):
        assert subprocess.call(["dpkg", "--compare-versions", older, "lt", newer]) == 0, (older, newer)
    assert [product.is_early(one) for one in ("1.0", "1.0.post1", "1.0rc1", "1.0.dev2")] == [
        False, False, True, True,
    ]  # fmt: skip


def test_dpkg_reads_the_package(root: Path, tmp_path: Path) -> None:
    if sys.platform != "linux" or shutil.which("dpkg-deb") is None:
        pytest.skip("dpkg is Debian's")
    package = archive.deb(root, debian.control(root, ASKED), tmp_path / "p.deb", WHEN)
    fields = subprocess.check_output(["dpkg-deb", "-f", str(package)], text=True)
    assert f"Package: {NAME}\nVersion: {VERSION}\n" in fields
    assert "libc6 (>= 2.36), libgl1, libstdc++6 (>= 11)" in fields
    listed = subprocess.check_output(["dpkg-deb", "-c", str(package)], text=True)
    assert re.search(r"^-rwxr-xr-x 0/0 +1000 2026-11-22 .* \./usr/lib/program$", listed, re.MULTILINE)
    assert "./usr/bin/program -> ../lib/program" in listed
    again = archive.deb(root, debian.control(root, ASKED), tmp_path / "again.deb", WHEN)
    assert again.read_bytes() == package.read_bytes()


def test_an_archive_keeps_links_and_no_owner(root: Path, tmp_path: Path) -> None:
    with tarfile.open(archive.tar(root, tmp_path / "p.tar.xz", WHEN)) as packed:
        entries = {entry.name: entry for entry in packed}
    assert entries["root/usr/bin/program"].linkname == "../lib/program"
    assert {(entry.uid, entry.uname, entry.mtime) for entry in entries.values()} == {
        (0, "", WHEN.timestamp())
    }


def test_a_zip_is_the_same_wherever_and_whenever_it_is_made(root: Path, tmp_path: Path) -> None:
    (root / "usr/empty").mkdir()
    (root / "usr/bin/program").unlink()
    first = archive.zipped(root, tmp_path / "p.zip", WHEN).read_bytes()
    os.utime(root / "usr/lib/program", (0, 1_000_000_000))
    assert archive.zipped(root, tmp_path / "again.zip", WHEN).read_bytes() == first
    shutil.unpack_archive(tmp_path / "p.zip", tmp_path / "out")
    out = tmp_path / "out" / root.name
    assert (out / "usr/lib/program").read_bytes() == (root / "usr/lib/program").read_bytes()
    assert (out / "usr/empty").is_dir()


def test_a_compiler_that_is_newer_than_the_table_stops_the_build() -> None:
    """Without its version the package would be installed where it can't start."""
    newest = Demands(frozenset({"libstdc++.so.6"}), {"GLIBCXX": (3, 4, 99)})
    with pytest.raises(debian.UnknownLibraryError, match=r"GLIBCXX_3\.4\.99"):
        debian.depends(newest)


def test_a_library_that_no_package_brings_stops_the_build() -> None:
    with pytest.raises(debian.UnknownLibraryError, match=r"libxcb-cursor\.so\.0"):
        debian.depends(Demands(frozenset({"libxcb-cursor.so.0"}), {}))


def test_programs_tell_what_they_ask_of_the_system(tmp_path: Path) -> None:
    if sys.platform != "linux" or shutil.which("objdump") is None:
        pytest.skip("binutils reads Linux's programs")
    (tmp_path / "words").write_text("no program")
    shutil.copy(Path(sys.executable).resolve(), tmp_path)
    asked = demands(tmp_path)
    assert "libc.so.6" in asked.libraries
    assert asked.symbols["GLIBC"] >= (2, 2, 5)


# the desktop


def test_the_desktop_and_the_program_name_the_same_things() -> None:
    entry = (LINUX / f"{NAME}.desktop").read_text("utf-8")
    told = dict(line.split("=", 1) for line in entry.splitlines() if "=" in line)
    about = ElementTree.parse(LINUX / f"{IDENTIFIER}.metainfo.xml")
    kind = ElementTree.parse(LINUX / f"{NAME}.mime.xml")
    mime = "{http://www.freedesktop.org/standards/shared-mime-info}"
    (media,) = [one.get("type") for one in kind.iter(f"{mime}mime-type")]
    (glob,) = [one.get("pattern") for one in kind.iter(f"{mime}glob")]
    assert told["MimeType"].split(";")[:2] == [media, f"x-scheme-handler/{handover.SCHEME}"]
    assert glob == f"*{handover.ENDING}"
    assert (told["Name"], told["Icon"], told["StartupWMClass"]) == (TITLE, NAME, NAME)
    assert told["Exec"] == f"{NAME} %U"
    assert about.findtext("id") == IDENTIFIER
    assert about.findtext("launchable") == f"{NAME}.desktop"
    assert about.findtext("provides/mediatype") == media
    assert about.find("url") is None  # there is none that exists
    installer = windows.SCRIPT.read_text("utf-8")
    assert f'"Software\\Classes\\{handover.ENDING}"' in installer
    spec = (ROOT / "shipping" / "console.spec").read_text("utf-8")
    assert f'"CFBundleTypeExtensions": ["{handover.ENDING[1:]}"]' in spec
    assert handover.SCHEME == NAME


@pytest.mark.parametrize("language", contents.LANGUAGES)
def test_the_desktop_is_told_in_every_language(language: str) -> None:
    entry = (LINUX / f"{NAME}.desktop").read_text("utf-8")
    told = dict(line.split("=", 1) for line in entry.splitlines() if "=" in line)
    for key in ("GenericName", "Comment", "Keywords"):
        assert told[f"{key}[{language}]"].strip() != told[key], key
    assert told[f"Keywords[{language}]"].endswith(";")
    about = ElementTree.parse(LINUX / f"{IDENTIFIER}.metainfo.xml")
    kind = ElementTree.parse(LINUX / f"{NAME}.mime.xml")
    mime = "{http://www.freedesktop.org/standards/shared-mime-info}"
    for path, tree in (
        ("summary", about), ("description/p", about), ("description/ul/li", about),
        (f"{mime}mime-type/{mime}comment", kind),
    ):  # fmt: skip
        by_language = Counter(one.get(LANG) for one in tree.getroot().findall(path))
        assert by_language[language] == by_language[None] > 0, path
    assert about.findtext("summary") == told["Comment"]
    names = {one.get(LANG): one.text for one in about.findall("summary")}
    assert names[language] == told[f"Comment[{language}]"]
    installer = windows.SCRIPT.read_text("utf-8")
    name = QLocale.languageToString(QLocale(language).language())
    assert f'!insertmacro MUI_LANGUAGE "{name}"' in installer
    (request,) = re.findall(rf'LangString REQUEST \${{LANG_{name.upper()}}} "(.+)"', installer)
    assert request in {one.text for one in kind.iter(f"{mime}comment")}
    assert re.search(rf'LangString RUNNING \${{LANG_{name.upper()}}} ".+"', installer)


def test_the_desktops_own_judges_find_no_fault(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("they are Linux's")
    text = (LINUX / f"{IDENTIFIER}.metainfo.xml").read_text("utf-8")
    about = tmp_path / f"{IDENTIFIER}.metainfo.xml"
    about.write_text(text.replace("@VERSION@", VERSION).replace("@DATE@", "2026-11-22"), "utf-8")
    for judge, file in (("desktop-file-validate", LINUX / f"{NAME}.desktop"), ("appstreamcli", about)):
        if shutil.which(judge) is None:
            (pytest.fail if os.environ.get("REQUIRE_TOOLS") else pytest.skip)(f"not installed: {judge}")
        done = subprocess.run(
            [judge, *desktop.ARGUMENTS.get(judge, ()), str(file)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_languages_are_shipped_with_qts_own_words() -> None:
    qt = Path(PySide6.__file__).parent
    for language in contents.LANGUAGES:
        assert list(qt.rglob(f"qtbase_{language}.qm")), language
        assert any(one.endswith(f"/languages/{language}.mo") for one in inspection.listed(LIST)), language
        assert any(one.endswith(f"/qtbase_{language}.qm") for one in inspection.listed(LIST)), language
    folder = ROOT / "resources" / "languages"
    if folder.exists():
        assert {file.stem for file in folder.glob("*.mo")} == set(contents.LANGUAGES)


def test_the_version_is_the_projects() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert (project["name"], project["version"]) == (NAME, VERSION)


def test_the_manual_names_every_verb() -> None:
    lines = (LINUX / f"{NAME}.1").read_text("utf-8").replace("\\-", "-").splitlines()
    verbs = lines[lines.index(".SH VERBS") : lines.index(".SH OPTIONS")]
    told = {after.removeprefix(".B ") for line, after in itertools.pairwise(verbs) if line == ".TP"}
    assert told == set(re.findall(r'verbs\.add_parser\(\s*"(\w+)"', inspect.getsource(cli._parser)))


def test_every_checkout_has_the_same_bytes() -> None:
    """Git for Windows would end lines otherwise, with which the files of languages are not what is made."""
    told = (ROOT / ".gitattributes").read_text("utf-8")
    assert re.search(r"^\* text=auto eol=lf$", told, re.MULTILINE)
