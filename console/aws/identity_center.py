"""IAM Identity Center in one region: signing in by a device code, and what a token gives.

Two services answer for it: SSO OIDC gives tokens, the SSO portal tells accounts and gives keys.
Nothing is signed, so no keys are needed, and none are looked for.
"""

from __future__ import annotations

from functools import partial
from typing import Literal

from console.aws.calling import Answer, Calls
from console.aws.clients import Route
from console.aws.retries import Patience
from console.aws.tokens import (
    Account,
    Device,
    Registration,
    Token,
    account_in,
    device_in,
    registration_in,
    role_keys_in,
    token_in,
)
from console.credentials import Keys, Proxy
from console.errors import ServiceError, SignInNeeded, Throttled
from console.language import tr
from console.redaction import remember
from console.workers import Workers

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
REFRESH_GRANT = "refresh_token"
SCOPE = "sso:account:access"
"""What is asked for: accounts and roles. With a scope the service gives a refresh token, too."""
ENTRIES_A_PAGE = 100
"""The most that the model allows."""


class IdentityCenter:
    """The door to IAM Identity Center in the region where it lives.

    Like Connect it loads nothing when it is made, may be cancelled, and raises children of
    ConsoleError. Where a token holds no longer that is SignInOver, a CredentialsExpired.
    """

    def __init__(
        self,
        region: str,
        endpoint: str | None = None,
        proxy: Proxy | None = None,
        workers: Workers | None = None,
        patience: Patience | None = None,
    ) -> None:
        """Check where it is; an endpoint counts only if it is http on 127.0.0.1.

        Raises:
            ProfileProblem: the region, the endpoint or the proxy can't be used.
        """
        self._calls = Calls(Route(region, endpoint, proxy), None, workers, patience)

    def close(self) -> None:
        """Drop the clients. Calls under way end by themselves; later ones fail."""
        self._calls.close()

    async def register_client(self, name: str) -> Registration:
        """Make this program known under a name; the registration holds for some weeks."""
        request = {"clientName": name, "clientType": "public", "scopes": [SCOPE]}
        return await self._calls.call("RegisterClient", request, registration_in, service="sso-oidc")

    async def start_device_authorization(self, registration: Registration, start_url: str) -> Device:
        """Ask for a code that somebody confirms in a browser.

        Raises:
            StartUrlRefused: there is no such start URL in this region.
            RegistrationOver: register anew.
        """
        request = {**_client(registration), "startUrl": start_url}
        return await self._calls.call("StartDeviceAuthorization", request, device_in, service="sso-oidc")

    async def create_token(
        self, registration: Registration, device: Device
    ) -> Token | Literal["pending", "slow_down"]:
        """The token, once the code was confirmed; until then `pending`, or `slow_down`: ask less often.

        Raises:
            SignInRefused: it was declined, or the code holds no longer.
            RegistrationOver: register anew.
        """
        remember(device.device_code)
        # The grant is named last: it reads like a member's name, and a log's filter may take it for one.
        request = {
            **_client(registration),
            "deviceCode": device.device_code,
            "grantType": DEVICE_GRANT,
        }
        try:
            return await self._calls.call("CreateToken", request, token_in, service="sso-oidc")
        except Throttled:
            return "slow_down"
        except ServiceError as error:
            if error.aws_code == "AuthorizationPendingException":
                return "pending"
            raise

    async def refresh_token(self, registration: Registration, token: Token) -> Token:
        """A new token in place of one that has ended, or soon will.

        Raises:
            SignInOver: it can't be renewed any more; RegistrationOver: nor can any of this registration.
            SignInNeeded: this token never could.
        """
        if token.refresh_token is None:
            raise SignInNeeded(tr("This sign-in can't be renewed."), tr("Sign in again."))
        _remember(token)
        request = {
            **_client(registration),
            "refreshToken": token.refresh_token,
            "grantType": REFRESH_GRANT,
        }
        read = partial(token_in, refresh_token=token.refresh_token)
        return await self._calls.call("CreateToken", request, read, service="sso-oidc")

    async def list_accounts(self, token: Token) -> list[Account]:
        """The accounts that whoever signed in may use, in the service's order.

        Raises:
            SignInOver: the token holds no longer.
        """
        request = {**_bearer(token), "maxResults": ENTRIES_A_PAGE}
        return await self._calls.all(
            "ListAccounts", request, "accountList", account_in, service="sso", token_name="nextToken"
        )

    async def list_account_roles(self, token: Token, account_id: str) -> list[str]:
        """The names of the roles that they may use in an account.

        Raises:
            SignInOver: the token holds no longer.
            RoleNotAssigned: they have none there.
        """
        request = {**_bearer(token), "accountId": account_id, "maxResults": ENTRIES_A_PAGE}
        return await self._calls.all(
            "ListAccountRoles",
            request,
            "roleList",
            lambda listed: str(listed["roleName"]),
            service="sso",
            token_name="nextToken",
        )

    async def get_role_credentials(self, token: Token, account_id: str, role_name: str) -> Keys:
        """Temporary keys of a role.

        Raises:
            SignInOver: the token holds no longer.
            RoleNotAssigned: whoever signed in may not use the role.
        """
        request = {**_bearer(token), "accountId": account_id, "roleName": role_name}
        return await self._calls.call("GetRoleCredentials", request, role_keys_in, service="sso")

    async def logout(self, token: Token) -> None:
        """End the sign-in at the service. Keys that it gave hold until they end by themselves."""
        await self._calls.call("Logout", _bearer(token), _nothing, service="sso")


def _client(registration: Registration) -> dict[str, str]:
    remember(registration.client_secret)
    return {"clientId": registration.client_id, "clientSecret": registration.client_secret}


def _bearer(token: Token) -> dict[str, str]:
    _remember(token)
    return {"accessToken": token.access_token}


def _remember(token: Token) -> None:
    # Tokens come from the keyring as well as from the service.
    remember(token.access_token, token.refresh_token)


def _nothing(_answer: Answer) -> None:
    return None
