"""JSON and CSV that AWS's tools print or offer for download, as settings."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from console.candidates.drafts import signs_in
from console.candidates.names import KEY_ID, PROFILE, SECRET, TOKEN, setting_like
from console.candidates.secrecy import hold
from console.redaction import is_secret

Settings = dict[str, str]

_MOST_TRIES = 50
_DEEPEST = 12
_STARTS = re.compile(r"^[^{\[\n\"]{0,200}([{\[])", re.MULTILINE)
_ROLE_OF_SESSION = re.compile(r"arn:aws[a-z-]*:sts::\d{12}:assumed-role/([\w+=,.@-]+)/.*")
# What a name means in JSON beside what it means anywhere.
_IN_JSON: Mapping[str, str] = {"token": TOKEN, "username": PROFILE, "profile": PROFILE}
_PASSWORD = "password"
_CSV_COLUMNS: Mapping[str, str] = {"user name": PROFILE, "username": PROFILE, _PASSWORD: _PASSWORD}


def read_json_text(text: str) -> list[Settings]:
    """What the JSON documents in a text hold, one each per key or sign-on.

    What the AWS CLI prints (`sts`, `iam create-access-key`, `configure export-credentials`, `sso
    get-role-credentials`), what a credential_process prints, what ~/.aws/cli/cache holds, and mappings
    of variables.
    """
    return [found for document in _documents(text) for found in _within(document, {}, 0)]


def _documents(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    end = tries = 0
    for match in _STARTS.finditer(text):
        if match.start(1) < end or tries == _MOST_TRIES:
            continue
        tries += 1
        try:
            document, end = decoder.raw_decode(text, match.start(1))
        except (ValueError, RecursionError):
            continue
        yield document


def _within(value: Any, outer: Settings, depth: int) -> Iterator[Settings]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _within(item, outer, depth + 1)
    elif isinstance(value, dict):
        own = _settings(value)
        around = {**outer, **{name: text for name, text in own.items() if name in _SHARED}}
        if signs_in(own):
            yield {**around, **own}
        for item in value.values():
            yield from _within(item, {**around, **_name_of_session(value)}, depth + 1)


_SHARED = frozenset({PROFILE, "region", "default_region"})


def _settings(mapping: Mapping[str, Any]) -> Settings:
    found: Settings = {}
    for name, value in mapping.items():
        if not isinstance(value, str | int | float):
            continue
        if is_secret(name):
            hold(str(value))
        letters = re.sub(r"[^a-z]", "", name.lower())
        if setting := setting_like(name) or _IN_JSON.get(letters):
            found.setdefault(setting, str(value).strip())
    if KEY_ID in found:
        # Keys of a container say which role they are of; that is no role to be assumed.
        found.pop("role_arn", None)
    elif "sso_start_url" in found and "region" in found:
        # A token of ~/.aws/sso/cache: its region is the one of Identity Center.
        found.setdefault("sso_region", found.pop("region"))
    return found


def _name_of_session(mapping: Mapping[str, Any]) -> Settings:
    user = mapping.get("AssumedRoleUser")
    arn = user.get("Arn") if isinstance(user, dict) else None
    match = _ROLE_OF_SESSION.fullmatch(arn) if isinstance(arn, str) else None
    return {PROFILE: match[1]} if match else {}


def read_csv_text(text: str) -> list[Settings]:
    """The keys in a file that IAM offers for download; its columns may be parted by tabs, too."""
    lines = text.strip().split("\n")
    header = lines[0].lower()
    separator = max(",;\t", key=header.count)
    columns = [_column(title.strip()) for title in _cells(header, separator)]
    if KEY_ID not in columns or SECRET not in columns:
        return []
    rows = [_row(columns, _cells(line, separator)) for line in lines[1:]]
    return [row for row in rows if row.get(KEY_ID) and row.get(SECRET)]


def _row(columns: list[str], cells: list[str]) -> Settings:
    row = dict(zip(columns, map(str.strip, cells), strict=False))
    hold(row.pop(_PASSWORD, None))
    return row


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader([line.strip()], delimiter=separator), [])


def _column(title: str) -> str:
    return setting_like(title) or _CSV_COLUMNS.get(title, "")
