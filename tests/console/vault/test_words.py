"""What the vault's errors say: every cause, in the words of every system."""

from __future__ import annotations

import re
import string

import pytest

from console.errors import VaultCorrupt, VaultLocked, VaultTooLarge, VaultUnavailable
from console.errors.vault import _ELSEWHERE, CAUSES, vault_error

FACTS = {"reason": "it is so", "waited": "1 min", "count": 3, "size": "20,000", "room": "19,200"}
SYSTEMS = {"linux": "keyring", "darwin": "Keychain", "win32": "Credential Manager"}


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("system", SYSTEMS)
def test_every_cause_says_what_happened_and_what_to_do(cause: str, system: str) -> None:
    error = vault_error(cause, system, **FACTS)
    assert isinstance(error, VaultUnavailable | VaultLocked | VaultCorrupt | VaultTooLarge)
    assert error.facts["cause"] == cause
    for text in (error.sentence, error.advice):
        assert text[0].isupper()
        assert text.endswith(".")
        assert not re.search(r"[{}]|None|\.\.|  ", text)


@pytest.mark.parametrize("cause", CAUSES)
def test_no_cause_has_words_that_no_fact_fills(cause: str) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(CAUSES[cause][1]) if name}
    assert names <= {"it", "It", *FACTS}


def test_each_system_is_called_by_its_name() -> None:
    for system, name in SYSTEMS.items():
        assert name in vault_error("silent", system).sentence
    assert vault_error("silent", "freebsd14").sentence == "The keyring does not answer."


def test_whoever_has_no_keyring_is_told_of_the_other_way() -> None:
    for cause, (kind, _, advice) in CAUSES.items():
        if kind is not VaultCorrupt and cause not in ("asks", "closed"):
            assert "for this run only" in advice, cause


def test_words_of_one_system_stand_for_a_cause_that_there_is() -> None:
    for cause, system in _ELSEWHERE:
        assert cause in CAUSES
        assert system in SYSTEMS
        assert vault_error(cause, system, **FACTS).sentence != vault_error(cause, "linux", **FACTS).sentence
