"""What can go wrong, each with a plain sentence and what to do next.

    ConsoleError                  code · sentence · advice · facts · request_id
    ├── RequestProblems           the request breaks limits or rules; nothing was sent
    ├── ProfileProblem            keys, region, endpoint or certificates of the profile can't be used
    ├── ServiceError              the service answered, and refused
    │   ├── Throttled             the rate of calls is used up (429)
    │   ├── QuotaFull             a quota is full (429 LimitExceededException)
    │   ├── InvalidInput          a value or a combination is refused (400)
    │   │   └── DurationRefused   ... and a custom duration may be the reason
    │   ├── NotFound              no such instance, flow or contact
    │   ├── AccessDenied          the keys may not do this
    │   ├── KeyUnknown            no such access key
    │   ├── SignatureWrong        the secret key does not fit
    │   │   └── SignatureMissing  ... or no signature arrived
    │   ├── ClockSkewed           this computer's clock is off
    │   ├── CredentialsExpired    the session of the keys is over
    │   ├── ServiceFault          the service failed on its side (5xx)
    │   │   └── AnswerGarbled     it said yes, but the answer can't be read
    │   └── Unexpected            anything else, told as received
    └── NotReached                no answer came
        ├── TimedOut              too slow to connect
        │   └── AnswerTimedOut    ... or connected, and too slow to answer
        ├── NoConnection          refused, or no way there
        │   └── ConnectionLost    ... or broken off before the answer came
        ├── DnsFailed             the name is not known
        ├── ProxyFailed           the proxy did not let it through
        └── TlsFailed             the certificate or the encryption is not accepted

A sentence is a template filled with facts, so that it can be said in another language. Sentences,
facts and messages hold no secret.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar

from console.shape import Problem, Steps, path_text


class ConsoleError(Exception):
    """Something went wrong that a person can be told.

    Attributes:
        code: what happened, in one word that never changes; one per class.
        sentence: what happened and why. It is also the text of the exception.
        advice: what to do next.
        facts: everything that the sentence says, by name.
        request_id: the service's id of the request, where it gave one.
        may_have_happened: whether the operation may have taken effect all the same, in this attempt
            or in one before it.
    """

    code: ClassVar[str] = "error"
    may_have_happened: bool = False

    def __init__(
        self,
        sentence: str,
        advice: str,
        facts: Mapping[str, object] | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice
        self.facts: Mapping[str, object] = MappingProxyType(dict(facts or {}))
        self.request_id = request_id

    def as_json(self) -> dict[str, str | None]:
        """The error as the command line prints it."""
        return {"code": self.code, "message": self.sentence, "request_id": self.request_id}


class RequestProblems(ConsoleError):
    """The request has problems that block it; nothing was sent."""

    code = "request_problems"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        lead = "" if count == 1 else f"The request has {count} problems. "
        super().__init__(
            lead + "".join(f"{one.where}: {one.message}" for one in self.problems[:1]),
            "Nothing was sent. Correct the fields and start again.",
            {"problems": [one.as_json() for one in self.problems]},
        )


class ProfileProblem(ConsoleError):
    """The profile can't be used as it is: its keys, its region, its endpoint or its certificates."""

    code = "profile_problem"


@dataclass(frozen=True)
class Call:
    """One operation as it was asked for; every error about it speaks from this.

    `request` is the wire-shaped mapping of the operation, `endpoint` scheme and host of where it
    went, `access_key_id` the shortened id, never the whole. `took_s` counts from the first attempt.
    """

    operation: str
    request: Mapping[str, Any]
    region: str
    endpoint: str
    access_key_id: str = ""
    attempts: int = 1
    took_s: float = 0.0
    connect_s: float = 0.0
    read_s: float = 0.0

    @property
    def repeats_safely(self) -> bool:
        """Whether a second call with the same ClientToken gives the first one's chat again."""
        return self.operation == "StartChatContact"

    @property
    def facts(self) -> dict[str, object]:
        """The facts that every error of this call holds."""
        known = {
            "operation": self.operation,
            "service": "AWS STS" if self.operation == "GetCallerIdentity" else "Amazon Connect",
            "region": self.region,
            "endpoint": self.endpoint,
            "access_key_id": self.access_key_id,
            "attempts": self.attempts,
            "took_s": round(self.took_s, 3),
            "connect_s": self.connect_s,
            "read_s": self.read_s,
            "instance_id": self.request.get("InstanceId"),
            "contact_flow_id": self.request.get("ContactFlowId"),
            "contact_id": self.request.get("ContactId"),
            "minutes": self.request.get("ChatDurationInMinutes"),
            "client_token": self.request.get("ClientToken"),
        }
        return {name: value for name, value in known.items() if value is not None}


class _CallError(ConsoleError):
    """An error of one call: its class has the templates, the call and its children the facts."""

    says: ClassVar[str]
    advises: ClassVar[str]

    def __init__(self, call: Call, facts: Mapping[str, object], request_id: str | None = None) -> None:
        self.operation = call.operation
        facts = {**call.facts, **facts}
        words = {**_phrases(facts), **facts}
        advice = self.advises.format_map(words)
        if call.repeats_safely and self.may_have_happened:
            advice += " Trying again uses the same ClientToken, so no second chat is made."
        super().__init__(self.says.format_map(words), advice, facts, request_id)


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


class ServiceError(_CallError):
    """The service answered and refused. Holds its code, status, message and request id as received."""

    code = "service_error"
    says = "{service} refused {operation}: {what}.{said}"
    advises = "Copy the code, the message and the request id if you ask AWS about it."

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
    says = (
        "{service} takes no more {operation} calls for the moment ({effort}): "
        "the account's rate in {region} is used up."
    )
    advises = "Wait a little and try again. Everyone in the account shares this rate within a region."


class QuotaFull(ServiceError):
    """The quota of concurrent active chats is full. Waiting does not help; stopping chats does."""

    code = "quota_full"
    says = "Instance {instance_id} has as many active chats as its quota allows (500 by default)."
    advises = (
        "Stop chats that are no longer needed. Others fill the quota, too: chats of websites, SMS, "
        "WhatsApp and step-by-step guides. It can be raised in Service Quotas."
    )


class InvalidInput(ServiceError):
    """A value is refused. `path` is the field that the message names, None where it can't be told."""

    code = "invalid_input"
    says = "{service} refuses {field}.{said}"
    advises = "Correct {field} and try again."

    def __init__(self, refusal: Refusal, *, path: Steps | None = None) -> None:
        self.path = path
        super().__init__(refusal, **{} if path is None else {"path": path_text(path)})


class DurationRefused(InvalidInput):
    """The request sets ChatDurationInMinutes, is refused, and nothing else explains it."""

    code = "duration_refused"
    says = (
        "{service} refuses the request. It asks for a duration of {minutes} minutes, and the account may "
        "not support custom durations.{said}"
    )
    advises = "Start without a duration; the chat then lasts 25 hours, the default."


class NotFound(ServiceError):
    """The service knows no such instance, flow or contact in this region."""

    code = "not_found"
    says = "In {region} there is no {sought}.{said}"
    advises = "Check the ids and the region ({region}): an instance lives in one region only."


class AccessDenied(ServiceError):
    """The keys may not do this.

    `action` and `resource` are what a policy would have to allow; `reason` is AWS's, where it gave one.
    """

    code = "access_denied"
    says = "These keys may not do {action} on {resource}{because}."
    advises = "Ask for an IAM policy that allows {action} on this resource, or use other keys."

    def __init__(self, refusal: Refusal, *, action: str, resource: str, reason: str = "") -> None:
        self.action = action
        self.resource = resource
        super().__init__(refusal, action=action, resource=resource, reason=reason)


class KeyUnknown(ServiceError):
    """AWS does not know the access key, or not together with this session token."""

    code = "key_unknown"
    says = "AWS does not know the access key {access_key_id}, or its session token."
    advises = (
        "Check the access key id. A session token left over from other keys has the same effect, and "
        "keys for China or GovCloud hold there only."
    )


class SignatureWrong(ServiceError):
    """The signature does not hold: the secret access key is another's."""

    code = "signature_wrong"
    says = (
        "The secret access key does not belong to the access key {access_key_id}: "
        "the signature does not hold."
    )
    advises = (
        "Correct the secret access key of the profile; for the Environment profile that is "
        "AWS_SECRET_ACCESS_KEY, set before this program starts."
    )


class SignatureMissing(SignatureWrong):
    """The request arrived without a signature."""

    code = "signature_missing"
    says = "The request reached {endpoint} without a signature."
    advises = "Check the endpoint, and whether a proxy takes the Authorization header away."


class ClockSkewed(ServiceError):
    """The signature's time is not the service's. `ahead_s`: this clock minus the service's, if known."""

    code = "clock_skewed"
    says = "This computer's clock is {skew}, and a signature holds for 5 min."
    advises = "Set the clock of this computer, best from the network, and try again."

    def __init__(self, refusal: Refusal, *, ahead_s: float | None = None) -> None:
        self.ahead_s = ahead_s
        super().__init__(refusal, ahead_s=ahead_s)


class CredentialsExpired(ServiceError):
    """The temporary keys were good, and are no longer."""

    code = "credentials_expired"
    says = "The session of the access key {access_key_id} is over."
    advises = "Get new temporary keys, load them into the profile and try again."


class ServiceFault(ServiceError):
    """The service failed on its side. Whether it did what it was asked is not known."""

    code = "service_fault"
    may_have_happened = True
    says = "{service} failed on its side at {operation}: {what} ({effort}).{said}"
    advises = "Try again in a moment, and see the AWS Health Dashboard."


class AnswerGarbled(ServiceFault):
    """The status says that it worked, but what was asked for is not in the answer."""

    code = "answer_garbled"
    says = (
        "What answered {operation} at {endpoint} does not speak like {service} (status {status}; {effort})."
    )
    advises = "A proxy or a network's sign-in page may answer in its place; sign in there first."


class Unexpected(ServiceError):
    """Anything else: code, message and request id as received."""

    code = "unexpected"


class NotReached(_CallError):
    """No answer came. `reason` is what the network said, in its own words."""

    code = "not_reached"
    says = "{operation} did not reach {endpoint} ({effort}): {reason}."
    advises = "Check the network and try again."

    def __init__(self, call: Call, reason: str = "", **details: object) -> None:
        self.reason = reason.strip().rstrip(".")
        super().__init__(call, {"reason": self.reason, **details})


class TimedOut(NotReached):
    """No connection came about within the time that we wait."""

    code = "timed_out"
    says = "No connection to {endpoint} within {connect_time} ({effort})."
    advises = "Check the network: VPN, firewall, proxy."


class AnswerTimedOut(TimedOut):
    """The connection stood, but no answer came within the time that we wait."""

    code = "answer_timed_out"
    may_have_happened = True
    says = "{endpoint} did not answer {operation} within {read_time} ({effort})."


class NoConnection(NotReached):
    """Nobody accepts the connection, or there is no way there."""

    code = "no_connection"
    says = "{endpoint} accepts no connection ({effort}): {reason}."
    advises = "Check the network, and that the endpoint of the profile is right and runs."


class ConnectionLost(NoConnection):
    """The connection broke off before the answer came; the service may have done its part."""

    code = "connection_lost"
    may_have_happened = True
    says = "The connection to {endpoint} broke off before {operation} was answered ({effort}): {reason}."


class DnsFailed(NotReached):
    """The endpoint's name has no address."""

    code = "dns_failed"
    says = "No address is known for {endpoint} ({effort}): {reason}."
    advises = (
        "Check that this computer is online, and the region ({region}): Amazon Connect is not offered in "
        "all of them."
    )


class ProxyFailed(NotReached):
    """A proxy stands between and did not let the call through. `proxy` is its address, no password."""

    code = "proxy_failed"
    says = "The proxy {proxy} did not let {operation} through ({effort}): {reason}."
    advises = (
        "The proxy comes from the system's settings or from HTTPS_PROXY. Check its address and its "
        "password, or except the endpoint by NO_PROXY."
    )

    def __init__(self, call: Call, reason: str = "", *, proxy: str) -> None:
        self.proxy = proxy
        super().__init__(call, reason, proxy=proxy)


class TlsFailed(NotReached):
    """The encryption could not be agreed on, most often because the certificate is not trusted."""

    code = "tls_failed"
    says = "The encrypted connection to {endpoint} failed ({effort}): {reason}."
    advises = (
        "If your network inspects encrypted traffic, let AWS_CA_BUNDLE name its certificate file. "
        "A wrong clock of this computer can be the reason, too."
    )


def seconds_text(seconds: float) -> str:
    """A span of time as people read it: `0.4 s`, `20 s`, `12 min 3 s`, `2 h 5 min`."""
    if seconds < 0.1:
        return "less than 0.1 s"
    if seconds < 9.95:
        return f"{seconds:.1f}".removesuffix(".0") + " s"
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    parts = [(hours, "h"), (minutes, "min"), (0 if hours else rest, "s")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count)


def _phrases(facts: Mapping[str, Any]) -> dict[str, str]:
    """What templates say about several facts at once, or about one that may be missing."""
    attempts, ahead = facts["attempts"], facts.get("ahead_s")
    skew = "too far from the service's"
    if ahead is not None:
        # The Date header counts whole seconds, so the last digit would be invented.
        off = seconds_text(5 * round(abs(ahead) / 5))
        skew = f"about {off} {'ahead of' if ahead > 0 else 'behind'} the service's"
    took = "1 attempt" if attempts == 1 else f"{attempts} attempts"
    return {
        "effort": f"{took}, {seconds_text(facts['took_s'])}",
        "connect_time": seconds_text(facts["connect_s"]),
        "read_time": seconds_text(facts["read_s"]),
        "what": f"{facts.get('aws_code') or 'no code'}, status {facts.get('status')}",
        "said": f" It says: “{facts['message']}”" if facts.get("message") else "",
        "field": facts.get("path", "the request"),
        "because": f" ({facts['reason']})" if facts.get("reason") else "",
        "skew": skew,
        "sought": _sought(facts),
        # What a request may lack; a fact of the same name takes its place.
        "instance_id": "(none)",
        "minutes": "(no)",
    }


def _sought(facts: Mapping[str, Any]) -> str:
    instance = f"instance {facts.get('instance_id')}"
    if "contact_id" in facts:
        return f"contact {facts['contact_id']} in {instance}, or it is over"
    if "contact_flow_id" in facts:
        return f"{instance}, or it has no flow {facts['contact_flow_id']}"
    return instance
