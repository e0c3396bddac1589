from pathlib import Path

import pytest

from dayshift.domain.errors import Invalid
from dayshift.executors.commands import pyspark
from dayshift.executors.commands.base import Command, Program
from dayshift.executors.commands.pyspark import Driver
from dayshift.executors.commands.spark_settings import Executors, SparkSettings

DRIVER = Driver(title="Monthly report", cpu=1.5, java_home=Path("/jvm"), ui_port=18100, host="10.0.0.5")


@pytest.fixture
def home(program: Program) -> Path:
    home = program.environment / "lib" / "python3.11" / "site-packages" / "pyspark"
    home.mkdir(parents=True)
    return home


def options(command: Command) -> dict[str, str]:
    """The options of a command by their names, properties as ``conf:KEY``."""
    found: dict[str, str] = {}
    words = iter(command.argv[1:])
    for word in words:
        if not word.startswith("--"):
            break
        value = next(words)
        key, _, text = value.partition("=")
        found |= {f"conf:{key}": text} if word == "--conf" else {word: value}
    return found


def test_a_local_master_has_the_cores_of_the_attempt_and_no_executors(program: Program, home: Path) -> None:
    command = pyspark.command(program, SparkSettings(), DRIVER)

    said = options(command)
    assert said["--master"] == "local[2]"
    assert (said["--deploy-mode"], said["--name"], said["--driver-memory"]) == ("client", "Monthly report", "2048m")
    assert not [name for name in said if "executor" in name.lower() or "dynamic" in name or "cores" in name]
    assert command.argv[0] == str(program.environment / "bin" / "spark-submit")
    assert command.argv[-6:] == (program.path, "a b", "", "-rf", "$HOME", "ö")


def test_everything_that_spark_writes_lies_in_the_attempts_folder(program: Program, home: Path) -> None:
    said = options(pyspark.command(program, SparkSettings(), DRIVER))

    work = program.run / "work"
    assert said["conf:spark.eventLog.dir"] == (work / "events").as_uri()
    assert said["conf:spark.local.dir"] == str(work / "tmp")
    assert said["conf:spark.jars.ivy"] == str(work / "ivy")
    assert said["conf:spark.sql.warehouse.dir"] == str(work / "warehouse")
    assert said["conf:spark.driver.extraJavaOptions"] == f'"-Duser.home={work}/home" "-Djava.io.tmpdir={work}/tmp"'


def test_the_environment_decides_which_spark_and_python_run(program: Program, home: Path) -> None:
    command = pyspark.command(program, SparkSettings(), DRIVER)

    assert command.env == {
        "JAVA_HOME": "/jvm",
        "SPARK_HOME": str(home),
        "SPARK_CONF_DIR": str(program.run / "work" / "spark"),
        "PYSPARK_PYTHON": str(program.environment / "bin" / "python"),
        "PYSPARK_DRIVER_PYTHON": str(program.environment / "bin" / "python"),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }


def test_a_cluster_gets_a_fixed_number_of_executors_as_cores(program: Program, home: Path) -> None:
    settings = SparkSettings(
        master="spark://head:7077", executors=Executors(min=3, max=3, initial=3), executor_cores=2, executor_memory=1024
    )

    command = pyspark.command(program, settings, DRIVER)

    said = options(command)
    assert (said["--master"], said["--executor-memory"], said["--executor-cores"]) == (
        "spark://head:7077",
        "1024m",
        "2",
    )
    assert said["conf:spark.cores.max"] == "6"
    assert said["conf:spark.dynamicAllocation.enabled"] == "false"
    assert said["conf:spark.driver.host"] == said["conf:spark.driver.bindAddress"] == "10.0.0.5"
    assert command.env["SPARK_LOCAL_IP"] == "10.0.0.5"


def test_a_cluster_may_grow_and_shrink(program: Program, home: Path) -> None:
    settings = SparkSettings(master="spark://head:7077", executors=Executors(min=1, max=4, initial=2))

    said = options(pyspark.command(program, settings, DRIVER))

    allocation = {name: text for name, text in said.items() if "dynamicAllocation" in name}
    assert {name.removeprefix("conf:spark.dynamicAllocation."): text for name, text in allocation.items()} == {
        "enabled": "true",
        "shuffleTracking.enabled": "true",
        "minExecutors": "1",
        "maxExecutors": "4",
        "initialExecutors": "2",
    }
    assert said["conf:spark.cores.max"] == "4"


def test_files_are_those_of_the_snapshot(program: Program, home: Path) -> None:
    settings = SparkSettings(py_files=("lib/a.zip", "b.py"), files=("data/months.csv",), properties={"hadoop.a": "1"})

    said = options(pyspark.command(program, settings, DRIVER))

    assert said["--py-files"] == f"{program.code}/a.zip,{program.code}/b.py"
    assert said["--files"] == f"{program.code}/months.csv"
    assert said["conf:spark.hadoop.hadoop.a"] == "1"


def test_an_environment_without_pyspark_is_refused(program: Program) -> None:
    with pytest.raises(Invalid) as refused:
        pyspark.command(program, SparkSettings(), DRIVER)

    assert refused.value.faults[0].field == "environment"
