"""Licences: everything that the program is made of, from the packages here or from the list of a bundle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from console import licences
from console.paths import version


@pytest.fixture(autouse=True)
def read_anew() -> Iterator[None]:
    licences.parts.cache_clear()
    yield
    licences.parts.cache_clear()


def test_a_checkout_tells_of_its_packages_fonts_and_icons() -> None:
    found = {part.name: part for part in licences.parts()}
    assert licences.parts()[0].name == licences.TITLE
    assert found[licences.TITLE].version == version()
    assert {"Python", "PySide6_Essentials", "botocore", "Lucide icons", "Inter font"} <= set(found)
    assert "pytest" not in found, "what only tests need is no part of it"
    assert all(part.licence and all(text.strip() for text in part.texts) for part in licences.parts())
    assert "Apache License" in found["boto3"].texts[0]
    assert "ISC License" in found["Lucide icons"].texts[0]


def test_a_version_is_found_however_the_name_is_written() -> None:
    assert licences.version_of("pyside6-essentials") == licences.version_of("PySide6_Essentials") != ""
    assert licences.version_of("nobody") == ""


def test_a_packaged_program_tells_what_its_list_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = {"name": "Qt", "version": "6", "licence": "LGPL-3.0-only", "texts": ["a", "b"]}
    told = {"parts": [part], "texts": {"a": "first", "b": "second"}}
    (tmp_path / "licences.json").write_text(json.dumps(told), "utf-8")
    monkeypatch.setattr(licences, "resource", lambda name: tmp_path / name)
    assert licences.parts() == (licences.Part("Qt", "6", "LGPL-3.0-only", ("first", "second")),)
