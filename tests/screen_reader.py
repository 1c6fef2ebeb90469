"""A screen reader's view of the window: the accessibility tree over AT-SPI, spoken in D-Bus itself.

AT-SPI has a bus of its own, whose address the session bus knows (org.a11y.Bus). A node of the tree is a
name on that bus and a path: https://docs.gtk.org/atspi2/ describes the interfaces that are used here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

REGISTRY, ROOT = "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root"
ATSPI = "org.a11y.atspi."
PROPERTIES = "org.freedesktop.DBus.Properties"
ANNOUNCEMENT, FOCUS = "object:announcement", "object:state-changed:focused"
PRESSES = ("Press", "Toggle")
LABELLED_BY = 2
"""In AtspiRelationType."""
CALL_S, WAIT_S = 5.0, 15.0
# Numbers of states in AtspiStateType.
STATES = {
    "checked": 4, "editable": 7, "enabled": 8, "expanded": 10, "focusable": 11, "focused": 12,
    "modal": 15, "multi-line": 16, "pressed": 20, "selected": 23, "sensitive": 24, "showing": 25,
    "visible": 30, "read-only": 43,
}  # fmt: skip


@dataclass(frozen=True)
class Heard:
    """What a screen reader is told without asking: which event, and its words."""

    event: str
    words: str
    node: Node


@dataclass(frozen=True)
class Node:
    """One node of the tree; everything is asked for anew."""

    reader: Reader = field(repr=False, compare=False)
    bus_name: str
    path: str

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.reader.get(self, "Accessible", "Name"))

    @property
    def description(self) -> str:
        """What is said of it after its name."""
        return str(self.reader.get(self, "Accessible", "Description"))

    @property
    def role(self) -> str:
        """What it is, in the words of AT-SPI."""
        return str(self.reader.call(self, "Accessible", "GetRoleName")[0])

    @property
    def states(self) -> frozenset[str]:
        """Which of the states that we know it has."""
        low, high = self.reader.call(self, "Accessible", "GetState")[0]
        bits = low | high << 32
        return frozenset(name for name, number in STATES.items() if bits >> number & 1)

    @property
    def interfaces(self) -> frozenset[str]:
        """What can be asked of it: Action, Text, EditableText, Value…"""
        told = self.reader.call(self, "Accessible", "GetInterfaces")[0]
        return frozenset(name.removeprefix(ATSPI) for name in told)

    @property
    def children(self) -> list[Node]:
        """What it holds, in the order in which it is read."""
        told = self.reader.call(self, "Accessible", "GetChildren")[0]
        return [Node(self.reader, *one) for one in told]

    @property
    def text(self) -> str:
        """The text that can be read in it, as a screen reader reads it by lines and letters."""
        return str(self.reader.call(self, "Text", "GetText", "ii", 0, -1)[0])

    @property
    def actions(self) -> list[str]:
        """What can be done with it."""
        return [one[0] for one in self.reader.call(self, "Action", "GetActions")[0]]

    def press(self) -> None:
        """Does what it is for: presses a button, takes a choice."""
        offered = self.actions
        action = next((one for one in PRESSES if one in offered), None)
        assert action is not None, f"{self.role} {self.name!r} offers {offered} alone"
        assert self.reader.call(self, "Action", "DoAction", "i", offered.index(action))[0]

    def write(self, text: str) -> None:
        """Replaces its text."""
        assert self.reader.call(self, "EditableText", "SetTextContents", "s", text)[0]

    def focus(self) -> None:
        """Puts the keyboard here."""
        assert self.reader.call(self, "Component", "GrabFocus")[0]

    @property
    def labels(self) -> list[Node]:
        """What names it, where it does not name itself."""
        told = self.reader.call(self, "Accessible", "GetRelationSet")[0]
        return [
            Node(self.reader, *one) for relation, those in told if relation == LABELLED_BY for one in those
        ]

    def find(self, name: str, role: str = "") -> Node | None:
        """The first that is shown in it of this name, and role where one is given."""
        found = (one for one in self.walk() if one.name == name and role in ("", one.role))
        return next(found, None)

    def named(self, name: str, role: str = "") -> Node:
        """The same, once it is there."""
        return cast("Node", until(lambda: self.find(name, role), f"{role or 'a node'} named {name!r}"))

    def walk(self) -> Iterator[Node]:
        """It and all that it holds and that is shown, in the order in which it is read."""
        yield self
        for child in self.children:
            if "showing" in child.states:
                yield from child.walk()


class Gone(Exception):
    """A node is not there any more, or does not know what it was asked."""


class Reader:
    """A connection to the accessibility bus of a session."""

    def __init__(self, session_address: str) -> None:
        self._jeepney = pytest.importorskip("jeepney")
        blocking = pytest.importorskip("jeepney.io.blocking")
        self._open = blocking.open_dbus_connection
        self.heard: list[Heard] = []
        self._bus = self._open(self._address_on(session_address))
        self._listen()

    def close(self) -> None:
        """Goes away."""
        self._bus.close()

    def _address_on(self, session_address: str) -> str:
        session = self._open(session_address)
        try:
            where = self._jeepney.DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            return str(until(lambda: self._asked(session, where, "GetAddress"), "the accessibility bus")[0])
        finally:
            session.close()

    def _asked(self, bus: Any, where: Any, method: str, signature: str = "", *given: Any) -> tuple[Any, ...]:
        message = self._jeepney.new_method_call(where, method, signature, given)
        try:
            reply = bus.send_and_get_reply(message, timeout=CALL_S)
        except TimeoutError as late:
            raise Gone(method) from late
        if reply.header.message_type == self._jeepney.MessageType.error:
            raise Gone(f"{method}: {reply.body}")
        return tuple(reply.body)

    def call(
        self, node: Node, interface: str, method: str, signature: str = "", *given: Any
    ) -> tuple[Any, ...]:
        """What a node answers; Gone where it can't."""
        where = self._jeepney.DBusAddress(node.path, node.bus_name, ATSPI + interface)
        return self._asked(self._bus, where, method, signature, *given)

    def get(self, node: Node, interface: str, name: str) -> Any:
        """A property of a node."""
        where = self._jeepney.DBusAddress(node.path, node.bus_name, PROPERTIES)
        return self._asked(self._bus, where, "Get", "ss", ATSPI + interface, name)[0][1]

    @property
    def desktop(self) -> Node:
        """What holds all programs."""
        return Node(self, REGISTRY, ROOT)

    # -- what is told without being asked -----------------------------------------------------------

    def _listen(self) -> None:
        rule = self._jeepney.MatchRule(type="signal", interface=f"{ATSPI}Event.Object")
        registry = self._jeepney.DBusAddress("/org/a11y/atspi/registry", REGISTRY, f"{ATSPI}Registry")
        bus = self._jeepney.message_bus
        self._bus.send_and_get_reply(bus.AddMatch(rule), timeout=CALL_S)
        for event in (ANNOUNCEMENT, FOCUS):
            self._asked(self._bus, registry, "RegisterEvent", "s", event)
        self._told = self._bus.filter(rule, bufsize=10_000).__enter__()

    def listen(self) -> list[Heard]:
        """Everything that was told so far."""
        while True:
            try:
                message = self._bus.recv_until_filtered(self._told, timeout=0)
            except TimeoutError:
                return self.heard
            fields = message.header.fields
            of = self._jeepney.HeaderFields
            member, (detail, _, _, (_, value), *_) = fields[of.member], message.body
            node = Node(self, fields[of.sender], fields[of.path])
            self.heard.append(Heard(f"{member}:{detail}".strip(":"), str(value), node))


def until(holds: Callable[[], Any], what: str, bound_s: float = WAIT_S) -> Any:
    """What a function gives once it is something, asked again and again within a bound."""
    pause = threading.Event()
    for _ in range(int(bound_s * 50)):
        try:
            if found := holds():
                return found
        except Gone:
            pass
        pause.wait(0.02)
    pytest.fail(f"{what} did not come within {bound_s:.0f} s")
