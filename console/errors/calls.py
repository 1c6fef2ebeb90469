"""One call to AWS, and the errors that speak of it by templates filled with its facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from console.errors.console_error import ConsoleError
from console.language import gap, tr, tr_count, tr_text

SERVICE_NAMES: Mapping[str, str] = {
    "connect": "Amazon Connect",
    "connectparticipant": "Amazon Connect",
    "storage": tr("The storage of attachments"),
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

_REPEATS_SAFELY = ("StartChatContact",)

Template = str | Mapping[str, str]
"""A text with fields; or several, by the fact that each needs. The first that has its own is taken."""


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
        return self.operation in _REPEATS_SAFELY

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

    says: ClassVar[Template]
    advises: ClassVar[Template]

    def __init__(self, call: Call, facts: Mapping[str, object], request_id: str | None = None) -> None:
        self.operation = call.operation
        facts = {**call.facts, **facts}
        super().__init__(*self._worded(facts), facts, request_id)

    @classmethod
    def _worded(cls, facts: Mapping[str, Any]) -> tuple[str, str]:
        """The sentence and the advice that facts make."""
        words = {**_phrases(facts), **facts, **_spans(facts)}
        advice = _fitting(cls.advises, facts).format_map(words)
        if cls.may_have_happened and facts["operation"] in _REPEATS_SAFELY:
            again = tr("Trying again uses the same ClientToken, so no second chat is made.")
            advice = tr_text(advice, again)
        return _fitting(cls.says, {**facts, **_spans(facts)}).format_map(words), advice


def retold(code: str, facts: Mapping[str, Any]) -> str:
    """An error that was kept by its code and its facts, as `told` says it in today's language.

    Empty where they are of no error of a call, or were kept by another version.
    """
    kinds = [CallError]
    for kind in kinds:
        if kind.code == code:
            try:
                return tr_text(*kind._worded(facts))
            except (KeyError, TypeError, ValueError, AttributeError, StopIteration):
                return ""
        kinds += kind.__subclasses__()
    return ""


def seconds_text(seconds: float) -> str:
    """A span of time as people read it: `0.4 s`, `20 s`, `12 min 3 s`, `2 h 5 min`."""
    if seconds < 0.1:
        return tr("less than 0.1 s")
    if seconds < 9.95:
        tenths = round(seconds, 1)
        if tenths % 1:
            return tr("{seconds:,.1f} s", seconds=tenths)
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    if hours:
        if minutes:
            return tr("{hours} h {minutes} min", hours=hours, minutes=minutes)
        return tr("{hours} h", hours=hours)
    if minutes and rest:
        return tr("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    return tr("{minutes} min", minutes=minutes) if minutes else tr("{seconds} s", seconds=rest)


def _fitting(template: Template, facts: Mapping[str, object]) -> str:
    if isinstance(template, str):
        return template
    return next(text for fact, text in template.items() if not fact or facts.get(fact))


def _spans(facts: Mapping[str, Any]) -> dict[str, str]:
    """How far this computer's clock is from the service's, by the way in which it is off."""
    ahead_s = facts.get("ahead_s")
    if ahead_s is None:
        return {}
    # The Date header counts whole seconds, so the last digit would be invented.
    return {"ahead" if ahead_s > 0 else "behind": seconds_text(5 * round(abs(ahead_s) / 5))}


def _phrases(facts: Mapping[str, Any]) -> dict[str, str]:
    """What templates say about several facts at once, or about one that may be missing."""
    code, message, reason = (facts.get(name) for name in ("aws_code", "message", "reason"))
    status = facts.get("status")
    return {
        "effort": tr_count(
            "{count:,} attempt, {time}",
            "{count:,} attempts, {time}",
            facts["attempts"],
            time=seconds_text(facts["took_s"]),
        ),
        "connect_time": seconds_text(facts["connect_s"]),
        "read_time": seconds_text(facts["read_s"]),
        "what": (
            tr("{code}, status {status}", code=code, status=status)
            if code
            else tr("no code, status {status}", status=status)
        ),
        "said": gap() + tr("It says: “{message}”", message=message) if message else "",
        "because": f" ({reason})" if reason else "",
        # What a request may lack; a fact of the same name takes its place.
        **dict.fromkeys(_TOLD, tr("(none)")),
    }
