from __future__ import annotations

from console.sandbox.flow.traces.trace import BYTES, Ring
from tests.console.sandbox.flow.rehearsal import END, Stage, action, flow

TELL = flow(
    action("set", "UpdateContactAttributes", {"Attributes": {"a": "$.Channel", "b": "$.Name"}}, "w"),
    action("w", "Wait", {"TimeLimitSeconds": "60", "Events": ["CustomerReturned"]}, "end"),
    END,
)


def test_an_entry_tells_all_of_its_action() -> None:
    stage = Stage()
    stage.play(TELL, ["Back"])
    told = stage.trace.entries[0].told()
    assert told == {
        "kind": "action",
        "action": "set",
        "type": "UpdateContactAttributes",
        "at": "2027-01-15T08:00:00.000Z",
        "contact": stage.contact.id,
        "flow": "f",
        "flow_name": "f",
        "result": "Done",
        "edge": "NextAction",
        "next": "w",
        "error": "",
        "warnings": ["$.Name has no value here: it is empty."],
        "attributes": {"a": "CHAT", "b": ""},
        "parameters": {"Attributes": {"a": "CHAT", "b": ""}},
        "facts": {},
    }
    waits = stage.trace.entries[1].told()
    assert (waits["kind"], waits["action"], waits["seconds"]) == ("wait", "w", 60)
    assert waits["reason"] == "waiting for the customer"


def test_entries_can_be_read() -> None:
    stage = Stage()
    stage.play(TELL, ["Back"])
    assert [entry.line() for entry in stage.trace.entries] == [
        "set (UpdateContactAttributes): Done → w  ! $.Name has no value here: it is empty.",
        "w (Wait): waiting for the customer, 60 s at most",
        "w (Wait): CustomerReturned → end",
        "end (DisconnectParticipant): Ended: the flow disconnects the customer",
    ]


def test_the_newest_entries_are_remembered() -> None:
    stage = Stage()
    stage.play(TELL, ["Back"])
    ring = Ring(2)
    for entry in stage.trace.entries:
        ring.add(entry)
    assert ring.entries == ring.entered == stage.trace.entries[-2:]


def test_entries_that_take_too_much_are_forgotten_before_the_newest() -> None:
    stage = Stage()
    stage.play(TELL, ["Back"])
    entries = stage.trace.entries
    sizes = [entry.size for entry in entries]
    assert min(sizes) >= BYTES
    assert sizes[0] > sizes[2], "the texts of an entry count"
    ring = Ring(most_bytes=sum(sizes[-2:]))
    for entry in entries:
        ring.add(entry)
    assert ring.entries == entries[-2:]
    assert ring.bytes == sum(sizes[-2:])
