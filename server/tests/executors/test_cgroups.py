"""Which control groups a machine has for runs, and what stands in them."""

from dataclasses import replace
from pathlib import Path

import pytest

from dayshift.executors import cgroups
from dayshift.executors.capability import capabilities
from dayshift.executors.cgroups import Cgroups, Place
from dayshift.executors.supervisor.groups import Groups
from dayshift.testing.executor_suite.place import MIB, order
from dayshift.testing.executor_suite.place import numbers as new_numbers

V2_FILES = frozenset(
    {"cgroup.kill", "memory.max", "memory.swap.max", "memory.oom.group", "cpu.max", "cpu.weight", "pids.max"}
)


class Numbers:
    """All that an order needs of a place."""

    numbers = new_numbers()


@pytest.fixture
def wanted():
    return replace(order(Numbers(), ["true"]), name="ds-a-1-1", cpu=1.5, memory=64 * MIB, processes=20)


def test_the_second_kind_limits_memory_swap_cpu_and_processes(wanted):
    found = Cgroups((Place(Path("/v2/dayshift-a"), V2_FILES),))

    (group,) = found.plan(wanted)

    assert group["path"] == "/v2/dayshift-a/ds-a-1-1"
    assert dict(group["limits"]) == {
        "memory.max": str(64 * MIB),
        "memory.swap.max": "0",
        "memory.oom.group": "1",
        "cpu.max": "150000 100000",
        "cpu.weight": "150",
        "pids.max": "20",
    }


def test_the_first_kind_sets_memory_before_memory_and_swap(wanted):
    files = frozenset({"memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.usage_in_bytes"})
    found = Cgroups((Place(Path("/v1"), files),))

    (group,) = found.plan(wanted)

    assert [name for name, _ in group["limits"]] == ["memory.limit_in_bytes", "memory.memsw.limit_in_bytes"]


def test_without_groups_everything_is_watched_and_said():
    can = capabilities(Cgroups())

    assert (can.memory, can.cpu, can.processes, can.kill) == ("watched", "affinity", "watched", "rounds")
    assert [gap.feature for gap in can.gaps] == ["own_user", "memory", "cpu", "processes", "kill"]


def test_with_all_groups_only_the_missing_walls_are_said():
    can = capabilities(Cgroups((Place(Path("/v2"), V2_FILES),)))

    assert (can.memory, can.cpu, can.processes, can.kill) == ("hard", "quota", "hard", "atomic")
    assert [gap.feature for gap in can.gaps] == ["own_user"]


def test_the_server_s_own_group_is_found_in_every_hierarchy(tmp_path, monkeypatch):
    mounts = (
        f"1 0 0:1 / {tmp_path}/memory rw - cgroup cgroup rw,memory\n"
        f"2 0 0:2 / {tmp_path}/both rw - cgroup cgroup rw,cpu,cpuacct\n"
        f"3 0 0:3 /box {tmp_path}/unified rw - cgroup2 cgroup2 rw\n"
        "4 0 0:4 / /proc rw - proc proc rw\n"
    )
    own = "3:memory:/system/dayshift\n2:cpu,cpuacct:/\n1:name=systemd:/x\n0::/box/dayshift-server\n"
    answers = {"/proc/self/mountinfo": mounts, "/proc/self/cgroup": own}
    monkeypatch.setattr(Path, "read_text", lambda path: answers[str(path)])

    found = list(cgroups._own_groups())

    assert found == [tmp_path / "memory/system/dayshift", tmp_path / "both", tmp_path / "unified"]


def test_a_server_with_processes_in_its_group_steps_aside(tmp_path, monkeypatch):
    """A group of the second kind that holds processes may not hand its controllers down."""
    (tmp_path / "cgroup.controllers").write_text("cpuset cpu io memory pids")
    written: list[tuple[str, str]] = []

    def write(path, text):
        written.append((path.removeprefix(f"{tmp_path}/"), text))
        if len(written) == 1:
            raise OSError(16, "Device or resource busy")

    monkeypatch.setattr(cgroups, "write_text", write)
    cgroups._hand_down(tmp_path)

    wanted = "+memory +cpu +pids"
    assert written == [
        ("cgroup.subtree_control", wanted),
        ("dayshift-server/cgroup.procs", "0"),
        ("cgroup.subtree_control", wanted),
    ]


def test_figures_of_the_second_kind_are_read(tmp_path):
    (tmp_path / "memory.events").write_text("low 0\noom 1\noom_kill 2\n")
    (tmp_path / "memory.peak").write_text("1048576\n")
    (tmp_path / "cpu.stat").write_text("usage_usec 2500000\nuser_usec 1\n")
    groups = Groups([{"path": str(tmp_path), "limits": []}])

    assert (groups.oom_kills(), groups.peak_memory(), groups.cpu_s()) == (2, 1048576, 2.5)


def test_figures_of_the_first_kind_are_read_past_others_of_the_same_name(tmp_path):
    cpu, account = tmp_path / "cpu", tmp_path / "unified"
    cpu.mkdir()
    account.mkdir()
    (cpu / "cpu.stat").write_text("nr_periods 0\nnr_throttled 0\n")
    (account / "cpu.stat").write_text("usage_usec 1500000\n")
    groups = Groups([{"path": str(path), "limits": []} for path in (cpu, account)])

    assert (groups.cpu_s(), groups.oom_kills(), groups.peak_memory()) == (1.5, 0, None)
