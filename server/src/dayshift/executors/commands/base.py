"""What a job kind makes of a job: a command line, and the variables that this kind needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """How to start a program. ``env`` comes on top of the variables of the place; ``folders`` must be there, below the
    attempt's ``work``, before it starts."""

    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[str, ...] = ("home", "tmp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What shall run: ``name`` inside the snapshot ``code``, with the libraries of ``environment``, in the attempt's
    folder ``run``."""

    code: Path
    name: str
    environment: Path
    run: Path
    arguments: Sequence[str] = ()

    @property
    def python(self) -> str:
        return str(self.environment / "bin" / "python")

    @property
    def path(self) -> str:
        return str(self.code / self.name)
