"""Started once, found again, asked to stop, forgotten: whatever happens to the server meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from dayshift.clock import SystemClock, monotonic
from dayshift.domain.errors import BackendUnavailable
from dayshift.executors.base import Observation, Reason, Seen
from dayshift.testing.executor_suite.place import (
    INSTANCE,
    Place,
    ended,
    look,
    needs,
    python,
    running,
    says,
    shell,
    until,
)

PROGRESS = """
import os, time
folder = os.environ["HOME"] + "/.."
with open(folder + "/new", "w") as file:
    file.write('{"fraction": 0.42, "text": "month 5 of 12"}')
os.rename(folder + "/new", folder + "/progress.json")
print("up", flush=True)
time.sleep(60)
"""


class LifecycleSuite:
    """Once started, an attempt is found again and started no second time."""

    def test_launching_twice_gives_one_attempt(self, place: Place) -> None:
        """CS10: while it runs."""
        order = shell(place, "echo started; sleep 60")
        known = place.executor.handle_of(order)
        first = place.executor.launch(order)
        until(place, first, lambda _: place.starts(first) == 1)

        second = place.executor.launch(order)

        assert first == known
        assert second.adopted
        assert replace(second, adopted=False) == replace(first, adopted=False)
        place.executor.cancel(first, timedelta(0))
        ended(place, first)
        assert place.starts(first) == 1

    def test_launching_after_the_end_starts_nothing(self, place: Place) -> None:
        """CS10."""
        order = shell(place, "echo started")
        handle = place.executor.launch(order)
        ended(place, handle)

        again = place.executor.launch(order)

        assert again.adopted
        assert look(place, again).exit_code == 0
        assert place.starts(handle) == 1

    def test_launching_from_many_threads_at_once_starts_one(self, place: Place) -> None:
        """CS10."""
        orders = [shell(place, "echo started") for _ in range(5)]

        with ThreadPoolExecutor(4) as threads:
            handles = list(threads.map(place.executor.launch, [one for one in orders for _ in range(4)]))
        for handle in handles:
            ended(place, handle)

        assert sorted({handle.name for handle in handles}) == sorted(order.name for order in orders)
        assert [place.starts(handle) for handle in handles] == [1] * len(handles)

    def test_a_lost_answer_is_made_good_by_the_next_launch(self, place: Place) -> None:
        """CS11."""
        needs(place, "broken connection")
        order = shell(place, "echo started; exit 7")
        place.lose_answer()
        with pytest.raises(BackendUnavailable):
            place.executor.launch(order)

        handle = place.executor.launch(order)

        assert handle.adopted
        assert ended(place, handle).exit_code == 7
        assert place.starts(handle) == 1

    def test_a_server_that_forgot_its_handle_adopts_by_name(self, place: Place) -> None:
        """CS12: it was killed between the launch and saving the handle."""
        order = shell(place, "echo started; sleep 0.3; exit 7")
        place.executor.launch(order)

        place.restart()
        handle = place.executor.launch(order)

        assert ended(place, handle).exit_code == 7
        assert place.starts(handle) == 1

    def test_what_ended_while_nobody_looked_is_known_with_its_real_end(self, place: Place) -> None:
        """CS13."""
        needs(place, "programs")
        before = SystemClock().now()
        handle = place.executor.launch(shell(place, "echo whole log; exit 7"))
        place.close()
        place.wait_without_server(handle)
        gone = SystemClock().now()

        place.restart()
        seen = look(place, handle)

        assert (seen.seen, seen.exit_code) == (Seen.ENDED, 7), seen
        assert seen.started_at is not None
        assert seen.ended_at is not None
        assert before <= seen.started_at <= seen.ended_at <= gone
        assert place.log(handle) == b"whole log\n"

    def test_the_time_limit_holds_with_no_server(self, place: Place) -> None:
        """CS18, with the server dead."""
        needs(place, "programs")
        handle = place.executor.launch(shell(place, "sleep 60", time_limit=timedelta(seconds=0.4)))

        place.close()
        place.wait_without_server(handle)
        place.restart()

        assert look(place, handle).reason is Reason.TIMEOUT

    def test_a_new_server_can_cancel_what_it_did_not_start(self, place: Place) -> None:
        """CS12, CS14."""
        handle = place.executor.launch(shell(place, "echo up; sleep 60"))
        running(place, handle)

        place.restart()
        place.executor.cancel(handle, timedelta(seconds=5))

        assert ended(place, handle, within_s=3).reason is Reason.KILLED

    def test_cancelled_twice_and_after_the_end_is_no_error(self, place: Place) -> None:
        """CS15."""
        handle = place.executor.launch(shell(place, "echo up; sleep 60"))
        running(place, handle)

        place.executor.cancel(handle, timedelta(seconds=5))
        place.executor.cancel(handle, timedelta(seconds=5))
        first = ended(place, handle)
        place.executor.cancel(handle, timedelta(0))

        assert replace(look(place, handle), observed_at=first.observed_at) == first

    def test_a_cancel_is_not_reported_before_it_is_done(self, place: Place) -> None:
        """CS16: the place is away; after its return it is asked again, and then it stops."""
        needs(place, "broken connection")
        handle = place.executor.launch(shell(place, "sleep 60"))
        running(place, handle)
        place.go_away()
        with pytest.raises(BackendUnavailable):
            place.executor.cancel(handle, timedelta(0))
        meanwhile = look(place, handle)
        place.come_back()

        place.executor.cancel(handle, timedelta(0))

        assert meanwhile.seen is Seen.UNKNOWN
        assert ended(place, handle).reason is Reason.KILLED

    def test_cancel_and_end_at_one_instant_give_one_end(self, place: Place) -> None:
        """CS17: a hundred times; its own code whenever it ended by itself."""
        needs(place, "programs")
        orders = [shell(place, "exec sleep 0.0$((RANDOM % 9))", grace=timedelta(seconds=5)) for _ in range(100)]
        seen = []
        for start in range(0, 100, 10):
            handles = [place.executor.launch(order) for order in orders[start : start + 10]]
            for handle in handles:
                place.executor.cancel(handle, timedelta(seconds=5))
            seen += [ended(place, handle) for handle in handles]

        ends = [(one.exit_code, one.signal, one.reason) for one in seen]

        by_itself, stopped, never = (0, None, None), (None, 15, Reason.KILLED), (None, None, Reason.KILLED)
        assert set(ends) <= {by_itself, stopped, never, (0, None, Reason.KILLED)}

    def test_two_hundred_handles_are_answered_at_once(self, place: Place) -> None:
        """CS26: each of them, unknown ones as absent."""
        known = place.executor.launch(shell(place, "exit 7"))
        ended(place, known)
        handles = [
            replace(known, name=f"ds-{INSTANCE}-{number}-9", run=f"{number}/9") for number in range(10_000, 10_199)
        ]

        before = monotonic()
        seen = list(place.executor.observe([known, *handles]))

        assert monotonic() - before < 1
        assert [one.name for one in seen] == [handle.name for handle in [known, *handles]]
        assert {one.seen for one in seen[1:]} == {Seen.ABSENT}
        assert seen[0].exit_code == 7

    def test_a_place_that_is_away_changes_nothing(self, place: Place) -> None:
        """CS27."""
        needs(place, "broken connection")
        handle = place.executor.launch(shell(place, "sleep 60"))
        running(place, handle)

        place.go_away()
        away = look(place, handle)
        place.come_back()

        assert away.seen is Seen.UNKNOWN
        assert look(place, handle).seen is Seen.RUNNING
        place.executor.cancel(handle, timedelta(0))

    def test_no_state_goes_back(self, place: Place) -> None:
        """CS31: waiting, running, ended, in this order, however often it is looked at."""
        handle = place.executor.launch(shell(place, "sleep 0.3"))
        seen: list[Seen] = []

        def note(one: Observation) -> bool:
            seen.append(one.seen)
            return one.seen is Seen.ENDED

        until(place, handle, note)

        order = [Seen.WAITING, Seen.RUNNING, Seen.ENDED]
        assert [order.index(one) for one in seen] == sorted(order.index(one) for one in seen)

    def test_only_this_install_s_attempts_are_owned(self, place: Place) -> None:
        """CS32: running ones and ended ones; another install on the same place sees none of them."""
        ran = place.executor.launch(shell(place, "exit 0"))
        runs = place.executor.launch(shell(place, "sleep 60"))
        ended(place, ran)
        running(place, runs)

        ours = {handle.name for handle in place.executor.owned()}
        theirs = {handle.name for handle in place.stranger().owned()}

        assert {ran.name, runs.name} <= ours
        assert ours & theirs == set()
        place.executor.cancel(runs, timedelta(0))

    def test_a_forgotten_attempt_leaves_its_end_and_nothing_else(self, place: Place) -> None:
        """CS34: twice, and after a restart."""
        handle = place.executor.launch(shell(place, "echo kept; exit 7"))
        ended(place, handle)

        place.executor.forget(handle)
        place.executor.forget(handle)
        place.restart()
        place.executor.forget(handle)

        assert handle.name not in {one.name for one in place.executor.owned()}
        assert place.starts(handle) <= 1

    def test_fifty_orders_at_once_all_end_once_and_leak_nothing(self, place: Place) -> None:
        """CS38."""
        needs(place, "programs")
        ended(place, place.executor.launch(shell(place, "exit 0")))
        place.settle()
        before = place.resources()
        orders = [shell(place, "echo started") for _ in range(50)]

        with ThreadPoolExecutor(4) as threads:
            handles = list(threads.map(place.executor.launch, orders))
        seen = [ended(place, handle) for handle in handles]

        place.settle()
        assert [one.exit_code for one in seen] == [0] * 50
        assert [place.starts(handle) for handle in handles] == [1] * 50
        assert place.resources() == before

    def test_progress_is_seen_soon(self, place: Place) -> None:
        """CS39."""
        needs(place, "programs")
        handle = place.executor.launch(python(place, PROGRESS))
        says(place, handle, b"up")

        seen = until(place, handle, lambda one: one.progress is not None, within_s=2)

        assert seen.progress == {"fraction": 0.42, "text": "month 5 of 12"}
        place.executor.cancel(handle, timedelta(0))
