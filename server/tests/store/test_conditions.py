"""The conditions in SQL say what the rules say."""

import re

from dayshift.domain.executions import LIVE, OPEN, TERMINAL, TRANSITIONS, State
from dayshift.store.tables.runs import IS_LIVE, IS_OPEN, IS_QUEUED


def _states(condition: object) -> set[str]:
    return set(re.findall(r"'(\w+)'", str(condition)))


def test_live_open_and_queued_are_the_states_of_the_rules() -> None:
    assert _states(IS_LIVE) == {state.value for state in LIVE}
    assert _states(IS_OPEN) == {state.value for state in OPEN}
    assert _states(IS_QUEUED) == {State.QUEUED.value}


def test_an_attempt_ends_only_from_a_state_that_lets_it() -> None:
    may_end = {state.value for state in State if TRANSITIONS[state] & (TERMINAL - {State.CANCELLED, State.FAILED})}

    assert may_end == _states(IS_LIVE)


def test_nothing_follows_an_end() -> None:
    assert all(not TRANSITIONS[state] for state in TERMINAL)
