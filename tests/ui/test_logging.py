"""The log of a run: what can't be written to it is no reason for more words."""

from __future__ import annotations

import errno
import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from ui import app


def test_a_full_disk_is_not_told_in_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def flush(_handler: RotatingFileHandler) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    for of, hook in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(of, hook, getattr(of, hook))
    monkeypatch.setattr(RotatingFileHandler, "flush", flush)
    before = logging.raiseExceptions
    with app._logging(tmp_path):
        logging.getLogger("console").warning("The disk is full.")
    told = capsys.readouterr().err
    assert "The disk is full." in told
    assert "Traceback" not in told
    assert logging.raiseExceptions == before
