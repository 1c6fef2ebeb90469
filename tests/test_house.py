"""Rules of the house that no linter knows, and proof that the import rules can be broken."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = (ROOT / "requirements.lock", ROOT / "tests" / "anchors.lock", ROOT / "shipping" / "build.lock")
VAGUE = {
    "base",
    "common",
    "handler",
    "handlers",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "util",
    "utils",
}


def sources(*folders: str) -> list[Path]:
    """The Python files of some rooms."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def committed() -> Iterator[Path]:
    """The files that belong to the project; what it makes itself lies in folders that git ignores."""
    made = {"build", "dist", "uv.lock"}
    for path in sorted(ROOT.iterdir()):
        if path.name in made or (path.name[0] == "." and path.name not in {".ci", ".github", ".gitignore"}):
            continue
        if path.is_file():
            yield path
        else:
            yield from (
                file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts
            )


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text("utf-8"), str(path)))


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def words(name: str) -> set[str]:
    """The words of a module's or a class's name, in lower case."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


# names


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("event_handlers", {"event", "handlers"}),
        ("TaskManager", {"task", "manager"}),
        ("JSONBase", {"json", "base"}),
    ],
)
def test_a_name_is_read_as_its_words(name: str, found: set[str]) -> None:
    assert words(name) == found


def test_no_module_and_no_class_has_a_vague_name() -> None:
    vague = [
        str(path.relative_to(ROOT)) for path in sources("console", "ui", "tests") if words(path.stem) & VAGUE
    ]
    vague += [
        f"{place(path, node)} {node.name}"
        for path in sources("console", "ui")
        for node in nodes(path)
        if isinstance(node, ast.ClassDef) and words(node.name) & VAGUE
    ]
    assert vague == []


# the loop


def test_no_loop_runs_inside_the_loop_and_every_task_is_kept() -> None:
    """What gui tasks may not do: nested loops lose wake-ups, and a task that nobody holds is collected."""
    nested = {"asyncSlot", "asyncClose", "exec", "exec_", "processEvents"}
    bare = {"create_task", "ensure_future"}
    app = ROOT / "ui" / "app.py"
    # app.py starts the root of all tasks, and paints once before there is a loop
    allowed = {ROOT / "ui" / "tasks.py": bare, app: bare | {"processEvents"}}
    found = []
    for path in sources("ui"):
        forbidden = (nested | bare) - allowed.get(path, set())
        for node in nodes(path):
            name = (
                node.attr
                if isinstance(node, ast.Attribute)
                else node.id
                if isinstance(node, ast.Name)
                else ""
            )
            if name in forbidden:
                found.append(f"{place(path, node)} {name}")
    assert found == []


def test_what_a_screen_reader_is_told_at_once_passes_the_mask() -> None:
    """While somebody presents, a class hears what is announced."""
    told = {
        str(path.relative_to(ROOT))
        for path in sources("ui")
        for node in nodes(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("QAccessibleAnnouncementEvent")
    }
    assert told == {"ui/masking.py"}


def test_no_test_sleeps() -> None:
    sleeping = [
        place(path, node)
        for path in sources("tests")
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and (node.attr == "qWait" or (node.attr == "sleep" and ast.unparse(node.value) == "time"))
    ]
    assert sleeping == []


# what the files say


def test_no_file_names_a_registry_or_a_place_on_one_machine() -> None:
    hosts = ("pypi" + ".org", "python" + "hosted.org", "registry.npm" + "js", "deb.debian" + ".org")
    places = ("/" + "work/", "/" + "root/", "/" + "farm/", "/" + "opt/pypi", "/" + "tmp/w/")
    named = re.compile("|".join(map(re.escape, (*hosts, *places))))
    found = []
    for path in committed():
        text = path.read_bytes().decode("utf-8", "ignore")
        found += [f"{path.relative_to(ROOT)}: {match}" for match in named.findall(text)]
    assert found == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_hashes_and_names_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert not re.search(r"https?:|^-|file:| @ ", text, re.MULTILINE)
    packages = re.split(r"\n(?=\S)", text.strip())
    assert len(packages) > 40
    for package in packages:
        head, *hashes = re.split(r" \\\n\s+", package)
        assert re.fullmatch(r"[a-z0-9.-]+==\S+( ; .+)?", head), head
        assert hashes, head
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes), head


def test_the_lock_serves_every_system() -> None:
    text = LOCKS[0].read_text("utf-8")
    heads = {line.partition("==")[0]: line for line in text.splitlines() if "==" in line}
    assert "sys_platform == 'win32'" in heads["pywin32-ctypes"]
    assert "sys_platform == 'linux'" in heads["secretstorage"]
    for compiled in ("pyside6-essentials", "shiboken6"):
        # Linux and Windows on two processors each, and macOS
        hashes = re.search(rf"^{compiled}==.+\n((?:\s+--hash.+\n)+)", text, re.MULTILINE)
        assert hashes
        assert len(hashes[1].splitlines()) >= 5, compiled
    assert "sys_platform" not in heads["pyside6-essentials"]


def test_the_lock_holds_what_the_project_asks_for() -> None:
    locked = {
        line.partition("==")[0]: re.split(r"[ ;]", line.partition("==")[2])[0]
        for line in LOCKS[0].read_text("utf-8").splitlines()
        if "==" in line
    }
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dev"]]
    names = {re.split(r"[\[=<>~ ]", line)[0].lower() for line in asked}
    assert names <= set(locked)
    # 6.12.0 aborts on Python 3.11
    assert "PySide6-Essentials==6.11.3" in asked
    assert locked["pyside6-essentials"] == locked["shiboken6"] == "6.11.3"


def test_dev_and_project_want_the_same_pythons() -> None:
    (low, low_minor), (high, high_minor) = dev.OLDEST, dev.NEWEST
    assert PROJECT["project"]["requires-python"] == f">={low}.{low_minor},<{high}.{high_minor + 1}"
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{low}{low_minor}"


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", ".ci/run", ".github/workflows/ci.yml"])
def test_commands_that_are_told_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    told = set(re.findall(r"dev\.py ([a-z]+)", text))
    assert told
    assert told <= {verb for verb in dev.VERBS if verb[0] != "_"}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_files_that_are_linked_exist(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if not link.startswith("https:")]
    missing = [link for link in links if not (ROOT / link).exists()]
    assert missing == []


# the import rules

BREACHES = [
    ("console knows neither the window nor Qt", "console/shape.py", "import ui.theme"),
    ("console knows neither the window nor Qt", "console/shape.py", "import PySide6.QtCore"),
    ("console knows neither the window nor Qt", "console/chat/clocks.py", "import qasync"),
    ("the window reaches the world through console", "ui/theme.py", "import urllib.request"),
    ("boto3 has one owner", "console/contact.py", "import boto3"),
    ("boto3 has one owner", "ui/theme.py", "from boto3 import Session"),
    (
        "botocore is known to aws, credentials and sandbox alone",
        "console/shape.py",
        "import botocore.loaders",
    ),
    ("the server belongs to the sandbox", "console/cli.py", "import uvicorn"),
    ("keyring has one owner", "console/profiles.py", "import keyring"),
    ("keyring has one owner", "ui/theme.py", "import secretstorage"),
    ("the websocket's client has one owner", "console/aws/storage.py", "import websockets"),
    ("sqlite3 has one owner", "console/presets.py", "import sqlite3"),
    ("chat and sandbox meet over the wire", "console/chat/clocks.py", "import console.sandbox.rules"),
    ("chat and sandbox meet over the wire", "console/sandbox/rules.py", "import console.chat.clocks"),
    ("the sandbox has its own mind about a request", "console/sandbox/rules.py", "import console.contact"),
    (
        "the client has no way into the sandbox but its endpoint",
        "console/aws/clients.py",
        "import console.sandbox",
    ),
    ("panes do not know each other", "ui/contact/editors.py", "import ui.chat.pane"),
    ("no cycles", "console/shape.py", "import console.contact"),
]


def lint(folder: Path) -> tuple[set[str], dict[str, str]]:
    """What import-linter finds broken in a tree: the names of the contracts, and what it tells of each."""
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [linter, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    verdicts = re.findall(r"^(.+) (KEPT|BROKEN)$", result.stdout, re.MULTILINE)
    assert len(verdicts) == len(PROJECT["tool"]["importlinter"]["contracts"]), result.stdout + result.stderr
    told = re.split(r"^(.+)\n-+\n\n", result.stdout.partition("Broken contracts")[2], flags=re.MULTILINE)[1:]
    return {name for name, verdict in verdicts if verdict == "BROKEN"}, dict(
        zip(told[::2], told[1::2], strict=True)
    )


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the rooms and their rules."""
    folder = tmp_path_factory.mktemp("house")
    for room in ("console", "ui"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture(scope="module")
def breached(tree: Path) -> tuple[dict[str, str], dict[tuple[str, str], int]]:
    """What is told of each contract where all breaches stand in the tree, and in which line each stands."""
    texts = {module: (tree / module).read_text("utf-8") for _, module, _ in BREACHES}
    lines: dict[tuple[str, str], int] = {}
    try:
        for _, module, statement in BREACHES:
            text = (tree / module).read_text("utf-8")
            (tree / module).write_text(f"{text}\n{statement}\n", "utf-8")
            lines[module, statement] = text.count("\n") + 2
        return lint(tree)[1], lines
    finally:
        for module, text in texts.items():
            (tree / module).write_text(text, "utf-8")


def test_every_import_rule_is_broken_by_something() -> None:
    assert {name for name, _, _ in BREACHES} == {
        contract["name"] for contract in PROJECT["tool"]["importlinter"]["contracts"]
    }


def test_the_rooms_keep_their_rules(tree: Path) -> None:
    assert lint(tree) == (set(), {})


@pytest.mark.parametrize(("contract", "module", "statement"), BREACHES, ids=lambda value: str(value)[:40])
def test_a_breach_of_an_import_rule_is_found(
    breached: tuple[dict[str, str], dict[tuple[str, str], int]], contract: str, module: str, statement: str
) -> None:
    """It is told under its own contract, with the line that it stands in."""
    told, lines = breached
    importer, imported = module[:-3].replace("/", "."), statement.split()[1]
    if contract == "no cycles":
        assert f".{importer.split('.')[1]} -> .{imported.split('.')[1]} (" in told[contract]
        return
    names = {imported, imported.split(".")[0]}  # a package from elsewhere is told by its first name
    places = [f"{importer} -> {name} (l.{lines[module, statement]})" for name in names]
    assert any(place in told[contract] for place in places), told[contract]
