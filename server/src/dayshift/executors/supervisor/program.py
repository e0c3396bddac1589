"""Run by path: ``python -I -S program.py <run directory>``, or ``--serve <descriptor>`` as the launcher.

Everything is imported now and nothing later: an upgrade may replace the library while a run goes on for days. The
supervisor finds its siblings by the folder that holds the package, and imports nothing else of it.
"""

import sys

sys.path.append(__file__.rsplit("/", 4)[0])

from dayshift.executors.supervisor.attempt import supervise
from dayshift.executors.supervisor.launcher import serve


def main(arguments: list[str]) -> None:
    if arguments[0] == "--serve":
        serve(int(arguments[1]))
    else:
        supervise(arguments[0])


if __name__ == "__main__":
    main(sys.argv[1:])
