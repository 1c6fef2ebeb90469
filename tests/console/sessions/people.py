"""Profiles that stand on the sandbox, and somebody who answers what they ask."""

from __future__ import annotations

from uuid import NAMESPACE_DNS, uuid5

from console.errors import SignInRefused
from console.profiles import Kind, Profile
from console.sandbox import Sandbox
from console.sessions import Portal

SERIAL = "arn:aws:iam::123456789012:mfa/sandbox"
CODE = "123456"
EXTERNAL_ID = "sandbox-external-id"


def role_arn(name: str) -> str:
    return f"arn:aws:iam::123456789012:role/{name}"


def own(name: str, kind: Kind, sandbox: Sandbox, source: Profile | None = None) -> Profile:
    """A profile of the user's own whose requests go to the sandbox."""
    profile_id = uuid5(NAMESPACE_DNS, name).hex
    return Profile(
        name, kind, sandbox.region, sandbox.endpoint, id=profile_id, source=source.id if source else None
    )


def key_entry(sandbox: Sandbox) -> dict[str, str]:
    return {"access_key_id": sandbox.access_key_id, "secret_access_key": sandbox.secret_access_key}


def center_entry(sandbox: Sandbox, role_name: str = "ChatTester") -> dict[str, str]:
    return {
        "start_url": sandbox.sign_in.start_url,
        "sso_region": sandbox.region,
        "account_id": "123456789012",
        "role_name": role_name,
    }


class Person:
    """Answers codes from a list and allows, or declines, what waits in the browser."""

    def __init__(self, sandbox: Sandbox, *codes: str) -> None:
        self._sandbox = sandbox
        self.codes = list(codes)
        self.asked: list[str] = []
        self.refusals: list[str] = []
        self.allows = True

    async def code(self, profile: Profile, serial: str, refused: str) -> str:
        self.asked.append(f"code for {profile.name}")
        self.refusals.append(refused)
        assert serial == SERIAL
        if not self.codes:
            raise SignInRefused("Nobody typed a code.", "Try again.")
        return self.codes.pop(0)

    async def sign_in(self, profile: Profile, portal: Portal) -> None:
        self.asked.append(f"sign-in for {profile.name}")
        device = await portal.begin()
        decide = self._sandbox.sign_in.approve if self.allows else self._sandbox.sign_in.deny
        decide(device.user_code)
        await portal.wait(device)
