"""The memory of contacts, under a clock that the tests move."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from console.sandbox import contacts as memory
from console.sandbox.clock import Clock
from console.sandbox.contacts import Contact, Contacts, QuotaFullError
from console.sandbox.timers import Timers


class Wall:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Wall:
    return Wall()


@pytest.fixture
def contacts(clock: Wall) -> Contacts:
    return made(3, clock)


def made(quota: int, clock: Wall) -> Contacts:
    return Contacts(quota, Timers(Clock(clock)))


def begin(contacts: Contacts, **request: Any) -> Contact:
    contact = contacts.start(request, {})
    contact.has_been_joined = True
    return contact


def test_a_chat_lasts_twenty_five_hours_by_default(contacts: Contacts, clock: Wall) -> None:
    contact = begin(contacts)
    clock.now += 25 * 3600 - 1
    assert contacts.active == 1
    clock.now += 1
    assert contacts.active == 0
    assert (contact.ended, contact.end_reason) == (contact.deadline, "EXPIRED")
    assert contact.deadline - contact.initiated == 25 * 3600


def test_a_chat_ends_when_its_own_duration_is_over(contacts: Contacts, clock: Wall) -> None:
    short, long = begin(contacts, ChatDurationInMinutes=60), begin(contacts, ChatDurationInMinutes=10_080)
    clock.now += 3600
    assert contacts.find(short.id) is short
    assert short.ended == short.initiated + 3600
    assert long.ended is None


def test_a_stopped_chat_keeps_its_end(contacts: Contacts, clock: Wall) -> None:
    contact = begin(contacts)
    clock.now += 10
    contacts.end(contact, "API")
    clock.now += 10
    contacts.end(contact, "EXPIRED")
    clock.now += 30 * 3600
    assert contacts.active == 0
    assert (contact.ended, contact.end_reason) == (contact.initiated + 10, "API")


def test_the_quota_counts_active_chats(contacts: Contacts, clock: Wall) -> None:
    first, *_ = [begin(contacts) for _ in range(3)]
    with pytest.raises(QuotaFullError):
        begin(contacts)
    contacts.end(first, "API")
    begin(contacts)
    clock.now += 25 * 3600
    assert [begin(contacts).ended for _ in range(3)] == [None] * 3


def test_a_client_token_remembers_its_contact(contacts: Contacts) -> None:
    contact = begin(contacts, ClientToken="one")
    begin(contacts)
    assert contacts.started_with("one") is contact
    assert contacts.started_with("ONE") is None
    assert contacts.started_with(None) is None
    assert contacts.started_with("") is None


def test_a_contact_that_nobody_joins_ends_after_five_minutes(contacts: Contacts, clock: Wall) -> None:
    joined, alone = begin(contacts), contacts.start({}, {})
    clock.now += 299
    assert contacts.active == 2
    clock.now += 1
    assert contacts.find(alone.id) is alone
    assert (alone.end_reason, joined.end_reason) == ("CUSTOMER_CONNECTION_NOT_ESTABLISHED", None)
    assert alone.ended == clock.now


def test_a_transfer_brings_another_contact_of_the_same_session(contacts: Contacts, clock: Wall) -> None:
    first = begin(contacts, ChatDurationInMinutes=60)
    assert contacts.newest_of(first.id) is first
    second = contacts.pass_on(first)
    assert (first.end_reason, contacts.active) == ("TRANSFERRED", 1)
    assert (second.initial_id, second.participant_id) == (first.id, first.participant_id)
    assert contacts.newest_of(first.id) is second
    assert contacts.newest_of(second.id) is None
    clock.now += 3600
    assert contacts.active == 0
    assert (second.end_reason, second.ended) == ("EXPIRED", first.deadline)


def test_what_has_ended_leaves_nothing_to_be_done() -> None:
    timers = Timers(Clock())
    contacts = Contacts(10, timers)
    for _ in range(2000):
        contacts.end(contacts.start({}, {}), "API")
    assert len(timers) == 0


def test_ids_and_tokens_are_never_twice_the_same(contacts: Contacts) -> None:
    made = [begin(contacts) for _ in range(3)]
    for what in ("id", "participant_id", "participant_token"):
        assert len({getattr(contact, what) for contact in made}) == 3
    assert all(len(contact.participant_token) <= 1000 for contact in made)
    assert all(contact.participant_token not in repr(contact) for contact in made)


def test_clearing_forgets_everything(contacts: Contacts, clock: Wall) -> None:
    contact = begin(contacts, ClientToken="one")
    contacts.clear()
    assert contacts.active == 0
    assert contacts.all() == ()
    assert contacts.started_with("one") is None
    assert contacts.find(contact.id) is None
    begin(contacts)
    clock.now += 25 * 3600
    assert contacts.active == 0


def test_the_memory_has_an_end(monkeypatch: pytest.MonkeyPatch, clock: Wall) -> None:
    monkeypatch.setattr(memory, "KEPT", 5)
    contacts = made(100, clock)
    active = begin(contacts)
    ended = [begin(contacts, ClientToken=str(number)) for number in range(10)]
    for contact in ended:
        contacts.end(contact, "API")
    begin(contacts)
    assert len(contacts.all()) == 5
    assert contacts.find(active.id) is active
    assert contacts.started_with("0") is None
    assert contacts.started_with("9") is ended[9]


def test_many_threads_may_start_at_once(clock: Wall) -> None:
    contacts = made(300, clock)
    refused: list[int] = []

    def work() -> None:
        for number in range(100):
            try:
                begin(contacts)
            except QuotaFullError:
                refused.append(number)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert contacts.active == 300
    assert len(refused) == 100
