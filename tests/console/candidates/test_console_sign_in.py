"""What `aws login` left behind: read as botocore wrote it, never renewed."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.utils import JSONFileCache, generate_login_cache_key
from hypothesis import given, settings
from hypothesis import strategies as st

from console.candidates import read_login_session
from console.credentials import Keys
from console.errors import ProfileProblem, SignInNeeded
from console.redaction import clean
from tests.console.candidates.samples import ACCOUNT, SECRET, TEMPORARY_ID, TOKEN, USER

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
REFRESH = "EXAMPLE-refresh-token-" * 5
PRIVATE_KEY = (
    "-----BEGIN EC PRIVATE KEY-----\nEXAMPLEONLY0000NOTAKEY0000EXAMPLEONLY\n-----END EC PRIVATE KEY-----\n"
)


def token(**changed: Any) -> dict[str, Any]:
    """A cached session as the AWS CLI keeps it; names and shapes are those of LoginCredentialFetcher."""
    access = {
        "accessKeyId": TEMPORARY_ID,
        "secretAccessKey": SECRET,
        "sessionToken": TOKEN,
        "accountId": ACCOUNT,
        "expiresAt": "2026-11-22T10:15:00Z",
    }
    return {
        "accessToken": {**access, **changed},
        "tokenType": "urn:aws:params:oauth:token-type:access_token_sigv4",
        "clientId": "arn:aws:signin:::devtools/same-device",
        "refreshToken": REFRESH,
        "idToken": "EXAMPLE.id.token." * 8,
        "dpopKey": PRIVATE_KEY,
    }


def keep(folder: Path, content: dict[str, Any], session: str = USER) -> Path:
    """Keeps a session with the parts of botocore's LoginTokenLoader, and gives the one file that it made."""
    JSONFileCache(str(folder))[generate_login_cache_key(session)] = content
    (file,) = folder.iterdir()
    return file


def usual(home: Path) -> Path:
    return home / ".aws" / "login" / "cache"


def test_the_keys_that_botocore_kept_are_read(tmp_path: Path) -> None:
    keep(usual(tmp_path), token())
    keys, expires_at = read_login_session(tmp_path, {}, f" {USER}\n", NOW)
    assert keys == Keys(TEMPORARY_ID, SECRET, TOKEN)
    assert expires_at == NOW + timedelta(minutes=15)


@pytest.mark.parametrize("written", ["{folder}", "~/elsewhere", "$HERE/elsewhere"])
def test_a_variable_names_another_folder(tmp_path: Path, written: str) -> None:
    folder = tmp_path / "elsewhere"
    keep(folder, token())
    environ = {"AWS_LOGIN_CACHE_DIRECTORY": written.format(folder=folder), "HERE": str(tmp_path)}
    assert read_login_session(tmp_path, environ, USER, NOW)[0].access_key_id == TEMPORARY_ID


def test_secrets_are_kept_out_of_texts_from_then_on(tmp_path: Path) -> None:
    keep(usual(tmp_path), token())
    read_login_session(tmp_path, {}, USER, NOW)
    for secret in (SECRET, TOKEN, REFRESH, PRIVATE_KEY):
        assert secret not in clean(f"before {secret} behind")


def test_nothing_is_written_or_renewed(tmp_path: Path) -> None:
    file = keep(usual(tmp_path), token())
    before = file.read_bytes(), file.stat().st_mtime_ns
    with pytest.raises(SignInNeeded):
        read_login_session(tmp_path, {}, USER, NOW + timedelta(hours=1))
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


@pytest.mark.parametrize("after", [timedelta(minutes=15), timedelta(hours=13), timedelta(days=400)])
def test_a_session_that_is_over_asks_for_aws_login(tmp_path: Path, after: timedelta) -> None:
    keep(usual(tmp_path), token())
    with pytest.raises(SignInNeeded) as raised:
        read_login_session(tmp_path, {}, USER, NOW + after)
    assert raised.value.sentence == "The keys of the console sign-in ended at 2026-11-22 10:15 UTC."
    assert raised.value.advice.startswith("Run `aws login` again")


def test_a_session_lasts_to_its_last_second(tmp_path: Path) -> None:
    keep(usual(tmp_path), token())
    assert read_login_session(tmp_path, {}, USER, NOW + timedelta(minutes=14, seconds=59))


def test_without_a_session_aws_login_is_asked_for(tmp_path: Path) -> None:
    keep(usual(tmp_path), token(), session=f"{USER}-other")
    with pytest.raises(SignInNeeded) as raised:
        read_login_session(tmp_path, {}, USER, NOW)
    assert raised.value.sentence == "This computer holds no console sign-in of this name."
    assert raised.value.facts["login_session"] == USER


@pytest.mark.parametrize("session", ["", "  "])
def test_a_profile_without_a_session_is_told(tmp_path: Path, session: str) -> None:
    with pytest.raises(ProfileProblem) as raised:
        read_login_session(tmp_path, {}, session, NOW)
    assert not isinstance(raised.value, SignInNeeded)
    assert "login_session" in raised.value.advice


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe\xff",
        b"[" * 50_000,
        json.dumps({"accessToken": None}).encode(),
        json.dumps({"accessToken": TOKEN}).encode(),
        json.dumps(token(accessKeyId="")).encode(),
        json.dumps(token(accessKeyId=7)).encode(),
        json.dumps(token(secretAccessKey=None)).encode(),
        json.dumps(token(secretAccessKey="two words")).encode(),
        json.dumps(token(sessionToken="")).encode(),
        json.dumps(token(accessKeyId="AKIAIOSFODNN7EXAMPLE", sessionToken="")).encode(),
        json.dumps(token(expiresAt="soon")).encode(),
        json.dumps(token(expiresAt=None)).encode(),
    ],
)
def test_a_file_that_cannot_be_read_asks_for_aws_login(tmp_path: Path, content: bytes) -> None:
    keep(usual(tmp_path), token()).write_bytes(content)
    with pytest.raises(SignInNeeded) as raised:
        read_login_session(tmp_path, {}, USER, NOW)
    assert raised.value.sentence == "What `aws login` left behind can't be read."
    told = f"{raised.value.sentence}{raised.value.advice}{raised.value.facts}"
    assert SECRET not in told
    assert TOKEN not in told


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    file = keep(usual(tmp_path), token())
    file.unlink()
    file.mkdir()
    with pytest.raises(ProfileProblem, match="is not a file"):
        read_login_session(tmp_path, {}, USER, NOW)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make links")
def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    file = keep(usual(tmp_path), token())
    file.unlink()
    file.symlink_to(file)
    with pytest.raises(ProfileProblem, match="Too many levels of symbolic links") as raised:
        read_login_session(tmp_path, {}, USER, NOW)
    assert not isinstance(raised.value, SignInNeeded)
    assert raised.value.advice == f"Check ~/.aws/login/cache/{file.name}."


@settings(max_examples=50)
@given(st.text(st.characters(), min_size=1).filter(str.strip))
def test_any_name_of_a_session_is_looked_for(tmp_path_factory: pytest.TempPathFactory, session: str) -> None:
    with pytest.raises(SignInNeeded):
        read_login_session(tmp_path_factory.getbasetemp(), {}, session, NOW)
