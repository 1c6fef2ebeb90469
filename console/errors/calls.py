"""One call to AWS, and the errors that speak of it by templates filled with its facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from console.errors.console_error import ConsoleError

SERVICE_NAMES: Mapping[str, str] = {
    "connect": "Amazon Connect",
    "connectparticipant": "Amazon Connect",
    "storage": "The storage of attachments",
    "logs": "CloudWatch Logs",
    "sts": "AWS STS",
    "sso": "IAM Identity Center",
    "sso-oidc": "IAM Identity Center",
}
"""What people call a service, by botocore's name for it."""

_TOLD: Mapping[str, str] = {
    "instance_id": "InstanceId",
    "contact_flow_id": "ContactFlowId",
    "contact_id": "ContactId",
    "minutes": "ChatDurationInMinutes",
    "client_token": "ClientToken",
    "role_arn": "RoleArn",
    "serial": "SerialNumber",
    "start_url": "startUrl",
    "account_id": "accountId",
    "role_name": "roleName",
    "log_group": "logGroupName",
}
"""The members of requests that errors may tell, by the name of the fact. None is secret."""


@dataclass(frozen=True)
class Call:
    """One operation as it was asked for; every error about it speaks from this.

    `request` is the wire-shaped mapping of the operation, which may hold secrets, `endpoint` scheme
    and host of where it went, `service` botocore's name of who is asked, `access_key_id` the
    shortened id, never the whole. `took_s` counts from the first attempt.
    """

    operation: str
    request: Mapping[str, Any] = field(repr=False)
    region: str
    endpoint: str
    access_key_id: str = ""
    attempts: int = 1
    took_s: float = 0.0
    connect_s: float = 0.0
    read_s: float = 0.0
    service: str = "connect"

    @property
    def repeats_safely(self) -> bool:
        """Whether a second call with the same ClientToken gives the first one's chat again."""
        return self.operation == "StartChatContact"

    @property
    def facts(self) -> dict[str, object]:
        """The facts that every error of this call holds."""
        known = {
            "operation": self.operation,
            "service": SERVICE_NAMES.get(self.service, self.service),
            "region": self.region,
            "endpoint": self.endpoint,
            "access_key_id": self.access_key_id,
            "attempts": self.attempts,
            "took_s": round(self.took_s, 3),
            "connect_s": self.connect_s,
            "read_s": self.read_s,
            **{name: self.request.get(member) for name, member in _TOLD.items()},
        }
        return {name: value for name, value in known.items() if value is not None}


class CallError(ConsoleError):
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
        **dict.fromkeys(_TOLD, "(none)"),
        "minutes": "(no)",
    }


def _sought(facts: Mapping[str, Any]) -> str:
    instance = f"instance {facts.get('instance_id')}"
    if "contact_id" in facts:
        return f"contact {facts['contact_id']} in {instance}, or it is over"
    if "contact_flow_id" in facts:
        return f"{instance}, or it has no flow {facts['contact_flow_id']}"
    return instance
