"""One box for whatever is pasted."""

from __future__ import annotations

import json
import time

import pytest

from console.candidates import read_pasted
from console.candidates.entries import expiry_text
from console.candidates.pasted import LONGEST
from console.candidates.sources import MOST
from console.redaction import MASK, clean
from tests.console.candidates.samples import (
    ACCOUNT,
    EXPIRES,
    FORMS,
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
    filled,
    only,
    said,
)

# -- keys -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_keys_are_recognised_in_every_form(form: str) -> None:
    found = only(read_pasted(filled(FORMS[form])))
    assert found.kind == "access_key"
    assert {name: text for name, text in found.entry.items() if name != "expires_at"} == TEMPORARY
    assert (found.problem, found.missing) == ("", ())
    assert found.origin == "pasted text"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (FORMS["bash"], "Pasted keys"),
        (FORMS["INI"], "default"),
        (FORMS["access portal"], "ChatTester"),
        (FORMS["STS"], "ChatTester"),
        (FORMS["aws configure set"], "x"),
        (f"export AWS_PROFILE=training\n{FORMS['bash']}", "training"),
    ],
)
def test_keys_are_named_by_what_stands_around_them(text: str, name: str) -> None:
    assert only(read_pasted(filled(text))).name == name


def test_the_account_of_the_portal_is_noted_and_not_part_of_the_name() -> None:
    found = only(read_pasted(filled(FORMS["access portal"])))
    assert ACCOUNT not in found.name
    assert found.note == f"It belongs to account {ACCOUNT}."


CREATED = {
    "AccessKey": {
        "UserName": "ada",
        "AccessKeyId": KEY_ID,
        "Status": "Active",
        "SecretAccessKey": SECRET,
        "CreateDate": "2026-11-22T09:00:00+00:00",
    }
}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{KEY_ID}\n{SECRET}", "Pasted keys"),
        (f"  {KEY_ID} {SECRET}  ", "Pasted keys"),
        (f"{KEY_ID}:{SECRET}", "Pasted keys"),
        (f"{SECRET}\n{KEY_ID}", "Pasted keys"),
        (f"AWS_ACCESS_KEY_ID={KEY_ID}\n{SECRET}", "Pasted keys"),
        (json.dumps(CREATED), "ada"),
        (f"\ufeffAccess key ID,Secret access key\r\n{KEY_ID},{SECRET}\r\n", "Pasted keys"),
        (
            "User name,Password,Access key ID,Secret access key,Console login link\n"
            f'ada,"hunter2,x",{KEY_ID},{SECRET},https://{ACCOUNT}.signin.aws.amazon.com/console',
            "ada",
        ),
        (f"User Name;Access key ID;Secret access key\nada;{KEY_ID};{SECRET}", "ada"),
    ],
)
def test_lasting_keys_need_no_token(text: str, name: str) -> None:
    found = only(read_pasted(text))
    assert (found.name, dict(found.entry), found.problem) == (name, LASTING, "")


BESIDE = {"region": "eu-west-1", "RoleArn": ROLE, "Expiration": "2026-11-22T10:00:00Z"}
BOTH = {"AccessKeyId": KEY_ID, "SecretAccessKey": SECRET}


def test_in_json_the_nearest_region_counts() -> None:
    inner = {**BOTH, "region": "eu-central-1"}
    assert only(read_pasted(json.dumps({"region": "eu-west-1", "keys": [BOTH]}))).region == "eu-west-1"
    assert only(read_pasted(json.dumps({"region": "eu-west-1", "keys": [inner]}))).region == "eu-central-1"


def test_what_stands_around_keys_in_json_is_not_theirs() -> None:
    role, keys = read_pasted(json.dumps({**BESIDE, "keys": BOTH})).candidates
    assert (role.kind, role.entry["role_arn"]) == ("role", ROLE)
    assert (keys.kind, dict(keys.entry), keys.region) == ("access_key", LASTING, "eu-west-1")


def test_a_list_in_json_holds_several_keys_each_once() -> None:
    other = {"AccessKeyId": "AKIAI44QH8DHBEXAMPLE", "SecretAccessKey": SECRET, "UserName": "bob"}
    listed = json.dumps([BOTH, other, BOTH], indent=2)
    for text in (listed, f"{json.dumps(BOTH)}\n{json.dumps(other)}\n", f"# two\n{listed}\n{listed}"):
        assert list(by_name(read_pasted(text))) == ["Pasted keys", "bob"]


def test_secrets_beside_the_keys_are_kept_out_of_texts_from_then_on() -> None:
    read_pasted(f"User name,Password,Access key ID,Secret access key\nada,0-1-2-3-4-5,{KEY_ID},{SECRET}")
    read_pasted(json.dumps({"startUrl": START_URL, "accessToken": "6-7-8-9-0-1"}))
    assert clean("0-1-2-3-4-5 6-7-8-9-0-1") == f"{MASK} {MASK}"


def test_behind_a_header_without_rows_other_lines_are_read() -> None:
    text = f"Access key ID,Secret access key\n\n{filled(FORMS['bash'])}"
    assert dict(only(read_pasted(text)).entry) == TEMPORARY


@pytest.mark.parametrize(
    ("line", "region"),
    [
        ("export AWS_REGION=eu-central-1", "eu-central-1"),
        ("export AWS_DEFAULT_REGION=eu-central-1", "eu-central-1"),
        ("export AWS_DEFAULT_REGION=us-east-1\nexport AWS_REGION=eu-central-1", "eu-central-1"),
        ("export AWS_REGION=eu-central-1\nexport AWS_DEFAULT_REGION=us-east-1", "eu-central-1"),
        ("region = eu-central-1", "eu-central-1"),
        ("Default region name [None]: eu-central-1", "eu-central-1"),
        ("aws connect list-instances --region eu-central-1", "eu-central-1"),
        ("the region is mine", ""),
        ("", ""),
    ],
)
def test_a_region_beside_the_keys_is_taken(line: str, region: str) -> None:
    for text in (f"{filled(FORMS['bash'])}\n{line}", f"{line}\n{filled(FORMS['bash'])}"):
        found = only(read_pasted(text))
        assert (found.region, found.note) == (region, "")


def test_what_is_no_region_is_noted() -> None:
    found = only(read_pasted(filled(FORMS["bash"]) + "\nexport AWS_REGION=Frankfurt"))
    assert (found.region, found.note) == ("", "Its region is not a region and was left out.")


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-22T10:00:00Z",
        "2026-11-22T11:00:00+01:00",
        "2026-11-22T10:00:00UTC",
        "2026-11-22T10:00:00",
        1795341600,
        1795341600.0,
        1795341600000,
    ],
)
def test_the_end_of_keys_is_kept_in_utc(written: str | float) -> None:
    credentials = {"AccessKeyId": TEMPORARY_ID, "SecretAccessKey": SECRET, "SessionToken": TOKEN}
    text = json.dumps({"Credentials": {**credentials, "Expiration": written}})
    assert dict(only(read_pasted(text)).entry) == {**TEMPORARY, **EXPIRES}


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows can't change the time zone of a process")
def test_a_time_without_a_zone_is_utc_wherever_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert expiry_text("2026-11-22T10:00:00") == EXPIRES["expires_at"]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_lasting_keys_do_not_end() -> None:
    text = json.dumps(
        {"AccessKeyId": KEY_ID, "SecretAccessKey": SECRET, "Expiration": "2026-11-22T10:00:00Z"}
    )
    assert dict(only(read_pasted(text)).entry) == LASTING


@pytest.mark.parametrize("written", ["soon", "", None, True, [], -1, 1e300, "9" * 20])
def test_an_end_that_cannot_be_read_is_left_out(written: object) -> None:
    credentials = {"AccessKeyId": TEMPORARY_ID, "SecretAccessKey": SECRET, "SessionToken": TOKEN}
    found = only(read_pasted(json.dumps({**credentials, "Expiration": written})))
    assert dict(found.entry) == TEMPORARY


def test_variables_may_say_when_keys_end() -> None:
    text = filled(FORMS["bash"]) + "\nexport AWS_CREDENTIAL_EXPIRATION=2026-11-22T10:00:00Z"
    assert dict(only(read_pasted(text)).entry) == {**TEMPORARY, **EXPIRES}


def test_an_endpoint_is_shown_apart() -> None:
    text = filled(FORMS["bash"]) + "\nexport AWS_ENDPOINT_URL_CONNECT=http://127.0.0.1:8080"
    more = text + "\nexport AWS_ENDPOINT_URL=https://elsewhere.example"
    assert [only(read_pasted(one)).endpoint for one in (text, more)] == ["http://127.0.0.1:8080"] * 2


# -- what is wrong with keys ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem", "missing"),
    [
        (
            filled(FORMS["bash"]).replace("export AWS_SESSION_TOKEN", "# export AWS_SESSION_TOKEN"),
            "The session token is missing, and a key that begins with ASIA needs it.",
            ("session_token",),
        ),
        (KEY_ID, "The secret access key is missing.", ("secret_access_key",)),
        (
            "AWS_ACCESS_KEY_ID=AKIA",
            "16 or more capital letters and digits. The secret access key is missing.",
            (),
        ),
        (f"AWS_SECRET_ACCESS_KEY={SECRET}", "The access key id is missing.", ("access_key_id",)),
        (
            filled(FORMS["bash"], key_id=KEY_ID),
            "aws_session_token: Belongs to a key that begins with ASIA, not to this one.",
            (),
        ),
        (
            filled(FORMS["bash"], key_id="AKIA"),
            "aws_access_key_id: Should be 16 or more capital letters and digits.",
            (),
        ),
        (
            filled(FORMS["bash"], secret="short"),
            "aws_secret_access_key: Should be one word of at least 16 characters.",
            (),
        ),
        (
            filled(FORMS["bash"], secret="<your-secret-access-key>"),
            "aws_secret_access_key holds a placeholder, not a value.",
            (),
        ),
        (filled(FORMS["bash"], secret="$SECRET_ACCESS_KEY_OF_MINE"), "holds a placeholder", ()),
        (filled(FORMS["bash"], secret="YOUR_SECRET_ACCESS_KEY"), "holds a placeholder", ()),
        (filled(FORMS["bash"], secret="x" * 40), "holds a placeholder", ()),
        (filled(FORMS["bash"], secret="*" * 36 + "EKEY"), "holds a placeholder", ()),
    ],
)
def test_keys_that_cannot_be_right_say_why(text: str, problem: str, missing: tuple[str, ...]) -> None:
    reading = read_pasted(text)
    found = only(reading)
    assert problem in found.problem
    assert found.missing == missing
    assert SECRET not in said(reading)
    assert TOKEN not in said(reading)


LONG_WORD = "EXAMPLE/FAKE+" * 9


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        (f"AWS_ACCESS_KEY_ID={TEMPORARY_ID}\nAWS_SECRET_ACCESS_KEY={SECRET}\n{TOKEN}", TEMPORARY),
        (f"AWS_ACCESS_KEY_ID={TEMPORARY_ID}\n{SECRET}\nAWS_SESSION_TOKEN={TOKEN}", TEMPORARY),
        (f"{TEMPORARY_ID}\nAWS_SECRET_ACCESS_KEY={SECRET}\nAWS_SESSION_TOKEN={TOKEN}", TEMPORARY),
        (f"{TEMPORARY_ID}\n{SECRET}\nAWS_SESSION_TOKEN={TOKEN}", TEMPORARY),
        (f"AWS_ACCESS_KEY_ID={KEY_ID}\nAWS_SECRET_ACCESS_KEY={SECRET}\n{LONG_WORD}", LASTING),
        (f"AWS_ACCESS_KEY_ID={KEY_ID}\nAWS_SECRET_ACCESS_KEY={SECRET}\n{SECRET[::-1]}", LASTING),
        (f"AWS_ACCESS_KEY_ID={KEY_ID}\n{SECRET}\n{LONG_WORD}", LASTING),
        (f"{KEY_ID}\n{SECRET}\n{LONG_WORD}", LASTING),
        (f"AWS_ACCESS_KEY_ID={KEY_ID}\n{SECRET}\n{SECRET[::-1]}", {"access_key_id": KEY_ID}),
        (f"AWS_ROLE_ARN={ROLE}\n{SECRET}", {"role_arn": ROLE}),
    ],
)
def test_what_lacks_a_name_is_taken_where_only_one_thing_fits(text: str, entry: dict[str, str]) -> None:
    found = only(read_pasted(text))
    assert dict(found.entry) == entry
    assert bool(found.problem) == (len(entry) == 1)


def test_a_value_that_is_wrong_does_not_reach_the_entry() -> None:
    found = only(read_pasted(filled(FORMS["bash"], secret="<your-secret-access-key>")))
    assert dict(found.entry) == {"access_key_id": TEMPORARY_ID, "session_token": TOKEN}


def test_keys_deep_within_json_are_found() -> None:
    for depth in (3, 30, 300, *range(900, 1000, 5), 3000):
        text = '{"a":' * depth + filled(FORMS["credential_process"]) + "}" * depth
        assert dict(only(read_pasted(text)).entry) == TEMPORARY


def test_a_quote_that_never_closes_gives_no_half_a_key() -> None:
    text = f'export AWS_ACCESS_KEY_ID={KEY_ID}\nexport AWS_SECRET_ACCESS_KEY="{SECRET[:20]}\n{SECRET[20:]}"'
    found = only(read_pasted(text))
    assert (dict(found.entry), found.missing) == ({"access_key_id": KEY_ID}, ("secret_access_key",))


# -- several at once --------------------------------------------------------------------------------


def test_the_same_keys_in_three_forms_are_one_profile() -> None:
    """As the access portal's page is copied whole."""
    text = "\n\n".join(filled(FORMS[form]) for form in ("bash", "access portal", "PowerShell"))
    found = only(read_pasted(text))
    assert (found.name, dict(found.entry)) == ("ChatTester", TEMPORARY)


def test_two_sets_of_keys_are_two_profiles() -> None:
    other = "AKIAI44QH8DHBEXAMPLE"
    text = (
        f"AWS_ACCESS_KEY_ID={KEY_ID}\nAWS_SECRET_ACCESS_KEY={SECRET}\n"
        f"AWS_ACCESS_KEY_ID={other}\nAWS_SECRET_ACCESS_KEY={SECRET}\n"
    )
    found = by_name(read_pasted(text))
    assert [one.entry["access_key_id"] for one in found.values()] == [KEY_ID, other]
    assert list(found) == ["Pasted keys", "Pasted keys 2"]


def test_two_accounts_of_the_portal_keep_different_names() -> None:
    texts = [
        filled(FORMS["access portal"], key_id=key_id).replace(ACCOUNT, account)
        for key_id, account in ((TEMPORARY_ID, ACCOUNT), ("ASIAI44QH8DHBEXAMPLE", "111122223333"))
    ]
    found = by_name(read_pasted("\n".join(texts)))
    assert list(found) == ["ChatTester", "ChatTester 2"]
    assert found["ChatTester 2"].note == "It belongs to account 111122223333."


def test_a_config_file_can_be_pasted() -> None:
    text = (
        f"$ cat ~/.aws/config\n[profile keys]\naws_access_key_id = {KEY_ID}\n"
        f"aws_secret_access_key = {SECRET}\n\n[profile my role]\nrole_arn = {ROLE}\nsource_profile = keys\n"
        f"[profile other]\nrole_arn = {ROLE}2\nsource_profile = elsewhere\n"
        f"[sso-session work]\nsso_start_url = {START_URL}\nsso_region = eu-central-1\n"
        "[services local]\nconnect =\n  endpoint_url = https://connect.example.com\n"
    )
    found = by_name(read_pasted(text))
    assert list(found) == ["keys", "my role", "other", "work"]
    assert (found["my role"].source, found["my role"].problem) == ("keys", "")
    assert found["other"].source == "elsewhere"
    assert found["other"].note == "It stands on “elsewhere”, which is not part of the text."
    assert found["other"].problem == ""


def test_roles_of_the_same_name_are_two_profiles() -> None:
    other = ROLE.replace(ACCOUNT, "111122223333")
    found = by_name(read_pasted(f"{ROLE}\n{other}\n{ROLE}"))
    assert {name: one.entry["role_arn"] for name, one in found.items()} == {
        "ChatTester": ROLE,
        "ChatTester 2": other,
    }


def test_a_pasted_role_finds_pasted_keys_by_their_name() -> None:
    role = f"[profile r]\nrole_arn = {ROLE}\nsource_profile = training"
    found = by_name(read_pasted(f"export AWS_PROFILE=training\n{filled(FORMS['bash'])}\n{role}"))
    assert (found["r"].source, found["r"].problem, found["r"].note) == ("training", "", "")


def test_a_sign_on_alone_can_be_pasted() -> None:
    found = only(read_pasted(f"[sso-session work]\nsso_start_url = {START_URL}\nsso_region = eu-central-1"))
    assert (found.kind, found.name) == ("identity_center", "work")


def test_nested_settings_of_a_pasted_section_are_not_its_own() -> None:
    text = filled(FORMS["INI"]) + "\ns3 =\n  region = eu-west-1\n  max_attempts = 2\n"
    assert only(read_pasted(text)).region == ""


@pytest.mark.parametrize("line", ["unset AWS_PROFILE AWS_REGION", "aws s3 ls --profile --debug"])
def test_a_name_is_no_other_word(line: str) -> None:
    assert only(read_pasted(f"{line}\n{filled(FORMS['bash'])}")).name == "Pasted keys"


def test_a_sentence_says_nothing_of_a_role() -> None:
    found = only(read_pasted(f"Assume {ROLE}, its external id is secret and the mfa serial unknown."))
    assert dict(found.entry) == {"role_arn": ROLE}


def test_a_long_list_is_cut_and_said_to_be() -> None:
    rows = "\n".join(f"AKIA{number:016},{SECRET}" for number in range(MOST + 20))
    reading = read_pasted(f"Access key ID,Secret access key\n{rows}")
    assert len(reading.candidates) == MOST
    assert reading.notes == (f"These are the first {MOST} profiles; there are more.",)


def test_a_long_text_is_cut_and_said_to_be() -> None:
    reading = read_pasted(f"{KEY_ID}\n{SECRET}\n" + "x" * LONGEST)
    assert dict(only(reading).entry) == LASTING
    assert reading.notes == ("The text is too long: only its beginning was read.",)


# -- roles, Identity Center, console sign-in --------------------------------------------------------

GOV_ROLE = f"arn:aws-us-gov:iam::{ACCOUNT}:role/a/b/C"
NEEDS_SOURCE = ("Choose the profile whose keys assume the role.", ("source",))


@pytest.mark.parametrize(
    ("text", "name", "entry"),
    [
        (ROLE, "ChatTester", {"role_arn": ROLE}),
        (f'  "{ROLE}",\n', "ChatTester", {"role_arn": ROLE}),
        (f"Role: {ROLE}\nMFA: {MFA}", "ChatTester", {"role_arn": ROLE, "mfa_serial": MFA}),
        (
            f"{ROLE}\nExternal ID: s3cr3t-free\nduration seconds: 3600",
            "ChatTester",
            {"role_arn": ROLE, "external_id": "s3cr3t-free", "duration_s": "3600"},
        ),
        (
            f"aws sts assume-role --role-arn {ROLE} --role-session-name me --external-id abc \\\n"
            f"  --serial-number {MFA} --duration-seconds 7200",
            "ChatTester",
            {
                "role_arn": ROLE, "session_name": "me", "external_id": "abc", "mfa_serial": MFA,
                "duration_s": "7200",
            },
        ),
        (f"export AWS_ROLE_ARN={ROLE}", "ChatTester", {"role_arn": ROLE}),
        (json.dumps({"Role": {"RoleName": "ChatTester", "Arn": ROLE}}), "ChatTester", {"role_arn": ROLE}),
        (
            f"https://signin.aws.amazon.com/switchrole?roleName=ChatTester&account={ACCOUNT}&displayName=Test",
            "Test",
            {"role_arn": ROLE},
        ),
        (
            f"https://eu-west-1.signin.aws.amazon.com/switchrole?account={ACCOUNT}&roleName=ChatTester",
            "ChatTester",
            {"role_arn": ROLE},
        ),
        (f"{GOV_ROLE}\n", "C", {"role_arn": GOV_ROLE}),
    ],
)  # fmt: skip
def test_a_role_is_recognised_and_asks_for_its_source(text: str, name: str, entry: dict[str, str]) -> None:
    found = only(read_pasted(text))
    assert (found.kind, found.name, dict(found.entry)) == ("role", name, entry)
    assert (found.problem, found.missing) == NEEDS_SOURCE


@pytest.mark.parametrize(
    ("text", "name", "entry"),
    [
        (START_URL, "d-1234567890", {"start_url": START_URL}),
        (f"{START_URL}/#/?tab=accounts", "d-1234567890", {"start_url": START_URL}),
        ("see https://acme.awsapps.com/start.", "acme", {"start_url": "https://acme.awsapps.com/start"}),
        (
            "https://start.us-gov-home.awsapps.com/directory/d-1234567890",
            "start",
            {"start_url": "https://start.us-gov-home.awsapps.com/directory/d-1234567890"},
        ),
        (
            "https://ssoins-1234567890abcdef.portal.eu-central-1.app.aws",
            "ssoins-1234567890abcdef",
            {
                "start_url": "https://ssoins-1234567890abcdef.portal.eu-central-1.app.aws",
                "sso_region": "eu-central-1",
            },
        ),
        (
            f"SSO start URL: {START_URL}\nSSO region: eu-central-1",
            "d-1234567890",
            {"start_url": START_URL, "sso_region": "eu-central-1"},
        ),
        (
            json.dumps({"startUrl": START_URL, "region": "eu-central-1", "accessToken": "aoal-EXAMPLE" * 9}),
            "d-1234567890",
            {"start_url": START_URL, "sso_region": "eu-central-1"},
        ),
    ],
)
def test_identity_center_is_recognised(text: str, name: str, entry: dict[str, str]) -> None:
    reading = read_pasted(text)
    found = only(reading)
    assert (found.kind, found.name, dict(found.entry)) == ("identity_center", name, entry)
    assert set(found.missing) == {"start_url", "sso_region", "account_id", "role_name"} - set(entry)
    assert "account and role are chosen after signing in" in found.problem
    assert "aoal-EXAMPLE" not in said(reading)


def test_a_profile_of_identity_center_is_whole() -> None:
    text = (
        f"sso_start_url = {START_URL}\nsso_region = eu-central-1\nsso_account_id = {ACCOUNT}\n"
        "sso_role_name = ChatTester\nregion = us-east-1"
    )
    found = only(read_pasted(text))
    assert (found.name, found.region, found.problem) == ("ChatTester", "us-east-1", "")
    assert found.entry["account_id"] == ACCOUNT


def test_a_console_sign_in_is_recognised() -> None:
    found = only(read_pasted(f"login_session = {USER}"))
    assert (found.kind, found.name, dict(found.entry)) == ("console_login", "ada", {"login_session": USER})


def test_a_command_is_shown_whole() -> None:
    found = only(read_pasted("credential_process = /bin/tool --id 'a b' # really"))
    assert found.command == "/bin/tool --id 'a b'"
    assert "never run" in found.problem


# -- nothing --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n",
        "hello",
        "The secret key is under the mat, the access key too, and the region is nice.",
        "unset AWS_SESSION_TOKEN AWS_SECRET_ACCESS_KEY AWS_PROFILE",
        "set -e AWS_SESSION_TOKEN AWS_SECRET_ACCESS_KEY",
        "echo $AWS_ACCESS_KEY_ID",
        f"# export AWS_ACCESS_KEY_ID={KEY_ID}",
        f"AWS_SESSION_TOKEN={TOKEN}",
        "AWS_REGION=eu-central-1",
        "https://my-center.awsapps.com/connect/home",
        "https://my-center.my.connect.aws/",
        f"arn:aws:sts::{ACCOUNT}:assumed-role/ChatTester/me",
        MFA,
        SECRET,
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "{}",
        '{"a": [1, 2, {"b": null}]}',
        "Access key ID,Secret access key\n",
        "[default]\nregion = eu-central-1",
        "[" * 5000,
        "An access key id without its secret access key is of no use.",
        "https://signin.aws.amazon.com/switchrole?account=1&roleName=ChatTester",
        "https://signin.aws.amazon.com/switchrole?roleName=ChatTester",
    ],
)
def test_a_text_with_nothing_usable_says_what_is_understood(text: str) -> None:
    reading = read_pasted(text)
    assert reading.candidates == ()
    (note,) = reading.notes
    assert note.startswith("Nothing in this text is a way to sign in. What is understood: export")
    assert note.endswith(".")
