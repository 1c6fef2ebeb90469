"""Credentials: what the environment may give, where endpoints may lie, and that nothing else counts."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console import redaction, shape
from console.credentials import (
    SERVICES,
    Keys,
    Proxy,
    check_endpoint,
    check_proxy,
    check_region,
    from_environment,
    isolated_session,
    trusted_certificates,
    unsigned_session,
)
from console.errors import ProfileProblem
from console.paths import ROOT
from console.sandbox import Sandbox
from tests.console.loopback import closed_port

KEY_ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TEMPORARY_ID, TOKEN = "ASIAIOSFODNN7EXAMPLE", "IQoJb3JpZ2luX2VjEXAMPLE/+="
GIVEN = {"AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET}
BOUND_S = 60.0


def test_keys_show_no_secret() -> None:
    text = f"{Keys(KEY_ID, SECRET, TOKEN)!r} {Keys(KEY_ID, SECRET)}"
    assert text == "Keys(AKIA…MPLE, temporary) Keys(AKIA…MPLE, long-lived)"


def test_the_environment_gives_keys_and_region() -> None:
    assert from_environment(GIVEN) == (Keys(KEY_ID, SECRET), None)
    temporary = {**GIVEN, "AWS_ACCESS_KEY_ID": TEMPORARY_ID, "AWS_SESSION_TOKEN": TOKEN}
    assert from_environment({**temporary, "AWS_DEFAULT_REGION": "us-west-2"}) == (
        Keys(TEMPORARY_ID, SECRET, TOKEN),
        "us-west-2",
    )
    both = {**GIVEN, "AWS_DEFAULT_REGION": "us-west-2", "AWS_REGION": "eu-central-1"}
    assert from_environment(both)[1] == "eu-central-1"


@pytest.mark.parametrize("written", ['"{}"', "'{}'", " {}\n", '  " {} "'])
def test_quotes_and_blanks_around_a_value_are_left_out_and_told(
    written: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        keys, _ = from_environment({name: written.format(value) for name, value in GIVEN.items()})
    assert keys == Keys(KEY_ID, SECRET)
    assert "AWS_SECRET_ACCESS_KEY stands in quotes" in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("changed", "variable", "sentence"),
    [
        ({"AWS_ACCESS_KEY_ID": ""}, "AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID is not set."),
        ({"AWS_SECRET_ACCESS_KEY": " "}, "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY is not set."),
        (
            {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""},
            "AWS_ACCESS_KEY_ID",
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set.",
        ),
        ({"AWS_ACCESS_KEY_ID": TEMPORARY_ID}, "AWS_SESSION_TOKEN", "AWS_SESSION_TOKEN is not set"),
        ({"AWS_ACCESS_KEY_ID": "AKIA"}, "AWS_ACCESS_KEY_ID", "does not look right"),
        ({"AWS_ACCESS_KEY_ID": f"{KEY_ID}\r\nx: y"}, "AWS_ACCESS_KEY_ID", "does not look right"),
        ({"AWS_SECRET_ACCESS_KEY": "two words"}, "AWS_SECRET_ACCESS_KEY", "does not look right"),
        ({"AWS_SECRET_ACCESS_KEY": "ключ" * 10}, "AWS_SECRET_ACCESS_KEY", "does not look right"),
        ({"AWS_SESSION_TOKEN": f"{TOKEN}\nx"}, "AWS_SESSION_TOKEN", "does not look right"),
        ({"AWS_REGION": "Frankfurt"}, "AWS_REGION", "does not look right"),
        ({"AWS_DEFAULT_REGION": "us-east-1.evil.example/"}, "AWS_DEFAULT_REGION", "does not look right"),
    ],
)
def test_each_slip_names_its_variable(changed: dict[str, str], variable: str, sentence: str) -> None:
    with pytest.raises(ProfileProblem) as raised:
        from_environment({**GIVEN, **changed})
    assert raised.value.facts["variable"] == variable
    assert sentence in raised.value.sentence
    assert SECRET not in f"{raised.value.sentence}{raised.value.advice}{raised.value.facts}"


@given(st.dictionaries(st.sampled_from([*GIVEN, "AWS_SESSION_TOKEN", "AWS_REGION"]), st.text()))
def test_any_environment_gives_keys_or_a_problem(environ: dict[str, str]) -> None:
    try:
        keys, region = from_environment(environ)
    except ProfileProblem:
        return
    assert f"{keys.access_key_id}{keys.secret_access_key}{keys.session_token}".isprintable()
    assert region is None or check_region(region) == region


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "us-gov-west-1", "ap-southeast-14"])
def test_regions_are_known_by_their_form(region: str) -> None:
    assert check_region(region) == region


@pytest.mark.parametrize(
    "region", ["", "us-east-1\n", "US-EAST-1", "us-east-1.evil.example/", "useast1", "../x"]
)
def test_what_is_no_region_is_told(region: str) -> None:
    with pytest.raises(ProfileProblem):
        check_region(region)


@pytest.mark.parametrize(
    ("given_url", "endpoint"),
    [
        ("https://connect.example.com", "https://connect.example.com"),
        (" HTTPS://Connect.Example.COM:8443/ ", "https://connect.example.com:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("https://127.0.0.1:1", "https://127.0.0.1:1"),
    ],
)
def test_endpoints_are_https_or_this_computer(given_url: str, endpoint: str) -> None:
    assert check_endpoint(given_url) == endpoint
    assert check_endpoint(endpoint) == endpoint


@pytest.mark.parametrize(
    "url",
    [
        "http://connect.example.com", "http://localhost:8080", "http://127.0.0.1.evil.example",
        "http://127.0.0.2", "http://0.0.0.0", "http://2130706433", "http://127.1", "http://[::1]:8080",
        "http://127.0.0.1@evil.example", "http://127.0.0.1:80@evil.example", "http://user:pw@127.0.0.1",
        "https://user@connect.example.com", "https://connect.example.com/path", "https://connect.example.com?x",
        "https://connect.example.com#x", "https://connect.example.com?", "ftp://connect.example.com",
        "https://", "https://:443", "connect.example.com", "", "https://exa mple.com", "https://ex%61mple.com",
        "https://connect.example.com:99999", "https://connect.example.com:x", "https://[::1", "file:///etc/passwd",
        "https://-x.example", "https://пример.example", "http://127.0.0.1\\@evil.example",
    ],
)  # fmt: skip
def test_every_other_endpoint_is_refused(url: str) -> None:
    with pytest.raises(ProfileProblem) as raised:
        check_endpoint(url)
    assert "can't be the endpoint" in raised.value.sentence


@given(st.text() | st.from_regex(r"https?://[^\s]*"))
def test_what_passes_is_a_plain_origin(url: str) -> None:
    try:
        endpoint = check_endpoint(url)
    except ProfileProblem:
        return
    scheme, _, rest = endpoint.partition("://")
    assert scheme == "https" or rest.partition(":")[0] == "127.0.0.1"
    assert rest.isascii()
    assert not set(rest) & set("/?#@\\ ")


@pytest.mark.parametrize(
    ("given_url", "address"),
    [
        ("http://proxy.example.com:3128", "http://proxy.example.com:3128"),
        (" HTTP://Proxy.Example.COM:3128/ ", "http://proxy.example.com:3128"),
        ("https://10.0.0.7:8443", "https://10.0.0.7:8443"),
    ],
)
def test_a_proxy_is_scheme_host_and_port(given_url: str, address: str) -> None:
    assert check_proxy(given_url) == address
    assert Proxy(given_url).checked() == Proxy(address)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://proxy.example.com", "name its port"),
        ("proxy.example.com:3128", "not an address"),
        ("socks5://proxy.example.com:1080", "not an address"),
        ("http://jo:hunter2hunter2@proxy.example.com:3128", "must not hold a user"),
        ("http://proxy.example.com:3128/path", "end after the host and the port"),
        ("http://proxy.example.com:99999", "not an address"),
        ("", "not an address"),
    ],
)
def test_every_other_proxy_is_refused_without_its_password(url: str, why: str) -> None:
    with pytest.raises(ProfileProblem) as raised:
        check_proxy(url)
    assert "can't be the proxy" in raised.value.sentence
    assert why in raised.value.sentence
    assert "hunter2" not in f"{raised.value.sentence}{dict(raised.value.facts)}"


def test_a_proxys_user_and_password_are_in_its_url_and_nowhere_else() -> None:
    proxy = Proxy("http://proxy.example.com:3128", "j o", "p@ss/w:rd?#%").checked()
    assert proxy.url == "http://j%20o:p%40ss%2Fw%3Ard%3F%23%25@proxy.example.com:3128"
    assert repr(proxy) == "Proxy(address='http://proxy.example.com:3128')"
    assert Proxy("http://proxy.example.com:3128", None, "left over").url == "http://proxy.example.com:3128"
    assert Proxy("http://proxy.example.com:3128", "jo").url == "http://jo@proxy.example.com:3128"
    assert redaction.clean("it is p@ss/w:rd?#%") == f"it is {redaction.MASK}"


@pytest.mark.parametrize(("user", "password"), [("jo", "пароль"), ("j:o", "pw"), ("jö", None)])
def test_a_password_that_basic_authentication_cannot_carry_is_told(user: str, password: str | None) -> None:
    with pytest.raises(ProfileProblem, match="can't be sent") as raised:
        Proxy("http://proxy.example.com:3128", user, password).checked()
    assert str(password) not in f"{raised.value.sentence}{dict(raised.value.facts)}"


def test_certificates_come_from_the_environment_or_from_botocore(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.touch()
    assert trusted_certificates({}) is True
    assert trusted_certificates({"AWS_CA_BUNDLE": " "}) is True
    assert trusted_certificates({"SSL_CERT_FILE": str(bundle)}) == str(bundle)
    assert trusted_certificates({"AWS_CA_BUNDLE": str(bundle), "SSL_CERT_FILE": "x"}) == str(bundle)
    with pytest.raises(ProfileProblem) as raised:
        trusted_certificates({"AWS_CA_BUNDLE": str(tmp_path / "gone.pem")})
    assert raised.value.facts["variable"] == "AWS_CA_BUNDLE"


def test_sessions_share_one_loader_and_the_models_that_the_form_reads() -> None:
    loaders = [isolated_session(Keys(KEY_ID, SECRET)).get_component("data_loader") for _ in range(2)]
    assert loaders[0] is loaders[1]
    loaded = loaders[0].load_service_model("connect", "service-2")
    assert loaded is shape.model("connect").raw
    before = list(loaders[0].search_paths)
    loaders[0].search_paths.append("elsewhere")
    assert loaders[0].search_paths == before


@pytest.mark.parametrize("service", SERVICES)
def test_the_loader_reads_what_botocore_reads(service: str) -> None:
    from botocore.loaders import Loader

    ours = isolated_session(Keys(KEY_ID, SECRET)).get_component("data_loader")
    for kind in ("service-2", "endpoint-rule-set-1", "paginators-1"):
        theirs = Loader(include_default_search_paths=False, extra_search_paths=[Loader.BUILTIN_DATA_PATH])
        assert ours.load_service_model(service, kind) == theirs.load_service_model(service, kind)


CALLS = """
import asyncio, json, sys

given = json.loads(sys.argv[1])
seen = []

def watch(event, arguments):
    if event == "open" and ".aws" in str(arguments[0]):
        seen.append(str(arguments[0]))
    elif event in ("subprocess.Popen", "os.exec", "os.system", "os.posix_spawn"):
        seen.append(event)
    elif event == "socket.connect":
        address = arguments[1]
        if f"http://{address[0]}:{address[1]}" != given["endpoint"]:
            seen.append(f"{event} {address}")

sys.addaudithook(watch)

from console.aws import Connect, IdentityCenter, Patience, Sts
from console.credentials import Keys
from console.profiles import Profile

async def main():
    profile = Profile("Test", "environment", given["region"], given["endpoint"])
    keys, patience = Keys(*given["keys"]), Patience(read_s=5, first_wait_s=0.01)
    connect = Connect(profile, keys, patience=patience)
    instances = await connect.list_instances()
    identity = await connect.get_caller_identity()
    session = await Sts(profile, keys, patience=patience).get_session_token()
    center = IdentityCenter(given["region"], given["endpoint"], patience=patience)
    registration = await center.register_client("Test")
    device = await center.start_device_authorization(registration, given["endpoint"] + "/start")
    answer = await center.create_token(registration, device)
    try:
        await center.list_accounts(given_token())
    except Exception as error:
        refused = type(error).__name__
    print(json.dumps([instances[0].id, identity.account, session.access_key_id[:4], answer, refused, seen]))

def given_token():
    from datetime import UTC, datetime
    from console.aws import Token
    return Token("no-token", None, datetime.now(UTC))

asyncio.run(main())
"""


def _expected(sandbox: Sandbox) -> list[Any]:
    """What each call gives, and that nothing was read, run or asked beside them."""
    return [sandbox.instance_id, "123456789012", "ASIA", "pending", "SignInOver", []]


HOSTILE_CONFIG = f"""
[default]
region = eu-west-3
endpoint_url = http://127.0.0.1:{closed_port()}
retry_mode = legacy
max_attempts = 9
credential_process = touch PLANTED
ca_bundle = /nonexistent.pem
use_fips_endpoint = true
parameter_validation = false
sso_session = other
sso_account_id = 210987654321
sso_role_name = Other
[sso-session other]
sso_start_url = http://127.0.0.1:{closed_port()}/start
sso_region = eu-west-3
"""


def _home(folder: Path, config: str) -> Path:
    """A home folder with a config, other keys and a service model of its own."""
    for service in ("connect", "sts", "sso", "sso-oidc"):
        model = folder / ".aws" / "models" / service / "2099-01-01" / "service-2.json"
        model.parent.mkdir(parents=True)
        model.write_text("{}")
    (folder / ".aws" / "config").write_text(config)
    (folder / ".aws" / "credentials").write_text(
        "[default]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = other\n"
    )
    cache = folder / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    (cache / f"{sha1(b'other').hexdigest()}.json").write_text('{"accessToken": "other"}')
    return folder


def _called(sandbox: Sandbox, home: Path, environ: dict[str, str]) -> Any:
    given_call = {
        "region": sandbox.region,
        "endpoint": sandbox.endpoint,
        "keys": [sandbox.access_key_id, sandbox.secret_access_key],
    }
    kept = {
        name: value for name, value in os.environ.items() if not name.upper().startswith(("AWS_", "BOTO"))
    }
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", CALLS, json.dumps(given_call)],
        capture_output=True,
        text=True,
        timeout=BOUND_S,
        cwd=home,
        env={**kept, "HOME": str(home), "USERPROFILE": str(home), "PYTHONPATH": str(ROOT), **environ},
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


DEAD = f"http://127.0.0.1:{closed_port()}"


OTHER_KEYS = {
    "AWS_ACCESS_KEY_ID": "AKIAI44QH8DHBEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "other",
    "AWS_SESSION_TOKEN": "other",
    "AWS_SECURITY_TOKEN": "other",
    "AWS_BEARER_TOKEN_SSO": "other",
    "AWS_BEARER_TOKEN_CONNECT": "other",
    "AWS_PROFILE": "nope",
    "AWS_DEFAULT_PROFILE": "nope",
}
OTHER_PROVIDERS = {
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": DEAD,
    "AWS_EC2_METADATA_SERVICE_ENDPOINT": DEAD,
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/nonexistent",
    "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/other",
}
OTHER_PLACES = {
    "AWS_ENDPOINT_URL": DEAD,
    "AWS_ENDPOINT_URL_CONNECT": DEAD,
    "AWS_ENDPOINT_URL_STS": DEAD,
    "AWS_ENDPOINT_URL_SSO": DEAD,
    "AWS_ENDPOINT_URL_SSO_OIDC": DEAD,
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false",
    "HTTP_PROXY": DEAD,
    "http_proxy": DEAD,
    "HTTPS_PROXY": DEAD,
    "ALL_PROXY": DEAD,
    "AWS_DEFAULT_REGION": "eu-west-3",
    "AWS_REGION": "nope",
    "AWS_STS_REGIONAL_ENDPOINTS": "legacy",
}
OTHER_WAYS = {
    "AWS_MAX_ATTEMPTS": "nine",
    "AWS_RETRY_MODE": "nope",
    "AWS_DEFAULTS_MODE": "nope",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "AWS_USE_DUALSTACK_ENDPOINT": "true",
    "AWS_CSM_ENABLED": "true",
    "AWS_CSM_PORT": "x",
    "AWS_DATA_PATH": "/nonexistent",
    "AWS_AUTH_SCHEME_PREFERENCE": "httpBearerAuth",
    "AWS_REQUEST_CHECKSUM_CALCULATION": "nope",
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "nope",
    "REQUESTS_CA_BUNDLE": "/nonexistent.pem",
    "CURL_CA_BUNDLE": "/nonexistent.pem",
}


@pytest.mark.parametrize(
    ("config", "environ"),
    [
        (HOSTILE_CONFIG, {}),
        ("this is [ no config\n", {}),
        ("", OTHER_KEYS),
        ("", OTHER_PROVIDERS),
        ("", OTHER_PLACES),
        ("", OTHER_WAYS),
    ],
    ids=["hostile config", "no config", "other keys", "other providers", "other places", "other ways"],
)
def test_nothing_of_aws_in_the_environment_or_the_home_counts(
    sandbox: Sandbox, tmp_path: Path, config: str, environ: dict[str, str]
) -> None:
    home = _home(tmp_path, config)
    assert _called(sandbox, home, environ) == _expected(sandbox)
    assert not (home / "PLANTED").exists()


def test_a_session_without_keys_finds_none_and_looks_for_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from botocore.credentials import CredentialResolver

    for name, value in {**GIVEN, "AWS_BEARER_TOKEN_SSO": "other"}.items():
        monkeypatch.setenv(name, value)
    session = unsigned_session()
    assert session.get_credentials() is None
    assert session.get_component("token_provider").load_token(signing_name="sso") is None
    monkeypatch.setattr(CredentialResolver, "load_credentials", lambda _self: "found")
    with pytest.raises(RuntimeError, match="nobody gave"):
        unsigned_session()


def test_a_config_elsewhere_does_not_count_either(sandbox: Sandbox, tmp_path: Path) -> None:
    home = _home(tmp_path / "home", "")
    elsewhere = tmp_path / "config"
    elsewhere.write_text(HOSTILE_CONFIG)
    environ = {"AWS_CONFIG_FILE": str(elsewhere), "AWS_SHARED_CREDENTIALS_FILE": str(elsewhere)}
    assert _called(sandbox, home, environ) == _expected(sandbox)
