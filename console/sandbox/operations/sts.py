"""STS: who signed a request, and temporary keys for a role or for an MFA code."""

from __future__ import annotations

import re

from console import shape
from console.sandbox.identity import USER, Caller
from console.sandbox.operations.answer import Input, Output, without_none
from console.sandbox.refusal import RefusalError
from console.sandbox.sign_in.roles import CHAINED_S, ROLES, Role, check_mfa
from console.sandbox.sign_in.sessions import Session
from console.sandbox.world import World

ROLE_S = 3_600
"""How long a role's session lasts if the request says nothing (AssumeRole)."""
USER_S = 43_200
"""How long an IAM user's session lasts if the request says nothing (GetSessionToken)."""

_ROLE_ARN = re.compile(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/[\w+=,.@/-]+\Z")


def get_caller_identity(_world: World, _given: Input, caller: Caller) -> Output:
    """Who signed the request."""
    return {"UserId": caller.user_id, "Account": caller.account, "Arn": caller.arn}


def assume_role(world: World, given: Input, caller: Caller) -> Output:
    """Keys of a role, if its trust policy holds: see the table of roles."""
    _check_patterns(given, "AssumeRole")
    if not _ROLE_ARN.match(given["RoleArn"]):
        raise RefusalError("InvalidParameterException", f"{given['RoleArn'][:256]} is invalid")
    has_mfa = check_mfa(given.get("SerialNumber"), given.get("TokenCode"), caller) or caller.has_mfa
    role = ROLES.get(given["RoleArn"])
    if role is None or not _trusts(role, given, has_mfa):
        raise RefusalError(
            "AccessDeniedException",
            f"User: {caller.arn} is not authorized to perform: sts:AssumeRole on resource: "
            f"{given['RoleArn']}",
        )
    duration = given.get("DurationSeconds", ROLE_S)
    _check_duration(duration, role, caller)
    # ours: session-policies
    assumed = role.caller(given["RoleSessionName"])
    session = _session(world, assumed, duration, given)
    return without_none(
        Credentials=_credentials(session),
        AssumedRoleUser={"AssumedRoleId": assumed.user_id, "Arn": assumed.arn},
        SourceIdentity=given.get("SourceIdentity"),
    )


def get_session_token(world: World, given: Input, caller: Caller) -> Output:
    """Keys of the user's own; with an MFA code they count as signed in with MFA."""
    _check_patterns(given, "GetSessionToken")
    if caller.kind != "user":
        raise RefusalError("AccessDeniedException", "Cannot call GetSessionToken with session credentials")
    has_mfa = check_mfa(given.get("SerialNumber"), given.get("TokenCode"), caller)
    signed_in = Caller(USER.arn, USER.user_id, USER.account, "session", has_mfa=has_mfa)
    session = _session(world, signed_in, given.get("DurationSeconds", USER_S), given)
    return {"Credentials": _credentials(session)}


def _trusts(role: Role, given: Input, has_mfa: bool) -> bool:
    if role.needs_mfa and not has_mfa:
        return False
    return role.external_id is None or given.get("ExternalId") == role.external_id


def _check_duration(duration: int, role: Role, caller: Caller) -> None:
    if caller.kind != "user" and duration > CHAINED_S:
        # ours: chained-session
        raise RefusalError(
            "InvalidParameterException",
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
            "chaining.",
        )
    if duration > role.longest_s:
        raise RefusalError(
            "InvalidParameterException",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        )


def _check_patterns(given: Input, operation: str) -> None:
    """STS asks that a whole value matches its pattern; as the model writes it, a part would do."""
    for field in shape.model("sts").operation(operation).input.members:
        value = given.get(field.name)
        if field.pattern and isinstance(value, str) and not field.pattern.fullmatch(value):
            raise RefusalError(
                "InvalidParameterException",
                f"1 validation error detected: Value '{value[:64]}' at '{field.name}' failed to satisfy "
                f"constraint: Member must satisfy regular expression pattern: {field.pattern.pattern}",
            )


def _session(world: World, caller: Caller, duration: float, given: Input) -> Session:
    lifetime = world.sign_in.lifetimes.keys_s
    lasting = duration if lifetime is None else lifetime
    return world.sign_in.sessions.give(caller, lasting, given.get("MinimumSessionTokenSize") or 0)


def _credentials(session: Session) -> Output:
    return {
        "AccessKeyId": session.keys.access_key_id,
        "SecretAccessKey": session.keys.secret_access_key,
        "SessionToken": session.keys.session_token,
        "Expiration": session.expires,
    }
