"""The only door to AWS: Amazon Connect and STS as coroutines, errors translated, retries ours.

Blocking calls run on workers. Neither boto3 nor botocore is imported before a client is wanted.
"""

from console.aws.answers import Connection, Flow, Identity, Instance, Late, Started
from console.aws.connect import Connect, OnLate
from console.aws.permissions import PERMISSIONS, Permission
from console.aws.retries import OnProgress, Patience, Progress

__all__ = [
    "PERMISSIONS",
    "Connect",
    "Connection",
    "Flow",
    "Identity",
    "Instance",
    "Late",
    "OnLate",
    "OnProgress",
    "Patience",
    "Permission",
    "Progress",
    "Started",
]
