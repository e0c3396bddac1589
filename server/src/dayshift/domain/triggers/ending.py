"""Where the sequence of a schedule ends, and how many runs it has until then."""

from dayshift.domain.triggers.check import CheckedRule
from dayshift.domain.triggers.cron import Cron
from dayshift.domain.triggers.kinds import Trigger, cron_rule
from dayshift.domain.triggers.moments import HORIZON
from dayshift.domain.triggers.once import Once
from dayshift.domain.triggers.times import DAY_S

_LAST_YEAR = 1 << 2099 - 1970


def last_run(checked: CheckedRule, now: int) -> int | None:
    """The last nominal time, by the number of runs, by the end, or by the rule itself; None if it goes on."""
    most = checked.max_runs
    when = None if most is None else _when(checked, now, most)
    if when is not None:
        return when
    if checked.rule.end is None and not ends_itself(checked.rule.trigger):
        return None
    return checked.rule.last_before(HORIZON + DAY_S)


def ends_itself(trigger: Trigger) -> bool:
    """Whether a trigger names a last time without anybody's end: once, or a cron text with years."""
    years = cron_rule(trigger).years if isinstance(trigger, Cron) else None
    return isinstance(trigger, Once) or (years is not None and years < _LAST_YEAR)


def runs_until(checked: CheckedRule, after: int, until: int) -> int:
    """How many runs there are strictly after ``after``, up to ``until``; those that a person skipped do not count."""
    skips = sum(after < t <= until and checked.rule.count(t, t) for t in checked.skips)
    return checked.rule.count(after + 1, until) - skips


def _when(checked: CheckedRule, now: int, number: int) -> int | None:
    """The instant of the run with a number, by doubling a span, then halving it; None if there are fewer.

    ``left`` runs are still to be found after ``low``, so that no stretch of time is counted twice.
    """
    low, span, left = max(now, (checked.rule.start or 0) - 1), DAY_S, number
    while (runs := runs_until(checked, low, low + span)) < left:
        if low + span > HORIZON:
            return None
        low, span, left = low + span, span * 2, left - runs
    high = low + span
    while high - low > 1:
        middle = (low + high) // 2
        runs = runs_until(checked, low, middle)
        if runs >= left:
            high = middle
        else:
            low, left = middle, left - runs
    return high
