"""What the sandbox says is English, whatever the window speaks, and is told in the window in its language."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path
from string import Formatter

import pytest

from console import language
from console.language import tr_heard, tr_in, tr_wire
from console.trace.sandbox import step_in
from shipping import languages

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def german() -> Iterator[None]:
    language.choose("de", group=".", point=",")
    yield
    language.speak(NullTranslations())


def test_no_answer_of_the_sandbox_is_translated(tmp_path: Path) -> None:
    flows, answers = tmp_path / "flows", tmp_path / "answers"
    flows.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.languages.wire", str(answers), str(flows)],
        cwd=ROOT, env=dict(os.environ), capture_output=True, timeout=90, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    told = answers.read_text("utf-8")
    for said in (
        "this is for voice, and fails on chat.",
        "a chat has no number to call back.",
        "ParticipantDetails.DisplayName: Must not be empty.",
        "There is no queue “Nobody's”. Known: ",
        "A content takes 1 to 16,384 bytes.",
        '\\"Results\\": \\"Error ',
    ):
        assert said in told, "the walk has heard the sandbox"
    assert [line for line in told.splitlines() if "⟦" in line] == []


def test_the_sandbox_marks_its_texts_for_the_wire_alone() -> None:
    wrong = [
        f"{text.file}: {text.one}"
        for text in languages.texts()
        if text.file.startswith("console/sandbox/") and text.context != language.ON_THE_WIRE
    ]
    assert wrong == []


@pytest.mark.usefixtures("german")
def test_what_goes_over_the_wire_is_english_and_told_in_the_language_where_it_is_shown() -> None:
    said = tr_wire("it takes more than {seconds:,g} s", seconds=1234.5)
    assert said == "it takes more than 1,234.5 s"
    assert tr_heard(said) == "es dauert länger als 1.234,5 s"
    assert tr_heard("there is no flow “” here.") != "there is no flow “” here."
    assert tr_heard("the stub says so") == "der Stub gibt es so vor"
    assert tr_heard("a sentence of a customer's") == "a sentence of a customer's"
    assert tr_heard("it takes more than very many s") == "it takes more than very many s"
    known = tr_heard("There is no agent “Bo”. Known: Alex, Kim.")
    assert known == "Es gibt keinen Agenten „Bo“. Bekannt: Alex, Kim."
    within = tr_heard("the bot's message can't be said: A content takes 1 to 16,384 bytes.")
    assert "1 bis 16.384 Byte" in within


@pytest.mark.usefixtures("german")
def test_every_text_of_the_wire_is_known_again() -> None:
    texts = [one.one for one in languages.texts() if one.context == language.ON_THE_WIRE]
    assert len(texts) > 100
    said = [tr_wire(one, **words_in(one)) for one in texts]
    told = [tr_in(language.ON_THE_WIRE, one, **words_in(one)) for one in texts]
    assert [tr_heard(one) for one in said] == told
    assert [one for one in said if one in told] == []


def words_in(text: str) -> dict[str, object]:
    """What fills a text: a number or a word of its own in each field."""
    fields = [(name, form) for _, name, form, _ in Formatter().parse(text) if name is not None]
    return {name: 12 if form else f"<{name}>" for name, form in fields}


@pytest.mark.usefixtures("german")
def test_a_field_ends_at_the_first_of_what_follows_it() -> None:
    language.choose("ja")
    told = tr_heard("the path runs out at here: Error E: because")
    assert told == "経路がhereで途切れています: Error E: because"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("own", ["The file is missing", "The answer is empty", "no stub"])
def test_what_a_function_says_of_its_failure_stays_in_its_words(own: str) -> None:
    said = f"The function raised an error: {own}"
    assert tr_heard(said) == f"Die Funktion hat einen Fehler ausgelöst: {own}"


@pytest.mark.usefixtures("german")
def test_a_text_made_of_what_stands_fast_in_ours_holds_nobody_up() -> None:
    for text in [one.one for one in languages.texts() if one.context == language.ON_THE_WIRE]:
        fast = [literal for literal, *_ in Formatter().parse(text) if literal]
        hostile = "".join(one * (1_900 // len(fast) // len(one)) for one in fast)
        begun = time.thread_time()
        tr_heard(f"{hostile}\n!")
        assert time.thread_time() - begun < 0.5, text


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("kind", "said", "told", "left"),
    [
        ("action", "Error E: no stub", "Error E: kein Stub", {"error": "E", "edge": "NoMatchingError"}),
        ("action", "Ended: the flow ends here", "Ended: der Flow endet hier", {}),
        ("action", "no stub", "no stub", {"edge": "Equals no stub"}),
        # A customer typed it, or it stands in an attribute.
        ("action", "Error E: no stub", "Error E: no stub", {"edge": "NoMatchingCondition"}),
        ("action", "Ended: the flow ends here", "Ended: the flow ends here", {"edge": "NextAction"}),
        ("wait", "waiting for the customer", "wartet auf den Kunden", {}),
    ],
)
def test_a_trace_tells_reasons_and_leaves_values(
    kind: str, said: str, told: str, left: dict[str, str]
) -> None:
    entry = {"kind": kind, "at": "2026-11-23T06:00:00.000Z", "contact": "c", "flow": "f", "flow_name": "F"}
    entry |= {"action": "a", "type": "Wait", "reason" if kind == "wait" else "result": said}
    step = step_in({**entry, **left, "warnings": ["Amazon Connect has no Foo."]}, 1)
    assert step.result == told
    assert step.is_error == ("error" in left)
    assert step.warnings == (tr_heard("Amazon Connect has no Foo."),)
    assert step.warnings != ("Amazon Connect has no Foo.",)
