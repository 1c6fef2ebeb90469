"""What the doctor found, as a text to hand on: no secret in it, and the policy that mends it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from console.doctor import Finding, Outcome
from console.language import tr, tr_count, tr_in
from console.redaction import clean
from console.shape import path_text
from ui.doctor.subject import Subject

_SIGN: Final = "how a check ended, in brackets before its line of a report"
_WORDS: Mapping[Outcome, str] = {
    "holds": tr_in(_SIGN, "holds"),
    "fails": tr_in(_SIGN, "FAILS"),
    "unknown": tr_in(_SIGN, "unknown"),
}
_WIDTH = max(map(len, _WORDS.values())) + len("[]")
SIGNS: Mapping[Outcome, str] = {outcome: f"[{word}]".ljust(_WIDTH) for outcome, word in _WORDS.items()}
_INDENT = " " * (_WIDTH + 1)


def counted(findings: Sequence[Finding]) -> str:
    """How many findings hold, fail or are unknown: `9 hold · 1 fails · 2 unknown`."""
    counts = Counter(finding.outcome for finding in findings)
    told: dict[Outcome, str] = {
        "holds": tr_count("{count:,} holds", "{count:,} hold", counts["holds"]),
        "fails": tr_count("{count:,} fails", "{count:,} fail", counts["fails"]),
        "unknown": tr_count("{count:,} unknown", "{count:,} unknown", counts["unknown"]),
    }
    return " · ".join(text for outcome, text in told.items() if counts[outcome])


def report(subject: Subject, findings: Sequence[Finding], policy: Mapping[str, Any] | None) -> str:
    """The whole report as plain text, cleaned of everything that looks like a secret."""
    return clean("\n".join(_lines(subject, findings, policy)))


def _lines(subject: Subject, findings: Sequence[Finding], policy: Mapping[str, Any] | None) -> Iterator[str]:
    yield f"Connect Chat Console · {subject.line}"
    if subject.instance_id:
        yield tr("Instance {id}", id=subject.instance_id)
    if subject.flow_id:
        yield tr("Flow {id}", id=subject.flow_id)
    yield counted(findings) or tr("Nothing was examined.")
    yield ""
    for finding in findings:
        yield f"{SIGNS[finding.outcome]} {finding.title}: {finding.sentence}"
        if finding.outcome != "holds" and finding.advice:
            yield f"{_INDENT}{finding.advice}"
        if finding.action:
            yield f"{_INDENT}{_missing(finding)}"
        if finding.field:
            yield f"{_INDENT}{tr('Field: {path}', path=path_text(finding.field))}"
    if policy is not None:
        yield from ("", tr("The least policy for this instance and flow:"), json.dumps(policy, indent=2))


def _missing(finding: Finding) -> str:
    if not finding.resource:
        return finding.action
    return tr("{action} on {resource}", action=finding.action, resource=finding.resource)
