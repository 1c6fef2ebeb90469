"""Which faults act on which occasions: by count, by time, by chance, by themselves."""

from __future__ import annotations

import pytest

from console.sandbox.clock import Clock
from console.sandbox.faults import Fault, Faults, When, parse
from console.sandbox.timers import Timers


def switched(*texts: str) -> tuple[Faults, Timers]:
    """Faults that are on, and the timers whose clock stands still."""
    timers = Timers(Clock(lambda: 1_000_000.0))
    on = Faults(timers)
    on.add(*[parse(text) for text in texts])
    return on, timers


def added(*texts: str) -> Faults:
    return switched(*texts)[0]


def acts(on: Faults, times: int, effect: str = "drop") -> list[bool]:
    return [on.act(effect) is not None for _ in range(times)]


def test_a_count_goes_down_only_where_the_fault_acted() -> None:
    on = added("StopContact:InternalService:1", "*:TooManyRequests:2")
    assert [on.take("StopContact").answer] == [Fault("StopContact", "InternalService", 0.0, 1)]
    assert on.all() == (Fault("*", "TooManyRequests", 0.0, 2),)
    for _ in range(2):
        assert on.take("ListInstances").does("error")
    assert on.take("ListInstances").answer is None
    assert on.all() == ()


def test_delays_and_skews_add_up_beside_an_answer() -> None:
    on = added("*:latency=100ms", "ListInstances:latency=50ms:1", "*:skew=60", "*:skew=-20", "*:reset-after")
    trouble = on.take("ListInstances")
    assert (round(trouble.latency, 3), trouble.skew, trouble.does("reset_after")) == (0.15, 40.0, True)
    assert on.take("ListInstances").latency == pytest.approx(0.1)


def test_another_operation_is_left_alone() -> None:
    on = added("StartChatContact:AccessDenied")
    assert on.take("ListInstances").answer is None
    on.clear()
    assert on.take("StartChatContact").answer is None


def test_places_are_left_alone_by_the_faults_of_others() -> None:
    on = added("*:AccessDenied", "socket:late=1s")
    assert [on.touches(place) for place in ("socket", "attachment", "agent", "connection")] == [
        True, False, False, False,
    ]  # fmt: skip
    assert on.act("drop") is None
    assert on.act("late") == Fault("socket", "late", 1.0)
    assert on.take("SendMessage").does("error")
    on.remove(parse("socket:late=1s"))
    assert not on.touches("socket")


def test_occasions_pass_first() -> None:
    on = added("socket:drop:2@after=3")
    assert acts(on, 7) == [False, False, False, True, True, False, False]
    assert on.all() == ()


def test_a_window_of_time() -> None:
    on, timers = switched("SendMessage:Throttling@10s-40s")
    found = []
    for seconds in (0, 9.9, 0.1, 29.9, 0.1):
        timers.clock.move(seconds)
        found.append((on.take("SendMessage").answer is not None, len(on.all())))
    assert found == [(False, 1), (False, 1), (True, 1), (True, 1), (False, 0)]


def test_a_time_that_is_over_is_no_longer_shown() -> None:
    on, timers = switched("*:AccessDenied@-5s", "*:latency=1ms")
    timers.clock.move(5)
    assert [str(fault) for fault in on.all()] == ["*:latency=1ms"]


def test_a_period_lets_it_act_once() -> None:
    on, timers = switched("SendMessage:InternalService@every=20s")
    found = []
    for seconds in (0, 20, 0, 19, 1, 100, 0):
        timers.clock.move(seconds)
        found.append(on.take("SendMessage").answer is not None)
    assert found == [False, True, False, False, True, True, False]


def test_chance_is_about_what_was_asked_and_the_same_each_time() -> None:
    drawn = acts(added("socket:drop@30%"), 2_000)
    assert 0.25 < sum(drawn) / 2_000 < 0.35
    assert drawn == acts(added("socket:drop@30%"), 2_000)
    other = acts(added("socket:drop@30%,seed=7"), 2_000)
    assert drawn != other
    assert other == acts(added("socket:drop@30%,seed=7"), 2_000)


def test_chance_and_count_go_together() -> None:
    on = added("socket:drop:5@20%")
    assert sum(acts(on, 500)) == 5
    assert on.all() == ()


def test_of_two_the_first_that_acts_is_used() -> None:
    on = added("socket:late=1s@after=1", "socket:late=5s")
    found = [on.act("late") for _ in range(3)]
    assert [0.0 if one is None else one.value for one in found] == [5.0, 1.0, 1.0]


def test_faults_are_removed_as_they_were_asked_for_or_are_left() -> None:
    on = added("socket:drop:2", "*:latency=1ms", "*:latency=1ms", "*:AccessDenied")
    on.act("drop")
    with pytest.raises(LookupError, match="socket:drop:3"):
        on.remove(parse("*:AccessDenied"), parse("socket:drop:3"))
    assert len(on.all()) == 4, "all or none"
    on.remove(parse("socket:drop:2"), parse("*:latency=1ms"))
    assert [str(fault) for fault in on.all()] == ["*:latency=1ms", "*:AccessDenied"]
    on.add(parse("socket:drop:2"))
    on.act("drop")
    on.remove(parse("socket:drop:1"))
    assert not on.touches("socket")


def test_what_needs_no_occasion_happens_by_itself() -> None:
    on, timers = switched("agent:leave:2@every=30s")
    happened: list[float] = []
    on.let("leave", lambda: happened.append(timers.clock.moved_s))
    assert on.act("leave") is None, "no occasion is needed, so none counts"
    for _ in range(8):
        timers.clock.move(15)
        timers.run_due()
    assert happened == [30, 60]
    assert on.all() == ()
    assert len(timers) == 0


def test_a_leap_of_time_is_one_occasion() -> None:
    on, timers = switched("socket:drop@every=1s")
    happened: list[bool] = []
    on.let("drop", lambda: happened.append(True))
    timers.clock.move(86_400)
    timers.run_due()
    assert happened == [True]
    on.clear()
    timers.clock.move(10)
    timers.run_due()
    assert (happened, len(timers)) == ([True], 0)


def test_what_happens_by_itself_before_anybody_said_how_does_no_harm() -> None:
    on, timers = switched("socket:drop:1@every=1s")
    timers.clock.move(1)
    timers.run_due()
    assert on.all() == ()


def test_a_fast_time_does_not_keep_the_loop_busy() -> None:
    on, timers = switched()
    timers.clock.run(1_000_000)
    on.add(Fault("socket", "drop", when=When(every_s=0.1)))
    happened: list[bool] = []
    on.let("drop", lambda: happened.append(True))
    timers.clock.move(49_999)
    timers.run_due()
    assert happened == []
    timers.clock.move(2)
    timers.run_due()
    assert happened == [True]
