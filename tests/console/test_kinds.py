"""The kinds of credentials: every example fits, every slip is told at its field, nothing else is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.kinds import KINDS, PROXY_FIELDS, CredentialField, problems
from console.profiles import OWN_KINDS, Kind, Profile

KEY_ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
FULL: dict[Kind, dict[str, str]] = {
    "access_key": {"access_key_id": KEY_ID, "secret_access_key": SECRET},
    "role": {"role_arn": "arn:aws:iam::123456789012:role/ChatTester"},
    "identity_center": {
        "start_url": "https://d-1234567890.awsapps.com/start",
        "sso_region": "eu-central-1",
        "account_id": "123456789012",
        "role_name": "ChatTester",
    },
    "console_login": {"login_session": "arn:aws:iam::123456789012:user/ada"},
}
FIELDS = [(kind, field) for kind, table in KINDS.items() for field in table.fields]


def codes(kind: Kind, **changed: str) -> dict[str, str]:
    """What is wrong with an entry that was whole before it was changed: field and code."""
    entry = FULL[kind] | changed
    return {str(one.path[0]): one.code for one in KINDS[kind].problems(entry)}


def test_every_kind_that_a_user_adds_stands_in_the_table() -> None:
    assert tuple(KINDS) == OWN_KINDS == tuple(FULL)


@pytest.mark.parametrize("kind", OWN_KINDS)
def test_a_whole_entry_has_no_problem(kind: Kind) -> None:
    assert codes(kind) == {}


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=lambda part: getattr(part, "name", part))
def test_an_example_fits_its_own_field(kind: Kind, field: CredentialField) -> None:
    if field.example:
        assert field.problem(f"  {field.example}\n") is None
    assert field.problem("\x00 two words") is not None
    assert (field.problem("   ") is not None) == field.is_required


@pytest.mark.parametrize(
    ("kind", "changed", "told"),
    [
        ("access_key", {"access_key_id": ""}, {"access_key_id": "required"}),
        ("access_key", {"access_key_id": "akiaiosfodnn7example"}, {"access_key_id": "pattern"}),
        ("access_key", {"secret_access_key": "two words of it"}, {"secret_access_key": "pattern"}),
        ("access_key", {"access_key_id": "ASIAIOSFODNN7EXAMPLE"}, {"session_token": "required"}),
        ("access_key", {"session_token": "FwoGZXIvEXAMPLE"}, {"session_token": "extra"}),
        ("role", {"role_arn": "arn:aws:iam::123456789012:user/ada"}, {"role_arn": "pattern"}),
        ("role", {"role_arn": "arn:aws-cn:iam::123456789012:role/path/of/ChatTester"}, {}),
        ("role", {"duration_s": "899"}, {"duration_s": "range"}),
        ("role", {"duration_s": "43200"}, {}),
        ("role", {"duration_s": "43201"}, {"duration_s": "range"}),
        ("role", {"duration_s": "an hour"}, {"duration_s": "pattern"}),
        ("role", {"external_id": "x"}, {"external_id": "pattern"}),
        ("role", {"mfa_serial": "GAHT12345678"}, {}),
        ("identity_center", {"start_url": "http://example.com/start"}, {"start_url": "pattern"}),
        ("identity_center", {"start_url": "http://127.0.0.1:8080/start"}, {}),
        ("identity_center", {"account_id": "12345678901"}, {"account_id": "pattern"}),
        ("identity_center", {"sso_region": "Frankfurt"}, {"sso_region": "pattern"}),
        ("console_login", {"login_session": ""}, {"login_session": "required"}),
    ],
)
def test_a_slip_is_told_at_its_field(kind: Kind, changed: dict[str, str], told: dict[str, str]) -> None:
    assert codes(kind, **changed) == told


@pytest.mark.parametrize("kind", OWN_KINDS)
def test_only_what_belongs_to_the_kind_is_kept(kind: Kind) -> None:
    given = FULL[kind] | {"password": "hunter2hunter2", "proxy_user": " ada ", "proxy_password": ""}
    kept = KINDS[kind].tidied({name: f" {text}\n" for name, text in given.items()})
    assert kept == FULL[kind] | {"proxy_user": "ada"}


@given(st.text())
def test_no_text_whatever_is_told_back(text: str) -> None:
    """A problem is shown and logged; what was typed may be a secret in the wrong field."""
    for _, field in FIELDS:
        found = field.problem(f"secret{text}")
        assert found is None or f"secret{text}" not in found.message


def test_what_is_secret_is_marked() -> None:
    secret = {field.name for _, field in FIELDS if field.is_secret} | {
        field.name for field in PROXY_FIELDS if field.is_secret
    }
    assert secret == {"secret_access_key", "session_token", "proxy_user", "proxy_password"}


def profile(name: str, source: str | None = None, kind: Kind = "role") -> Profile:
    return Profile(name, kind, "eu-central-1", id=name, source=source)


def test_a_role_needs_a_profile_to_stand_on_and_no_circle() -> None:
    key = profile("key", kind="access_key")
    a, b = profile("a", "b"), profile("b", "a")
    known = {one.id: one for one in (key, a, b)}
    assert [one.code for one in problems(profile("c"), FULL["role"], known)] == ["required"]
    assert [one.code for one in problems(profile("c", "gone"), FULL["role"], known)] == ["required"]
    assert [one.code for one in problems(a, FULL["role"], known)] == ["loop"]
    assert [one.code for one in problems(profile("a", "a"), FULL["role"], known)] == ["loop"]
    assert problems(profile("c", "key"), FULL["role"], known) == []
    assert problems(profile("c", "a"), FULL["role"], known) == [], "a circle elsewhere is not this one's"


@pytest.mark.parametrize("below", ["role", "identity_center", "console_login"])
def test_what_a_role_on_temporary_keys_cannot_have_is_said_and_blocks_nothing(below: Kind) -> None:
    known = {"below": profile("below", kind=below), "key": profile("key", kind="access_key")}
    entry = FULL["role"] | {"duration_s": "7200", "mfa_serial": "GAHT12345678"}
    told = problems(profile("c", "below"), entry, known)
    assert {one.path[0]: one.blocks for one in told} == {"duration_s": False, "mfa_serial": False}
    assert problems(profile("c", "below"), entry | {"duration_s": "3600", "mfa_serial": ""}, known) == []
    assert problems(profile("c", "key"), entry, known) == []
