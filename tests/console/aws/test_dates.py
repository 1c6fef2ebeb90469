"""What an answer's headers say of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.aws.dates import ahead_s, http_time, retry_after_s
from tests.console.aws.door import ask
from tests.console.loopback import Loopback, sts_result

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
IDENTITY = "<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/jo</Arn><UserId>U</UserId>"


@given(
    st.floats(min_value=-(10**6), max_value=10**6),
    st.floats(min_value=0.001, max_value=30),
    st.floats(min_value=0, max_value=1),
    st.floats(min_value=0, max_value=0.999),
)
def test_no_more_of_a_wrong_clock_is_told_than_can_be_known(
    ahead: float, took: float, share: float, second: float
) -> None:
    """Whenever within the call, and within its second, the service wrote the date."""
    arrived_at = NOW + timedelta(seconds=second)
    service_time = arrived_at - timedelta(seconds=took * share + ahead)
    date = format_datetime(service_time.replace(microsecond=0), usegmt=True)
    told = ahead_s(date, arrived_at, took)
    assert told is not None
    assert told == round(told)
    doubt = 0.5 + max(took / 2, 0.5)
    if told:
        assert told * ahead > 0
        assert abs(told - ahead) <= doubt + 0.5 + 1e-3
    else:
        assert abs(ahead) <= 2 * doubt + 1e-3


@pytest.mark.parametrize("date", [None, "", "now", "Sun, 99 Nov 2026 12:00:00 GMT"])
def test_a_date_that_is_none_tells_nothing(date: str | None) -> None:
    assert http_time(date) is None
    assert ahead_s(date, NOW, 0.1) is None
    assert retry_after_s({"retry-after": date or ""}) is None


@pytest.mark.parametrize("asked", ["9" * 400, "9" * 5_000, "\u0661", "1e9"])
def test_a_wait_that_is_none_is_not_waited_for(asked: str) -> None:
    for name in ("x-amz-retry-after", "retry-after"):
        assert retry_after_s({name: asked}) is None


@pytest.mark.parametrize("ahead", [0, 90, -3600])
def test_whose_keys_these_are_comes_with_how_long_it_took_and_the_clock(ahead: int) -> None:
    date = format_datetime(datetime.now(UTC) - timedelta(seconds=ahead), usegmt=True)
    with Loopback(sts_result("GetCallerIdentity", IDENTITY, date=date)) as server:
        identity = ask(server.endpoint, lambda connect: connect.get_caller_identity())
    assert identity.account == "123456789012"
    assert 0 < identity.took_s < 5
    assert identity.clock_ahead_s == pytest.approx(ahead, abs=2)


def test_an_answer_without_a_date_leaves_the_clock_unknown() -> None:
    with Loopback(sts_result("GetCallerIdentity", IDENTITY)) as server:
        identity = ask(server.endpoint, lambda connect: connect.get_caller_identity())
    assert identity.clock_ahead_s is None
