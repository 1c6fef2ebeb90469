"""The only door to AWS: its services as coroutines, errors translated, retries ours.

`Connect` is Amazon Connect for a profile, `ConnectParticipant` what a participant of a chat does, `Sts`
gives temporary keys, `IdentityCenter` signs people in.
Blocking calls run on workers. Neither boto3 nor botocore is imported before a client is wanted.
"""

from console.aws.answers import Connection, Identity, Late, Started
from console.aws.connect import Connect
from console.aws.identity_center import IdentityCenter
from console.aws.lateness import OnLate
from console.aws.logs import LogEvent, LogPage, Logs, flow_log_group
from console.aws.participant import ConnectParticipant, Page, Sent, Upload
from console.aws.permissions import PERMISSIONS, Permission
from console.aws.resources import (
    Flow,
    FlowAlias,
    FlowDetails,
    FlowVersion,
    Instance,
    InstanceDetails,
    StorageConfig,
)
from console.aws.retries import OnProgress, Patience, Progress
from console.aws.storage import Storage
from console.aws.sts import Sts
from console.aws.tokens import Account, Device, Registration, Token

__all__ = [
    "PERMISSIONS",
    "Account",
    "Connect",
    "ConnectParticipant",
    "Connection",
    "Device",
    "Flow",
    "FlowAlias",
    "FlowDetails",
    "FlowVersion",
    "Identity",
    "IdentityCenter",
    "Instance",
    "InstanceDetails",
    "Late",
    "LogEvent",
    "LogPage",
    "Logs",
    "OnLate",
    "OnProgress",
    "Page",
    "Patience",
    "Permission",
    "Progress",
    "Registration",
    "Sent",
    "Started",
    "Storage",
    "StorageConfig",
    "Sts",
    "Token",
    "Upload",
    "flow_log_group",
]
