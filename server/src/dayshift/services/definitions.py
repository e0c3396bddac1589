"""What a job's author sent becomes a definition: complete, checked, and the same for everybody who reads it."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dayshift.domain import arguments
from dayshift.domain.errors import Fault, Fix, Invalid
from dayshift.domain.jobs import JobKind
from dayshift.domain.parameters import read_parameters
from dayshift.domain.variables import check_variables
from dayshift.environments.requirements import script_requirements
from dayshift.executors.commands.spark_settings import LOCAL, SparkSettings, read_spark
from dayshift.files.base import EntryKind
from dayshift.files.local import LocalFileStore
from dayshift.files.paths import ProjectPath
from dayshift.services.environments import SCRIPT
from dayshift.services.limits import Limits
from dayshift.services.requests import matches

MIB = 1 << 20
LONGEST_PROGRAM = 5 * MIB
MOST_FILES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A definition that may be saved. ``requirements``: what the program's own block asks for."""

    kind: JobKind
    environment: str
    definition: dict[str, Any]
    memory: int  # bytes that a run reserves
    max_running: int | None
    requirements: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafter:
    """Joins what a definition is checked against. ``java`` finds the one for Spark, or raises Invalid."""

    files: LocalFileStore
    limits: Limits
    java: Callable[[], Path]

    def draft(self, body: Mapping[str, Any], project: int) -> Draft:
        """Check what can be known now: files, syntax, arguments, parameters, variables, limits. Raises Invalid."""
        kind = JobKind(body["kind"])
        definition = dict(body["definition"])
        source = _program(definition["program"], project, self.files)
        _check_syntax(source, definition["program"])
        spark = self._spark(kind, definition)
        taken = [*definition["files"], *(spark.files if spark else ()), *(spark.py_files if spark else ())]
        _check_files(taken, project, self.files)
        definition["argv"] = list(_argv(definition["arguments"]))
        read_parameters(definition["parameters"], matches=matches)
        check_variables(definition["variables"])
        arguments.check(definition["argv"], definition["variables"])
        if definition["log_limit"] * MIB > self.limits.log:
            raise Invalid.of("log_limit", f"the most here is {self.limits.log // MIB:,} MiB")
        environment = definition["environment"] or kind.value
        return Draft(
            kind=kind,
            environment=environment,
            definition=definition,
            memory=(spark.memory if spark else definition["resources"]["memory"]) * MIB,
            max_running=definition["max_running"],
            requirements=_requirements(source) if environment == SCRIPT else None,
        )

    def _spark(self, kind: JobKind, definition: Mapping[str, Any]) -> SparkSettings | None:
        """The Spark settings of a job of that kind; a Python job has none."""
        given = definition["spark"]
        if kind is JobKind.PYTHON:
            if given is not None:
                raise Invalid.of("spark", "a Python job has no Spark settings; set kind to pyspark")
            return None
        settings = read_spark(given or {})
        if not settings.is_local and settings.master not in self.limits.spark_masters:
            known = ", ".join((LOCAL, *self.limits.spark_masters))
            raise Invalid.of("spark.master", f"choose one that the administrator listed: {known}")
        self.java()
        return settings


def _program(program: Mapping[str, Any], project: int, files: LocalFileStore) -> str:
    """The text of the program, from where it is."""
    if program.get("source") is not None:
        return str(program["source"])
    path = _file(program["path"], project, files, "program.path")
    if not path.name.endswith(".py"):
        raise Invalid.of("program.path", "choose a file that ends in .py")
    data = b"".join(files.read(path))
    if len(data) > LONGEST_PROGRAM:
        raise Invalid.of("program.path", f"a program has at most {LONGEST_PROGRAM // MIB} MiB")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Invalid.of("program.path", "this is no Python program: it is not UTF-8 text") from error


def _file(text: str, project: int, files: LocalFileStore, field: str) -> ProjectPath:
    try:
        path = ProjectPath.read(project, text)
    except Invalid as error:
        raise Invalid(*(Fault(field=field, text=fault.text, code=fault.code) for fault in error.faults)) from error
    entry = files.stat(path)
    if entry is None or entry.kind is not EntryKind.FILE:
        raise Invalid.of(field, f"there is no file {text}; upload it first")
    return path


def _check_syntax(source: str, program: Mapping[str, Any]) -> None:
    field = "program.source" if program.get("source") is not None else "program.path"
    try:
        ast.parse(source)
    except SyntaxError as error:
        raise Invalid.of(field, f"line {error.lineno}: {error.msg}") from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise Invalid.of(field, "this cannot be read as a Python program") from error


def _check_files(paths: list[str], project: int, files: LocalFileStore) -> None:
    if len(paths) > MOST_FILES:
        raise Invalid.of("files", f"a job takes at most {MOST_FILES} files along")
    names = [_file(path, project, files, f"files.{number}").name for number, path in enumerate(paths)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise Invalid.of("files", f"two files are called {twice[0]}; they would lie in the same place")


def _argv(given: str | list[str]) -> tuple[str, ...]:
    return arguments.split(arguments.tighten(given)) if isinstance(given, str) else tuple(given)


def _requirements(source: str) -> str:
    asked = script_requirements(source)
    if asked is None:
        fix = Fix(label="Use the environment python", patch={"environment": "python"})
        raise Invalid.of("environment", "the program has no `# /// script` block that says what it needs", fix=fix)
    return asked
