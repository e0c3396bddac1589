"""Writes as many MiB of lines as its argument says; the last line tells how many seconds that took."""

import sys
import time

LINE = "2026-11-24 09:00:00 INFO loader: read 4096 rows of part {:9d} and went on with the next one, all is well\n"
BYTES = len(LINE.format(0))

begun = time.perf_counter()
for number in range((int(sys.argv[1]) << 20) // BYTES):
    sys.stdout.write(LINE.format(number))
sys.stdout.flush()
print(time.perf_counter() - begun)
