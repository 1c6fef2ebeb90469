"""Redaction: planted secrets vanish in every form in which they are written, and nothing else does."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console import redaction
from console.aws import Connect, Patience
from console.credentials import Keys
from console.errors import SignatureWrong
from console.profiles import Profile
from console.redaction import MASK, Redaction, clean, guard, install, is_secret, mask, redact, remember
from tests.console.loopback import HANG_UP, Loopback, refusal, result

CANARY = "Canary/7f+3aQ9="
"""As tokens are: base64 with its special signs."""


@pytest.mark.parametrize(
    "name",
    [
        "ParticipantToken", "ConnectionToken", "X-Amz-Bearer", "x-amz-security-token", "Authorization",
        "SecretAccessKey", "AWS_SECRET_ACCESS_KEY", "secret_access_key", "aws_session_token", "SessionToken",
        "clientSecret", "refresh_token", "accessToken", "TokenCode", "password", "Proxy-Authorization",
    ],
)  # fmt: skip
def test_secret_names_are_known_however_they_are_written(name: str) -> None:
    assert is_secret(name)
    assert redact({name: CANARY}) == {name: MASK}


@pytest.mark.parametrize(
    "name",
    ["ClientToken", "NextToken", "ContactId", "DisplayName", "Content", "AccessKeyId", "Attributes", "Url"],
)
def test_other_names_are_not_secret(name: str) -> None:
    assert not is_secret(name)
    assert redact({name: "a value"}) == {name: "a value"}


def test_redact_goes_all_the_way_down_and_leaves_the_original_alone() -> None:
    original: dict[str, Any] = {
        "Participants": [{"ParticipantToken": CANARY, "Id": 7}, "plain"],
        "Websocket": {"Url": f"wss://host.example/{CANARY}?x={CANARY}", "ConnectionExpiry": "2026-11-22"},
        "Content": json.dumps({"inner": json.dumps({"ConnectionToken": CANARY})}),
        "Upload": {"Url": f"https://bucket.example/key?X-Amz-Signature={'a1' * 32}&part=1"},
        "TokenCode": 123456,
        "Password": None,
        "SecretAccessKey": "",
        "Raw": f'{{"ParticipantToken":"{CANARY}"}}'.encode(),
        "IsOn": True,
    }
    kept = json.dumps({**original, "Raw": ""})
    redacted = redact(original)
    assert CANARY not in str(redacted)
    assert "a1a1" not in str(redacted)
    assert redacted["Participants"][0]["Id"] == 7
    assert redacted["Participants"][1] == "plain"
    assert redacted["Websocket"] == {"Url": f"wss://host.example/{MASK}", "ConnectionExpiry": "2026-11-22"}
    assert redacted["Upload"]["Url"].endswith("&part=1")
    assert redacted["TokenCode"] == MASK
    assert redacted["Password"] is None
    assert redacted["SecretAccessKey"] == ""
    assert redacted["IsOn"] is True
    assert json.dumps({**original, "Raw": ""}) == kept


WRITTEN = {
    "after a value that is a name itself": f'{{"grantType": "refresh_token", "refreshToken": "{CANARY}"}}',
    "json": json.dumps({"ParticipantToken": CANARY}),
    "json within json": json.dumps({"content": json.dumps({"ParticipantToken": CANARY})}),
    "json within json within json": json.dumps(json.dumps(json.dumps({"ConnectionToken": CANARY}))),
    "json with escaped slashes": json.dumps({"ParticipantToken": CANARY}).replace("/", "\\/"),
    "repr": repr({"X-Amz-Security-Token": CANARY, "Id": 1}),
    "repr of bytes": repr({"X-Amz-Bearer": CANARY.encode()}),
    "repr of pairs": repr([("Authorization", f"AWS4-HMAC-SHA256 Credential=a/b, Signature={CANARY}")]),
    "header": f"GET / HTTP/1.1\r\nx-amz-security-token: {CANARY}\r\nhost: here\r\n",
    "canonical request": f"host:here\nx-amz-security-token:{CANARY}\n\nhost",
    "authorization": f"Authorization: AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature={CANARY}",
    "form": urlencode({"TokenCode": CANARY, "Action": "x"}),
    "xml": f"<Credentials><SecretAccessKey>{CANARY}</SecretAccessKey></Credentials>",
    "environment": f"AWS_SECRET_ACCESS_KEY={CANARY}",
    "bearer": f"Bearer {CANARY * 3}",
    "websocket": f"connecting to wss://host.example:443/?token={CANARY} now",
    "websocket in go's json": f'"Url":"wss://host.example/path?a=1\\u0026b={CANARY}"',
    "websocket with escaped slashes": f'"Url":"wss:\\/\\/host.example\\/path?b={CANARY}"',
    "presigned": f"https://host.example/x?X-Amz-Security-Token={quote(CANARY)}&y=1",
    "proxy": f"http://user:{CANARY.replace('/', '')}@proxy.example:3128",
    "password": f'{{"password": "two words, {CANARY}"}}',
    "password with a quote": json.dumps({"password": f'say "{CANARY}"'}),
}


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_secret_vanishes_in_whatever_form_it_is_written(text: str) -> None:
    cleaned = clean(text)
    for form in (CANARY, CANARY.replace("/", ""), quote(CANARY), CANARY[:8], CANARY[-8:]):
        assert form not in cleaned
    assert MASK in cleaned


def test_json_is_json_after_it() -> None:
    inner = json.dumps({"ParticipantToken": CANARY, "Id": 1})
    cleaned = json.loads(clean(json.dumps({"content": inner, "n": [1]})))
    assert json.loads(cleaned["content"]) == {"ParticipantToken": MASK, "Id": 1}
    assert cleaned["n"] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "Hello, what's my password?",
        "The session token is wrong",
        "https://example.com/a?b=c&email=a@b.example",
        "Basic functionality and bearer bonds",
        '{"ClientToken": "541bfcd5-657f-4890-9eeb-408f055786f5", "NextToken": "abc"}',
        "wss://host.example/",
        "ASIA and AKIA",
        "asiapacificnortheast1",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert clean(text) == text


def test_an_access_key_id_is_shortened() -> None:
    assert clean("key AKIAIOSFODNN7EXAMPLE.") == "key AKIA…MPLE."


def test_mask_tells_nothing() -> None:
    assert mask("a") == mask("b" * 1000) == MASK
    assert mask("") == ""


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@settings(max_examples=40)
@given(
    st.dictionaries(
        st.text(),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text() | st.binary(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
            max_leaves=8,
        ),
    )
)
def test_any_mapping_can_be_redacted(mapping: dict[str, Any]) -> None:
    assert redact(mapping).keys() == mapping.keys()


@pytest.mark.parametrize("part", ["a-", "password='", "\\", "wss://", "://", "[?&token=", "x-amz-bearer:"])
def test_odd_texts_take_no_longer(part: str) -> None:
    text = part * (64 * 1024 // len(part))
    began = time.perf_counter()
    clean(text)
    assert time.perf_counter() - began < 2


@pytest.fixture
def memory() -> Iterator[None]:
    """What a test makes the process remember is forgotten after it."""
    before = dict(redaction._remembered)
    yield
    redaction._remembered.clear()
    redaction._remembered.update(before)
    remember()


@pytest.mark.usefixtures("memory")
def test_a_remembered_value_vanishes_wherever_it_stands() -> None:
    secret = 'odd/"value"+=ü'
    remember(secret, None, "short")
    for form in (
        secret,
        quote(secret, safe=""),
        quote(secret),
        json.dumps(secret),
        secret.replace("/", "\\/"),
    ):
        cleaned = clean(f"before {form} after short")
        assert MASK in cleaned
        assert "value" not in cleaned
        assert cleaned.startswith("before ")
        assert cleaned.endswith(" after short")


@pytest.mark.usefixtures("memory")
def test_memory_is_bounded_and_keeps_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction, "_MOST_REMEMBERED", 200)
    for number in range(300):
        remember(f"a secret with number {number:05}")
    assert len(redaction._remembered) <= 200
    assert clean("a secret with number 00299") == MASK


class Log:
    """A logger of its own with one guarded handler, at DEBUG."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setLevel(logging.DEBUG)
        guard(self.handler)
        self.logger = logging.Logger("test", logging.DEBUG)
        self.logger.addHandler(self.handler)

    @property
    def text(self) -> str:
        return self.stream.getvalue()


@pytest.mark.usefixtures("memory")
def test_arguments_tracebacks_and_stacks_are_cleaned() -> None:
    log = Log()
    remember(CANARY)
    log.logger.info("token %s, %d %%", CANARY, 7)
    record = logging.LogRecord("test", logging.INFO, "file.py", 1, "with its stack", None, None)
    record.stack_info = f"raise Odd('{CANARY}')"
    log.logger.handle(record)
    try:
        raise ValueError(f"it is {CANARY}")
    except ValueError:
        log.logger.exception("failed with %r", {"password": "hunter2hunter2"})
    assert CANARY not in log.text
    assert "hunter2" not in log.text
    assert f"token {MASK}, 7 %" in log.text
    assert f"raise Odd('{MASK}')" in log.text
    assert "ValueError: it is" in log.text


def test_a_log_call_with_wrong_arguments_neither_leaks_nor_breaks() -> None:
    log = Log()
    log.logger.info("%d", CANARY)
    assert CANARY not in log.text
    assert "can't be formatted" in log.text


def test_install_guards_every_handler_once_and_holds_the_chatty_loggers() -> None:
    root, handler = logging.getLogger(), logging.NullHandler()
    root.addHandler(handler)
    levels = {name: logging.getLogger(name).level for name in redaction.CHATTY_LOGGERS}
    try:
        other = logging.NullHandler()
        install(other)
        install(other)
        for guarded in (handler, other, logging.lastResort):
            assert guarded is not None
            assert sum(isinstance(one, Redaction) for one in guarded.filters) == 1
        assert not logging.getLogger("botocore.endpoint").isEnabledFor(logging.DEBUG)
        assert not logging.getLogger("urllib3.connectionpool").isEnabledFor(logging.DEBUG)
    finally:
        root.removeHandler(handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
SESSION = "IQoJSessionCanary" + "x/+" * 40 + "="
TOKENS = {
    "ParticipantToken": "QVFIParticipantCanary/+=",
    "ConnectionToken": "QVFIConnectionCanary/+=",
    "Url": "wss://transport.example/?canary=WebsocketCanary%2F",
}


@pytest.fixture
def debug_log() -> Iterator[io.StringIO]:
    """Everything that boto3, botocore and urllib3 say at DEBUG, through one guarded handler."""
    log = Log()
    names = ("boto3", "botocore", "urllib3")
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).addHandler(log.handler)
    yield log.stream
    for name in names:
        logging.getLogger(name).removeHandler(log.handler)
        logging.getLogger(name).setLevel(before[name])


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize("is_remembered", [True, False])
def test_a_whole_start_at_debug_level_holds_no_secret(
    debug_log: io.StringIO, is_remembered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_remembered:
        # The names and shapes must do by themselves.
        monkeypatch.setattr(redaction, "_longest_first", ())
        monkeypatch.setattr("console.aws.connect.remember", lambda *_: None)
    answer = result(
        {
            "ContactId": "contact-1",
            "ParticipantId": "participant-1",
            "ParticipantToken": TOKENS["ParticipantToken"],
            "ConnectionCredentials": {"ConnectionToken": TOKENS["ConnectionToken"], "Expiry": "2026-11-23"},
            "Websocket": {"Url": TOKENS["Url"], "ConnectionExpiry": "2026-11-23"},
        }
    )
    echo = refusal(403, "InvalidSignatureException", f"should have been 'x-amz-security-token:{SESSION}'")
    request = {
        "InstanceId": "i",
        "ContactFlowId": "f",
        "ParticipantDetails": {"DisplayName": "Jo"},
        "ConnectionTypes": ["WEBSOCKET"],
    }

    async def start(server: Loopback) -> None:
        keys = Keys("ASIAIOSFODNN7EXAMPLE", SECRET, SESSION)
        profile = Profile("test", "environment", "us-east-1", server.endpoint)
        connect = Connect(profile, keys, patience=Patience(first_wait_s=0.01))
        started = await connect.start_chat_contact(request)
        assert started.participant_token == TOKENS["ParticipantToken"]
        with pytest.raises(SignatureWrong) as refused:
            await connect.start_chat_contact(request)
        assert "SessionCanary" not in f"{refused.value} {dict(refused.value.facts)}"
        connect.close()

    with Loopback(HANG_UP, answer, echo) as server:
        asyncio.run(start(server))
        signatures = [asked.headers["authorization"].rpartition("Signature=")[2] for asked in server.asked]
    text = debug_log.getvalue()
    assert "Sending http request" in text
    assert "contact-1" in text
    secrets = (
        SECRET,
        "SessionCanary",
        "ParticipantCanary",
        "ConnectionCanary",
        "WebsocketCanary",
        *signatures,
    )
    assert [secret for secret in secrets if secret in text] == []


def test_what_is_kept_to_be_sent_later_loses_its_secrets_and_nothing_else() -> None:
    redaction.remember("a-token-of-this-process")
    request = {
        "Attributes": {"password": "hunter2", "note": "Password: yes please", "n": "see ?token=abc"},
        "InitialMessage": {"Content": "holds a-token-of-this-process"},
        "SupportedMessagingContentTypes": ["text/plain"],
        "Empty": {},
    }
    assert redaction.without_secrets(request) == {
        "Attributes": {"note": "Password: yes please", "n": "see ?token=abc"},
        "SupportedMessagingContentTypes": ["text/plain"],
        "Empty": {},
    }
