"""What a Spark job says of its driver, its executors and its cluster."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dayshift.domain.errors import Fault, Invalid

LOCAL = "local[*]"
_CLUSTER = re.compile(r"spark://[A-Za-z0-9.-]+:\d{1,5}(,[A-Za-z0-9.-]+:\d{1,5})*")
_KEY = re.compile(r"(spark|hadoop)\.[A-Za-z0-9._-]{1,200}")
_OVERHEAD_MIB = 384  # Spark's least overhead of a JVM; 10 % above it
_PYTHON_MIB = 512  # for the Python workers of the driver
_MOST_MIB = 1 << 20

_SET_BY_US = {
    "spark.master": "spark.master",
    "spark.app.name": "title",
    "spark.submit.deployMode": "",
    "spark.submit.pyFiles": "spark.py_files",
    "spark.files": "spark.files",
    "spark.driver.memory": "spark.driver_memory",
    "spark.driver.cores": "spark.driver_cores",
    "spark.driver.host": "",
    "spark.driver.bindAddress": "",
    "spark.driver.extraJavaOptions": "",
    "spark.executor.memory": "spark.executor_memory",
    "spark.executor.cores": "spark.executor_cores",
    "spark.executor.instances": "spark.executors",
    "spark.cores.max": "spark.executors",
    "spark.ui.port": "",
    "spark.local.dir": "",
    "spark.jars.ivy": "",
    "spark.sql.warehouse.dir": "",
    "spark.pyspark.python": "environment",
    "spark.pyspark.driver.python": "environment",
}
_SET_BY_US_BELOW = {"spark.dynamicAllocation.": "spark.executors", "spark.eventLog.": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Executors:
    """How many executors a cluster gives: from ``min`` to ``max``, ``initial`` at the start. Equal: a fixed number."""

    min: int = 1
    max: int = 2
    initial: int = 1

    @property
    def is_fixed(self) -> bool:
        return self.min == self.max


@dataclass(frozen=True, slots=True, kw_only=True)
class SparkSettings:
    """The ``spark`` part of a job. Memory is MiB. ``files`` and ``py_files`` are project paths: they must be given to
    the snapshot, and lie in it by their last names. Executors have no effect with a local master."""

    master: str = LOCAL
    driver_memory: int = 2048
    driver_cores: int = 1
    executors: Executors = field(default_factory=Executors)
    executor_memory: int = 4096
    executor_cores: int = 1
    properties: Mapping[str, str] = field(default_factory=dict)
    py_files: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def is_local(self) -> bool:
        return self.master == LOCAL

    @property
    def memory(self) -> int:
        """What the driver needs in all, MiB: the job's ``resources.memory``."""
        return self.driver_memory + max(_OVERHEAD_MIB, self.driver_memory // 10) + _PYTHON_MIB


class _Wrong(ValueError):
    """What is wrong with one field, in words."""


def read_spark(settings: Mapping[str, Any]) -> SparkSettings:
    """The settings of a job's JSON, with the defaults. Raises Invalid with a field ``spark.…`` for each fault."""
    faults: list[Fault] = []
    values: dict[str, Any] = {}
    for name, value in settings.items():
        try:
            if name not in _READERS:
                raise _Wrong(f"there is no such field; there are {', '.join(_READERS)}")
            values[name] = _READERS[name](value)
        except _Wrong as wrong:
            faults.append(Fault(field=f"spark.{name}", text=str(wrong)))
    faults += _property_faults(values.get("properties", {}))
    if faults:
        raise Invalid(*faults)
    return SparkSettings(**values)


def _master(value: Any) -> str:
    if not isinstance(value, str) or (value != LOCAL and not _CLUSTER.fullmatch(value)):
        raise _Wrong(f"must be {LOCAL} (the cores are those of resources.cpu) or spark://host:port")
    return value


def _whole(least: int, most: int, what: str) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise _Wrong(f"must be a whole number of {what} from {least} to {most}")
        return value

    return read


def _executors(value: Any) -> Executors:
    count = _whole(0, 10_000, "executors")
    match value:
        case {"fixed": fixed} if len(value) == 1:
            number = _whole(1, 10_000, "executors")(fixed)
            return Executors(min=number, max=number, initial=number)
        case {"min": least, "max": most} if value.keys() <= {"min", "max", "initial"}:
            executors = Executors(min=count(least), max=count(most), initial=count(value.get("initial", least)))
            if executors.min <= executors.initial <= executors.max and executors.max > 0:
                return executors
    raise _Wrong('must be {"fixed": 2}, or {"min": 1, "max": 4, "initial": 1} with min ≤ initial ≤ max')


def _properties(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise _Wrong("must be texts by their names, which begin with spark. or hadoop.")
    return dict(value)


def _property_faults(properties: Mapping[Any, Any]) -> list[Fault]:
    return [
        Fault(field=f"spark.properties.{key}", text=wrong)
        for key, text in properties.items()
        if (wrong := _flaw_of_property(key, text))
    ]


def _flaw_of_property(key: Any, text: Any) -> str | None:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        return "a name begins with spark. or hadoop."
    if not isinstance(text, str) or not text.isprintable():
        return "must be a text of one line"
    below = (where for prefix, where in _SET_BY_US_BELOW.items() if key.startswith(prefix))
    where = _SET_BY_US.get(key, next(below, None))
    if where is None:
        return None
    return f"Dayshift sets this itself; use the field {where}" if where else "Dayshift sets this itself; leave it out"


def _paths(*suffixes: str) -> Callable[[Any], tuple[str, ...]]:
    def read(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list | tuple) or not all(isinstance(path, str) for path in value):
            raise _Wrong("must be a list of project paths")
        for path in value:
            if "," in path or "#" in path:
                raise _Wrong(f"{path!r} has a comma or a #, which mean something to Spark; rename it")
            if suffixes and not path.endswith(suffixes):
                raise _Wrong(f"{path!r} must end with one of {' '.join(suffixes)}")
        return tuple(value)

    return read


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "master": _master,
    "driver_memory": _whole(512, _MOST_MIB, "MiB"),
    "driver_cores": _whole(1, 1024, "cores"),
    "executors": _executors,
    "executor_memory": _whole(1024, _MOST_MIB, "MiB"),
    "executor_cores": _whole(1, 1024, "cores"),
    "properties": _properties,
    "py_files": _paths(".py", ".zip", ".egg"),
    "files": _paths(),
}
