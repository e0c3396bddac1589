"""Imports go down, in no circle, and stand at the top; import-linter holds the layers (``make lint``)."""

import ast
import sys
from graphlib import TopologicalSorter

REASON = "noqa: PLC0415"
OUTSIDE = {"io", "logging", "os", "pathlib", "random", "secrets", "shutil", "socket", "sqlite3", "subprocess"}
OUTSIDE |= {"sys", "tempfile", "threading", "time", "urllib", "uuid"}  # I/O, clocks, chance: not for a rule


def _known(name, names):
    """The module that an imported name means: itself, or the module that it stands in; None if it is not ours."""
    return name if name in names else name.rpartition(".")[0] if name.rpartition(".")[0] in names else None


def test_no_module_imports_itself_by_way_of_others(modules):
    names = {module.name for module in modules}
    graph = {
        module.name: {found for name in module.imports if (found := _known(name, names))} - {module.name}
        for module in modules
    }

    TopologicalSorter(graph).prepare()  # raises CycleError, which shows the circle

    assert sum(map(len, graph.values())) > 300


def test_the_rules_import_only_the_standard_library_and_themselves(inside):
    allowed = sys.stdlib_module_names - OUTSIDE

    strange = {
        (module.name, name)
        for module in inside("dayshift.domain")
        for name in module.imports
        if name.split(".")[0] not in allowed and not name.startswith("dayshift.domain.")
    }

    assert strange == set()


def test_an_import_inside_a_function_gives_its_reason(modules):
    silent = []
    for module in modules:
        lines = module.text.splitlines()
        for function in module.functions:
            reason = ""
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    said = lines[node.lineno - 1].partition(REASON)
                    reason = said[2].strip(" ()") or reason  # the second of a pair shares the first one's
                    if not said[1] or not reason:
                        silent.append(f"{module.path}:{node.lineno}")

    assert silent == []


def test_rooms_do_not_see_each_other(inside):
    rooms = ("auth", "environments", "executors", "files", "logs", "store")

    seen = {
        (module.name, name)
        for room in rooms
        for module in inside(f"dayshift.{room}")
        for name in module.imports
        for other in rooms
        if other != room and name.startswith(f"dayshift.{other}.")
    }

    assert seen == set()
