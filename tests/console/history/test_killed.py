"""The console is killed: what was shown stands in the history, and another process was never disturbed."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from console.history import History
from tests.console.history.kept import AT, begin, message

ROOT = Path(__file__).resolve().parents[3]
CHILD = """
import asyncio, itertools, sys
from pathlib import Path
from tests.console.history.kept import AT, begin, message
from console.history import History

async def chat():
    history = History(Path(sys.argv[1]))
    print("imports", "sqlite3" in sys.modules, flush=True)
    begin(history, "child")
    for number in itertools.count():
        history.record_item("child", message(f"said {number}", number, "child"), AT)
        print("shown", number, flush=True)
        if number % 25 == 0:
            await history.flush()
            print("kept", number, flush=True)
        await asyncio.sleep(0)

asyncio.run(chat())
"""


def chat_and_die(folder: Path, shown: int, meanwhile: Callable[[], None]) -> int:
    """Kills a process once it has shown so many items; the last of which it knew that it is kept."""
    command = [sys.executable, "-c", CHILD, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        kept, told = -1, child.stdout.readline().split()
        # The first paint does not wait for a database.
        assert told == ["imports", "False"]
        while told != ["shown", str(shown)]:
            told = child.stdout.readline().split()
            kept = int(told[1]) if told[0] == "kept" else kept
            if told == ["shown", "2"]:
                meanwhile()
        child.kill()
    return kept


@pytest.mark.parametrize("shown", [3, 90])
async def test_what_was_shown_is_there(opened: Callable[[Path], History], tmp_path: Path, shown: int) -> None:
    beside = opened(tmp_path)
    begin(beside, "beside")

    def write_meanwhile() -> None:
        beside.record_item("beside", message("meanwhile", 1, "beside"), AT)

    kept = chat_and_die(tmp_path, shown, write_meanwhile)
    await beside.flush()
    with sqlite3.connect(beside.file) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        raws = connection.execute("SELECT raw FROM items WHERE raw LIKE '%said %' ORDER BY id").fetchall()
    connection.close()
    # Everything that was told to be kept, and of what came later no gap.
    said = [json.loads(raw)["Content"] for (raw,) in raws]
    assert said == [f"said {number}" for number in range(len(said))]
    assert len(said) > kept
    assert {one.contact_id for one in await beside.contacts()} == {"child", "beside"}
    assert [one.raw["Content"] for one in await beside.items("beside")] == ["meanwhile"]
    assert beside.trouble is None
