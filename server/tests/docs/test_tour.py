"""The README and the first tutorial, typed as they stand against real programs; ``…`` in a page is whatever differs."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
ASSIGNED = re.compile(r"([A-Z]+)=")
PORT = ":8080"  # of the pages
TYPED = "ann\nfour words nobody guesses\nfour words nobody guesses\n"  # name, password, password again
FIRST_FIRE_S = 30  # ten seconds, and what a busy machine takes


@dataclass(slots=True)
class Reader:
    """Somebody who types what a page says, in a folder of her own, and looks at what comes."""

    folder: Path
    started: str
    environment: dict[str, str]
    fired: dict[str, str] = field(default_factory=dict)

    @property
    def port(self) -> str:
        """``:49152``, which stands in the first line of the server."""
        return re.findall(r":\d+$", self.started.splitlines()[0])[0]

    @property
    def link(self) -> str:
        return re.findall(r"http://\S+#[\w-]+", self.started)[0]

    def follow(self, page: str) -> int:
        """Do all that a page says; returns how many commands that were. Fails where the page is wrong."""
        count = 0
        for found in FENCE.finditer(page):
            words = found["info"].split()
            if words[:2] == ["console", "runnable"]:
                for command, expected in _commands(found["body"]):
                    self._compare(command, expected, self._type(command))
                    count += 1
            elif len(words) == 2:  # a language and the name under which it is to be saved
                (self.folder / words[1]).write_text(found["body"])
        return count

    def _type(self, command: str) -> str:
        if command == "make up":
            return self.started
        if name := ASSIGNED.match(command):
            self.environment[name[1]] = self._run(f'{self._ours(command)}\nprintf %s "${name[1]}"')
            return ""
        return self._run(self._ours(command))

    def _ours(self, command: str) -> str:
        """The command with what is another each time: port, link, number of a run, instants; and one fire, soon."""
        command = re.sub(r"'http\S+#\S+'", f"'{self.link}'", command)
        if "runs logs -f" in command:
            self._wait_for_a_fire()
            command = re.sub(r"\d+$", str(self.fired["execution"]), command)
        if "schedules explain" in command:
            command = re.sub(r"\S+Z$", self.fired["nominal_at"], command)
        if "schedules create report" in command:
            command += " --max-runs 1"
        return command.replace("'1 minute'", "'10 seconds'").replace(PORT, self.port)

    def _wait_for_a_fire(self) -> None:
        for _ in range(FIRST_FIRE_S * 2):
            fires = json.loads(self._run("dayshift schedules ledger 3 --json"))
            if fires:
                self.fired = fires[-1]
                return
            threading.Event().wait(0.5)
        raise AssertionError("the schedule did not fire")

    def _run(self, command: str) -> str:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            input=TYPED if "login" in command else "",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            start_new_session=True,  # without a terminal a password is read from the input
            check=False,
        )
        assert done.returncode == 0, f"$ {command}\n{done.stdout}"
        return done.stdout

    def _compare(self, command: str, expected: str, came: str) -> None:
        text = "".join(f"{line.rstrip()}\n" for line in came.splitlines() if line.strip())
        text = text.replace(self.port, PORT).replace("every 10 seconds", "every minute")
        assert _pattern(expected).fullmatch(text), f"$ {command}\nthe page says:\n{expected}\nand this came:\n{text}"


def _commands(body: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with the lines below it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected.strip()


def _pattern(expected: str) -> re.Pattern[str]:
    """``…`` alone on a line is any lines, elsewhere any text; a command without output in the page may have any."""
    if not expected:
        return re.compile(r"(?s:.*)")
    lines = expected.splitlines()
    return re.compile(
        "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*?") + r"\n" for line in lines)
    )


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """A reader beside a real ``dayshift up`` that has just been installed."""
    programs = Path(sys.executable).parent
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DAYSHIFT_")}
    (tmp_path / ".venv").symlink_to(programs.parent)
    up = subprocess.Popen(
        [programs / "dayshift", "up", "--port", "0", "--home", str(tmp_path / "data")],
        stdout=subprocess.PIPE,
        stderr=(tmp_path / "server.log").open("w"),
        env=clean,
        text=True,
        start_new_session=True,
    )
    try:
        assert up.stdout is not None
        started = "".join(up.stdout.readline() for _ in range(3))
        assert "dayshift login" in started, started + (tmp_path / "server.log").read_text()
        environment = {**clean, "XDG_CONFIG_HOME": str(tmp_path / "config"), "COLUMNS": "200"}
        environment["PATH"] = f"{programs}:{environment['PATH']}"
        yield Reader(folder=tmp_path, started=started, environment=environment)
    finally:
        up.send_signal(signal.SIGINT)
        up.wait(30)


def test_the_five_minutes_and_the_first_tutorial_work_as_they_are_written(reader, page):
    readme, tutorial = page("README.md"), page("docs/tutorial/first-schedule.md")

    assert reader.follow(readme) == 18
    assert reader.follow(tutorial) == 16

    assert (reader.folder / "total.txt").read_text() == "200\n"
