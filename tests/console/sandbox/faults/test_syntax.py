"""How a fault is written and read."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.sandbox.faults import KINDS, Fault, When, guide, parse
from console.sandbox.faults.kinds import OCCASIONS
from console.sandbox.operations import NAMES
from console.sandbox.participant.line import STEPS

milliseconds = st.integers(0, 999_999).map(lambda number: number / 1000)
VALUES: Mapping[str, st.SearchStrategy[float]] = {
    "": st.just(0.0),
    "duration": milliseconds,
    "seconds": st.integers(-999_999_999, 999_999_999).map(float),
}
windows = st.tuples(milliseconds, st.none() | st.integers(1, 999_999).map(lambda number: number / 1000))
conditions = st.builds(
    lambda window, **rest: When(window[0], None if window[1] is None else sum(window), **rest),
    windows,
    after=st.integers(0, 999_999_999),
    every_s=st.none() | st.integers(100, 999_999).map(lambda number: number / 1000),
    chance=st.integers(1, 10_000).map(lambda hundredths: hundredths / 100),
    seed=st.none() | st.integers(1, 999_999_999),
)
faults = st.sampled_from(sorted(KINDS)).flatmap(
    lambda name: st.builds(
        Fault,
        place=st.sampled_from(
            ["*", *sorted(NAMES)] if KINDS[name].place == "operation" else [KINDS[name].place]
        ),
        name=st.just(name),
        value=VALUES[KINDS[name].unit],
        count=st.none() | st.integers(1, 999_999_999),
        when=conditions | st.just(When()),
    )
)


@settings(deadline=None, max_examples=150)
@given(faults)
def test_a_fault_reads_back_as_it_is_written(fault: Fault) -> None:
    text = str(fault)
    assert str(parse(text)) == text
    assert str(parse(text.upper())) == text
    rounded = parse(text).when.until_s
    if fault.when.until_s is not None:
        assert rounded == pytest.approx(fault.when.until_s)


@pytest.mark.parametrize(
    "text",
    [
        "StartChatContact:TooManyRequests:2",
        "*:latency=500ms",
        "*:skew=-600",
        "SendMessage:Throttling@10s-40s",
        "*:InternalService@30%",
        "*:InternalService:3@30%,seed=7",
        "socket:refuse:1",
        "socket:drop:2",
        "socket:drop:1@after=5",
        "socket:drop@every=20s",
        "socket:silent",
        "socket:silent=30s:1",
        "socket:late=2s@50%,seed=7",
        "socket:duplicate@-90s",
        "socket:reorder@1500ms-",
        "socket:unknown",
        "connection:expiry=-60",
        "attachment:reject:1",
        "agent:leave:1@10s-,after=2,30%",
    ],
)
def test_an_example_is_written_as_it_is_read(text: str) -> None:
    assert str(parse(text)) == text


def test_what_the_examples_mean() -> None:
    assert parse("StartChatContact:TooManyRequests:2") == Fault("StartChatContact", "TooManyRequests", 0.0, 2)
    assert parse("*:latency=500ms") == Fault("*", "latency", 0.5, None)
    assert parse("*:latency=2s:1") == Fault("*", "latency", 2.0, 1)
    assert parse("startchatcontact:accessdenied") == Fault("StartChatContact", "AccessDenied")
    assert parse("*:skew=-600") == Fault("*", "skew", -600.0)
    assert parse("sendmessage:throttling@10S-40s") == Fault(
        "SendMessage", "Throttling", when=When(from_s=10, until_s=40)
    )
    assert parse(" socket : late = 1.5s : 3 @ after=2, every=1m, 12.5 %, seed=9 ") == Fault(
        "socket", "late", 1.5, 3, When(after=2, every_s=60, chance=12.5, seed=9)
    )
    assert parse("*:latency=1ms@5m-1h").when == When(300, 3600)
    assert parse("*:AccessDenied@100%") == Fault("*", "AccessDenied")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "OPERATION:ERROR[:COUNT]"),
        ("@", "OPERATION:ERROR[:COUNT]"),
        ("StartChatContact", "OPERATION:ERROR[:COUNT]"),
        ("a:b:c:d", "OPERATION:ERROR[:COUNT]"),
        ("StartChat:TooManyRequests", "no operation of the sandbox. Known: *, AssumeRole"),
        ("socket:TooManyRequests", "no operation of the sandbox. Known: *, AssumeRole"),
        ("*:drop", "happens to no operation: write socket:drop."),
        ("SendMessage:late=1s", "write socket:late=500ms."),
        ("agent:reject", "write attachment:reject."),
        ("*:Nonsense", "Known faults: TooManyRequests, Throttling, LimitExceeded"),
        ("*:TooManyRequests:0", "whole number from 1"),
        ("*:TooManyRequests:two", "whole number from 1"),
        ("*:TooManyRequests=5", "takes no value"),
        ("*:TooManyRequests=", "takes no value"),
        ("*:latency", "500ms or 2s"),
        ("*:latency=-5ms", "500ms or 2s"),
        ("*:latency=soon", "500ms or 2s"),
        ("*:latency=999999h", "500ms or 2s"),
        ("*:latency=1e3s", "500ms or 2s"),
        ("*:skew=1.5", "seconds, such as -600"),
        ("*:skew", "seconds, such as -600"),
        ("socket:silent=0s", "500ms or 2s"),
        *(
            (f"*:AccessDenied@{when}", "30%, after=5, every=20s")
            for when in (
                "", "soon", "10", "-", "10s", "40s-10s", "10s-10s", "-0s", "0%", "101%", "1e1%", "%",
                "after=0", "after=x", "every=0s", "every=50ms", "every=2", "seed=", "30%,40%", "5s-,-9s",
                "30%,", "@30%", "10s--40s", "if=5",
            )
        ),
    ],
)  # fmt: skip
def test_what_is_no_fault_is_told(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse(text)
    assert told in str(caught.value)


PIECES = [
    *KINDS,
    *NAMES,
    *OCCASIONS,
    "*",
    ":",
    "@",
    "=",
    ",",
    "-",
    "%",
    "5",
    "2s",
    "1ms",
    "after",
    "every",
    "seed",
]


@settings(deadline=None)
@given(st.text(max_size=40) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    try:
        fault = parse(text)
    except ValueError:
        return
    assert fault.name in KINDS
    assert str(parse(str(fault))) == str(fault)


def test_the_guide_names_every_kind_and_its_examples_can_be_read() -> None:
    lines = guide().splitlines()
    for name, kind in KINDS.items():
        assert any(line.strip().startswith(name) and line.endswith(kind.told) for line in lines), name
    examples = [line.split()[0] for line in lines[1:7]] + [lines[7].split()[-1]]
    assert [str(parse(example)) for example in examples] == examples


def test_every_place_has_its_kinds_and_every_step_of_a_frame_its_fault() -> None:
    assert {kind.place for kind in KINDS.values()} == set(OCCASIONS)
    on_sockets = {kind.effect for kind in KINDS.values() if kind.place == "socket"}
    assert on_sockets == {*STEPS, "refuse"}
