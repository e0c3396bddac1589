"""Clocks, disks, shells and SQL are touched where the house says, and nowhere else."""

import ast

CLOCKS = {"time.time", "time.sleep", "datetime.now", "datetime.utcnow", "date.today", "datetime.datetime.now"}
SHELLS = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput", "pty.spawn"}
READS_AND_WRITES = {"read_text", "write_text", "read_bytes", "write_bytes"}
TOUCH_THE_DISK = (
    "dayshift.auth",  # the key ring
    "dayshift.environments",
    "dayshift.executors",
    "dayshift.files",
    "dayshift.logs",
    "dayshift.opening",
    "dayshift.installation",  # what an install remembers of itself
    "dayshift.zonedata",  # the pinned tzdata
    "dayshift.web.pages",  # the built web UI, out of the package
    "dayshift.samples",  # programs for people to read: they are jobs, not the server
    "dayshift.testing",
    "dayshift.services.sample",  # reads those samples out of the package
    "dayshift.services.doctor",  # asks how full the disk is
    "dayshift_client.cli.show",  # a program or a requirements.txt of whoever types the command
    "dayshift_client.files",
    "dayshift_client.signed_in",
)
COUNTS = {"dayshift.store.executions": 1, "dayshift.store.queue": 3, "dayshift.store.running": 1}  # of what is not over


def _touches_the_disk(name):
    owner, _, verb = name.rpartition(".")
    is_ours = owner.startswith("self")  # self.snapshots.open() asks a room
    return (
        name in ("open", "os.open") or owner == "shutil" or verb in READS_AND_WRITES or (verb == "open" and not is_ours)
    )


def _imports_ours(module):
    """Whether it needs the server beside itself; the supervisor is a program of its own, in one folder."""
    own = module.name.rpartition(".")[0]
    return any(name.startswith("dayshift") and not name.startswith(f"{own}.") for name in module.imports)


def test_only_the_clock_and_programs_without_imports_of_ours_ask_for_the_time(modules):
    asked = {
        f"{module.path}:{call.lineno}"
        for module in modules
        if module.name != "dayshift.clock" and _imports_ours(module)
        for name, call in module.calls
        if name in CLOCKS
    }

    assert asked == set()


def test_nothing_goes_through_a_shell(modules):
    shells = [
        f"{module.path}:{call.lineno}"
        for module in modules
        for name, call in module.calls
        if name in SHELLS or any(keyword.arg == "shell" for keyword in call.keywords)
    ]

    assert shells == []


def test_only_what_is_listed_touches_the_disk(modules):
    touching = {module.name for module in modules for name, _ in module.calls if _touches_the_disk(name)}

    strangers = {module.name for module in modules if module.name in touching and not module.is_in(*TOUCH_THE_DISK)}

    assert strangers == set()


def test_the_list_of_what_touches_the_disk_names_nobody_who_does_not(modules):
    idle = [
        name
        for name in TOUCH_THE_DISK
        if not any(_touches_the_disk(call) for module in modules if module.is_in(name) for call, _ in module.calls)
    ]

    assert idle == []


def test_no_query_skips_rows_to_find_its_page(inside):
    offsets = [
        f"{module.path}:{call.lineno}"
        for module in inside("dayshift.store")
        for name, call in module.calls
        if name.endswith(".offset")
    ]

    assert offsets == []


def test_no_query_counts_without_a_limit(inside):
    counts = {}
    for module in inside("dayshift.store"):
        for statement in ast.walk(module.tree):
            if not isinstance(statement, ast.Assign | ast.Return | ast.Expr | ast.AnnAssign):
                continue
            said = ast.unparse(statement)
            if "func.count(" in said and ".limit(" not in said:
                counts[module.name] = counts.get(module.name, 0) + 1

    assert counts == COUNTS


def test_only_the_rules_make_a_permit(modules):
    makers = {module.name for module in modules for name, _ in module.calls if name == "Permit"}

    assert makers == {"dayshift.domain.rights"}
