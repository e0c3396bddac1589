"""The order of events: whoever reads up to an id has missed nothing that comes before it, on either database."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from dayshift.store import events
from dayshift.store.engine import Store
from dayshift.store.outbox import Event, Topic

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


def told(project: int) -> Event:
    return Event(Topic.FILE, project)


def tell(store: Store, *news: Event, at: datetime = NOW) -> None:
    with store.begin(at) as tx:
        tx.tell(*news)


def read(store: Store, after: int, until: int) -> list[Event]:
    with store.read(NOW) as tx:
        return [one.event for one in events.between(tx, after, until)]


def test_what_was_told_twice_in_a_transaction_is_one_event(store: Store):
    tell(store, told(1), told(2), told(1))

    assert read(store, 0, events.settled(store, NOW, 0)) == [told(1), told(2)]


def test_what_was_undone_was_never_told(store: Store):
    with pytest.raises(ZeroDivisionError), store.begin(NOW) as tx:
        tx.tell(told(1))
        raise ZeroDivisionError

    assert read(store, 0, events.settled(store, NOW, 0)) == []


def test_a_slow_transaction_is_not_overtaken_for_ever(store: Store):
    """The first takes its number and is not durable yet; the second has a later one, and is."""
    written, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        with store.begin(NOW) as tx:
            tx.tell(told(1))
            tx.write_told()
            tx._told.clear()
            written.set()
            go_on.wait(10)

    slow = threading.Thread(target=slowly)
    slow.start()
    written.wait(10)
    if store.is_postgresql:
        tell(store, told(2))
        early = events.settled(store, NOW, 0)
        seen_early = read(store, 0, early)
    else:
        early, seen_early = 0, []  # a second writer waits for the first
    go_on.set()
    slow.join()
    late = events.settled(store, NOW, early)

    assert seen_early == []
    assert told(1) in read(store, early, late)


def test_a_reader_that_waits_keeps_writers_waiting_for_a_moment_only(store: Store):
    if not store.is_postgresql:
        pytest.skip("SQLite has one writer at a time, and its readers wait for none")
    with store.begin(NOW) as tx:
        tx.tell(told(1))
        tx.write_told()
        tx._told.clear()
        reader = threading.Thread(target=lambda: events.settled(store, NOW, 0))
        reader.start()
        tell(store, told(2))
        reader.join()

    assert read(store, 0, events.settled(store, NOW, 0)) == [told(1), told(2)]


def test_events_are_forgotten_and_their_numbers_never_come_again(store: Store):
    tell(store, told(1), told(2))
    tell(store, told(3), at=NOW + timedelta(days=2))
    newest = events.settled(store, NOW, 0)
    with store.begin(NOW + timedelta(days=9)) as tx:
        events.drop_old(tx, NOW + timedelta(days=1), limit=100)
        kept = [one.event for one in events.between(tx, 0, newest)]
        events.drop_old(tx, NOW + timedelta(days=8), limit=100)
        last = [one.event for one in events.between(tx, 0, newest)]
    tell(store, told(4))

    assert (kept, last) == ([told(3)], [told(3)])
    assert read(store, newest, events.settled(store, NOW, newest)) == [told(4)]


def test_what_is_kept_is_known(store: Store):
    tell(store, told(1))
    tell(store, told(2))
    newest = events.settled(store, NOW, 0)
    with store.begin(NOW + timedelta(days=9)) as tx:
        events.drop_old(tx, NOW + timedelta(days=1), limit=100)

    with store.read(NOW) as tx:
        known = [events.is_kept(tx, number, newest) for number in (0, newest - 2, newest - 1, newest, newest + 1)]
    assert known == [False, False, True, True, False]
