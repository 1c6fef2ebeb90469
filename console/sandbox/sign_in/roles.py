"""The roles that can be assumed, and the one MFA device: the same at every start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from console.sandbox.identity import ACCOUNT, EVERYTHING, READING, Caller
from console.sandbox.refusal import RefusalError
from console.sandbox.sign_in import fakes

MFA_SERIAL = f"arn:aws:iam::{ACCOUNT}:mfa/sandbox"
MFA_CODE = "123456"  # an example on purpose, so that a lesson can name it
EXTERNAL_ID = "sandbox-external-id"
CHAINED_S = 3_600
"""The longest session of a role that another role's keys assumed (AssumeRole's documentation)."""


@dataclass(frozen=True)
class Role:
    """A role of the sandbox's account, and what its trust policy asks for."""

    name: str
    needs_mfa: bool = False
    external_id: str | None = None
    longest_s: int = 43_200
    allowed: tuple[str, ...] = EVERYTHING
    """What its permissions allow, as IAM writes actions."""

    @property
    def arn(self) -> str:
        """The role's ARN."""
        return f"arn:aws:iam::{ACCOUNT}:role/{self.name}"

    def caller(self, session_name: str) -> Caller:
        """Who signs with the keys of a session of this role."""
        return assumed(self.name, session_name, ACCOUNT, self.allowed)


ROLES: Mapping[str, Role] = {
    role.arn: role
    for role in (
        Role("ChatTester"),
        Role("ChatTesterMfa", needs_mfa=True),
        Role("ChatTesterExternal", external_id=EXTERNAL_ID),
        # One hour is what a role has by default in IAM.
        Role("ReadOnly", longest_s=3_600, allowed=READING),
    )
}
"""Every role that can be assumed, by its ARN."""


def assumed(role: str, session_name: str, account: str, allowed: tuple[str, ...]) -> Caller:
    """The caller that a session of a role is."""
    return Caller(
        arn=f"arn:aws:sts::{account}:assumed-role/{role}/{session_name}",
        user_id=f"{fakes.role_id(role)}:{session_name}",
        account=account,
        kind="role",
        allowed=allowed,
    )


def check_mfa(serial: str | None, code: str | None, caller: Caller) -> bool:
    """Whether a right code came with the request; False where neither serial nor code came.

    Raises:
        RefusalError: AccessDeniedException in the words of STS for half of it, another device, another
            code.
    """
    if serial is None and code is None:
        return False
    if serial is None or code is None:
        raise _failed(", must provide both MFA serial number and one time pass code.")
    if serial != MFA_SERIAL or caller.kind == "role":
        # ours: mfa-of-a-role
        raise _failed(
            ", unable to validate MFA code.  Please verify your MFA serial number is valid and "
            "associated with this user."
        )
    if code != MFA_CODE:
        # ours: mfa-code-twice
        raise _failed(" with invalid MFA one time pass code.")
    return True


def _failed(why: str) -> RefusalError:
    return RefusalError("AccessDeniedException", f"MultiFactorAuthentication failed{why}")
