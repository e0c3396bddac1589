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


def runs_until(checked: CheckedRule, now: int, until: int) -> int:
    """How many runs there are strictly after ``now``, up to ``until``; those that a person skipped do not count."""
    skips = sum(now < t <= until and checked.rule.count(t, t) for t in checked.skips)
    return checked.rule.count(now + 1, until) - skips


def _when(checked: CheckedRule, now: int, number: int) -> int | None:
    """The instant of the run with a number, by doubling a span, then halving it; None if there are fewer."""
    low, span = max(now, (checked.rule.start or 0) - 1), DAY_S
    while runs_until(checked, now, low + span) < number:
        if low + span > HORIZON:
            return None
        span *= 2
    high = low + span
    while high - low > 1:
        middle = (low + high) // 2
        if runs_until(checked, now, middle) >= number:
            high = middle
        else:
            low = middle
    return high
