"""The README and the first tutorial, typed as they stand against real programs; ``…`` in a page is whatever differs."""

import json
import re
import threading
from dataclasses import dataclass, field
from typing import Any

FIRST_FIRE_S = 30  # ten seconds, and what a busy machine takes


@dataclass(slots=True)
class Tourist:
    """Types of a tour what is another each time: the number of a run, an instant; and lets one schedule fire, soon."""

    reader: Any
    fired: dict[str, str] = field(default_factory=dict)

    def __call__(self, command: str) -> str:
        if "runs logs -f" in command:
            self._wait_for_a_fire()
            command = re.sub(r"\d+$", str(self.fired["execution"]), command)
        if "schedules explain" in command:
            command = re.sub(r"\S+Z$", self.fired["nominal_at"], command)
        if "schedules create report" in command:
            command += " --max-runs 1"
        if command == "dayshift why clock":  # the page says: wait a moment
            (newest,) = json.loads(self.reader.run("dayshift runs list --limit 1 --json"))
            self.reader.run(f"dayshift runs wait {newest['id']} || true")
        return command.replace("'1 minute'", "'10 seconds'")

    def _wait_for_a_fire(self) -> None:
        for _ in range(FIRST_FIRE_S * 2):
            fires = json.loads(self.reader.run("dayshift schedules ledger 3 --json"))
            if fires:
                self.fired = fires[-1]
                return
            threading.Event().wait(0.5)
        raise AssertionError("the schedule did not fire")


def test_the_five_minutes_and_the_first_tutorial_work_as_they_are_written(reader, page):
    reader.ours = Tourist(reader)
    readme, tutorial = page("README.md"), page("docs/tutorial/first-schedule.md")

    assert reader.follow(readme) == 18
    assert reader.follow(tutorial) == 19

    assert (reader.folder / "total.txt").read_text() == "200\n"
