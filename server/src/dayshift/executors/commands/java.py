"""Where the Java is that Spark needs."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from dayshift.domain.errors import Invalid

VERSIONS = (17, 21)  # that Spark 4 supports
_ASK_S = 20
_CURE = "apt install openjdk-17-jre-headless"


def find_java(configured: Path | None, env: Mapping[str, str]) -> Path:
    """The JAVA_HOME of the first Java 17 or 21: the setting's, the variable's, the one on PATH.

    Raises Invalid, field ``kind``, since without Java a job of this kind cannot be.
    """
    other: int | None = None
    for home in _homes(configured, env):
        version = _version(home)
        if version in VERSIONS:
            return home
        other = other or version
    if other is None:
        raise Invalid.of("kind", f"Java is missing: {_CURE}")
    raise Invalid.of("kind", f"Java {other} does not run Spark, which needs 17 or 21: {_CURE}")


def _homes(configured: Path | None, env: Mapping[str, str]) -> Iterator[Path]:
    if configured is not None:
        yield configured
    if named := env.get("JAVA_HOME"):
        yield Path(named)
    if found := shutil.which("java", path=env.get("PATH", "")):
        yield Path(found).resolve().parent.parent


@cache
def _version(home: Path) -> int | None:
    """Which Java lies there (17 for 17.0.15); None for none that runs."""
    try:
        said = subprocess.run(
            [home / "bin" / "java", "-version"], capture_output=True, check=True, timeout=_ASK_S, env={}, text=True
        ).stderr
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else None
