"""The workflows of GitHub, which can't be run here: what they call exists, and they may do the least."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import dev
from console.new_version import Releases, releases
from shipping import publisher, signing
from shipping.__main__ import FORMS
from shipping.product import ROOT
from shipping.release import PACKAGES

FOLDER = ROOT / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
OWN_WORK = re.compile(r"python3? dev\.py ([a-z]+)( .*)?|\.ci/run")
PREPARING = (
    "apt-get update", "apt-get install -y --no-install-recommends ", "sudo apt-get update",
    "sudo apt-get install -y --no-install-recommends ", "choco install nsis ",
    "git config --global --add safe.directory ",
)  # fmt: skip
SECRET = re.compile(r"\$\{\{\s*secrets\.(\w+)\s*\}\}")


def read(file: Path) -> dict[Any, Any]:
    told: dict[Any, Any] = yaml.safe_load(file.read_text("utf-8"))
    return told


CI, RELEASE = read(FOLDER / "ci.yml"), read(FOLDER / "release.yml")


def jobs() -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Every job, with the file and the name of it."""
    for file in FILES:
        for name, job in read(file)["jobs"].items():
            yield file.name, name, job


def steps() -> Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Every step, with where it is and its job."""
    for file, name, job in jobs():
        for step in job.get("steps", ()):
            yield f"{file} {name}", job, step


def secrets_in(value: object) -> set[str]:
    """The secrets that are asked for anywhere in a part of a workflow."""
    return set(SECRET.findall(yaml.safe_dump(value, width=10_000)))


# what they call


def test_every_step_is_one_command_that_can_be_run_anywhere() -> None:
    for place, _, step in steps():
        if "run" not in step:
            continue
        command = step["run"].strip()
        assert "\n" not in command, place
        assert not re.search(r"[;&|`]|\$\(", command), f"{place}: {command}"
        assert OWN_WORK.fullmatch(command) or command.startswith(PREPARING), f"{place}: {command}"
        assert step["name"], place


def test_every_verb_exists() -> None:
    called = {
        found[1]
        for _, _, step in steps()
        if (found := OWN_WORK.fullmatch(step.get("run", "").strip())) and found[1]
    }
    assert called == {"test", "check", "run", "package", "release"}
    assert called <= dev.VERBS.keys()
    assert (ROOT / ".ci" / "run").is_file()


def test_nothing_of_the_event_is_written_into_a_command() -> None:
    """A title or a branch could be a command itself; what is needed comes by the environment."""
    for place, _, step in steps():
        assert "${{" not in step.get("run", ""), place


def test_what_a_matrix_gives_is_what_is_asked_of_it() -> None:
    for file, name, job in jobs():
        asked = set(re.findall(r"\$\{\{ matrix\.(\w+) \}\}", yaml.safe_dump(job, width=10_000)))
        assert asked == set(job.get("strategy", {}).get("matrix", {})), f"{file} {name}"


def test_every_job_that_is_waited_for_exists() -> None:
    for file in FILES:
        told = read(file)["jobs"]
        for job in told.values():
            needed = job.get("needs", [])
            assert set([needed] if isinstance(needed, str) else needed) <= set(told), file.name


# what they try, and where


def test_the_suite_runs_on_every_system_and_the_oldest_and_newest_python() -> None:
    suite = CI["jobs"]["suite"]
    matrix = suite["strategy"]["matrix"]
    assert [name.split("-")[0] for name in matrix["os"]] == ["ubuntu", "windows", "macos"]
    assert matrix["python"] == [".".join(map(str, dev.OLDEST)), ".".join(map(str, dev.NEWEST))]
    called = [found[1] for step in suite["steps"] if (found := OWN_WORK.match(step.get("run", "")))]
    assert called == ["test", "check", "run", "package"]
    assert suite["strategy"]["fail-fast"] is False


def test_every_package_of_a_release_is_built_and_handed_on() -> None:
    told = RELEASE["jobs"]
    handed = [
        step["with"]
        for job in told.values()
        for step in job.get("steps", ())
        if "upload" in step.get("uses", "")
    ]
    endings = {Path(line).suffix for one in handed for line in one["path"].split()}
    assert endings == {Path(form).suffix for form in PACKAGES}
    assert len({one["name"] for one in handed}) == len(handed) == len(FORMS)
    assert all(one["if-no-files-found"] == "error" for one in handed)
    (taken,) = (step["with"] for step in told["publish"]["steps"] if "download" in step.get("uses", ""))
    assert all(one["name"].startswith(taken["pattern"].rstrip("*")) for one in handed)


def test_nothing_is_published_before_all_of_it_holds() -> None:
    told = RELEASE["jobs"]
    assert told["suite"]["uses"] == "./.github/workflows/ci.yml"
    assert "workflow_call" in CI[True]  # YAML reads the key `on` as true
    assert told["suite"]["needs"] == "version"
    assert all(told[name]["needs"] == "suite" for name in ("linux", "windows", "macos"))
    assert set(told["publish"]["needs"]) == set(told) - {"version", "suite", "publish"}
    assert RELEASE[True] == {"push": {"tags": ["v*"]}}


def test_a_release_tells_its_packages_who_publishes_them(tmp_path: Path) -> None:
    """Those of the suite are nobody's: a workflow that is called does not get what its caller sets."""
    assert "env" not in CI
    given = RELEASE["env"]
    assert set(given) == {publisher.PAGE, publisher.API}
    github = {"server_url": "https://github.com", "api_url": "https://api.github.com", "repository": "a/b"}
    filled = {
        name: re.sub(r"\$\{\{ github\.(\w+) \}\}", lambda found: github[found[1]], value)
        for name, value in given.items()
    }
    whom = releases(publisher.write(tmp_path, filled))
    assert whom == Releases("https://github.com/a/b", "https://api.github.com/repos/a/b")


# what they may


def test_permissions_are_the_least() -> None:
    for file in FILES:
        assert read(file)["permissions"] == {"contents": "read"}, file.name
    more = {(file, name): job["permissions"] for file, name, job in jobs() if "permissions" in job}
    assert more == {("release.yml", "publish"): {"contents": "write"}}


def test_secrets_are_protected_and_go_to_the_step_that_signs_alone() -> None:
    assert not secrets_in(CI)
    signing_steps = [(place, job, step) for place, job, step in steps() if secrets_in(step)]
    assert [place for place, _, _ in signing_steps] == ["release.yml windows", "release.yml macos"]
    for place, job, step in signing_steps:
        assert job["environment"] == "release", place
        assert step["run"] == "python dev.py package", place
        given = {name for name, value in step["env"].items() if SECRET.fullmatch(value)}
        assert given == {*signing.CERTIFICATE, *(signing.NOTARY if "macos" in place else ())}, place
        assert secrets_in({**step, "env": {}}) == set(), place
    assert secrets_in(RELEASE) == set().union(*(secrets_in(step) for _, _, step in signing_steps))


def test_every_job_ends_in_time_and_every_action_is_githubs() -> None:
    for file, name, job in jobs():
        assert "uses" in job or 0 < job["timeout-minutes"] <= 90, f"{file} {name}"
    for place, _, step in steps():
        if "uses" in step:
            assert re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]), place
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False, place
    groups = [read(file)["concurrency"]["group"] for file in FILES]
    assert len({group.split("-")[0] for group in groups}) == len(FILES)  # one would wait for itself


# the linter


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    """What `dev.py check` lets judge them."""
    judge = Path(sys.executable).with_name("zizmor.exe" if dev.WINDOWS else "zizmor")
    return subprocess.run(
        [judge, "--offline", "--strict-collection", "--quiet", folder],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_linter_finds_no_fault() -> None:
    done = linted(ROOT / ".github")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("    runs-on:", "    runs_on:"),
        ("timeout-minutes: 5", "timeout-minutes: soon"),
        ('--tag "$GITHUB_REF_NAME"', "--tag ${{ github.head_ref }}"),
        ("actions/checkout@v4", "somebody/checkout@v4"),
        ("contents: read", "contents: write"),
        ("          persist-credentials: false\n", "          fetch-depth: 1\n"),
    ],
)
def test_the_linter_finds_a_fault(tmp_path: Path, right: str, wrong: str) -> None:
    target = tmp_path / ".github" / "workflows" / "release.yml"
    target.parent.mkdir(parents=True)
    text = (FOLDER / "release.yml").read_text("utf-8")
    assert right in text
    target.write_text(text.replace(right, wrong), "utf-8")
    (tmp_path / ".github" / "zizmor.yml").write_text((ROOT / ".github" / "zizmor.yml").read_text("utf-8"))
    assert linted(tmp_path / ".github").returncode != 0
