"""A log in a run directory, written by the test as a job and its supervisor would."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from dayshift.logs.base import LogKey
from dayshift.logs.directory import DirectoryLogStore
from dayshift.logs.reader import LogReader

KEY = LogKey("12", 1)


@dataclass
class Written:
    """One log, and what reads it."""

    store: DirectoryLogStore
    key: LogKey = KEY

    @property
    def path(self) -> Path:
        return self.store.place(self.key)

    def write(self, data: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(data)

    def note(self, at: datetime, size: int) -> None:
        pair = int(at.timestamp() * 1e6).to_bytes(8, "little") + size.to_bytes(8, "little")
        with self.path.with_name("times").open("ab") as file:
            file.write(pair)

    def cut(self, start: int, end: int, generation: int = 0) -> None:
        """Cut it as a supervisor does; what is gone reads as zeros from now on."""
        lines = self.path.read_bytes()[start:end].count(b"\n")
        record = {"v": 1, "start": start, "end": end, "lines": lines, "generation": generation}
        self.path.with_name("cuts.json").write_text(json.dumps(record))

    def blank(self, start: int, end: int) -> None:
        with self.path.open("r+b") as file:
            os.pwrite(file.fileno(), b"\0" * (end - start), start)

    def reader(self, *secrets: str) -> LogReader:
        return LogReader(self.store, secrets)


@pytest.fixture
def new_log(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Written]:
    def make() -> Written:
        runs = tmp_path_factory.mktemp("runs")
        (runs / KEY.execution / str(KEY.attempt)).mkdir(parents=True)
        return Written(DirectoryLogStore(runs))

    return make


@pytest.fixture
def log(new_log: Callable[[], Written]) -> Written:
    return new_log()
