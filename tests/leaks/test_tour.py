"""The whole program, through every screen with a log of everything, crashed, ended, started again.

Secrets of every kind are planted. Afterwards none of them is in any file, in what was printed, or in
what a screen tells others than the eye; each of them was where it belongs.
"""

from __future__ import annotations

import json
import pkgutil
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QWidget

import ui
from console.sandbox import Sandbox
from tests.console.loopback import Asked, Loopback, Reply
from tests.leaks.canaries import Canary, leaks_below, leaks_in
from tests.leaks.planted import GONE, KEPT, PLANTED, Given, plan, plant_files, variables
from tests.leaks.stage import Done, Stage
from tests.secret_service import PrivateSession, private_session
from ui.profiles.credentials import CredentialsCard
from ui.profiles.sheet import Sheet

PAGES = {
    "ContactForm", "ChatPane", "Conversation", "ProfilesPage", "DoctorPage", "ProfileMenu", "TokenCard",
    "Preview", "TraceTab", "StepDetail",
    "HistoryPage", "PastTranscript", "Welcome",
}  # fmt: skip
"""What is seen of the program beside its dialogs and the screens of its profiles."""
CRASHES = ("in a slot", "in a task", "in a callback", "in a thread", "in a finalizer", "the end")


@dataclass(frozen=True)
class Toured:
    """Both runs, where they took place, and all secrets that there were."""

    stage: Stage
    whole: Done
    again: Done
    canaries: list[Canary] = field(repr=False)
    keyring: Mapping[str, str] = field(repr=False)
    by_right: Mapping[Path, str] = field(repr=False)
    """What the user has in files of their own, as it was before."""
    proxied: list[Asked] = field(repr=False)

    def both(self, what: str) -> list[tuple[str, str, str]]:
        """What both runs noted of a kind: on which screen, where, and the text."""
        return [tuple(one) for run in (self.whole, self.again) for one in run.told[what]]

    def leaks_among(self, what: str) -> list[str]:
        """The secrets among it, and where they stand."""
        noted = self.both(what)
        if not leaks_in("\n".join(text for _, _, text in noted), self.canaries):
            return []
        found = ((screen, where, leaks_in(text, self.canaries)) for screen, where, text in noted)
        return [f"{screen}, {where}: {leaks}" for screen, where, leaks in found if leaks]


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory, running_sandbox: Sandbox) -> Iterator[Toured]:
    """One tour for all tests of this module."""
    sandbox = running_sandbox
    sandbox.reset()
    sandbox.sign_in.lifetimes.change({"interval_s": 0})
    with (
        pytest.MonkeyPatch.context() as patch,
        private_session() as session,
        Loopback(Reply(407, b"")) as proxy,
    ):
        session.start_keyring()
        yield tour(Stage(tmp_path_factory.mktemp("leaks"), session), session, sandbox, proxy, Given(patch))
    sandbox.reset()


def tour(stage: Stage, session: PrivateSession, sandbox: Sandbox, proxy: Loopback, given: Given) -> Toured:
    by_right = plant_files(stage, sandbox)
    stage.environment |= variables(sandbox, proxy)
    planned = plan(sandbox, proxy)
    whole, again = stage.tour("whole", planned), stage.tour("again", planned)
    learnt = [*whole.told.get("learnt", ()), *again.told.get("learnt", ())]
    participants = [
        (f"participant token of {one.id}", one.participant_token) for one in sandbox.contacts.all()
    ]
    canaries = [
        *(Canary(name, text) for name, text in PLANTED.items()),
        Canary("secret key of the sandbox's user", sandbox.secret_access_key),
        *given.canaries,
        *(Canary(name, text) for name, text in (*learnt, *participants)),
    ]
    return Toured(stage, whole, again, canaries, session.secrets(), by_right, proxy.asked)


def kinds_of_screens() -> set[str]:
    """Every kind of dialog, page and card of credentials that the program has."""
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        import_module(module.name)
    return {name for base in (QDialog, Sheet, CredentialsCard) for name in _leaves(base)} | PAGES


def _leaves(kind: type[QWidget]) -> set[str]:
    below = [one for one in kind.__subclasses__() if one.__module__.startswith("ui.")]
    own = {kind.__name__} if kind.__module__.startswith("ui.") and not below else set()
    return own.union(*map(_leaves, below))


def test_the_tour_ended_as_it_should(toured: Toured) -> None:
    """The first run in a crash that was meant, the second by a signal."""
    assert toured.whole.status == 1
    ends = [run.output.decode()[-8000:] for run in (toured.whole, toured.again)]
    assert "CrashError: the end" in ends[0], ends[0]
    assert toured.again.status == 0, ends[1]
    assert len(toured.again.told["learnt"]) == 2, "a chat with each of two profiles"


def test_the_tour_met_everything(toured: Toured) -> None:
    missed = kinds_of_screens() - {*toured.whole.told["met"], *toured.again.told["met"]}
    assert missed == set(), "a new screen has to join the tour"


def test_everything_was_logged(toured: Toured) -> None:
    log = (toured.stage.data / "console.log").read_text("utf-8")
    for said in ("Sending http request", "Response body", "StringToSign", *CRASHES):
        assert said in log, said
    assert log.count("CrashError") >= len(CRASHES)


def test_the_secrets_went_where_they_belong(toured: Toured) -> None:
    """Otherwise their absence elsewhere would say nothing."""
    kept = "\n".join(str(json.loads(one)["content"]) for one in toured.keyring.values())
    assert [name for name in (*KEPT, *GONE) if repr(PLANTED[name])[1:-1] in kept] == list(KEPT)
    sent = {asked.headers.get("proxy-authorization", "") for asked in toured.proxied}
    for user, password in (
        ("jo", PLANTED["password of the proxy of the system"]),
        (PLANTED["user of a profile's proxy"], PLANTED["password of a profile's proxy"]),
    ):
        assert f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}" in sent
    kinds = {canary.name.partition(" of the sandbox")[0] for canary in toured.canaries}
    assert {"client", "device", "access", "refresh", "session", "participant token"} <= kinds


def test_what_is_the_users_own_was_left_alone(toured: Toured) -> None:
    assert {file: file.read_text("utf-8") for file in toured.by_right} == toured.by_right
    assert not (toured.stage.home / "was-run").exists(), "no command was run"
    written = {str(file.relative_to(toured.stage.data)) for file in toured.stage.data.rglob("*.json")}
    assert {"profiles.json", "draft.json", "settings.json", "recent.json"} < written
    assert any(name.startswith("requests/") for name in written)


def test_no_file_holds_a_secret(toured: Toured) -> None:
    assert list(leaks_below(toured.stage.folders, toured.canaries, toured.by_right)) == []


def test_no_file_held_a_secret_for_a_moment(toured: Toured) -> None:
    assert len([name for _, name, _ in toured.both("written") if name == "draft.json"]) > 3
    assert toured.leaks_among("written") == []


def test_nothing_secret_was_printed(toured: Toured) -> None:
    assert leaks_in(toured.whole.output + toured.again.output, toured.canaries) == []


def test_no_screen_tells_a_secret_to_others_than_the_eye(toured: Toured) -> None:
    """Neither do the window's title, a tooltip, an announcement, or the clipboard once its time is over."""
    places = {where.split()[0].strip(",") for _, where, _ in toured.both("heard")}
    assert {"clipboard", "announcement", "accessible"} <= places
    assert toured.leaks_among("heard") == []
