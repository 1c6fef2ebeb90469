"""What the one person of the sandbox's Identity Center may use: accounts, and the roles in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from console.sandbox.identity import ACCOUNT, EVERYTHING, READING, Caller
from console.sandbox.sign_in.roles import assumed

USER_NAME = "sandbox"


@dataclass(frozen=True)
class Account:
    """An AWS account and the permission sets that are assigned in it, with what each allows."""

    id: str
    name: str
    email: str
    roles: Mapping[str, tuple[str, ...]]

    def caller(self, role: str) -> Caller:
        """Who signs with the keys of one of its roles.

        IAM names such a role AWSReservedSSO, the permission set and 16 digits (IAM Identity Center's
        documentation); the digits depend on account and role alone.
        """
        digits = sha256(f"{self.id}/{role}".encode()).hexdigest()[:16]
        return assumed(f"AWSReservedSSO_{role}_{digits}", USER_NAME, self.id, self.roles[role])


ACCOUNTS: Mapping[str, Account] = {
    account.id: account
    for account in (
        Account(
            ACCOUNT,
            "Sandbox",
            "sandbox@example.com",
            {"ChatTester": EVERYTHING, "ReadOnly": READING},
        ),
        # ours: other-account
        Account(
            "210987654321",
            "Training",
            "training@example.com",
            {"ChatTester": EVERYTHING, "ReadOnly": READING, "Trainer": EVERYTHING},
        ),
    )
}
"""Every account of the person's, by its id, in the order listed."""
