"""Whatever is pasted or stands in a file: candidates or a plain sentence, soon, and never a secret."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from console.candidates import Reading, read_aws_files, read_pasted
from console.candidates.aws_files import describe
from console.candidates.entries import is_placeholder
from console.candidates.sections import read_sections
from tests.console.candidates.samples import (
    FORMS,
    KEY_ID,
    ROLE,
    SECRET,
    START_URL,
    TOKEN,
    USER,
    filled,
    only,
    said,
)

THOROUGH = settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
SIGNS = [
    "[", "]", "{", "}", '"', "'", "`", "\\", "=", ":", ",", ";", "$", " ", "\n", "\r\n", "\t", "\n  ",
    " # ", "# ", "\x00", "\ud800", "\u2028", "\ufeff", "😀",
]  # fmt: skip
PIECES = [
    *SIGNS, "[x]\n", "[profile x]\n", "[sso-session x]\n", "[services x]\n", "export ", "AWS_PROFILE=",
    "aws_access_key_id = ", "AWS_SECRET_ACCESS_KEY=", '"SecretAccessKey": "', "aws_session_token=",
    "role_arn=", "source_profile=", "sso_session = ", "credential_process = ", "endpoint_url = ", "region = ",
    "login_session = ", KEY_ID, SECRET, TOKEN, ROLE, START_URL, USER, "Access key ID,Secret access key\n",
    f"[profile x]\nrole_arn={ROLE}\nsource_profile=x\n", "https://signin.aws.amazon.com/switchrole?account=",
]  # fmt: skip
SAMPLES = [filled(form) for form in FORMS.values()]
KINDS = {"access_key", "role", "identity_center", "console_login"}


def check(reading: Reading) -> None:
    shown = said(reading)
    assert SECRET not in shown
    assert TOKEN not in shown
    names = [one.name for one in reading.candidates]
    assert all(names)
    assert len(set(names)) == len(names)
    for one in reading.candidates:
        assert one.kind in KINDS
        assert all(text and text.isprintable() for text in one.entry.values())
        texts = (one.name, one.source, one.problem, one.note, one.command, one.region, one.endpoint)
        assert all(map(str.isprintable, texts))
        assert bool(one.missing) <= bool(one.problem)
        assert not one.source or one.kind == "role"
    for note in reading.notes:
        assert note.endswith(".")
        assert note.isprintable()


@THOROUGH
@given(st.text(st.characters()))
def test_any_text(text: str) -> None:
    reading = read_pasted(text)
    check(reading)
    assert reading.candidates or reading.notes


@THOROUGH
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_pieces_of_what_can_be_read(text: str) -> None:
    check(read_pasted(text))


@THOROUGH
@given(st.sampled_from(SAMPLES), st.data())
def test_any_text_that_was_cut_or_broken(sample: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(sample)))
    end = data.draw(st.integers(start, min(len(sample), start + 40)))
    check(read_pasted(sample[:start] + data.draw(st.sampled_from(["", *PIECES])) + sample[end:]))


@THOROUGH
@given(
    st.lists(st.sampled_from(PIECES), max_size=20).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=20).map("".join) | st.binary(max_size=60),
)
def test_any_two_files(
    tmp_path_factory: pytest.TempPathFactory, config: str, credentials: str | bytes
) -> None:
    home = tmp_path_factory.getbasetemp() / "any"
    (home / ".aws").mkdir(parents=True, exist_ok=True)
    for name, content in (("config", config), ("credentials", credentials)):
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        (home / ".aws" / name).write_bytes(data)
    check(read_aws_files(home, {}))


BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
KEY_IDS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=16, max_size=16).map("ASIA".__add__)
SECRETS = st.text(BASE64, min_size=40, max_size=40).filter(
    lambda text: not text.isalnum() or not text.islower()
)
TOKENS = st.tuples(st.text(BASE64, min_size=120, max_size=300), st.sampled_from(["", "=", "=="])).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(FORMS)), KEY_IDS, SECRETS, TOKENS)
def test_keys_come_back_exactly_from_every_form(form: str, key_id: str, secret: str, token: str) -> None:
    assume(not is_placeholder(secret) and not is_placeholder(token))
    reading = read_pasted(filled(FORMS[form], key_id, secret, token))
    found = only(reading)
    given = {"access_key_id": key_id, "secret_access_key": secret, "session_token": token}
    assert {name: text for name, text in found.entry.items() if name != "expires_at"} == given
    assert found.problem == ""
    assert secret not in said(reading)
    assert token not in said(reading)


LONG = 12_000
HEADS = ["", "[x]\n"]
REPEATED = [
    *SIGNS[:14], "[x]\n", "[1,\n", '{"a":', "a=b\n", " a=b\n", "access key ", "export AWS_ACCESS_KEY_ID=",
    "AKIA", f"{KEY_ID}\n", f"{SECRET}\n", f"{ROLE}/", "a/", "a.", f"{START_URL}\n",
    "AWS_SECRET_ACCESS_KEY=a\n", "Access key ID,Secret access key\n",
]  # fmt: skip


def seconds(text: str) -> float:
    began = time.process_time()
    read_pasted(text)
    describe(read_sections(text.split("\n"))[0], is_config=True)
    return time.process_time() - began


def check_time(head: str, piece: str) -> None:
    text = (head + piece * LONG)[:LONG]
    # Ten times the text takes ten times as long, or a hundred times: 30 tells them apart.
    short = seconds(text[: LONG // 10])
    took = seconds(text)
    assert took < 0.2 + 30 * short, f"{piece!r} took {took:.2f} s, a tenth of it {short:.3f} s"


@pytest.mark.parametrize("head", HEADS)
def test_a_long_text_takes_its_length_and_not_its_square(head: str) -> None:
    for piece in REPEATED:
        check_time(head, piece)


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        ("https://", "a."), ("https://", "a-"), ("https://a.portal.", "a"), (f"{ROLE}/", "a/"), (ROLE, "a,"),
        ("access key", " "), ("access key [", "]"), ("AWS_SESSION_TOKEN=", "\\"), ("[", "x] "),
        ("AWS_SESSION_TOKEN='", "a"), ("[x]\n", "a:"), ("[x]\na =\n", " b\n"), ("x=", " #"), (SECRET, "a"),
        ("1", "a"),
    ],
)  # fmt: skip
def test_long_values_take_their_length_and_not_its_square(head: str, piece: str) -> None:
    check_time(head, piece)
