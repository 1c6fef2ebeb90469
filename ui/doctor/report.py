"""What the doctor found, as a text to hand on: no secret in it, and the policy that mends it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from console.doctor import Finding, Outcome
from console.redaction import clean
from console.shape import path_text
from ui.doctor.subject import Subject

SIGNS: Mapping[Outcome, str] = {"holds": "[holds]  ", "fails": "[FAILS]  ", "unknown": "[unknown]"}
_INDENT = " " * 10


def counted(findings: Sequence[Finding]) -> str:
    """How many findings hold, fail or are unknown: `9 hold · 1 fails · 2 unknown`."""
    counts = Counter(finding.outcome for finding in findings)
    holds, fails = counts["holds"], counts["fails"]
    parts = [
        f"{holds} {'holds' if holds == 1 else 'hold'}" if holds else "",
        f"{fails} {'fails' if fails == 1 else 'fail'}" if fails else "",
        f"{counts['unknown']} unknown" if counts["unknown"] else "",
    ]
    return " · ".join(filter(None, parts))


def report(subject: Subject, findings: Sequence[Finding], policy: Mapping[str, Any] | None) -> str:
    """The whole report as plain text, cleaned of everything that looks like a secret."""
    return clean("\n".join(_lines(subject, findings, policy)))


def _lines(subject: Subject, findings: Sequence[Finding], policy: Mapping[str, Any] | None) -> Iterator[str]:
    yield f"Connect Chat Console · {subject.line}"
    for name, value in (("Instance", subject.instance_id), ("Flow", subject.flow_id)):
        if value:
            yield f"{name} {value}"
    yield counted(findings) or "Nothing was examined."
    yield ""
    for finding in findings:
        yield f"{SIGNS[finding.outcome]} {finding.title}: {finding.sentence}"
        if finding.outcome != "holds" and finding.advice:
            yield f"{_INDENT}{finding.advice}"
        if finding.action:
            yield f"{_INDENT}{' on '.join(filter(None, (finding.action, finding.resource)))}"
        if finding.field:
            yield f"{_INDENT}Field: {path_text(finding.field)}"
    if policy is not None:
        yield from ("", "The least policy for this instance and flow:", json.dumps(policy, indent=2))
