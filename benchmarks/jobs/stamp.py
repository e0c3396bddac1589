"""Prints when its first line ran and, so many seconds later as its argument says, its last one: ns since 1970."""

import sys
import time

print(time.time_ns(), flush=True)
if len(sys.argv) > 1:
    time.sleep(float(sys.argv[1]))
    print(time.time_ns(), flush=True)
