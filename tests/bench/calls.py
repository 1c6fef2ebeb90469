"""Calls to a server: through a warm boto3 client, and as many as the server can take."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials

from .processes import NotMeasuredError, Server

CONNECTIONS = 4
CALLS_A_ROUND = 200  # below the 500 chats that the sandbox, as Connect, holds at once


def warm_start(sandbox: Server) -> Callable[[], float]:
    """A function that starts one chat through a boto3 client that has called before, in milliseconds."""
    client = boto3.session.Session(
        aws_access_key_id=sandbox.access_key_id,
        aws_secret_access_key=sandbox.secret_access_key,
        region_name=sandbox.region,
    ).client("connect", endpoint_url=sandbox.endpoint, config=Config(retries={"total_max_attempts": 1}))

    def start() -> float:
        started = time.perf_counter()
        answer = client.start_chat_contact(
            InstanceId=sandbox.instance_id,
            ContactFlowId=sandbox.flow_id,
            ParticipantDetails={"DisplayName": "Bench"},
        )
        took = (time.perf_counter() - started) * 1000
        client.stop_contact(InstanceId=sandbox.instance_id, ContactId=answer["ContactId"])
        return took

    start()
    return start


class Signed:
    """One request, signed once: a signature holds for five minutes, so it can be sent again."""

    def __init__(self, server: Server, method: str, path: str, body: object = None) -> None:
        data = b"" if body is None else json.dumps(body).encode()
        request = AWSRequest(method, server.endpoint + path, data=data)
        if data:
            request.headers["Content-Type"] = "application/json"
        keys = Credentials(server.access_key_id, server.secret_access_key)
        SigV4Auth(keys, "connect", server.region).add_auth(request)
        self.method, self.path, self.body = method, path, data
        self.headers = {**dict(request.headers.items()), "Content-Length": str(len(data))}
        self.host = urlsplit(server.endpoint).netloc

    def send(self, connection: http.client.HTTPConnection) -> bytes:
        """Sends it over an open connection; the body of the answer, which must be a 200."""
        connection.request(self.method, self.path, self.body, self.headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise NotMeasuredError(f"{self.path} was answered with {answer.status}: {body[:200]!r}")
        return body


@contextmanager
def _connection(host: str) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        yield connection
    finally:
        connection.close()


def rate(request: Signed, calls: int = CALLS_A_ROUND) -> tuple[float, list[bytes]]:
    """Calls per second over some connections at once, and the answers."""

    def share(count: int) -> list[bytes]:
        with _connection(request.host) as connection:
            return [request.send(connection) for _ in range(count)]

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        started = time.perf_counter()
        answers = [
            answer for part in pool.map(share, [calls // CONNECTIONS] * CONNECTIONS) for answer in part
        ]
        return len(answers) / (time.perf_counter() - started), answers


def sandbox_rate(sandbox: Server, calls: int = CALLS_A_ROUND) -> float:
    """StartChatContact calls per second; every chat is stopped again afterwards, outside the measurement."""
    body = {
        "InstanceId": sandbox.instance_id,
        "ContactFlowId": sandbox.flow_id,
        "ParticipantDetails": {"DisplayName": "Bench"},
    }
    per_second, answers = rate(Signed(sandbox, "PUT", "/contact/chat", body), calls)
    contacts = {json.loads(answer)["ContactId"] for answer in answers}
    if len(contacts) != len(answers):
        raise NotMeasuredError("some calls were answered with the same contact")
    with _connection(urlsplit(sandbox.endpoint).netloc) as connection:
        for contact in contacts:
            stop = {"InstanceId": sandbox.instance_id, "ContactId": contact}
            Signed(sandbox, "POST", "/contact/stop", stop).send(connection)
    return per_second


def moto_rate(moto: Server, calls: int = CALLS_A_ROUND) -> float:
    """ListInstances calls per second; its list is empty, which is the least work for it."""
    return rate(Signed(moto, "GET", "/instance"), calls)[0]
