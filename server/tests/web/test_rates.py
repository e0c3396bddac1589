"""Buckets of requests: what fits at once, what comes back with time, and what is forgotten."""

from types import SimpleNamespace
from typing import Any

import pytest

from dayshift.domain.errors import TooMuch
from dayshift.web import rates
from dayshift.web.rates import Buckets, spend


class Watch:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def buckets(watch: Watch) -> Buckets:
    """As for those who signed in."""
    return Buckets(200, burst=1000, now=watch)


def takes(buckets: Buckets, who: str, most: int) -> int:
    """How many of so many requests pass."""
    return sum(buckets.take(who) == 0 for _ in range(most))


def test_the_burst_fits_and_not_one_more(buckets: Buckets):
    assert takes(buckets, "ada", 1000) == 1000
    assert buckets.take("ada") == pytest.approx(1 / 200)


def test_a_second_gives_back_as_many_as_the_rate(buckets: Buckets, watch: Watch):
    takes(buckets, "ada", 1000)

    watch.seconds += 1

    assert takes(buckets, "ada", 1000) == 200


def test_a_bucket_holds_no_more_than_the_burst_however_long_nobody_comes(buckets: Buckets, watch: Watch):
    takes(buckets, "ada", 1000)

    watch.seconds += 86_400

    assert takes(buckets, "ada", 2000) == 1000


def test_what_is_refused_takes_nothing(buckets: Buckets, watch: Watch):
    takes(buckets, "ada", 5000)

    watch.seconds += buckets.take("ada")

    assert takes(buckets, "ada", 2) == 1


def test_nobody_takes_from_the_bucket_of_somebody_else(buckets: Buckets):
    takes(buckets, "ada", 5000)

    assert takes(buckets, "bea", 1000) == 1000


def test_full_buckets_are_thrown_away_and_others_are_kept(buckets: Buckets, watch: Watch):
    for number in range(rates.MANY - 1):
        buckets.take(number)
    watch.seconds += 1
    takes(buckets, "ada", 1000)

    buckets.take("bea")

    assert len(buckets._full_at) == 2
    assert buckets.take("ada") > 0


def request() -> Any:
    return SimpleNamespace(state=SimpleNamespace())


def test_a_request_counts_once_however_often_its_rights_are_asked_for(watch: Watch):
    buckets, stream = Buckets(1, burst=1, now=watch), request()

    for _ in range(3):
        spend(stream, buckets, "ada")

    with pytest.raises(TooMuch) as refused:
        spend(request(), buckets, "ada")
    assert refused.value.facts["retry_after"] == 1
