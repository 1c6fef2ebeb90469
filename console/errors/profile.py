"""A profile can't be used as it is, or its owner has to do something first."""

from __future__ import annotations

from collections.abc import Mapping

from console.errors.console_error import ConsoleError


class ProfileProblem(ConsoleError):
    """The profile can't be used as it is: its keys, its region, its endpoint or its certificates."""

    code = "profile_problem"


class SignInNeeded(ProfileProblem):
    """Somebody has to sign in before this profile has keys. `profile_id` says which one."""

    code = "sign_in_needed"

    def __init__(
        self, sentence: str, advice: str, facts: Mapping[str, object] | None = None, *, profile_id: str = ""
    ) -> None:
        super().__init__(sentence, advice, facts)
        self.profile_id = profile_id


class CodeNeeded(SignInNeeded):
    """A code of an MFA device is needed; `serial` says of which one."""

    code = "code_needed"

    def __init__(
        self,
        sentence: str,
        advice: str,
        facts: Mapping[str, object] | None = None,
        *,
        profile_id: str = "",
        serial: str = "",
    ) -> None:
        super().__init__(sentence, advice, facts, profile_id=profile_id)
        self.serial = serial


class SignInRefused(ProfileProblem):
    """Signing in was asked for and did not come about: refused, given up, or too late."""

    code = "sign_in_refused"
