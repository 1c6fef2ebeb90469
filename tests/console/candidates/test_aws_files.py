"""The two files of ~/.aws: what the AWS CLI would know, and what is odd in them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from botocore.configloader import load_config, raw_config_parse
from hypothesis import given, settings
from hypothesis import strategies as st

from console.candidates import Reading, read_aws_files
from console.candidates.aws_files import LARGEST
from console.redaction import MASK, clean
from tests.console.candidates.samples import (
    ACCOUNT,
    KEY_ID,
    LASTING,
    MFA,
    ROLE,
    SECRET,
    START_URL,
    TEMPORARY,
    TEMPORARY_ID,
    TOKEN,
    USER,
    by_name,
    only,
    said,
)

KEYS = f"aws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n"
Home = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> Home:
    """Writes the files and reads them."""

    def write_and_read(
        config: str | bytes | None = None,
        credentials: str | bytes | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Reading:
        folder = tmp_path / ".aws"
        folder.mkdir(exist_ok=True)
        for name, content in (("config", config), ("credentials", credentials)):
            if content is not None:
                (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
        return read_aws_files(tmp_path, environ or {})

    return write_and_read


# -- which files --------------------------------------------------------------------------------------


def test_without_files_it_is_said(read: Home) -> None:
    nothing = "There is neither ~/.aws/config nor ~/.aws/credentials."
    assert read() == Reading((), (nothing,), is_of_something=False)


def test_it_is_said_which_files_were_read(read: Home) -> None:
    assert read("", "").notes == ("Read ~/.aws/config and ~/.aws/credentials.",)
    assert only(read("", f"[a]\n{KEYS}")).origin == "~/.aws/credentials"
    assert only(read(f"[profile a]\n{KEYS}", "")).origin == "~/.aws/config"
    both = read("[profile a]\nregion = eu-central-1", f"[a]\n{KEYS}")
    assert only(both).origin == "~/.aws/config and ~/.aws/credentials"


@pytest.mark.parametrize(
    "written", ["{path}", "~/else where", "~\\else where", "$HERE/else where", "${HERE}/else where"]
)
def test_variables_name_other_files(read: Home, tmp_path: Path, written: str) -> None:
    other = tmp_path / "else where"
    other.write_text(f"[profile other]\n{KEYS}")
    text = written.format(path=other) if "{path}" in written else written
    environ = {"AWS_CONFIG_FILE": text, "HERE": str(tmp_path), "AWS_SHARED_CREDENTIALS_FILE": ""}
    reading = read(f"[profile usual]\n{KEYS}", None, environ)
    assert only(reading).name == "other"
    assert reading.notes == ("Read ~/else where.", "~/.aws/credentials is not there.")


POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


@POSIX
def test_a_file_elsewhere_is_named_in_full(read: Home) -> None:
    reading = read(environ={"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": "/nowhere/at all"})
    assert reading.notes[1:] == (
        f"{os.devnull} is not a file and was not read.",
        "/nowhere/at all is not there.",
    )


@POSIX
def test_a_pipe_is_not_waited_for(read: Home, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "~/pipe is not a file and was not read." in read(environ={"AWS_CONFIG_FILE": "~/pipe"}).notes


@POSIX
def test_a_folder_and_a_loop_of_links_are_told(read: Home, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    environ = {"AWS_CONFIG_FILE": "~/loop", "AWS_SHARED_CREDENTIALS_FILE": "~"}
    notes = read(environ=environ).notes
    assert notes[1] == "~/loop can't be read: Too many levels of symbolic links."
    assert notes[2] == "~/. is not a file and was not read."


def test_a_file_without_a_possible_name_is_told(read: Home) -> None:
    notes = read(environ={"AWS_CONFIG_FILE": "a\0b"}).notes
    assert notes[1] == "a\0b can't be read: its name is not one of a file."


def test_a_file_that_may_not_be_read_is_told(read: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    # Tests may run as root, whom no mode of a file keeps out.
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    read(f"[default]\n{KEYS}")
    monkeypatch.setattr(Path, "open", refuse)
    assert read().notes[1] == "~/.aws/config can't be read: Permission denied."


def test_of_a_huge_file_the_beginning_is_read(read: Home) -> None:
    filler = "# nothing\n" * (LARGEST // 10)
    reading = read(f"[profile a]\n{KEYS}{filler}"[: LARGEST - 30] + f"\n[profile b]\n{KEYS}")
    assert only(reading).name == "a"
    assert reading.notes[1] == "~/.aws/config is too large: only its first megabyte was read."


def test_no_half_key_is_read_where_a_huge_file_is_cut(read: Home) -> None:
    head = f"[profile a]\naws_access_key_id = {KEY_ID}\n"
    line = f"aws_secret_access_key = {SECRET}"
    filler = "#" * (LARGEST - len(head) - len(line) + 9) + "\n"
    found = only(read(f"{head}{filler}{line}"))
    assert (dict(found.entry), found.missing) == ({"access_key_id": KEY_ID}, ("secret_access_key",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_of_every_system(read: Home, encoding: str, end: str) -> None:
    text = f"[profile Büro 🏢]\n{KEYS}region=eu-central-1\n".replace("\n", end)
    found = only(read(text.encode(encoding)))
    assert (found.name, found.region, dict(found.entry)) == ("Büro 🏢", "eu-central-1", LASTING)


def test_what_is_not_utf8_is_told_with_its_line(read: Home) -> None:
    reading = read(f"# fine\n[profile a]\n{KEYS}# caf\n".encode() + b"[profile caf\xe9]\n" + KEYS.encode())
    assert reading.notes[1] == ("Line 6 of ~/.aws/config is not UTF-8; what can't be read there is replaced.")
    assert list(by_name(reading)) == ["a", "caf�"]


# -- sections and settings ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("[default]", "default"),
        ("[profile default]", "default"),
        ("[profile a]", "a"),
        ("[ profile  a ]", "a"),
        ("  [profile a]  ", "a"),
        ("[profile a] # mine", "a"),
        ("[profile a];mine", "a"),
        ('[profile "my profile"]', "my profile"),
        ("[profile 'my profile']", "my profile"),
        ("[profile my profile]", "my profile"),
        ("[profile a]b]", "a]b"),
        ("[profile Ünï@x.y/z+1]", "Ünï@x.y/z+1"),
        ("[profile]", "profile"),
    ],
)
def test_a_heading_names_a_profile(read: Home, heading: str, name: str) -> None:
    assert list(by_name(read(f"{heading}\n{KEYS}"))) == [name]


def test_in_the_credentials_file_a_heading_needs_no_prefix(read: Home) -> None:
    reading = read("", f"[a]\n{KEYS}[profile b]\n{KEYS}")
    assert list(by_name(reading)) == ["a", "b"]
    assert all(one.note == "" for one in reading.candidates)


def test_a_heading_that_the_aws_cli_ignores_is_told(read: Home) -> None:
    found = only(read(f"[a]\n{KEYS}"))
    assert (found.name, found.note) == (
        "a",
        "The AWS CLI does not know it: its heading lacks the word profile.",
    )


def test_the_heading_that_the_aws_cli_knows_counts(read: Home) -> None:
    other = KEYS.replace(KEY_ID, "AKIAI44QH8DHBEXAMPLE")
    for text in (f"[a]\n{other}[profile a]\n{KEYS}", f"[profile a]\n{KEYS}[a]\n{other}"):
        found = only(read(text))
        assert (dict(found.entry), found.note) == (LASTING, "")


@pytest.mark.parametrize(
    "body",
    [
        KEYS,
        KEYS.replace(" = ", "="),
        KEYS.replace(" = ", "\t=\t"),
        KEYS.replace(" = ", ": "),
        KEYS.upper().replace(KEY_ID, KEY_ID).replace(SECRET.upper(), SECRET),
        KEYS.replace("\n", "  # a remark\n"),
        KEYS.replace("\n", "\t; a remark\n"),
        KEYS.replace("= ", '= "').replace("\n", '"\n'),
        KEYS.replace("aws_", "    aws_"),
        f"# remark\n\n; remark\n   \n{KEYS}",
        f"s3 =\n  addressing_style = path\n  max_concurrent_requests = 20\n{KEYS}",
        f"{KEYS}s3 =\n    signature_version = s3v4\n\n\n",
        f"aws_secret_access_key = old\n{KEYS}",
    ],
)
def test_settings_are_read_however_they_are_written(read: Home, body: str) -> None:
    reading = read("", f"[a]\n{body}")
    assert dict(only(reading).entry) == LASTING
    faults = [note for note in reading.notes if note.startswith("Line")]
    assert len(faults) == body.count("old")


def test_a_lone_quote_is_no_value(read: Home) -> None:
    found = only(read(f'[default]\n{KEYS}aws_session_token = "\nregion = "\n'))
    assert found.note == "Its region is not a region and was left out."
    assert found.problem == "aws_session_token holds a placeholder, not a value."


def test_nested_settings_are_not_the_profiles_own(read: Home) -> None:
    found = only(read(f"[default]\n{KEYS}s3 =\n  region = eu-west-1\n  endpoint_url = https://s3.example\n"))
    assert (found.region, found.endpoint) == ("", "")


def test_a_section_that_stands_twice_is_one_profile(read: Home) -> None:
    reading = read(f"[profile a]\nregion = eu-west-1\n{KEYS}[profile a]\nregion = eu-central-1\n")
    assert only(reading).region == "eu-central-1"


BROKEN = f"""\
aws_access_key_id = {TEMPORARY_ID}
[profile a]
{KEYS}aws_access_key_id = {KEY_ID}
this is not a setting
wJalr = {SECRET}
wJalr = {SECRET}
= nothing
  region = eu-central-1
[profile broken
aws_secret_access_key = {TOKEN}
[]
[profile b]
region = eu-central-1
  aws_session_token = {TOKEN}
{KEYS}"""


def test_lines_that_cannot_be_read_are_told_and_the_rest_is_read(read: Home) -> None:
    reading = read(BROKEN)
    found = by_name(reading)
    assert {name: dict(one.entry) for name, one in found.items()} == {"a": LASTING, "b": LASTING}
    numbers = [int(note.split()[1]) for note in reading.notes[1:6]]
    assert numbers == [1, 5, 6, 9, 10]
    assert (
        reading.notes[2]
        == "Line 5 of ~/.aws/config sets aws_access_key_id a second time; it is the one that counts."
    )
    assert reading.notes[6] == "3 more lines of ~/.aws/config are not understood or stand twice."
    assert SECRET not in said(reading)
    assert TOKEN not in said(reading)


@pytest.mark.parametrize(("count", "told"), [(1, 1), (5, 5), (6, 6), (60, 6)])
def test_many_faults_are_told_shortly(read: Home, count: int, told: int) -> None:
    notes = read("[a]\n" + "nonsense\n" * count, "").notes
    assert notes[0] == "Read ~/.aws/config and ~/.aws/credentials."
    assert len(notes) == 1 + told


def test_a_broken_heading_does_not_give_its_keys_to_the_profile_before(read: Home) -> None:
    for heading in ("[profile b", "[]", "[ ]", "[profile b] x"):
        reading = read(f"[profile a]\nregion = eu-central-1\n{heading}\n{KEYS}", "")
        assert reading.candidates == ()
        assert reading.notes[1:] == ("Line 3 of ~/.aws/config is not understood and was left out.",)


# -- merging the two files ----------------------------------------------------------------------------


def test_keys_of_one_file_and_settings_of_the_other_are_one_profile(read: Home) -> None:
    found = only(read("[profile a]\nregion = eu-central-1\noutput = json\n", f"[a]\n{KEYS}"))
    assert (found.region, dict(found.entry)) == ("eu-central-1", LASTING)


def test_the_credentials_file_counts_first_and_keys_are_not_mixed(read: Home) -> None:
    old = (
        KEYS.replace(KEY_ID, TEMPORARY_ID).replace(SECRET, f"old-{SECRET}") + f"aws_session_token = {TOKEN}\n"
    )
    found = only(read(f"[default]\n{old}region = eu-west-1\n", f"[default]\n{KEYS}"))
    assert (found.region, dict(found.entry), found.problem) == ("eu-west-1", LASTING, "")
    half = only(read(None, f"[default]\naws_secret_access_key = {SECRET}\nregion = eu-central-1\n"))
    assert (half.region, dict(half.entry)) == ("eu-central-1", {"secret_access_key": SECRET})


def test_keys_of_the_config_file_stay_where_the_other_has_none(read: Home) -> None:
    found = only(read(f"[default]\n{KEYS}", "[default]\nregion = eu-central-1\n"))
    assert (found.region, dict(found.entry), found.problem) == ("eu-central-1", LASTING, "")


def test_the_end_of_temporary_keys_is_kept(read: Home) -> None:
    """As saml2aws writes it."""
    keys = f"aws_access_key_id={TEMPORARY_ID}\naws_secret_access_key={SECRET}\naws_session_token={TOKEN}\n"
    found = only(read("", f"[saml]\n{keys}x_security_token_expires = 2026-11-22T11:00:00+01:00\n"))
    assert dict(found.entry) == {**TEMPORARY, "expires_at": "2026-11-22T10:00:00+00:00"}


NAMES = st.text(
    st.characters(categories=("Lu", "Ll", "Nd"), include_characters="-_.@"), min_size=1, max_size=12
)
WORDS = st.text("abcXYZ019/+=-_.:", min_size=1, max_size=20)
SETTINGS = st.dictionaries(
    st.sampled_from(["region", "role_arn", "external_id", "output", "sso_start_url"]), WORDS, max_size=4
)


@settings(max_examples=60)
@given(st.dictionaries(NAMES.filter(lambda name: name != "profile"), SETTINGS, max_size=4))
def test_a_file_without_faults_is_read_as_botocore_reads_it(
    tmp_path_factory: pytest.TempPathFactory, profiles: dict[str, dict[str, str]]
) -> None:
    from console.candidates.aws_files import describe, lines_of
    from console.candidates.names import setting_of
    from console.candidates.sections import read_sections

    file = tmp_path_factory.mktemp("same", numbered=True) / "config"
    text = "".join(
        f"[profile {name}]\n" + "".join(f"{key} = {value}\n" for key, value in own.items())
        for name, own in profiles.items()
    )
    file.write_text(text, "utf-8")
    theirs = {
        name: {key: value for key, value in own.items() if setting_of(key)}
        for name, own in load_config(str(file))["profiles"].items()
    }
    sections, faults = read_sections(lines_of(text))
    assert describe(sections, is_config=True).profiles == theirs
    assert faults == []
    assert {one.heading: one.settings for one in sections} == raw_config_parse(str(file))


# -- kinds of credentials -----------------------------------------------------------------------------

BASE = f"[profile keys]\n{KEYS}"


def test_a_role_stands_on_another_profile(read: Home) -> None:
    found = by_name(
        read(
            f"{BASE}[profile tester]\nrole_arn = {ROLE}\nsource_profile = keys\nexternal_id = abc\n"
            f"role_session_name = me\nduration_seconds = 43200\nmfa_serial = {MFA}\nregion = eu-central-1\n"
        )
    )["tester"]
    assert (found.kind, found.source, found.region, found.problem) == ("role", "keys", "eu-central-1", "")
    assert dict(found.entry) == {
        "role_arn": ROLE,
        "external_id": "abc",
        "session_name": "me",
        "duration_s": "43200",
        "mfa_serial": MFA,
    }
    assert found.note == ""


NO_SOURCE_HERE = (
    "Its credential_source takes keys from the machine that a program runs on, which is not supported here."
)
CENTER = f"sso_start_url = {START_URL}\nsso_region = eu-west-1\n"
ACCESS = f"sso_account_id = {ACCOUNT}\nsso_role_name = ChatTester\n"


def role(name: str, source: str, *more: str) -> str:
    return "\n".join([f"[profile {name}]", f"role_arn = {ROLE}", f"source_profile = {source}", *more, ""])


def test_a_role_may_stand_on_a_role_for_an_hour_at_most(read: Home) -> None:
    chain = role("b", "a", "duration_seconds = 43200") + role("a", "keys", "duration_seconds = 7200")
    found = by_name(read(chain + BASE))
    assert (found["b"].source, found["b"].problem) == ("a", "")
    assert found["b"].entry["duration_s"] == "3600"
    assert (
        found["b"].note == "Its duration of 12 h is capped at 1 h: it stands on the session of another role."
    )
    assert (found["a"].entry["duration_s"], found["a"].note) == ("7200", "")


def test_a_role_may_stand_on_identity_center_for_an_hour_at_most(read: Home) -> None:
    roles = role("a", "sso", "duration_seconds = 3600") + role("b", "sso", "duration_seconds=7200")
    found = by_name(read(f"[profile sso]\n{CENTER}{ACCESS}{roles}"))
    assert (found["a"].note, found["a"].problem) == ("", "")
    assert (found["b"].entry["duration_s"], found["b"].problem) == ("3600", "")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (role("a", "gone"), "It stands on “gone”, which none of the files holds."),
        (role("a", "a"), "Its source_profile leads in a circle: a → a."),
        (role("a", "b") + role("b", "a"), "Its source_profile leads in a circle: a → b → a."),
        (
            role("a", "b") + role("b", "c") + role("c", "b"),
            "Its source_profile leads in a circle: a → b → c → b.",
        ),
        (role("a", "b") + role("b", "gone"), "It stands on “gone”, which none of the files holds."),
        (
            f"{role('a', 'b')}[profile b]\nregion = eu-west-1\n",
            "It stands on “b”, which says no way to sign in.",
        ),
        (
            f"{role('a', 'b')}[profile b]\ncredential_process = tool\n",
            "It stands on “b”, which can't be added as it stands.",
        ),
        (
            f"{role('a', 'c')}{role('c', 'b')}[profile b]\naws_access_key_id = {KEY_ID}\n",
            "It stands on “b”, which can't be added as it stands.",
        ),
        (
            role("a", "keys", "credential_source = Environment"),
            "It has both source_profile and credential_source, and only one of them can hold.",
        ),
        (
            f"[profile a]\nrole_arn = {ROLE}\ncredential_source = Ec2InstanceMetadata\n",
            NO_SOURCE_HERE,
        ),
        (
            f"[profile a]\nrole_arn = {ROLE}\ncredential_source = EcsContainer\n",
            NO_SOURCE_HERE,
        ),
        (
            f"[profile a]\nrole_arn = {ROLE}\nweb_identity_token_file = /var/token\n",
            "It signs in with web_identity_token_file, which is not supported here.",
        ),
        (
            "[profile a]\nweb_identity_token_file = /var/token\n",
            "It signs in with web_identity_token_file, which is not supported here.",
        ),
        (role("a", "keys").replace(ROLE, "<role>"), "role_arn: Should be the ARN of a role."),
        (role("a", "keys", "duration_seconds = 60"), "duration_seconds: Should be a number of seconds."),
        (role("a", "keys", "duration_seconds = 600"), "duration_seconds: Should lie between 900 s"),
        (role("a", "keys", "external_id = a b"), "external_id: Should be 2 or more letters"),
    ],
)  # fmt: skip
def test_a_role_that_cannot_be_assumed_says_why(read: Home, text: str, problem: str) -> None:
    found = by_name(read(text + BASE))["a"]
    assert problem in found.problem
    assert (found.kind, found.missing) == ("role", ())


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("", "Choose the profile whose keys assume the role."),
        (
            "credential_source = Environment",
            "Its credential_source is the environment: choose the profile Environment as its source.",
        ),
    ],
)
def test_a_role_may_leave_its_source_to_be_chosen(read: Home, line: str, problem: str) -> None:
    found = only(read(f"[profile a]\nrole_arn = {ROLE}\n{line}\n"))
    assert (found.problem, found.missing, found.source) == (problem, ("source",), "")


def test_a_role_without_a_source_does_not_stand_on_a_sign_on(read: Home) -> None:
    reading = read(f"[profile a]\nrole_arn = {ROLE}\n[sso-session work]\n{CENTER}")
    assert by_name(reading)["a"].source == ""


def test_a_name_that_cannot_be_shown_is_replaced(read: Home) -> None:
    assert only(read("", f"[\x07]\n{KEYS}")).name == "Profile"


def test_keys_in_a_roles_own_profile_are_a_profile_of_their_own(read: Home) -> None:
    """botocore lets a profile name itself for its keys, and lets other roles stand on them."""
    found = by_name(read(role("a", "a", KEYS.strip()) + role("b", "a")))
    assert list(found) == ["a", "a (keys)", "b"]
    assert [found[name].source for name in found] == ["a (keys)", "", "a (keys)"]
    assert dict(found["a (keys)"].entry) == LASTING
    assert all(one.problem == "" for one in found.values())


def test_a_long_circle_is_told_shortly(read: Home) -> None:
    names = [f"n{number}" for number in range(30)]
    text = "".join(role(name, names[(number + 1) % 30]) for number, name in enumerate(names))
    assert by_name(read(text))["n0"].problem == "Its source_profile leads in a circle: n0 → n1 → n2 → … → n0."


ENTRY = {"start_url": START_URL, "sso_region": "eu-west-1", "account_id": ACCOUNT, "role_name": "ChatTester"}


@pytest.mark.parametrize(
    "text",
    [
        f"[profile a]\nsso_session = work\n{ACCESS}[sso-session work]\n{CENTER}sso_registration_scopes = x\n",
        f'[sso-session "work"]\n{CENTER}[profile a]\nsso_session = work\n{ACCESS}',
        f"[profile a]\n{CENTER}{ACCESS}",
        f"[profile a]\n{CENTER}{ACCESS}{KEYS}",
    ],
)
def test_identity_center_is_understood(read: Home, text: str) -> None:
    found = only(read(f"{text}region = us-east-1\n" if "[sso" not in text else text))
    assert (found.kind, found.name, dict(found.entry), found.problem) == ("identity_center", "a", ENTRY, "")
    assert (found.note == "") == (KEY_ID not in text)


def test_identity_center_counts_before_keys_and_that_is_noted(read: Home) -> None:
    found = only(read(f"[profile a]\n{CENTER}{ACCESS}{KEYS}"))
    assert found.note == "Its keys are left out: Identity Center counts before them."


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (f"sso_account_id = {ACCOUNT}", "identity_center"),
        ("sso_role_name = ChatTester", "identity_center"),
        # A profile may use Identity Center for a token alone, as developer tools do, and sign with keys.
        ("sso_session = work", "access_key"),
        (CENTER, "access_key"),
    ],
)
def test_keys_count_where_no_account_and_no_role_is_named(read: Home, line: str, kind: str) -> None:
    sign_on = f"[sso-session work]\n{CENTER}"
    assert only(read(f"[profile a]\nsso_session = work\n{line}\n{KEYS}{sign_on}")).kind == kind
    assert only(read(f"[profile a]\nsso_session = work\n{line}\n{sign_on}")).kind == "identity_center"


def test_what_the_sign_on_says_counts_before_the_profile(read: Home) -> None:
    other = f"[profile a]\nsso_session = work\nsso_region = us-east-1\n{ACCESS}[sso-session work]\n{CENTER}"
    assert dict(only(read(other)).entry) == ENTRY


def test_a_profile_may_say_itself_what_its_sign_on_lacks(read: Home) -> None:
    assert only(read(f"[profile a]\nsso_session = gone\n{CENTER}{ACCESS}")).problem == ""
    assert only(read(f"[profile a]\n{ACCESS}")).problem == (
        "The start URL of Identity Center is missing. The region of Identity Center is missing."
    )


def test_a_sign_on_that_no_profile_uses_is_listed_by_itself(read: Home) -> None:
    found = only(read(f"[sso-session work]\n{CENTER}", ""))
    assert (found.kind, found.name, found.origin) == ("identity_center", "work", "~/.aws/config")
    assert dict(found.entry) == {"start_url": START_URL, "sso_region": "eu-west-1"}
    assert (found.problem, found.missing) == (
        "Its account and role are chosen after signing in.",
        ("account_id", "role_name"),
    )


def test_a_sign_on_that_is_missing_is_told(read: Home) -> None:
    found = only(read(f"[profile a]\nsso_session = gone\n{ACCESS}"))
    assert found.problem.startswith("Its sso_session names [sso-session gone], and there is none.")


def test_a_console_sign_in_is_understood(read: Home) -> None:
    found = only(read(f"[profile a]\nlogin_session = {USER}\nregion = us-west-2\n"))
    assert (found.kind, found.region, dict(found.entry)) == (
        "console_login",
        "us-west-2",
        {"login_session": USER},
    )
    assert found.problem == ""


def test_a_command_is_shown_and_never_run(read: Home, tmp_path: Path) -> None:
    marker = tmp_path / "it ran"
    command = f"touch '{marker}' # --password=hunter2-and-more"
    found = only(read(f"[profile a]\ncredential_process = {command}\nregion = eu-west-1\n"))
    assert found.command.startswith(f"touch '{marker}' # --password=")
    assert "hunter2" not in found.command
    assert "touch" not in repr(found)
    assert (found.kind, dict(found.entry), found.missing, found.note) == ("access_key", {}, (), "")
    assert found.problem == (
        "Its keys come from a command, which is never run here. Run it yourself, and paste what it prints."
    )
    assert not marker.exists()


def test_only_keys_have_a_command_left_out(read: Home) -> None:
    sign_in = f"[profile a]\nlogin_session = {USER}\ncredential_process = tool\n"
    assert only(read(sign_in)).note == ""
    assert by_name(read(role("a", "keys", "credential_process = tool") + BASE))["a"].note == ""


def test_a_command_keeps_its_quotes(read: Home) -> None:
    found = only(read('[profile a]\ncredential_process = "my tool" --id "a b"\n'))
    assert found.command == '"my tool" --id "a b"'


def test_keys_beside_a_command_are_taken(read: Home) -> None:
    found = only(read(f"[default]\ncredential_process = tool\nlogin_session = {USER}\n{KEYS}"))
    assert (dict(found.entry), found.command, found.problem) == (LASTING, "", "")
    assert "credential_process is left out" in found.note
    assert "login_session is left out" in found.note


# -- what else a profile may say ----------------------------------------------------------------------

SERVICES = "[services local]\nconnect =\n  endpoint_url = http://127.0.0.1:8080\ns3 =\n  endpoint_url = https://s3.example\n"


@pytest.mark.parametrize(
    ("lines", "endpoint"),
    [
        ("endpoint_url = https://connect.example.com", "https://connect.example.com"),
        (f"services = local\n{SERVICES}", "http://127.0.0.1:8080"),
        (f"endpoint_url = https://a.example\nservices = local\n{SERVICES}", "http://127.0.0.1:8080"),
        (f"endpoint_url = https://a.example\nservices = gone\n{SERVICES}", "https://a.example"),
        ("endpoint_url = https://a.example\nignore_configured_endpoint_urls = TRUE", ""),
        ("", ""),
    ],
)
def test_an_endpoint_is_shown_and_not_taken_with_the_rest(read: Home, lines: str, endpoint: str) -> None:
    found = only(read(f"[default]\n{KEYS}{lines}\n"))
    assert (found.endpoint, found.note, dict(found.entry)) == (endpoint, "", LASTING)


@pytest.mark.parametrize(
    "url", ["http://evil.example", "https://ada:hunter2@a.example", "nonsense", "https://["]
)
def test_an_endpoint_that_cannot_be_used_is_left_out(read: Home, url: str) -> None:
    reading = read(f"[default]\n{KEYS}endpoint_url = {url}\n")
    assert only(reading).endpoint == ""
    assert (
        only(reading).note == "Its endpoint_url was left out: only https, or http on 127.0.0.1, can be used."
    )
    assert "hunter2" not in said(reading)


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("ca_bundle = /etc/ours.pem", "Its ca_bundle is not taken over: let AWS_CA_BUNDLE name that file."),
        (
            f"mfa_serial = {MFA}",
            "It names an MFA device: add a role on these keys to be asked for its code.",
        ),
        ("region = Frankfurt", "Its region is not a region and was left out."),
        ("output = json", ""),
    ],
)
def test_what_is_not_taken_over_is_noted(read: Home, line: str, note: str) -> None:
    found = only(read(f"[default]\n{KEYS}{line}\n"))
    assert (found.note, found.region, dict(found.entry)) == (note, "", LASTING)


def test_settings_alone_make_no_profile(read: Home) -> None:
    assert read("[default]\nregion = eu-central-1\noutput = json\n[plugins]\nx = y\n").candidates == ()


def test_the_order_is_the_one_of_the_files(read: Home) -> None:
    reading = read(f"[profile b]\n{KEYS}[default]\n{KEYS}", f"[c]\n{KEYS}[a]\n{KEYS}[default]\n{KEYS}")
    assert list(by_name(reading)) == ["b", "default", "c", "a"]


def test_secrets_are_kept_out_of_texts_from_then_on(read: Home) -> None:
    # Neither is told by its look.
    secret, session = f"{'-'.join('0123')}-not-a-secret", f"{'-'.join('4567')}-not-a-token"
    keys = KEYS.replace(SECRET, secret) + f"aws_session_token = {session}\n"
    read(f"[default]\nrole_arn = x\n{keys}")
    assert clean(f"{secret} {session}") == f"{MASK} {MASK}"


@pytest.mark.parametrize("name", [SECRET, TOKEN, f"x {SECRET} y", "a\x07b\x1b[31m", " ", "n" * 500])
def test_odd_names_are_made_presentable(read: Home, name: str) -> None:
    for text in (
        f"[profile {name}]\n{KEYS}",
        role("r", name),
        f"[profile a]\nsso_session = {name}\n{ACCESS}",
    ):
        reading = read(text)
        assert SECRET not in said(reading)
        assert TOKEN not in said(reading)
        for one in reading.candidates:
            assert one.name
            assert f"{one.name}{one.source}{one.problem}".isprintable()
            assert len(one.name) <= 100
