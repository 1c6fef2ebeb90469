"""STS or IAM Identity Center answered, and gave no keys."""

from __future__ import annotations

from console.errors.profile import SignInRefused
from console.errors.refusals import AccessDenied, CredentialsExpired, InvalidInput, Refusal
from console.language import tr


class RoleRefused(AccessDenied):
    """A role may not be assumed with these keys. AWS does not tell which of several reasons holds."""

    code = "role_refused"
    says = tr("The role {role_arn} may not be assumed with these keys{because}.")
    advises = tr(
        "A policy of these keys must allow {action} on the role, and the role's trust policy must name "
        "whom they belong to. The trust policy may ask for an external id or an MFA code, too."
    )


class CodeRefused(AccessDenied):
    """The code of an MFA device did not hold, or the device is not this user's."""

    code = "code_refused"
    says = tr("{service} refuses the code of the MFA device {serial}.{said}")
    advises = tr(
        "Wait until the device shows another code and enter that: each holds once, and not for long. "
        "If it is refused again, check the device's serial number, and the clock of the device."
    )


class RoleNotAssigned(AccessDenied):
    """Identity Center has no such role in that account for whoever signed in."""

    code = "role_not_assigned"
    says = tr(
        "Identity Center does not give the role {role_name} in account {account_id} to whoever signed in."
    )
    advises = tr("Choose an account and a role from the list, or have this one assigned in Identity Center.")


class StartUrlRefused(InvalidInput):
    """Identity Center knows no such start URL in this region."""

    code = "start_url_refused"
    says = tr("Identity Center in {region} does not accept the start URL {start_url}.{said}")
    advises = tr(
        "Check the start URL, which is the address of your AWS access portal, and the region ({region}): "
        "it is Identity Center's own and often not the one of Amazon Connect."
    )


class SignInOver(CredentialsExpired):
    """The sign-in at Identity Center holds no longer; somebody has to sign in again."""

    code = "sign_in_over"
    says = tr("The sign-in at Identity Center in {region} is over.")
    advises = tr("Sign in again.")


class RegistrationOver(CredentialsExpired):
    """Identity Center does not know this program's registration, or not any more. A new one helps."""

    code = "registration_over"
    says = tr("Identity Center in {region} no longer knows the registration of this program.{said}")
    advises = tr("Sign in again; the program then registers anew.")


def sign_in_declined(refusal: Refusal) -> SignInRefused:
    """Somebody declined in the browser what the device code asked for."""
    return SignInRefused(
        tr("The sign-in was declined in the browser."),
        tr("Begin again, and allow the access in the browser if it is yours."),
        refusal.call.facts,
        refusal.request_id,
    )


def sign_in_too_late(refusal: Refusal) -> SignInRefused:
    """The device code holds no longer: it ran out, or was used."""
    return SignInRefused(
        tr("The code of the sign-in holds no longer: nobody confirmed it in time, or it was used before."),
        tr("Begin again, and confirm the new code in the browser."),
        refusal.call.facts,
        refusal.request_id,
    )
