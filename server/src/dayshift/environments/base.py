"""The contract between who wants an environment and what builds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

SOURCE_ONLY = ("pyspark",)  # come as source distributions only: fixed by their hashes, and built without surprise


@dataclass(frozen=True, slots=True, kw_only=True)
class Uv:
    """The ``uv`` program, its cache, and the variables that it alone is given: they may hold an index's password."""

    program: Path
    cache: Path
    variables: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Exact versions with their hashes, and the name of the environment that they make."""

    text: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """What an environment is made of. ``key`` names it; building one that is there already changes nothing."""

    key: str
    lock: str
    interpreter: Path
    folder: Path  # where environments lie
    uv: Uv

    def as_json(self) -> dict[str, Any]:
        """What ``build.py`` reads. uv's variables are not in it: they go into the build's own environment."""
        return {
            "key": self.key,
            "lock": self.lock,
            "interpreter": str(self.interpreter),
            "folder": str(self.folder),
            "uv": str(self.uv.program),
            "cache": str(self.uv.cache),
            "source_only": list(SOURCE_ONLY),
        }


class Builder(Protocol):
    """Runs ``build.py`` as a supervised process with a log, outside the server."""

    def build(self, request: BuildRequest) -> str | None:
        """Build, wait for the end (at most 30 minutes), and return why it failed in one sentence; None if it is ready.

        Building twice is no error. Raises BackendUnavailable when nothing was started; then try again.
        """
