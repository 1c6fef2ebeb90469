"""boto3 clients of a sandbox, with the keys of a test's choice, and what they are refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from console.sandbox import Sandbox
from console.sandbox.identity import KEYS
from console.sandbox.operations.identity_center import DEVICE_CODE

# Nothing is checked before it is sent: judging it is the sandbox's part.
ONCE = Config(
    retries={"mode": "standard", "total_max_attempts": 1},
    connect_timeout=5,
    read_timeout=10,
    parameter_validation=False,
)
ROLE = "arn:aws:iam::123456789012:role/"
MFA = {"SerialNumber": "arn:aws:iam::123456789012:mfa/sandbox", "TokenCode": "123456"}
OWN = {"AccessKeyId": KEYS.access_key_id, "SecretAccessKey": KEYS.secret_access_key}


def client(sandbox: Sandbox, service: str, keys: Mapping[str, Any] = OWN) -> Any:
    """A client that signs with keys as STS names them; some services' clients sign nothing."""
    unsigned = service in ("sso", "sso-oidc", "connectparticipant")
    made: Callable[..., Any] = boto3.client
    return made(
        service,
        region_name=sandbox.region,
        endpoint_url=sandbox.endpoint,
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys.get("SessionToken"),
        config=ONCE.merge(Config(signature_version=UNSIGNED)) if unsigned else ONCE,
    )


def refused(call: Callable[..., Any], **members: Any) -> tuple[str, int, str]:
    """Code, status and message with which a call is refused."""
    with pytest.raises(ClientError) as caught:
        call(**members)
    response = caught.value.response
    return (
        response["Error"]["Code"],
        response["ResponseMetadata"]["HTTPStatusCode"],
        response["Error"]["Message"],
    )


@dataclass(frozen=True)
class SignedIn:
    """A client of Identity Center that registered itself, and what it was given."""

    oidc: Any
    client_id: str
    client_secret: str

    def wait(self, start_url: str) -> dict[str, Any]:
        """Begin to wait for a person."""
        begun: dict[str, Any] = self.oidc.start_device_authorization(
            clientId=self.client_id, clientSecret=self.client_secret, startUrl=start_url
        )
        return begun

    def token(self, **members: Any) -> dict[str, Any]:
        """What CreateToken gives."""
        given: dict[str, Any] = self.oidc.create_token(
            clientId=self.client_id, clientSecret=self.client_secret, **members
        )
        return given

    def poll(self, device_code: str) -> dict[str, Any]:
        return self.token(grantType=DEVICE_CODE, deviceCode=device_code)

    def refresh(self, refresh_token: str) -> dict[str, Any]:
        return self.token(grantType="refresh_token", refreshToken=refresh_token)


def registered(sandbox: Sandbox, *scopes: str, **members: Any) -> SignedIn:
    """A client that has just registered."""
    oidc = client(sandbox, "sso-oidc")
    given = oidc.register_client(
        clientName="Connect Chat Console", clientType="public", scopes=list(scopes), **members
    )
    return SignedIn(oidc, given["clientId"], given["clientSecret"])


def signed_in(sandbox: Sandbox, *scopes: str) -> tuple[SignedIn, dict[str, Any]]:
    """A client whose wish a person has allowed, and its first tokens."""
    program = registered(sandbox, *scopes)
    begun = program.wait(sandbox.sign_in.start_url)
    sandbox.sign_in.approve(begun["userCode"])
    return program, program.poll(begun["deviceCode"])


def keys_of(role_credentials: Mapping[str, Any]) -> dict[str, str]:
    """The portal's credentials under the names of STS."""
    return {name[0].upper() + name[1:]: str(value) for name, value in role_credentials.items()}
