"""Values that are obviously fake, and real-looking texts around them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from console.candidates import Candidate, Reading

KEY_ID, SECRET = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TEMPORARY_ID = "ASIAIOSFODNN7EXAMPLE"
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLETOKEN/+" + "EXAMPLE/FAKE+" * 12 + "=="
ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/ChatTester"
MFA = f"arn:aws:iam::{ACCOUNT}:mfa/ada"
USER = f"arn:aws:iam::{ACCOUNT}:user/ada"
START_URL = "https://d-1234567890.awsapps.com/start"

LASTING = {"access_key_id": KEY_ID, "secret_access_key": SECRET}
TEMPORARY = {"access_key_id": TEMPORARY_ID, "secret_access_key": SECRET, "session_token": TOKEN}
EXPIRES = {"expires_at": "2026-11-22T10:00:00+00:00"}


def _variables(form: str) -> str:
    names = {"AWS_ACCESS_KEY_ID": "{id}", "AWS_SECRET_ACCESS_KEY": "{secret}", "AWS_SESSION_TOKEN": "{token}"}
    return "\n".join(form.replace("NAME", name).replace("VALUE", value) for name, value in names.items())


def _json(shape: Any) -> str:
    """JSON as a form: braces doubled, values open."""
    text = json.dumps(shape, indent=4).replace("{", "{{").replace("}", "}}")
    return text.replace("<id>", "{id}").replace("<secret>", "{secret}").replace("<token>", "{token}")


_UPPER = {"AccessKeyId": "<id>", "SecretAccessKey": "<secret>", "SessionToken": "<token>"}
_LOWER = {"accessKeyId": "<id>", "secretAccessKey": "<secret>", "sessionToken": "<token>"}
_SESSION = {"AssumedRoleId": "AROA:me", "Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/ChatTester/me"}

FORMS: Mapping[str, str] = {
    "bash": _variables('export NAME="VALUE"'),
    "zsh, no quotes": _variables("export NAME=VALUE"),
    "single quotes": _variables("export NAME='VALUE'"),
    "one line": _variables("export NAME=VALUE;").replace("\n", " "),
    "one export": "export " + _variables("NAME=VALUE").replace("\n", " "),
    "before a command": _variables("NAME=VALUE").replace("\n", " ") + " aws s3 ls",
    "behind a prompt": _variables("$ export NAME=VALUE"),
    "behind a long prompt": _variables("[ada@host ~]$ export NAME=VALUE"),
    "behind root's prompt": _variables("[root@host ~]# export NAME=VALUE"),
    "behind a container's prompt": _variables("/ # export NAME=VALUE"),
    "with remarks": "# mine\n" + _variables("export NAME=VALUE # a key\n# export NAME=old"),
    "declare": _variables('declare -x NAME="VALUE"'),
    "fish, global": _variables("set -gx NAME VALUE"),
    "fish": _variables("set -x NAME 'VALUE';"),
    "csh": _variables("setenv NAME VALUE"),
    "PowerShell": _variables('$Env:NAME="VALUE"'),
    "PowerShell, spaced": _variables("PS C:\\Users\\ada> $env:NAME = 'VALUE';"),
    "PowerShell, for good": _variables('[Environment]::SetEnvironmentVariable("NAME", "VALUE", "User")'),
    "PowerShell, command": "Set-AWSCredential -AccessKey {id} -SecretKey {secret} -SessionToken {token}",
    "cmd": _variables("set NAME=VALUE"),
    "cmd, upper case": _variables("C:\\>SET NAME=VALUE\r"),
    "cmd, quoted": _variables('set "NAME=VALUE"'),
    "cmd, one line": _variables("set NAME=VALUE&&").replace("\n", " "),
    "setx": _variables("setx NAME VALUE"),
    ".env": _variables("NAME=VALUE") + "\nDEBUG=1",
    ".env, spaced": _variables("NAME = VALUE"),
    "docker": "docker run " + _variables("-e NAME=VALUE").replace("\n", " ") + " image",
    "yaml": "env:\n" + _variables("  NAME: VALUE"),
    "typographic quotes": _variables("export NAME=“VALUE”"),
    "from a chat, quoted": _variables("`NAME=VALUE`"),
    "lower case": _variables("NAME=VALUE").lower(),
    "INI without a section": "aws_access_key_id = {id}\naws_secret_access_key = {secret}\n"
    "aws_session_token = {token}\n",
    "INI": "[default]\naws_access_key_id = {id}\naws_secret_access_key={secret}\naws_session_token= {token}",
    "INI, CRLF and BOM": "\ufeff[default]\r\naws_access_key_id={id}\r\n"
    "aws_secret_access_key={secret}\r\naws_session_token={token}\r\n",
    "access portal": f"[{ACCOUNT}_ChatTester]\naws_access_key_id={{id}}\n"
    "aws_secret_access_key={secret}\naws_session_token={token}",
    "INI, old token": "[x]\naws_access_key_id={id}\naws_secret_access_key={secret}\n"
    "aws_security_token={token}",
    "exports below a heading": "[x]\n" + _variables("export NAME=VALUE"),
    "aws configure set": "aws configure set aws_access_key_id {id} --profile x\n"
    "aws configure set aws_secret_access_key {secret}\naws configure set aws_session_token {token}",
    "aws configure": "$ aws configure\nAWS Access Key ID [None]: {id}\n"
    "AWS Secret Access Key [None]: {secret}\nAWS Session Token [****************XYZ=]: {token}",
    "Terraform": 'access_key = "{id}"\nsecret_key = "{secret}"\nsession_token = "{token}"',
    "Python": 'boto3.Session(aws_access_key_id="{id}", aws_secret_access_key="{secret}",'
    ' aws_session_token="{token}")',
    "a Python mapping": "{{'AccessKeyId': '{id}', 'SecretAccessKey': '{secret}', 'SessionToken': '{token}'}}",
    "shorthand": "AccessKeyId={id},SecretAccessKey={secret},SessionToken={token}",
    "STS": _json({"Credentials": _UPPER, "AssumedRoleUser": _SESSION}),
    "STS, with its command": "$ aws sts get-session-token \\\n  --serial-number x\n"
    + _json({"Credentials": _UPPER}),
    "credential_process": _json({"Version": 1, **_UPPER}),
    "IAM Identity Center": _json({"roleCredentials": {**_LOWER, "expiration": 1795341600000}}),
    "camelCase": _json(_LOWER),
    "instance metadata": _json(
        {"Code": "Success", "AccessKeyId": "<id>", "SecretAccessKey": "<secret>", "Token": "<token>"}
    ),
    "container": _json({"RoleArn": ROLE, **_UPPER}),
    "JSON of variables": _json({"env": {f"AWS_{name}": f"<{stands}>" for name, stands in (
        ("ACCESS_KEY_ID", "id"), ("SECRET_ACCESS_KEY", "secret"), ("SESSION_TOKEN", "token"))}}),
    "JSON that is cut": _json({"Credentials": _UPPER})[:-6],
    "JSON with a comma too many": _json(_UPPER).replace("\n}}", ",\n}}"),
    "JSON within JSON": _json(_UPPER).replace('"', '\\"'),
    "CSV": "\ufeffAccess key ID,Secret access key,Session token\n{id},{secret},{token}\n",
    "three lines": "{id}\n{secret}\n{token}\n",
    "as a page shows them": "Access key\n{id}\nSecret access key\n{secret}\n\nSession token\n{token}\n",
    "a table": "Access key ID\tSecret access key\tSession token\n{id}\t{secret}\t{token}",
    "labels": "AWS Access Key ID: {id}\nAWS Secret Access Key: {secret}\nAWS Session Token: {token}",
}  # fmt: skip
"""How keys are handed around; `{id}`, `{secret}` and `{token}` stand for them."""


def filled(form: str, key_id: str = TEMPORARY_ID, secret: str = SECRET, token: str = TOKEN) -> str:
    return form.format(id=key_id, secret=secret, token=token)


def only(reading: Reading) -> Candidate:
    """The one candidate of a reading."""
    (candidate,) = reading.candidates
    return candidate


def by_name(reading: Reading) -> dict[str, Candidate]:
    found = {candidate.name: candidate for candidate in reading.candidates}
    assert len(found) == len(reading.candidates), "two candidates share a name"
    return found


def said(reading: Reading) -> str:
    """All that may be shown of a reading, but for what the vault is to hold."""
    return repr(reading) + "".join(
        f"{one.name}{one.source}{one.note}{one.problem}{one.command}{one.endpoint}"
        for one in reading.candidates
    )
