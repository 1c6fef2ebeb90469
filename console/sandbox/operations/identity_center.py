"""IAM Identity Center: the device flow of SSO OIDC, and the access portal's accounts, roles and keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from console.sandbox.identity import Caller
from console.sandbox.operations.answer import Input, Output, without_none
from console.sandbox.pages import page
from console.sandbox.refusal import RefusalError
from console.sandbox.sign_in.assignments import ACCOUNTS, Account
from console.sandbox.sign_in.devices import Client
from console.sandbox.sign_in.portal import Tokens
from console.sandbox.world import World

DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
REFRESH_TOKEN = "refresh_token"  # the name of a grant, no secret
PAGE = 100
"""Entries to a page at most, as the model has it."""


def register_client(world: World, given: Input, _caller: Caller) -> Output:
    """Register a program; "anything other than public will be rejected" (RegisterClient)."""
    if given["clientType"] != "public":
        raise RefusalError("InvalidClientMetadataException", "clientType must be public.")
    for grant in given.get("grantTypes") or ():
        if grant not in _GRANTS:
            # ours: authorization-code
            raise RefusalError("UnsupportedGrantTypeException", f"“{grant[:100]}” is not supported here.")
    client = world.sign_in.devices.register(
        given["clientName"], given.get("scopes") or (), given.get("grantTypes") or ()
    )
    return {
        "clientId": client.id,
        "clientSecret": client.secret,
        "clientIdIssuedAt": int(client.issued),
        "clientSecretExpiresAt": int(client.expires),
    }


def start_device_authorization(world: World, given: Input, _caller: Caller) -> Output:
    """Begin to wait for a person at the verification page, which the sandbox shows itself."""
    sign_in = world.sign_in
    client = sign_in.devices.client(given["clientId"], given["clientSecret"])
    _check_grant(client, DEVICE_CODE)
    device = sign_in.devices.begin(client, given["startUrl"], sign_in.endpoint)
    address = f"{sign_in.endpoint}/device"
    return {
        "deviceCode": device.code,
        "userCode": device.user_code,
        "verificationUri": address,
        "verificationUriComplete": f"{address}?{urlencode({'user_code': device.user_code})}",
        "expiresIn": int(sign_in.lifetimes.device_s),
        "interval": int(sign_in.lifetimes.interval_s),
    }


def create_token(world: World, given: Input, _caller: Caller) -> Output:
    """Tokens for a device code that was approved, or for a refresh token."""
    client = world.sign_in.devices.client(given["clientId"], given["clientSecret"])
    grant = _GRANTS.get(given["grantType"])
    if grant is None:
        # ours: authorization-code
        raise RefusalError(
            "UnsupportedGrantTypeException", f"“{given['grantType'][:100]}” is not supported here."
        )
    _check_grant(client, given["grantType"])
    tokens = grant(world, client, given)
    return without_none(
        accessToken=tokens.access,
        tokenType="Bearer",
        expiresIn=tokens.expires_in,
        refreshToken=tokens.refresh,
    )


def _for_device_code(world: World, client: Client, given: Input) -> Tokens:
    device = world.sign_in.devices.redeem(client, _needed(given, "deviceCode"))
    return world.sign_in.portal.open(device.client)


def _for_refresh_token(world: World, client: Client, given: Input) -> Tokens:
    return world.sign_in.portal.refresh(client, _needed(given, "refreshToken"))


_GRANTS: Mapping[str, Callable[[World, Client, Input], Tokens]] = {
    DEVICE_CODE: _for_device_code,
    REFRESH_TOKEN: _for_refresh_token,
}


def _needed(given: Input, name: str) -> str:
    if value := given.get(name):
        return str(value)
    raise RefusalError("InvalidRequestException", f"{name} is required for this grant type.")


def _check_grant(client: Client, grant: str) -> None:
    if client.grants and grant not in client.grants:
        raise RefusalError("UnauthorizedClientException", f"This client did not register for {grant}.")


def list_accounts(world: World, given: Input, _caller: Caller) -> Output:
    """The accounts in which the person has a role."""
    world.sign_in.portal.session(given["accessToken"])
    found = [
        {"accountId": one.id, "accountName": one.name, "emailAddress": one.email} for one in ACCOUNTS.values()
    ]
    shown, token = page(found, "accounts", given.get("maxResults") or PAGE, given.get("nextToken"))
    return without_none(accountList=list(shown), nextToken=token)


def list_account_roles(world: World, given: Input, _caller: Caller) -> Output:
    """The roles that the person has in an account."""
    world.sign_in.portal.session(given["accessToken"])
    account = _account(given)
    found = [{"roleName": name, "accountId": account.id} for name in account.roles]
    of = f"roles/{account.id}"
    shown, token = page(found, of, given.get("maxResults") or PAGE, given.get("nextToken"))
    return without_none(roleList=list(shown), nextToken=token)


def get_role_credentials(world: World, given: Input, _caller: Caller) -> Output:
    """Keys of a role that the person has; they outlive the portal's session."""
    sign_in = world.sign_in
    sign_in.portal.session(given["accessToken"])
    account = _account(given)
    if given["roleName"] not in account.roles:
        raise _no_access()
    caller = account.caller(given["roleName"])
    session = sign_in.sessions.give(caller, sign_in.lifetimes.role_keys_s)
    return {
        "roleCredentials": {
            "accessKeyId": session.keys.access_key_id,
            "secretAccessKey": session.keys.secret_access_key,
            "sessionToken": session.keys.session_token,
            "expiration": int(session.expires * 1000),
        }
    }


def logout(world: World, given: Input, _caller: Caller) -> Output:
    """End the portal's session; keys of roles hold until their own time is over (Logout)."""
    world.sign_in.portal.session(given["accessToken"]).is_over = True
    return {}


def _account(given: Input) -> Account:
    account = ACCOUNTS.get(given["accountId"])
    if account is None:
        raise _no_access()
    return account


def _no_access() -> RefusalError:
    # ours: sso-no-access
    return RefusalError("AccessDeniedException", "No access")
