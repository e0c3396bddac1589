"""What a machine can enforce for its runs, and the words for what it cannot."""

from dayshift.executors.base import Capabilities, Gap
from dayshift.executors.cgroups import Cgroups

DELEGATION = "Start Dayshift as root, or give it control groups (systemd: Delegate=yes)."

OWN_USER = Gap(
    feature="own_user",
    text="Projects are not walled off from each other here: all jobs run as the same Unix user.",
    cure="Bring only code of people who trust each other to this machine.",
)
MEMORY = Gap(feature="memory", text="Memory is checked once a second, not enforced by the kernel.", cure=DELEGATION)
CPU = Gap(feature="cpu", text="CPU limits work in whole cores.", cure=DELEGATION)
PROCESSES = Gap(
    feature="processes",
    text="The number of processes is watched; a fork bomb can still slow this machine.",
    cure=DELEGATION,
)
KILL = Gap(
    feature="kill",
    text="After a crash of its supervisor, a process that hides may survive its run.",
    cure=DELEGATION,
)


def capabilities(found: Cgroups) -> Capabilities:
    """From the control groups that work here to what is promised."""
    memory = found.has("memory.max", "memory.limit_in_bytes")
    cpu = found.has("cpu.max", "cpu.cfs_quota_us")
    processes = found.has("pids.max")
    kill = found.has("cgroup.kill", "freezer.state")
    can = ((memory, MEMORY), (cpu, CPU), (processes, PROCESSES), (kill, KILL))
    return Capabilities(
        memory="hard" if memory else "watched",
        cpu="quota" if cpu else "affinity",
        processes="hard" if processes else "watched",
        kill="atomic" if kill else "rounds",
        gaps=(OWN_USER, *(gap for holds, gap in can if not holds)),
    )
