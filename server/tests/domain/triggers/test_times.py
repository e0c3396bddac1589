"""Times of day as bits."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dayshift.domain.triggers.times import DAY_S, TimesOfDay, bits, mask_of

minutes = st.integers(0, 1439).map(lambda minute: minute * 60)
listed = st.one_of(
    st.sets(minutes, min_size=1, max_size=300),
    st.sets(st.integers(0, DAY_S - 1), min_size=1, max_size=40),
    st.builds(lambda first, step: set(range(first, DAY_S, step)), st.integers(0, 5000), st.sampled_from([59, 63, 65])),
)

RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@RELAXED
@given(numbers=st.sets(st.integers(0, 200)))
def test_bits_and_mask_are_each_other_s_inverse(numbers):
    assert list(bits(mask_of(numbers))) == sorted(numbers)


@RELAXED
@given(seconds=listed)
def test_gaps_are_those_of_the_list(seconds):
    times, ordered = TimesOfDay.of(seconds), sorted(seconds)

    assert list(times) == ordered
    assert len(times) == len(ordered)
    assert times.smallest_gap() == min((b - a for a, b in pairwise(ordered)), default=None)
    assert times.gap_over_midnight() == DAY_S - ordered[-1] + ordered[0]


@RELAXED
@given(seconds=listed, first=st.integers(0, DAY_S - 1), last=st.integers(-1, DAY_S - 1))
def test_counting_counts_from_the_first_to_the_last(seconds, first, last):
    assert TimesOfDay.of(seconds).count(first, last) == sum(first <= second <= last for second in seconds)


@pytest.mark.parametrize("seconds", [{0}, {0, 30}, {59}])
def test_a_cross_of_fields_is_every_combination(seconds):
    crossed = TimesOfDay.crossed(hours=mask_of({3, 23}), minutes=mask_of({0, 15}), seconds=mask_of(seconds))

    assert list(crossed) == sorted(h * 3600 + m * 60 + s for h in (3, 23) for m in (0, 15) for s in seconds)
    assert crossed.grain == (60 if seconds == {0} else 1)
