"""dev.py, driven as a user drives it: in a checkout of its own, with installers that are quick."""

from __future__ import annotations

import ast
import base64
import hashlib
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import dev
from shipping import signing

if sys.platform == "win32":
    pytest.skip("the stand-ins for uv and Python are shell scripts", allow_module_level=True)

ROOT = Path(__file__).resolve().parent.parent
BOUND_S = 60
WAITING_S = 20

MAIN = """\
import json, os, signal, sys

if sys.argv[1:] == ["wait"]:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(5))
    print(os.getpid(), flush=True)
    signal.pause()
print(json.dumps({"arguments": sys.argv[1:], "folder": os.getcwd(), "version": sys.version_info[:2]}))
sys.exit(int(sys.argv[2]) if sys.argv[1:2] == ["exit"] else 0)
"""

UV = """\
#!/bin/sh
echo "uv $*" >> "$CALLS"
for last; do :; done
case "$1" in
venv) mkdir -p "$last/bin"; ln -s "$INSIDE" "$last/bin/python"; ln -s "$INSIDE" "$last/bin/lint-imports"
    ln -s "$INSIDE" "$last/bin/zizmor" ;;
pip)
    case "$last" in *"${REFUSED:-nothing is refused}") echo "Hash mismatch for boto3"; exit 1 ;; esac
    if [ -n "$GATE" ]; then echo installing; read -r _ < "$GATE"; fi ;;
esac
"""

RECORDING = """\
#!/bin/sh
echo "$(basename "$0") $*" >> "$CALLS"
echo "QT_QPA_PLATFORM=$QT_QPA_PLATFORM" >> "$CALLS"
case "$*" in *"ruff format"*) exit 1 ;; esac
"""


class Checkout:
    """A folder with dev.py, two small locks and a main.py that tells how it was started."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.programs, self.calls = folder, folder.parent / "programs", folder.parent / "calls"
        (folder / "tests").mkdir(parents=True)
        self.programs.mkdir(exist_ok=True)
        shutil.copy(ROOT / "dev.py", folder)
        (folder / "main.py").write_text(MAIN)
        (folder / "requirements.lock").write_text("# empty\n")
        (folder / "tests" / "anchors.lock").write_text("# empty\n")
        self.environment = {
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "HOME": str(folder.parent),
            "CALLS": str(self.calls),
            "INSIDE": sys.executable,
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
        }

    def has_program(self, name: str, text: str) -> Path:
        """Puts a shell script on PATH."""
        program = self.programs / name
        program.write_text(text)
        program.chmod(0o755)
        return program

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(self.folder / "dev.py"), *arguments],
            cwd=self.folder.parent, env={**self.environment, **more}, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def call(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        with self.start(*arguments, **more) as process:
            out, err = process.communicate(timeout=BOUND_S)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def called(self) -> list[str]:
        """What the stand-ins were called with, a line each."""
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    def installations(self) -> int:
        return sum(line.startswith("uv pip sync") for line in self.called())


@pytest.fixture
def bare(tmp_path: Path) -> Checkout:
    """A checkout on a machine without uv."""
    return Checkout(tmp_path / "checkout")


@pytest.fixture
def checkout(bare: Checkout) -> Checkout:
    """A checkout on a machine with uv."""
    bare.has_program("uv", UV)
    return bare


@pytest.fixture
def gate(checkout: Checkout) -> Iterator[Callable[[], None]]:
    """Holds every installation until called."""
    fifo = checkout.folder.parent / "gate"
    os.mkfifo(fifo)
    checkout.environment["GATE"] = str(fifo)
    # both ends are held here, so that neither side ever blocks in open()
    descriptor = os.open(fifo, os.O_RDWR)

    def let_go() -> None:
        os.write(descriptor, b"go\n")

    yield let_go
    os.close(descriptor)


def lines_until(process: subprocess.Popen[str], words: str) -> str:
    """Reads standard error until a line holds the words; fails where the process ends before."""
    assert process.stderr
    heard = ""
    for line in process.stderr:
        heard += line
        if words in line:
            return heard
    pytest.fail(f"{words!r} was never said; instead: {heard}")


# what it starts


def test_run_passes_arguments_folder_and_status(checkout: Checkout) -> None:
    first = checkout.call("run", "--", "exit", "7", "--", "-x y")
    assert first.returncode == 7
    told = json.loads(first.stdout)
    assert told["arguments"] == ["exit", "7", "--", "-x y"]
    assert told["folder"] == str(checkout.folder.parent)
    assert "setting up .venv with Python 3." in first.stderr
    assert "and uv" in first.stderr
    assert (checkout.folder / ".venv").is_dir()


def test_a_ready_checkout_is_silent(checkout: Checkout) -> None:
    checkout.call("run")
    again = checkout.call("run", "sandbox", "--port", "0")
    assert json.loads(again.stdout)["arguments"] == ["sandbox", "--port", "0"]
    assert again.stderr == ""
    assert checkout.installations() == 1


def test_a_signal_reaches_main_and_its_status_comes_back(checkout: Checkout) -> None:
    with checkout.start("run", "wait") as process:
        assert process.stdout
        assert int(process.stdout.readline()) == process.pid  # main.py took our place
        process.send_signal(signal.SIGTERM)
        assert process.wait(WAITING_S) == 5


@pytest.mark.parametrize(("asked", "got"), [({}, "offscreen"), ({"QT_QPA_PLATFORM": "xcb"}, "xcb")])
def test_test_runs_pytest_in_the_checkout(checkout: Checkout, asked: dict[str, str], got: str) -> None:
    checkout.environment["INSIDE"] = str(checkout.has_program("recording", RECORDING))
    assert checkout.call("test", "-k", "a b", **asked).returncode == 0
    assert checkout.called()[-2:] == ["python -m pytest -k a b", f"QT_QPA_PLATFORM={got}"]
    assert (checkout.folder / ".venv-anchors").is_dir()


def test_the_whole_suite_runs_on_all_cores(checkout: Checkout) -> None:
    checkout.environment["INSIDE"] = str(checkout.has_program("recording", RECORDING))
    assert checkout.call("test").returncode == 0
    workers = min(os.cpu_count() or 1, 4) + 1
    assert checkout.called()[-2] == f"python -m pytest -n {workers} --dist loadfile --no-loadscope-reorder"


def test_check_runs_everything_and_fails_for_one(checkout: Checkout) -> None:
    checkout.environment["INSIDE"] = str(checkout.has_program("recording", RECORDING))
    result = checkout.call("check")
    assert result.returncode == 1
    assert [line for line in checkout.called() if not line.startswith(("uv", "QT"))] == [
        "python -m ruff format --check .", "python -m ruff check .", "python -m mypy", "lint-imports ",
        "python -m shipping.languages --check", "zizmor --offline --strict-collection --quiet .github",
    ]  # fmt: skip
    assert result.stderr.splitlines()[-1] == "dev.py: failed: format"


@pytest.mark.parametrize("lock", ["# empty\n", "no-such-package==1 --hash=sha256:00\n"])
def test_bench_goes_on_without_anchors(checkout: Checkout, lock: str) -> None:
    without_other_pythons(checkout)
    checkout.environment["INSIDE"] = str(checkout.has_program("recording", RECORDING))
    (checkout.folder / "tests" / "anchors.lock").write_text(lock)
    refused = "no-such" in lock
    # Without ensurepip nothing else is tried where uv fails.
    result = with_running_python(
        checkout, "sys.modules['ensurepip'] = None", ("bench", "--json", "f"),
        REFUSED="anchors.lock" if refused else "-",
    )  # fmt: skip
    assert result.returncode == 0
    anchors = "" if refused else f"--anchors {checkout.folder / '.venv-anchors'} "
    assert checkout.called()[-2] == f"python -m tests.bench {anchors}--json f"
    assert ("going on without the AWS CLI and moto" in result.stderr) is refused


def test_package_builds_in_an_environment_of_its_own(checkout: Checkout) -> None:
    checkout.environment["INSIDE"] = str(checkout.has_program("recording", RECORDING))
    (checkout.folder / "shipping").mkdir()
    (checkout.folder / "shipping" / "build.lock").write_text("# empty\n")
    assert checkout.call("package", "--only", "deb").returncode == 0
    assert checkout.called()[-2] == "python -m shipping --only deb"
    assert (checkout.folder / ".venv-package").is_dir()
    assert not (checkout.folder / ".venv").exists()


def test_no_installer_learns_what_signs_a_package(checkout: Checkout) -> None:
    """They run long before anything is signed, and what they start is not ours."""
    telling = 'env | sed "s/^/$(basename "$0") has /" >> "$CALLS"\n'
    checkout.has_program("uv", UV.replace("#!/bin/sh\n", f"#!/bin/sh\n{telling}"))
    inside = checkout.has_program("recording", RECORDING.replace("#!/bin/sh\n", f"#!/bin/sh\n{telling}"))
    checkout.environment["INSIDE"] = str(inside)
    (checkout.folder / "shipping").mkdir()
    (checkout.folder / "shipping" / "build.lock").write_text("# empty\n")
    secrets = {name: "a secret" for name in (*signing.CERTIFICATE, signing.IDENTITY, *signing.NOTARY)}
    assert checkout.call("package", **secrets).returncode == 0
    told = [line for line in checkout.called() if line.endswith("=a secret")]
    assert sorted(told) == sorted(f"python has {name}=a secret" for name in secrets)


@pytest.mark.parametrize(("arguments", "status"), [([], 2), (["fly"], 2), (["--help"], 0)])
def test_usage_goes_to_standard_error(checkout: Checkout, arguments: list[str], status: int) -> None:
    result = checkout.call(*arguments)
    assert (result.returncode, result.stdout) == (status, "")
    assert "python3 dev.py run" in result.stderr
    assert not (checkout.folder / ".venv").exists()


# when it installs


def test_a_changed_lock_is_installed(checkout: Checkout) -> None:
    checkout.call("run")
    (checkout.folder / "requirements.lock").write_text("# changed\n")
    assert checkout.call("run").returncode == 0
    assert checkout.installations() == 2


def test_a_moved_checkout_is_installed(checkout: Checkout) -> None:
    checkout.call("run")
    checkout.folder = checkout.folder.rename(checkout.folder.with_name("moved"))
    assert checkout.call("run").returncode == 0
    assert checkout.installations() == 2
    assert f"{checkout.folder}/.venv" in checkout.called()[-2]


def test_an_environment_that_lost_its_python_is_made_again(checkout: Checkout) -> None:
    checkout.call("run")
    (checkout.folder / ".venv" / "bin" / "python").unlink()
    assert checkout.call("run").returncode == 0
    assert checkout.installations() == 2


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_an_interrupted_installation_is_done_again(
    checkout: Checkout, gate: Callable[[], None], number: signal.Signals
) -> None:
    with checkout.start("run") as process:
        lines_until(process, "installing")
        process.send_signal(number)
        gate()  # an installer that outlived its dev.py ends here
        assert process.wait(WAITING_S) != 0
    assert not (checkout.folder / ".venv" / "dev-stamp").exists()
    del checkout.environment["GATE"]
    assert checkout.call("run").returncode == 0
    assert checkout.installations() == 2


def test_two_at_the_same_time_install_once(checkout: Checkout, gate: Callable[[], None]) -> None:
    with checkout.start("run", "first") as first:
        lines_until(first, "installing")
        with checkout.start("run", "second") as second:
            lines_until(second, "waiting for another dev.py")
            gate()
            for process, name in ((first, "first"), (second, "second")):
                assert process.stdout
                assert json.loads(process.stdout.readline())["arguments"] == [name]
                assert process.wait(WAITING_S) == 0
    assert checkout.installations() == 1


def test_settings_that_divert_an_installer_are_not_handed_on(checkout: Checkout) -> None:
    checkout.has_program("uv", UV.replace('echo "uv $*"', 'echo "uv $* to=$PIP_TARGET index=$UV_INDEX"'))
    checkout.call("run", PIP_TARGET="elsewhere", UV_INDEX="mirror")
    assert all(line.endswith("to= index=mirror") for line in checkout.called())


# with pip itself


def wheel(folder: Path) -> str:
    """Writes a wheel with one module and answers its line in a lock."""
    folder.mkdir()
    path = folder / "tiny_module-1.0-py3-none-any.whl"
    files = {
        "tiny_module.py": b"answer = 42\n",
        "tiny_module-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: tiny-module\nVersion: 1.0\n",
        "tiny_module-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "tiny_module-1.0.dist-info/RECORD"
    rows = [
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(text).digest()).decode().rstrip('=')},{len(text)}"
        for name, text in files.items()
    ]
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
        archive.writestr(record, "\n".join([*rows, f"{record},,"]))
    return f"tiny-module==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def test_pip_installs_where_uv_fails(bare: Checkout) -> None:
    bare.has_program("uv", "#!/bin/sh\necho 'error: dns error'\nexit 2\n")
    line = wheel(bare.folder.parent / "wheels")
    (bare.folder / "requirements.lock").write_text(line)
    (bare.folder / "main.py").write_text("import sys, tiny_module\nprint(tiny_module.answer, sys.prefix)\n")
    result = bare.call("run", PIP_FIND_LINKS=str(bare.folder.parent / "wheels"), PIP_USER="1")
    assert result.stdout == f"42 {bare.folder / '.venv'}\n", result.stderr
    assert "uv could not fill .venv: the package registry cannot be reached" in result.stderr
    assert "and pip" in result.stderr


def test_a_file_that_differs_from_the_lock_is_refused(bare: Checkout) -> None:
    line = wheel(bare.folder.parent / "wheels")
    (bare.folder / "requirements.lock").write_text(re.sub("sha256:.{8}", "sha256:01234567", line))
    result = bare.call("run", PIP_FIND_LINKS=str(bare.folder.parent / "wheels"))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.splitlines()[-1].startswith(
        "dev.py: pip could not fill .venv: a downloaded file is not"
    )
    assert not (bare.folder / ".venv" / "dev-stamp").exists()


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("Retrying after connection broken by 'NewConnectionError(…name resolution'", "cannot be reached"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "certificate"),
        ("ERROR: No matching distribution found for shiboken6==6.11.3", "lacks a locked package"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("something new", "its own words stand above"),
    ],
)
def test_a_failure_is_told_in_one_sentence(checkout: Checkout, words: str, meaning: str) -> None:
    told = checkout.folder.parent / "told"
    told.write_text(words)
    checkout.has_program("uv", f"#!/bin/sh\ncat '{told}'\nexit 1\n")
    result = with_running_python(checkout, "sys.modules['ensurepip'] = None")
    assert (result.returncode, result.stdout) == (1, "")
    assert words in result.stderr
    assert meaning in result.stderr.splitlines()[-1]


# which Python


def with_running_python(
    checkout: Checkout, change: str, arguments: tuple[str, ...] = ("run",), **more: str
) -> subprocess.CompletedProcess[str]:
    """Runs `dev.py` in a Python that differs from ours by one statement."""
    script = checkout.folder / "dev.py"
    changed = (
        f"import runpy, sys; {change}; sys.argv = {['dev.py', *arguments]!r}; "
        f"runpy.run_path({str(script)!r}, run_name='__main__')"
    )
    environment = {**checkout.environment, "PATH": f"{checkout.programs}:/bin", **more}
    return subprocess.run(
        [sys.executable, "-c", changed], env=environment, cwd=checkout.folder, capture_output=True, text=True,
        timeout=BOUND_S,
    )  # fmt: skip


def without_other_pythons(checkout: Checkout) -> None:
    """Hides what this machine has behind names that do not start, as a version manager's stubs."""
    for minor in (11, 12, 13):
        checkout.has_program(f"python3.{minor}", "#!/bin/sh\necho 'command not found' >&2\nexit 127\n")


def test_a_python_without_ensurepip_says_what_to_install(bare: Checkout) -> None:
    without_other_pythons(bare)
    result = with_running_python(bare, "sys.modules['ensurepip'] = None")
    assert (result.returncode, result.stdout) == (1, "")
    assert "has no ensurepip" in result.stderr
    assert "sudo apt install python3-venv" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_uv_needs_no_ensurepip(checkout: Checkout) -> None:
    without_other_pythons(checkout)
    assert with_running_python(checkout, "sys.modules['ensurepip'] = None").returncode == 0


def test_an_old_python_says_which_is_needed(checkout: Checkout) -> None:
    without_other_pythons(checkout)
    result = with_running_python(checkout, "sys.version_info = (3, 9, 2, 'final', 0)")
    assert (result.returncode, result.stdout) == (1, "")
    assert "CPython 3.11, 3.12 or 3.13 is needed" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 14, 0)])
def test_another_python_is_taken_where_the_running_one_does_not_suit(
    checkout: Checkout, version: tuple[int, int, int]
) -> None:
    without_other_pythons(checkout)
    name = f"python3.{sys.version_info.minor}"
    checkout.has_program(name, f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    result = with_running_python(checkout, f"sys.version_info = {(*version, 'final', 0)}")
    assert result.returncode == 0
    assert f"setting up .venv with Python {platform.python_version()} (" in result.stderr


def test_another_version_of_python_makes_the_environment_anew(checkout: Checkout) -> None:
    checkout.call("run")
    assert (
        with_running_python(checkout, "sys.version = sys.version.replace('[', '[rebuilt ')").returncode == 0
    )
    assert checkout.installations() == 2


# what it is


def test_an_old_python_can_read_it_and_nothing_is_needed_for_it() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        )
    }
    assert imported <= set(sys.stdlib_module_names)


def test_another_checkout_whose_environment_is_borrowed_keeps_it(tmp_path: Path) -> None:
    lent = tmp_path / "lent"
    lent.mkdir()
    (lent / "dev-stamp").write_text("whole", "utf-8")
    (tmp_path / "borrowed").symlink_to(lent)
    dev.remove(dev.Environment(tmp_path / "borrowed", tmp_path / "lock"))
    assert not (tmp_path / "borrowed").is_symlink()
    assert (lent / "dev-stamp").read_text("utf-8") == "whole"


def test_libraries_that_cannot_be_loaded_are_named_with_their_packages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    environment = dev.Environment(tmp_path, tmp_path / "lock")
    monkeypatch.setattr(dev, "ALWAYS_NEEDED", {"libno-such-thing.so.1": "libnosuch1"})
    with pytest.raises(dev.MissingError, match=r"libno-such-thing\.so\.1: sudo apt install libnosuch1"):
        dev.require_libraries(environment)

    monkeypatch.setattr(dev, "ALWAYS_NEEDED", {})
    monkeypatch.setattr(dev, "NEEDED_UNDER_X11", {"libxcb-no-such.so.1": "libxcb-nosuch1"})
    monkeypatch.setenv("DISPLAY", ":0")
    dev.require_libraries(environment)
    assert "under X11 no window will open without libxcb-no-such.so.1" in capsys.readouterr().err

    monkeypatch.setattr(dev, "NEEDED_UNDER_X11", {})
    dev.require_libraries(environment)
    monkeypatch.setattr(dev, "ALWAYS_NEEDED", {"libno-such-thing.so.1": "libnosuch1"})
    dev.require_libraries(environment)  # once found, not looked for again
