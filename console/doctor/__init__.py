"""What a profile may do here, and what is missing: checks, the policy that mends it, reach of a flow."""

from console.doctor.destinations import Destination, Reach
from console.doctor.examination import CHECKS, PATIENCE_S, Check, examine
from console.doctor.findings import Finding, Outcome
from console.doctor.flow_paths import reach, reach_of
from console.doctor.policy import least_policy

__all__ = [
    "CHECKS",
    "PATIENCE_S",
    "Check",
    "Destination",
    "Finding",
    "Outcome",
    "Reach",
    "examine",
    "least_policy",
    "reach",
    "reach_of",
]
