"""Which queued executions start now: slots and memory of a host, limits of jobs, fairness between projects. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

CLAIM = 25  # executions in one commit: enough to share it, few enough to hold the lock for a moment
MAX_SHARE = 0.75  # of the slots, for one project while another waits: a newcomer waits for one short run, not for hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A queued execution that is due. ``memory`` is bytes; ``max_running`` its job's limit."""

    execution: int
    project: int
    job: int
    memory: int
    max_running: int | None
    not_before: datetime
    is_ready: bool = True  # else its environment could not be built, and it will never run


@dataclass(slots=True, kw_only=True)
class Room:
    """What a host has, and what runs already, here and (for jobs) anywhere."""

    slots: int
    memory: int
    by_project: Counter[int] = field(default_factory=Counter)
    by_job: Counter[int] = field(default_factory=Counter)

    def take(self, candidate: Candidate) -> None:
        """Count ``candidate`` as running."""
        self.slots -= 1
        self.memory -= candidate.memory
        self.by_project[candidate.project] += 1
        self.by_job[candidate.job] += 1


def choose(candidates: Iterable[Candidate], room: Room) -> list[Candidate]:
    """Pick at most ``CLAIM`` executions to start: turn by turn, the project with the fewest running goes first.

    Within a project the oldest that fits goes first; one that does not fit does not block smaller ones.
    """
    queues = _by_project(candidates)
    total = room.slots + sum(room.by_project.values())
    chosen: list[Candidate] = []
    while room.slots > 0 and len(chosen) < CLAIM:
        best = _next(queues, room, total)
        if best is None:
            break
        queues[best.project].remove(best)
        room.take(best)
        chosen.append(best)
    return chosen


def _by_project(candidates: Iterable[Candidate]) -> dict[int, list[Candidate]]:
    queues: dict[int, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda c: (c.not_before, c.execution)):
        queues.setdefault(candidate.project, []).append(candidate)
    return queues


def _next(queues: dict[int, list[Candidate]], room: Room, total: int) -> Candidate | None:
    heads = [head for queue in queues.values() if (head := _first_that_fits(queue, room)) is not None]
    waiting = sum(1 for queue in queues.values() if queue)
    share = total if waiting < 2 else max(1, int(total * MAX_SHARE))
    fair = [head for head in heads if room.by_project[head.project] < share]
    return min(fair, key=lambda c: (room.by_project[c.project], c.not_before, c.execution), default=None)


def _first_that_fits(queue: Sequence[Candidate], room: Room) -> Candidate | None:
    for candidate in queue:
        limit = candidate.max_running
        if candidate.memory <= room.memory and (limit is None or room.by_job[candidate.job] < limit):
            return candidate
    return None
