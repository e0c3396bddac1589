"""What the supervisor imports is paid at each start of each run, so the list is fixed."""

import subprocess
import sys

from dayshift.executors.supervisors import PROGRAM

DIET = {"os", "sys", "time", "errno", "fcntl", "select", "resource", "_signal", "_json", "_ctypes", "_socket"}
PACKAGES = {"dayshift", "dayshift.executors", "dayshift.executors.supervisor"}
PRINT_NEW = """
import os, sys
bare = set(sys.modules)
sys.argv = ["", "--serve"]
program = sys.argv[0] = {program!r}
source = open(program).read()
exec(compile(source, program, "exec"), {{"__name__": "supervisor", "__file__": program}})
print(*sorted(set(sys.modules) - bare))
"""


def test_the_supervisor_imports_its_list_and_itself_and_nothing_else():
    source = PRINT_NEW.format(program=str(PROGRAM))
    told = subprocess.run([sys.executable, "-I", "-S", "-c", source], capture_output=True, text=True, check=True)

    modules = set(told.stdout.split())

    own = {f"dayshift.executors.supervisor.{path.stem}" for path in PROGRAM.parent.glob("*.py")}
    assert modules - DIET - PACKAGES - own == set()


def test_the_packages_around_it_are_empty():
    """They are loaded with it, so they may not grow."""
    for folder in (PROGRAM.parent, PROGRAM.parent.parent, PROGRAM.parent.parent.parent):
        code = [
            line for line in (folder / "__init__.py").read_text().splitlines() if line.startswith(("import", "from"))
        ]

        assert code == [], folder
