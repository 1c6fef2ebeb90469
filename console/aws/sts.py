"""AWS STS for one profile: temporary keys for its own."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from console.aws.calling import Answer, Calls, text_in
from console.aws.clients import Route
from console.aws.retries import Patience
from console.credentials import Keys, Proxy
from console.profiles import Profile
from console.redaction import remember
from console.workers import Workers


class Sts:
    """The door to AWS STS in a profile's region.

    Like Connect it loads nothing when it is made, may be cancelled, and raises children of
    ConsoleError. A call with a code of an MFA device is not repeated after a lost answer: the code
    may be used up.
    """

    def __init__(
        self,
        profile: Profile,
        keys: Keys,
        workers: Workers | None = None,
        patience: Patience | None = None,
        proxy: Proxy | None = None,
    ) -> None:
        """Check the profile. `proxy` is the profile's with its user; without one, the profile's holds.

        Raises:
            ProfileProblem: its region, its endpoint or its proxy can't be used.
        """
        remember(keys.secret_access_key, keys.session_token)
        self._calls = Calls(Route.of(profile, proxy), keys, workers, patience)

    def close(self) -> None:
        """Drop the client and the keys. Calls under way end by themselves; later ones fail."""
        self._calls.close()

    async def assume_role(
        self,
        role_arn: str,
        session_name: str,
        duration_s: int | None = None,
        external_id: str | None = None,
        serial: str | None = None,
        code: str | None = None,
    ) -> Keys:
        """Keys of a role, for an hour unless `duration_s` says otherwise.

        `serial` and `code` belong together: an MFA device and what it shows. STS allows a role on top
        of another role's keys no more than an hour.

        Raises:
            CodeRefused: the code does not hold.
            RoleRefused: these keys may not assume the role, or not without a code or an external id.
            InvalidInput: a value is refused, such as a duration above what the role allows.
        """
        request = _without_gaps(
            RoleArn=role_arn,
            RoleSessionName=session_name,
            DurationSeconds=duration_s,
            ExternalId=external_id,
            SerialNumber=serial,
            TokenCode=code,
        )
        return await self._calls.call("AssumeRole", request, _keys_in, service="sts")

    async def get_session_token(
        self, serial: str | None = None, code: str | None = None, duration_s: int | None = None
    ) -> Keys:
        """Temporary keys of the same user, who has shown a code; for 12 hours unless told otherwise.

        Raises:
            CodeRefused: the code does not hold.
            AccessDenied: these keys are temporary themselves.
        """
        request = _without_gaps(SerialNumber=serial, TokenCode=code, DurationSeconds=duration_s)
        return await self._calls.call("GetSessionToken", request, _keys_in, service="sts")


def _without_gaps(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _keys_in(answer: Answer) -> Keys:
    given = answer.members["Credentials"]
    secret, token = text_in(given, "SecretAccessKey"), text_in(given, "SessionToken")
    remember(secret, token)
    return Keys(text_in(given, "AccessKeyId"), secret, token, given["Expiration"].astimezone(UTC))
