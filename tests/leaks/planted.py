"""What is planted: secrets of every kind, in files, in variables, on the clipboard, typed and given out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from console.sandbox import Sandbox
from console.sandbox.identity import USER
from console.sandbox.sign_in import fakes
from tests.console.loopback import Loopback
from tests.leaks.canaries import Canary
from tests.leaks.stage import Stage

LOGIN_SESSION = "arn:aws:iam::123456789012:user/ada"
REQUEST = {
    "InstanceId": "b2f1aaaa-0000-4000-8000-000000009c40",
    "ContactFlowId": "846ec553-a005-41c0-8341-000000000001",
    "ParticipantDetails": {"DisplayName": "Priya"},
}


def secret(name: str) -> str:
    """A secret key that tells where it was planted: of AWS's length, with what AWS's have in them."""
    return f"{name}/+Canary{sha256(name.encode()).hexdigest()}"[:40]


def token(name: str) -> str:
    """A session token, of the length at which they begin."""
    return f"{name}Canary/+{''.join(sha256(f'{name}{one}'.encode()).hexdigest() for one in range(5))}=="


PLANTED = {
    "secret key, typed and wrong": secret("Wrong"),
    "secret key, typed and not kept": secret("Unsaved"),
    "session token, typed and not kept": token("Unsaved"),
    "secret key in ~/.aws/credentials": secret("File"),
    "secret key beside a token there": secret("FileBeside"),
    "session token in ~/.aws/credentials": token("File"),
    "secret key on a broken line there": secret("Broken"),
    "password in a credential_process": "CommandCanary-Pa55word-of-a-command",
    "password in an endpoint_url": "EndpointCanary-Pa55word",
    "secret key, pasted": secret("Pasted"),
    "session token, pasted": token("Pasted"),
    "password, pasted as JSON": 'JsonCanary-Pa55word, "it\'s" <&> 100 %',
    "secret key in the environment": secret("Environment"),
    "session token in the environment": token("Environment"),
    "password of the proxy of the system": "SystemProxyCanary-Pa55word",
    "password of a profile's proxy": 'ProxyCanary; "p&ss" <w\'rd> = 100 %, {it}\\',
    "user of a profile's proxy": "proxy-user-canary",
    "participant token, imported": token("Participant"),
    "connection token, imported": token("Connection"),
    "address of a websocket, imported": token("Websocket").replace("/", "_").replace("+", "-"),
    "session token of a request, imported": token("Header"),
    "address of a websocket, as an attribute": token("Attribute").replace("/", "_").replace("+", "-"),
    "refresh token of a console sign-in": token("Refresh"),
    "key of a console sign-in": "DpopCanary-MHcCAQEEIC-not-a-key-of-anybody",
    "MFA code, wrong": "271828",
    "MFA code, right": "123456",
}
P = PLANTED

KEPT = (
    "secret key beside a token there", "session token in ~/.aws/credentials", "secret key, pasted",
    "session token, pasted", "password of a profile's proxy", "user of a profile's proxy",
)  # fmt: skip
"""What the keyring holds in the end."""
GONE = (
    "secret key in ~/.aws/credentials", "secret key, typed and wrong", "secret key, typed and not kept",
    "session token, typed and not kept",
)  # fmt: skip
"""What it does not hold: a profile that was removed, and what was never kept."""


class Given:
    """What the sandbox gives out, noted as it does so."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.canaries: list[Canary] = []
        make_token, make_secret = fakes.token, fakes.secret

        def noted_token(kind: str, length: int) -> str:
            return self._noted(f"{kind} of the sandbox", make_token(kind, length))

        patch.setattr(fakes, "token", noted_token)
        patch.setattr(fakes, "secret", lambda: self._noted("secret key of the sandbox", make_secret()))

    def _noted(self, name: str, text: str) -> str:
        self.canaries.append(Canary(f"{name}, number {len(self.canaries)}", text))
        return text


def plant_files(stage: Stage, sandbox: Sandbox) -> dict[Path, str]:
    """What the user has in ~/.aws, none of it ours to protect, all of it ours to leave alone."""
    command = f"touch {stage.home}/was-run --password={P['password in a credential_process']}"
    config = stage.put(
        ".aws/config",
        f"""
[profile from-file]
region = us-east-1
endpoint_url = https://user:{P["password in an endpoint_url"]}@example.invalid
[profile from-file-token]
region = us-east-1
[profile from-command]
region = us-east-1
credential_process = {command}
[profile console]
login_session = {LOGIN_SESSION}
""",
    )
    credentials = stage.put(
        ".aws/credentials",
        f"""
[from-file]
aws_access_key_id = AKIAFILEFILEFILE0001
aws_secret_access_key = {P["secret key in ~/.aws/credentials"]}
[from-file-token]
aws_access_key_id = ASIAFILEFILEFILE0002
aws_secret_access_key = {P["secret key beside a token there"]}
aws_session_token = {P["session token in ~/.aws/credentials"]}
[broken]
aws_access_key_id = AKIAFILEFILEFILE0003
aws_secret_access_key {P["secret key on a broken line there"]}
{P["secret key on a broken line there"]}
""",
    )
    keys = sandbox.sign_in.sessions.give(USER, 3600).keys
    login = {
        "accessToken": {
            "accessKeyId": keys.access_key_id,
            "secretAccessKey": keys.secret_access_key,
            "sessionToken": keys.session_token,
            "accountId": "123456789012",
            "expiresAt": "2099-01-01T00:00:00Z",
        },
        "refreshToken": P["refresh token of a console sign-in"],
        "dpopKey": P["key of a console sign-in"],
    }
    name = sha256(LOGIN_SESSION.encode()).hexdigest()
    files = [config, credentials, stage.put(f".aws/login/cache/{name}.json", json.dumps(login))]
    return {file: file.read_text("utf-8") for file in files}


def texts(sandbox: Sandbox) -> Mapping[str, Any]:
    """What is pasted, in the forms in which people have it."""
    temporary = sandbox.sign_in.sessions.give(USER, 3600).keys
    websocket = f"wss://x.example/ws?X-Amz-Security-Token={P['address of a websocket, imported']}"
    answer = {
        **REQUEST,
        "ParticipantToken": P["participant token, imported"],
        "ConnectionCredentials": {"ConnectionToken": P["connection token, imported"]},
        "Websocket": {"Url": websocket},
    }
    curl = (
        "curl 'https://connect.us-east-1.amazonaws.com/contact/chat' -X PUT "
        f"-H 'x-amz-security-token: {P['session token of a request, imported']}' "
        f"--data-raw '{json.dumps(REQUEST)}'"
    )
    exported = "\n".join(
        (
            "export AWS_ACCESS_KEY_ID=ASIAPASTEDPASTED0001",
            f'export AWS_SECRET_ACCESS_KEY="{P["secret key, pasted"]}"',
            f"export AWS_SESSION_TOKEN={P['session token, pasted']}",
            "export AWS_REGION=us-east-1",
        )
    )
    return {
        "imports": [json.dumps(answer), curl],
        "address": f"wss://x.example/ws?X-Amz-Security-Token={P['address of a websocket, as an attribute']}",
        "pasted": [json.dumps({"password": P["password, pasted as JSON"]}), exported],
        "temporary": json.dumps(
            {
                "Credentials": {
                    "AccessKeyId": temporary.access_key_id,
                    "SecretAccessKey": temporary.secret_access_key,
                    "SessionToken": temporary.session_token,
                }
            }
        ),
    }


def plan(sandbox: Sandbox, proxy: Loopback) -> dict[str, Any]:
    """What the person who tours types."""
    return {
        "endpoint": sandbox.endpoint,
        "region": sandbox.region,
        "start_url": sandbox.sign_in.start_url,
        "access_key_id": sandbox.access_key_id,
        "secret_access_key": sandbox.secret_access_key,
        "wrong_secret": P["secret key, typed and wrong"],
        "unsaved_secret": P["secret key, typed and not kept"],
        "unsaved_token": P["session token, typed and not kept"],
        "wrong_code": P["MFA code, wrong"],
        "login_session": LOGIN_SESSION,
        "proxy": proxy.endpoint,
        "proxy_user": P["user of a profile's proxy"],
        "proxy_password": P["password of a profile's proxy"],
        **texts(sandbox),
    }


def variables(sandbox: Sandbox, proxy: Loopback) -> Mapping[str, str]:
    """The user's environment: keys that nobody knows, and a proxy that refuses everything."""
    return {
        "AWS_ACCESS_KEY_ID": "ASIAENVIRONMENT00001",
        "AWS_SECRET_ACCESS_KEY": P["secret key in the environment"],
        "AWS_SESSION_TOKEN": P["session token in the environment"],
        "AWS_REGION": sandbox.region,
        "AWS_ENDPOINT_URL_CONNECT": sandbox.endpoint,
        # What has no endpoint of its own would go to AWS; this keeps it on this computer.
        "HTTPS_PROXY": f"http://jo:{P['password of the proxy of the system']}@127.0.0.1:{proxy.port}",
    }
