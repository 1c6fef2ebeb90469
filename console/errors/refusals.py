"""The service answered, and refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from console.errors.calls import Call, CallError, Template
from console.language import tr
from console.shape import Steps, path_text


@dataclass(frozen=True)
class Refusal:
    """What the service answered in place of a result, as received but for secrets.

    `clock_ahead_s` is this computer's clock minus the answer's Date, `retry_after_s` the wait that
    the service asks for.
    """

    call: Call
    aws_code: str
    message: str
    status: int
    request_id: str | None = None
    clock_ahead_s: float | None = None
    retry_after_s: float | None = None


class ServiceError(CallError):
    """The service answered and refused. Holds its code, status, message and request id as received."""

    code = "service_error"
    says: ClassVar[Template] = tr("{service} refused {operation}: {what}.{said}")
    advises: ClassVar[Template] = tr("Copy the code, the message and the request id if you ask AWS about it.")

    def __init__(self, refusal: Refusal, **details: object) -> None:
        self.aws_code = refusal.aws_code
        self.message = refusal.message
        self.status = refusal.status
        self.retry_after_s = refusal.retry_after_s
        received = {"aws_code": self.aws_code, "status": self.status, "message": self.message}
        super().__init__(refusal.call, {**received, **details}, refusal.request_id)

    def as_json(self) -> dict[str, str | None]:
        """The error as the command line prints it, with the service's own code where it gave one."""
        return {**super().as_json(), "code": self.aws_code or self.code}


class Throttled(ServiceError):
    """The account's rate of calls is used up. Waiting helps."""

    code = "throttled"
    says = tr(
        "{service} takes no more {operation} calls for the moment ({effort}): "
        "the account's rate in {region} is used up."
    )
    advises = tr("Wait a little and try again. Everyone in the account shares this rate within a region.")


class QuotaFull(ServiceError):
    """The quota of concurrent active chats is full. Waiting does not help; stopping chats does."""

    code = "quota_full"
    says = tr("Instance {instance_id} has as many active chats as its quota allows (500 by default).")
    advises = tr(
        "Stop chats that are no longer needed. Others fill the quota, too: chats of websites, SMS, "
        "WhatsApp and step-by-step guides. It can be raised in Service Quotas."
    )


class InvalidInput(ServiceError):
    """A value is refused. `path` is the field that the message names, None where it can't be told."""

    code = "invalid_input"
    says: ClassVar[Template] = {
        "path": tr("{service} refuses {path}.{said}"),
        "": tr("{service} refuses the request.{said}"),
    }
    advises: ClassVar[Template] = {
        "path": tr("Correct {path} and try again."),
        "": tr("Correct the request and try again."),
    }

    def __init__(self, refusal: Refusal, *, path: Steps | None = None) -> None:
        self.path = path
        super().__init__(refusal, **{} if path is None else {"path": path_text(path)})


class DurationRefused(InvalidInput):
    """The request sets ChatDurationInMinutes, is refused, and nothing else explains it."""

    code = "duration_refused"
    says = tr(
        "{service} refuses the request. It asks for a duration of {minutes} minutes, and the account may "
        "not support custom durations.{said}"
    )
    advises = tr("Start without a duration; the chat then lasts 25 hours, the default.")


class NotFound(ServiceError):
    """The service knows no such instance, flow or contact in this region."""

    code = "not_found"
    says: ClassVar[Template] = {
        "contact_id": tr(
            "In {region} there is no contact {contact_id} in instance {instance_id}, or it is over.{said}"
        ),
        "contact_flow_id": tr(
            "In {region} there is no instance {instance_id}, or it has no flow {contact_flow_id}.{said}"
        ),
        "": tr("In {region} there is no instance {instance_id}.{said}"),
    }
    advises = tr("Check the ids and the region ({region}): an instance lives in one region only.")


class FlowNotPublished(NotFound):
    """The flow is there, but nothing of it was ever published; its saved content can be read."""

    code = "flow_not_published"
    says = tr("The flow {contact_flow_id} was never published.")
    advises = tr("Publish it in the flow designer; until then no chat can run it.")


class LogGroupMissing(NotFound):
    """CloudWatch Logs knows no such log group; the first entry makes it."""

    code = "log_group_missing"
    says = tr("In {region} there is no log group {log_group}.")
    advises = tr("Amazon Connect makes it with the first entry of a flow that logs. Check the region, too.")


class AccessDenied(ServiceError):
    """The keys may not do this.

    `action` and `resource` are what a policy would have to allow; `reason` is AWS's, where it gave one.
    """

    code = "access_denied"
    says = tr("These keys may not do {action} on {resource}{because}.")
    advises = tr("Ask for an IAM policy that allows {action} on this resource, or use other keys.")

    def __init__(self, refusal: Refusal, *, action: str, resource: str, reason: str = "") -> None:
        self.action = action
        self.resource = resource
        super().__init__(refusal, action=action, resource=resource, reason=reason)


class KeyUnknown(ServiceError):
    """AWS does not know the access key, or not together with this session token."""

    code = "key_unknown"
    says = tr("AWS does not know the access key {access_key_id}, or its session token.")
    advises = tr(
        "Check the access key id. A session token left over from other keys has the same effect, and "
        "keys for China or GovCloud hold there only."
    )


class SignatureWrong(ServiceError):
    """The signature does not hold: the secret access key is another's."""

    code = "signature_wrong"
    says = tr(
        "The secret access key does not belong to the access key {access_key_id}: "
        "the signature does not hold."
    )
    advises = tr(
        "Correct the secret access key of the profile; for the Environment profile that is "
        "AWS_SECRET_ACCESS_KEY, set before this program starts."
    )


class SignatureMissing(SignatureWrong):
    """The request arrived without a signature."""

    code = "signature_missing"
    says = tr("The request reached {endpoint} without a signature.")
    advises = tr("Check the endpoint, and whether a proxy takes the Authorization header away.")


class ClockSkewed(ServiceError):
    """The signature's time is not the service's. `ahead_s`: this clock minus the service's, if known."""

    code = "clock_skewed"
    says: ClassVar[Template] = {
        "ahead": tr(
            "This computer's clock is about {ahead} ahead of the service's, and a signature holds for 5 min."
        ),
        "behind": tr(
            "This computer's clock is about {behind} behind the service's, and a signature holds for 5 min."
        ),
        "": tr("This computer's clock is too far from the service's, and a signature holds for 5 min."),
    }
    advises = tr("Set the clock of this computer, best from the network, and try again.")

    def __init__(self, refusal: Refusal, *, ahead_s: float | None = None) -> None:
        self.ahead_s = ahead_s
        super().__init__(refusal, ahead_s=ahead_s)


class CredentialsExpired(ServiceError):
    """The temporary keys were good, and are no longer."""

    code = "credentials_expired"
    says = tr("The session of the access key {access_key_id} is over.")
    advises = tr("Get new temporary keys, load them into the profile and try again.")


class ServiceFault(ServiceError):
    """The service failed on its side. Whether it did what it was asked is not known."""

    code = "service_fault"
    may_have_happened = True
    says = tr("{service} failed on its side at {operation}: {what} ({effort}).{said}")
    advises = tr("Try again in a moment, and see the AWS Health Dashboard.")


class AnswerGarbled(ServiceFault):
    """The status says that it worked, but what was asked for is not in the answer."""

    code = "answer_garbled"
    says = tr(
        "What answered {operation} at {endpoint} does not speak like {service} (status {status}; {effort})."
    )
    advises = tr("A proxy or a network's sign-in page may answer in its place; sign in there first.")


class Unexpected(ServiceError):
    """Anything else: code, message and request id as received."""

    code = "unexpected"
