"""Says how far running Spark jobs are, and by which id their cluster knows them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from dayshift.clock import Clock
from dayshift.domain.executions import State
from dayshift.domain.jobs import JobKind
from dayshift.executors.commands.spark_facts import SparkFacts, ui_port
from dayshift.loops.watcher import Watcher
from dayshift.store import running
from dayshift.store.engine import Store

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

    def step(self) -> datetime | None:
        """Look at every Spark run that this server owns. Return when to look again."""
        mine = [run for run in self.watcher.mine if run.kind == JobKind.PYSPARK and run.state is State.RUNNING]
        kept = {}
        for run in mine:
            folder = run.order["run"]
            facts = kept[folder] = self._facts.get(folder) or SparkFacts(self.runs / folder, ui_port(run.id))
            found = facts.look()
            if found is not None and found != run.progress:
                with self.store.begin(self.clock.now()) as tx:
                    running.show_progress(tx, run.id, self.me, run.attempt, found)
        self._facts = kept
        return self.clock.now() + (BUSY if mine else IDLE)
