"""What reading a big log costs: bytes held, reads made, work not done twice."""

import tracemalloc

import pytest

from dayshift.logs import marks
from dayshift.logs.directory import DirectoryLogStore

MIB = 1 << 20
LINE = b"2026-03-01 08:00:00 a line of a log, as long as lines of logs usually are\n"


class CountingStore(DirectoryLogStore):
    """Counts what is read."""

    reads = 0

    def read(self, key, start, limit):
        CountingStore.reads += 1
        return super().read(key, start, limit)


@pytest.fixture
def big(log):
    log.write(LINE * (50 * MIB // len(LINE)))
    CountingStore.reads = 0
    log.store = CountingStore(log.store.runs)
    return log


def test_the_tail_of_a_big_log_costs_three_reads(big):
    page = big.reader("some-secret-value").tail(big.key, 500)

    assert len(page.items) == 500
    assert CountingStore.reads <= 3


def test_a_big_log_read_and_tailed_holds_two_mebibytes(big):
    tracemalloc.start()
    try:
        reader = big.reader("some-secret-value")
        reader.tail(big.key, 500)
        page = reader.page(big.key, 400_000, 1000)
        for piece in reader.raw(big.key):
            del piece
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert len(page.items) == 1000
    assert peak <= 2 * MIB


def test_the_second_reader_counts_nothing_again(big):
    big.reader().page(big.key, 1, 10)
    counted = CountingStore.reads
    CountingStore.reads = 0

    page = big.reader().page(big.key, 300_000, 10)

    assert counted > 200
    assert CountingStore.reads <= 5
    assert page.items[0].n == 300_000


def test_a_damaged_index_is_made_anew(log):
    log.write(b"a\n" * marks.STEP)
    whole = log.reader().page(log.key, 100_000, 1)

    log.path.with_name("index").write_bytes(b"DSI1 nonsense")

    assert log.reader().page(log.key, 100_000, 1) == whole


def test_reading_never_touches_the_log_itself(log):
    log.write(LINE * 10_000)

    log.reader().page(log.key, 1, 10)
    log.reader().search(log.key, "nothing")

    assert log.path.read_bytes() == LINE * 10_000
