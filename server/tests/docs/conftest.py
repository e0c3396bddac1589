"""The pages, read once; and a reader who types what they say beside real programs."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
ASSIGNS = re.compile(r"(?:export )?[A-Z_]+=")
PORT = ":8080"  # of the pages
YES = "yes\n"
TYPED = "ann\nfour words nobody guesses\nfour words nobody guesses\n"  # name, password, password again


def _typed(command: str) -> str:
    """What the reader types: her name only where the command does not bear it."""
    if "login" not in command:
        return YES
    return TYPED.partition("\n")[2] if "--name" in command else TYPED


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page: ``console runnable``, ``python runnable``, or ``python report.py`` for a file."""

    language: str
    name: str
    body: str

    @property
    def is_runnable(self) -> bool:
        return self.name == "runnable"

    @property
    def commands(self) -> list[tuple[str, str]]:
        """The commands of a console, each with the lines below it."""
        parts = re.split(r"^\$ ", re.sub(r"\\\n", "", self.body), flags=re.MULTILINE)[1:]
        split = (part.partition("\n") for part in parts)
        return [(command, expected.strip()) for command, _, expected in split]


def blocks_of(page: str) -> list[Block]:
    words = [(found["info"].split(), found["body"]) for found in FENCE.finditer(page)]
    return [Block((info or [""])[0], " ".join(info[1:]), body) for info, body in words]


@dataclass(slots=True)
class Reader:
    """Somebody who types what a page says, in a folder of her own, and looks at what comes.

    ``ours`` turns a command of the page into what is typed: some things are another each time.
    """

    folder: Path
    started: str
    environment: dict[str, str]
    ours: Callable[[str], str] = str
    printed: str = ""  # by what was typed last

    @property
    def port(self) -> str:
        """``:49152``, which stands in the first line of the server."""
        return re.findall(r":\d+$", self.started.splitlines()[0])[0]

    @property
    def link(self) -> str:
        return re.findall(r"http://\S+#[\w-]+", self.started)[0]

    def follow(self, page: str, *languages: str) -> int:
        """Do all that a page says, in these languages if some are named; returns how many commands and programs that
        were. Fails where the page is wrong."""
        return sum(self.do(block) for block in blocks_of(page) if not languages or block.language in languages)

    def do(self, block: Block) -> int:
        """One block; a file is saved."""
        if not block.is_runnable:
            if block.name:
                (self.folder / block.name).parent.mkdir(parents=True, exist_ok=True)
                (self.folder / block.name).write_text(block.body)
            return 0
        if block.language == "python":
            (self.folder / "typed.py").write_text(self._theirs(block.body))
            self.run("python typed.py")
            return 1
        for command, expected in block.commands:
            self._compare(command, expected, self._type(command))
        return len(block.commands)

    def _type(self, command: str) -> str:
        if command == "make up":
            return self.started
        typed = self._theirs(self.ours(command))
        if not ASSIGNS.match(typed):
            return self.run(typed)
        set_since = self.run(f"set -a\n{typed}\nenv -0").split("\0")
        self.environment |= dict(one.split("=", 1) for one in set_since if "=" in one)
        return ""

    def _theirs(self, text: str) -> str:
        """The text of a page with the link and the port of this server."""
        return re.sub(r"""http[^\s'"]+#[^\s'"]+""", self.link, text).replace(PORT, self.port)

    def run(self, command: str) -> str:
        """What a command prints, which must succeed."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            input=_typed(command),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            start_new_session=True,  # without a terminal a password is read from the input
            check=False,
        )
        assert done.returncode == 0, f"$ {command}\n{done.stdout}"
        self.printed = done.stdout
        return done.stdout

    def _compare(self, command: str, expected: str, came: str) -> None:
        text = "".join(f"{line.rstrip()}\n" for line in came.splitlines() if line.strip())
        text = text.replace(self.port, PORT).replace("every 10 seconds", "every minute")
        assert _pattern(expected).fullmatch(text), f"$ {command}\nthe page says:\n{expected}\nand this came:\n{text}"


def _pattern(expected: str) -> re.Pattern[str]:
    """``…`` alone on a line is any lines, elsewhere any text; a command without output in the page may have any."""
    if not expected:
        return re.compile(r"(?s:.*)")
    lines = expected.splitlines()
    return re.compile(
        "".join(r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*?") + r"\n" for line in lines)
    )


@pytest.fixture
def readers(tmp_path: Path) -> Iterator[Callable[[], Reader]]:
    """Makes readers, each beside a real ``dayshift up`` of her own that has just been installed."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(_beside_a_server(tmp_path / f"reader-{len(list(tmp_path.iterdir()))}"))


@pytest.fixture(scope="session")
def pages() -> list[str]:
    """Every page of the repository."""
    listed = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")]
    return sorted(str(path.relative_to(ROOT)) for path in listed)


@pytest.fixture
def reader(readers: Callable[[], Reader]) -> Reader:
    return readers()


@contextmanager
def _beside_a_server(folder: Path) -> Iterator[Reader]:
    programs = Path(sys.executable).parent
    clean = {name: value for name, value in os.environ.items() if not name.startswith("DAYSHIFT_")}
    folder.mkdir()
    (folder / ".dayshift").symlink_to("data")
    (folder / ".venv").symlink_to(programs.parent)
    up = subprocess.Popen(
        [programs / "dayshift", "up", "--port", "0", "--home", str(folder / "data")],
        stdout=subprocess.PIPE,
        stderr=(folder / "server.log").open("w"),
        env=clean,
        text=True,
        start_new_session=True,
    )
    try:
        assert up.stdout is not None
        started = "".join(up.stdout.readline() for _ in range(3))
        assert "dayshift login" in started, started + (folder / "server.log").read_text()
        environment = {**clean, "XDG_CONFIG_HOME": str(folder / "config"), "COLUMNS": "200"}
        environment["PATH"] = f"{programs}:{environment['PATH']}"
        yield Reader(folder=folder, started=started, environment=environment)
    finally:
        up.send_signal(signal.SIGINT)
        up.wait(30)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def page() -> Callable[[str], str]:
    """The text of a page: ``page("docs/reference/errors.md")``."""
    return lambda name: (ROOT / name).read_text()


@pytest.fixture(scope="session")
def blocks() -> Callable[[str], list[Block]]:
    """The fenced blocks of a text."""
    return blocks_of


@pytest.fixture(scope="session")
def named(page: Callable[[str], str]) -> Callable[[str, str], set[str]]:
    """What the first column of the tables below a heading names: ``named("docs/…/errors.md", "# Errors")``."""

    def find(name: str, heading: str) -> set[str]:
        level = heading.split()[0]
        text = page(name).partition(f"{heading}\n")[2]
        section = re.split(rf"^#{{1,{len(level)}}} ", text, flags=re.MULTILINE)[0]
        assert section, f"{name} has no heading {heading!r}"
        cells = re.findall(r"^\| (.+?) \|", section, re.MULTILINE)
        return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}

    return find
