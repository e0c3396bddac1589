"""Says how far running Spark jobs are, and by which id their cluster knows them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from dayshift.clock import Clock
from dayshift.domain.executions import State
from dayshift.domain.jobs import JobKind
from dayshift.executors.commands.spark_facts import SparkFacts, ui_port
from dayshift.loops.watcher import Watcher, handle_of
from dayshift.store import running
from dayshift.store.engine import Store
from dayshift.store.outbox import run_changed

BUSY, IDLE = timedelta(seconds=1), timedelta(seconds=2)


@dataclass(slots=True)
class SparkReporter:
    """Asks the drivers, which may take a while to answer: so it is no part of the watcher, but reads what that saw."""

    store: Store
    clock: Clock
    runs: Path
    me: str
    watcher: Watcher
    name: str = field(default="spark", init=False)
    _facts: dict[str, SparkFacts] = field(default_factory=dict, init=False)
    _kinds: dict[int, str] = field(default_factory=dict, init=False)

    def step(self) -> datetime | None:
        """Look at every Spark run that this server owns. Return when to look again."""
        running_now = [run for run in self.watcher.mine if run.state is State.RUNNING and run.handle is not None]
        self._learn_kinds([run.id for run in running_now])
        mine = [run for run in running_now if self._kinds[run.id] == JobKind.PYSPARK]
        kept = {}
        for run in mine:
            folder = handle_of(run).run
            facts = kept[folder] = self._facts.get(folder) or SparkFacts(self.runs / folder, ui_port(run.id))
            found = facts.look()
            if found is not None and found != run.progress:
                with self.store.begin(self.clock.now()) as tx:
                    running.show_progress(tx, run.id, self.me, run.attempt, found)
                    tx.tell(run_changed(run))
        self._facts = kept
        return self.clock.now() + (BUSY if mine else IDLE)

    def _learn_kinds(self, numbers: Sequence[int]) -> None:
        known = {number: self._kinds[number] for number in numbers if number in self._kinds}
        new = [number for number in numbers if number not in known]
        if new:
            with self.store.read(self.clock.now()) as tx:
                known |= {number: told.kind for number, told in running.told(tx, new).items()}
        self._kinds = known
