"""Which Python an environment is made with: the first that has the wanted version and runs."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dayshift.domain.errors import Invalid

_ASK_S = 10  # an interpreter says what it is in about 10 ms
_ASK = (
    "import json, platform as p, sys, sysconfig;"
    "print(json.dumps([p.python_version(), sys.implementation.name, sysconfig.get_platform(), p.libc_ver()]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """A Python that runs. ``version`` is all of it (3.11.2); ``platform`` decides which wheels fit."""

    path: Path
    version: str
    implementation: str
    platform: str

    def has(self, version: str) -> bool:
        """Whether this is ``version``, or one of its releases: 3.11.2 is 3.11."""
        return self.version == version or self.version.startswith(f"{version}.")


def find(version: str, configured: Sequence[Path] = ()) -> Interpreter:
    """The interpreter for ``version`` ("3.11" or "3.11.2"): of those configured, the system's, the server's own.

    Raises Invalid, field ``python``, which names the versions that there are.
    """
    if not re.fullmatch(r"3\.\d{1,2}(\.\d{1,2})?", version):
        raise Invalid.of("python", f"{version!r} is no version of Python; write it like 3.11")
    present: list[str] = []
    for path in _candidates(configured):
        interpreter = _ask(path)
        if interpreter is None:
            continue
        if interpreter.has(version):
            return interpreter
        present.append(interpreter.version)
    there = ", ".join(dict.fromkeys(present)) or "none"
    raise Invalid.of(
        "python", f"Python {version} is not on this server (there: {there}); choose another, or install it"
    )


def own() -> Interpreter:
    """The server's own: what an environment gets when nobody chose a version."""
    return find(".".join(map(str, sys.version_info[:2])))


def _candidates(configured: Sequence[Path]) -> Iterator[Path]:
    yield from configured
    yield from sorted(path for path in Path("/usr/bin").glob("python3.*") if path.suffix[1:].isdigit())
    yield Path(sys.executable).resolve()


@cache
def _ask(path: Path) -> Interpreter | None:
    """What ``path`` is; None when it does not run."""
    try:
        answer = subprocess.run(
            [path, "-I", "-S", "-c", _ASK], capture_output=True, check=True, timeout=_ASK_S, env={}, text=True
        )
        version, implementation, system, libc = json.loads(answer.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    platform = "-".join(filter(None, (system, *libc)))
    return Interpreter(path=path, version=version, implementation=implementation, platform=platform)
