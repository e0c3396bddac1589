"""An import that fails now and then, so that there is something to look into."""

import os
import sys

number = int(os.environ["DAYSHIFT_EXECUTION_ID"])
print(f"import {number}: asking the source for new rows …")
if number % 4 == 0:
    print("the source answered: 503 Service Unavailable", file=sys.stderr)
    sys.exit(1)
print("12 new rows, all good")
