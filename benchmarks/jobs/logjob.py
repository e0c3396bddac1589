"""Writes so many MiB, so many lines at a time, as its arguments say; the last line tells how many seconds that took."""

import sys
import time

LINE = "2026-11-24 09:00:00 INFO loader: read 4096 rows of part {:9d} and went on with the next one, all is well\n"
BYTES = len(LINE.format(0))

mib, at_once = map(int, sys.argv[1:])
begun = time.perf_counter()
for first in range(0, (mib << 20) // BYTES, at_once):
    sys.stdout.write("".join(map(LINE.format, range(first, first + at_once))))
sys.stdout.flush()
print(time.perf_counter() - begun)
