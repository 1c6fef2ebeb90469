"""The sandbox within a window that speaks in marks: all that it answers is written for those who asked.

python -m tests.languages.wire FILE FOLDER    FOLDER takes the flows, one for each kind of action
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from console import language
from tests.languages.pseudo import Pseudo

PERSON: tuple[tuple[str, dict[str, str]], ...] = (
    ("accept", {}),
    ("reject", {}),
    ("take-over", {}),
    ("give-back", {}),
    ("transfer", {"queue": "Nobody's"}),
    ("transfer", {"colleague": "Nobody"}),
    ("transfer", {"queue": "Support"}),
    ("leave", {}),
    ("say", {}),
)
"""What a person asks for as the agent of a chat that none of it fits."""
ODD: dict[str, Any] = {"ParticipantDetails": {"DisplayName": ""}, "ChatDurationInMinutes": "5"}


def main(file: Path, folder: Path) -> None:
    """Asks for everything, with what is refused among it."""
    # Before the sandbox comes in, as in the window: its tables hold texts, too.
    language.speak(Pseudo())
    from console.sandbox import Sandbox
    from console.sandbox.flow.engine.actions import ACTIONS
    from tests.console.sandbox.flow.stage import QUEUE, act, document, queue_stub, say

    logged = act("log", "UpdateFlowLoggingBehavior", "tried", FlowLoggingBehavior="Enabled")
    for kind in ACTIONS:
        odd: dict[str, Any] = {"Text": "{{", "Nonsense": "$.Attributes.none", "QueueId": QUEUE}
        tried = act("tried", kind, "said", errors={"NoMatchingError": "said"}, **odd)
        flow = document(logged, tried, say("said", "$.Attributes.none"), name=kind)
        (folder / f"{kind}.json").write_text(json.dumps(flow), "utf-8")
    stubs = file.with_name("stubs.sandbox.json")
    stubs.write_text(json.dumps({"stubs": [queue_stub(Name="Support", capacity=0)]}), "utf-8")
    with Sandbox(flows=folder, stubs=stubs) as sandbox:
        file.write_text("\n".join(answers(sandbox)), "utf-8")


def answers(sandbox: Any) -> Iterator[str]:
    """What it says over each of its doors, as text."""
    from console.sandbox.flow.traces.log import GROUP
    from tests.console.sandbox.clients import client
    from tests.console.sandbox.participant.visitor import start
    from tests.console.sandbox.test_control import ask

    connect, participant = client(sandbox, "connect"), client(sandbox, "connectparticipant")
    for request in (ODD, {}, {"InstanceId": 1, "ContactFlowId": [], "Attributes": {"a": 1}}):
        try:
            connect.start_chat_contact(**{"InstanceId": sandbox.instance_id, "ContactFlowId": "x", **request})
        except ClientError as error:
            yield told(error.response)
    for flow in sandbox.flows:
        visitor = start(sandbox, participant, ContactFlowId=flow.id)
        with visitor.line():
            contact = f"/contacts/{visitor.contact_id}"
            for verb, given in PERSON:
                yield told(ask(sandbox, "POST", f"{contact}/agent/{verb}", given))
            yield told(ask(sandbox, "POST", f"{contact}/say", {"content": "x" * 20_000}))
            yield told(ask(sandbox, "POST", f"{contact}/say", {"content": "x", "display_name": "x" * 500}))
            yield told(ask(sandbox, "GET", f"{contact}/trace"))
            yield told(ask(sandbox, "GET", "/agent"))
        yield told(ask(sandbox, "POST", f"{contact}/end", {}))
    yield told(ask(sandbox, "GET", "/contacts/none/trace"))
    yield told(ask(sandbox, "GET", "/"))
    logs = client(sandbox, "logs")
    for page in logs.get_paginator("filter_log_events").paginate(logGroupName=GROUP):
        yield told(page)


def told(answer: Any) -> str:
    """An answer as one line."""
    return json.dumps(answer, default=str, ensure_ascii=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
