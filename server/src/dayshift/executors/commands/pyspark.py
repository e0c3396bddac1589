"""The kind ``pyspark``: ``spark-submit`` in client mode, so that any master gives one exit code, log and kill."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dayshift.domain.errors import Invalid
from dayshift.executors.commands.base import Command, Program
from dayshift.executors.commands.spark_settings import SparkSettings

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """Where and as what the driver runs. ``host`` is the address of this machine that the cluster's workers can reach;
    ``ui_port`` the first one that the driver's page tries; ``cpu`` the cores that the attempt may use."""

    title: str
    cpu: float
    java_home: Path
    ui_port: int
    host: str = LOOPBACK


def command(program: Program, settings: SparkSettings, driver: Driver) -> Command:
    """How to start the program. Raises Invalid, field ``environment``, when there is no PySpark in it."""
    spark_home = _spark_home(program.environment)
    master = f"local[{max(1, math.ceil(driver.cpu))}]" if settings.is_local else settings.master
    argv = [str(program.environment / "bin" / "spark-submit"), "--master", master, "--deploy-mode", "client"]
    argv += ["--name", driver.title, "--driver-memory", f"{settings.driver_memory}m"]
    if not settings.is_local:
        argv += ["--executor-memory", f"{settings.executor_memory}m", "--executor-cores", str(settings.executor_cores)]
    for key, value in _properties(program, settings, driver):
        argv += ["--conf", f"{key}={value}"]
    for option, paths in (("--py-files", settings.py_files), ("--files", settings.files)):
        argv += [option, _copies(program, paths)] if paths else []
    return Command(
        argv=(*argv, program.path, *program.arguments),
        env={
            "JAVA_HOME": str(driver.java_home),
            "SPARK_HOME": str(spark_home),
            "SPARK_CONF_DIR": str(program.run / "work" / "spark"),  # empty: the machine's own settings are not ours
            "PYSPARK_PYTHON": program.python,
            "PYSPARK_DRIVER_PYTHON": program.python,
            "SPARK_LOCAL_IP": _address(settings, driver),  # else the driver's page listens on all addresses
        },
        folders=("home", "tmp", "events", "spark"),
    )


def _spark_home(environment: Path) -> Path:
    found = next(environment.glob("lib/python3.*/site-packages/pyspark"), None)
    if found is None:
        raise Invalid.of("environment", "it has no PySpark; choose the environment pyspark, or add pyspark to this one")
    return found


def _properties(program: Program, settings: SparkSettings, driver: Driver) -> Iterator[tuple[str, str]]:
    for key, value in settings.properties.items():
        yield (key if key.startswith("spark.") else f"spark.hadoop.{key}"), value
    work = program.run / "work"
    yield "spark.eventLog.enabled", "true"
    yield "spark.eventLog.dir", (work / "events").as_uri()
    yield "spark.ui.port", str(driver.ui_port)
    yield "spark.local.dir", str(work / "tmp")  # a killed driver leaves folders there
    yield "spark.jars.ivy", str(work / "ivy")
    yield "spark.sql.warehouse.dir", str(work / "warehouse")
    yield "spark.driver.extraJavaOptions", f'"-Duser.home={work / "home"}" "-Djava.io.tmpdir={work / "tmp"}"'
    if not settings.is_local:
        yield from _cluster(settings, driver)


def _cluster(settings: SparkSettings, driver: Driver) -> Iterator[tuple[str, str]]:
    """A standalone cluster counts cores, not executors."""
    executors = settings.executors
    yield "spark.driver.host", driver.host
    yield "spark.driver.bindAddress", driver.host
    yield "spark.cores.max", str(executors.max * settings.executor_cores)
    yield "spark.dynamicAllocation.enabled", str(not executors.is_fixed).lower()
    if executors.is_fixed:
        return
    yield "spark.dynamicAllocation.shuffleTracking.enabled", "true"
    yield "spark.dynamicAllocation.minExecutors", str(executors.min)
    yield "spark.dynamicAllocation.maxExecutors", str(executors.max)
    yield "spark.dynamicAllocation.initialExecutors", str(executors.initial)


def _address(settings: SparkSettings, driver: Driver) -> str:
    return LOOPBACK if settings.is_local else driver.host


def _copies(program: Program, paths: Sequence[str]) -> str:
    return ",".join(str(program.code / PurePosixPath(path).name) for path in paths)
