"""A client of the tests' own: signs with botocore, sends over a plain socket, changes what it likes."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from console.sandbox import Sandbox


@dataclass(frozen=True)
class Signed:
    """A signed request, ready to be sent or to be tampered with."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    def but(self, **changes: Any) -> Signed:
        return replace(self, **changes)

    def with_header(self, name: str, value: str) -> Signed:
        kept = {key: old for key, old in self.headers.items() if key.lower() != name.lower()}
        return replace(self, headers={**kept, name: value})


@dataclass(frozen=True)
class Answered:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        return self.headers.get("x-amzn-errortype", "")

    @property
    def message(self) -> str:
        return cast("str", self.json["Message"])


@dataclass(frozen=True)
class Signer:
    """Signs requests for a sandbox as botocore does; each part can be wrong on purpose."""

    sandbox: Sandbox
    access_key_id: str = "AKIAIOSFODNN7EXAMPLE"
    secret_access_key: str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    token: str | None = None
    service: str = "connect"
    region: str = "us-east-1"
    extra: Mapping[str, str] = field(default_factory=dict)

    def sign(self, method: str, target: str, body: bytes = b"") -> Signed:
        headers = {"Content-Type": "application/json", **self.extra}
        request = AWSRequest(method, self.sandbox.endpoint + target, data=body, headers=headers)
        credentials = Credentials(self.access_key_id, self.secret_access_key, self.token)
        SigV4Auth(credentials, self.service, self.region).add_auth(request)
        return Signed(method, target, dict(request.headers.items()), body)

    def start(self, request: Mapping[str, Any]) -> Signed:
        return self.sign("PUT", "/contact/chat", json.dumps(request).encode())


def send(sandbox: Sandbox, signed: Signed) -> Answered:
    connection = http.client.HTTPConnection(sandbox.endpoint.removeprefix("http://"), timeout=10)
    try:
        connection.request(signed.method, signed.target, signed.body, dict(signed.headers))
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answered(response.status, headers, response.read())
    finally:
        connection.close()


def smallest(sandbox: Sandbox, **members: Any) -> dict[str, Any]:
    """The smallest request that starts a chat, with members of a test's choice."""
    return {
        "InstanceId": sandbox.instance_id,
        "ContactFlowId": sandbox.flows[0].id,
        "ParticipantDetails": {"DisplayName": "Zoë"},
        **members,
    }


Send = Callable[[Signed], Answered]
