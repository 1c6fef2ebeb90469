"""A live chat whose console is killed at any moment: what was shown of it stands in the history."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from threading import Event, Thread

from console.history import History
from console.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[3]
KILLS = 4
CLIENT = """
import asyncio, json, sys
from pathlib import Path
from console.credentials import Keys
from console.profiles import environment_at
from console.workspace import Workspace

async def chat(plan):
    workspace = Workspace(Path(plan["folder"]))
    profile = environment_at(plan["region"], plan["endpoint"])
    workspace.add_environment(profile, Keys(*plan["keys"]))
    chat = workspace.new_chat(plan["request"], profile)
    await workspace.start(chat)
    await workspace.connect(chat)
    print(chat.contact_id, flush=True)
    shown = set()
    async for _ in chat.session.changes.follow():
        for row in chat.session.transcript.rows:
            if row.key not in shown and row.state == "sent":
                shown.add(row.key)
                print(row.key, flush=True)

asyncio.run(chat(json.load(sys.stdin)))
"""


def shown_until_killed(sandbox: Sandbox, folder: Path, count: int) -> tuple[str, list[str]]:
    """The contact, and the ids of all items that a client had shown when it was killed."""
    request = {
        "InstanceId": sandbox.instance_id,
        "ContactFlowId": sandbox.flows[0].id,
        "ParticipantDetails": {"DisplayName": "Ann"},
    }
    keys = sandbox.access_key_id, sandbox.secret_access_key
    plan = {"folder": str(folder), "region": sandbox.region, "endpoint": sandbox.endpoint}
    command = [sys.executable, "-c", CLIENT]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as client:
        assert client.stdin is not None
        assert client.stdout is not None
        client.stdin.write(json.dumps({**plan, "keys": keys, "request": request}))
        client.stdin.close()
        contact_id = client.stdout.readline().strip()
        is_over = Event()
        talking = Thread(target=talk, args=(sandbox, contact_id, is_over))
        talking.start()
        shown = [client.stdout.readline().strip() for _ in range(count)]
        client.kill()
        # What it had told until then, but for a line that it could not end.
        rest = client.stdout.read()
        is_over.set()
        talking.join()
    return contact_id, [*shown, *rest.rpartition("\n")[0].splitlines()]


def talk(sandbox: Sandbox, contact_id: str, is_over: Event) -> None:
    """Somebody says one thing after the other, at no even pace."""
    pace = Random(7)
    for number in range(500):
        sandbox.chats.say(contact_id, f"line {number}")
        if is_over.wait(pace.random() * 0.004):
            return


async def test_everything_that_was_shown_is_kept(
    sandbox: Sandbox, opened: Callable[[Path], History], tmp_path: Path
) -> None:
    counts = Random(11)
    for kill in range(KILLS):
        count = counts.randint(1, 40)
        contact_id, shown = shown_until_killed(sandbox, tmp_path, count)
        assert len(shown) >= count, f"kill {kill}"
        history = opened(tmp_path)
        past = await history.chat(contact_id)
        missing = [key for key in shown if key not in [row.key for row in past.rows]]
        assert missing == [], f"kill {kill}, after {count} of {len(shown)}"
        assert past.contact.outcome == "open"
        assert history.trouble is None
        await history.close()
