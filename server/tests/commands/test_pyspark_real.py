"""PySpark as it really is: the base environment, spark-submit, and a standalone cluster of three processes."""

import json
import os
import re
import signal
import subprocess
import textwrap
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from dayshift.clock import monotonic
from dayshift.domain.errors import Invalid
from dayshift.environments import building, index, interpreters
from dayshift.environments import uv as locking
from dayshift.environments.base import BuildRequest
from dayshift.environments.bases import base_requirements
from dayshift.environments.store import Environments
from dayshift.executors.commands import pyspark
from dayshift.executors.commands.base import Program
from dayshift.executors.commands.java import find_java
from dayshift.executors.commands.pyspark import Driver
from dayshift.executors.commands.spark_facts import SparkFacts
from dayshift.executors.commands.spark_settings import Executors, SparkSettings

# One worker for them all: they share a port, the environment, and the folders of Spark in /tmp.
pytestmark = [pytest.mark.java, pytest.mark.xdist_group("spark")]

PORT = 18_050
REPORT = textwrap.dedent(
    """
    import os, sys, time
    from pyspark import SparkFiles
    from pyspark.sql import SparkSession
    import extra

    spark = SparkSession.builder.getOrCreate()
    context = spark.sparkContext

    gate = sys.argv[2]

    def slow(number):
        while number == 7 and not os.path.exists(gate):
            time.sleep(0.05)
        return extra.double(number)

    print("arguments", sys.argv[1:3])
    print("parallelism", context.defaultParallelism)
    print("file", open(SparkFiles.get("months.csv")).read())
    print("sum", context.parallelize(range(8), 8).map(slow).sum())
    print("frame", spark.range(10).toPandas()["id"].sum())
    sys.exit(3)
    """
)


def waited_for(what: Callable[[], Any], seconds: float = 60) -> Any:
    """The first true answer of ``what``."""
    deadline, never = monotonic() + seconds, threading.Event()
    while monotonic() < deadline:
        if answer := what():
            return answer
        never.wait(0.1)
    raise TimeoutError(what)


@pytest.fixture(scope="session")
def java_home() -> Path:
    try:
        return find_java(None, os.environ)
    except Invalid:
        pytest.skip("there is no Java 17 or 21")


@pytest.fixture(scope="session")
def environment(request: pytest.FixtureRequest, java_home: Path) -> Path:
    """The base environment ``pyspark`` but for the client, built once and kept in pytest's cache (about 900 MB)."""
    cache = Path(request.config.cache.mkdir("environments"))
    uv, interpreter = index.find_uv(cache / "uv", os.environ), interpreters.own()
    lock = locking.lock_ours(base_requirements("pyspark", client=""), interpreter, uv)
    environments = Environments(cache)
    if not environments.is_ready(lock.key):
        folder = cache / "build"
        folder.mkdir(exist_ok=True)
        ask = BuildRequest(key=lock.key, lock=lock.text, interpreter=interpreter.path, folder=cache, uv=uv)
        subprocess.run(building.prepare(ask, folder), env=dict(uv.variables), timeout=600)
        assert building.failure(folder) is None
    return environments.path(lock.key)


@pytest.fixture
def report(program: Program, environment: Path, tmp_path: Path) -> Program:
    """A program that holds its last task until the file ``go`` is there, and ends with 3."""
    (program.code / "report.py").write_text(REPORT)
    (program.code / "extra.py").write_text("def double(number):\n    return 2 * number\n")
    (program.code / "months.csv").write_text("may")
    return replace(program, environment=environment, arguments=("a b", str(tmp_path / "go")))


@pytest.fixture
def driver(java_home: Path) -> Driver:
    return Driver(title="Monthly report", cpu=1.2, java_home=java_home, ui_port=PORT)


@dataclass(frozen=True)
class Cluster:
    url: str
    page: str

    def applications(self) -> list[dict[str, str]]:
        with urllib.request.urlopen(f"{self.page}/json/", timeout=5) as answer:
            state = json.load(answer)
        return [*state["activeapps"], *state["completedapps"]]


@pytest.fixture(scope="module")
def cluster(environment: Path, java_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A master and two workers on loopback, from the package itself."""
    folder = tmp_path_factory.mktemp("cluster")
    started: list[subprocess.Popen[bytes]] = []
    env = {
        "JAVA_HOME": str(java_home),
        "SPARK_HOME": str(next(environment.glob("lib/*/site-packages/pyspark"))),
        "PATH": "/usr/bin:/bin",
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder),  # what killed executors leave behind goes with the folder
        "SPARK_DAEMON_JAVA_OPTS": f"-Djava.io.tmpdir={folder}",
        "SPARK_NO_DAEMONIZE": "1",
    }

    def start(name: str, *words: str, ready: str) -> str:
        command = [environment / "bin" / "spark-class", f"org.apache.spark.deploy.{words[0]}", *words[1:]]
        with (folder / name).open("wb") as log:
            started.append(subprocess.Popen(command, env=env, cwd=folder, stdout=log, stderr=log))
        return str(waited_for(lambda: ready in (text := (folder / name).read_text()) and text))

    try:
        said = start(
            "master", "master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0", ready="ALIVE"
        )
        url = re.search(r"spark://127\.0\.0\.1:\d+", said)[0]  # type: ignore[index]
        port = re.search(r"'MasterUI' on port (\d+)", said)[1]  # type: ignore[index]
        for name in ("one", "two"):
            words = (
                "--host",
                "127.0.0.1",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--webui-port",
                "0",
                "--work-dir",
                f"{folder}/{name}.d",
            )
            start(name, "worker.Worker", *words, url, ready="Successfully registered")
        yield Cluster(url=url, page=f"http://127.0.0.1:{port}")
    finally:
        for process in reversed(started):
            process.kill()
            process.wait(30)


def log_of(program: Program) -> str:
    return (program.run / "log").read_text(errors="replace")


def look_past(facts: SparkFacts, fraction: float, running: subprocess.Popen[str]) -> dict[str, Any]:
    """The first facts of a running job that is further than ``fraction``."""

    def look() -> dict[str, Any] | None:
        assert running.poll() is None, "it ended before"
        seen = facts.look()
        return seen if seen and seen.get("fraction", 0) > fraction else None

    return waited_for(look)


Start = Callable[..., subprocess.Popen[str]]
SETTINGS = SparkSettings(
    driver_memory=512, executor_memory=1024, py_files=("lib/extra.py",), files=("data/months.csv",)
)


def test_a_program_runs_on_local_cores_and_shows_how_far_it_is(
    report: Program, driver: Driver, start: Start, tmp_path: Path
) -> None:
    before = set(Path("/tmp").glob("blockmgr-*")) | set(Path("/tmp").glob("spark-*"))
    running = start(pyspark.command(report, SETTINGS, driver), report)
    facts = SparkFacts(report.run, PORT)

    try:
        seen = look_past(facts, 0.8, running)
        (tmp_path / "go").touch()
        ended = running.wait(60)
    finally:
        running.kill()

    assert seen["application_id"] == facts.application_id()
    assert seen["text"] == "stage 1 of 1, 7 of 8 tasks"
    assert ended == 3, log_of(report)
    for line in (f"arguments ['a b', '{tmp_path}/go']", "parallelism 2", "file may", "sum 56", "frame 45"):
        assert line in log_of(report)
    assert set(Path("/tmp").glob("blockmgr-*")) | set(Path("/tmp").glob("spark-*")) <= before
    assert not (report.code / "__pycache__").exists()


def test_a_program_that_is_asked_to_stop_stops(report: Program, driver: Driver, start: Start) -> None:
    running = start(pyspark.command(report, SETTINGS, driver), report)

    try:
        waited_for(lambda: "parallelism" in log_of(report))
        running.send_signal(signal.SIGTERM)
        ended = running.wait(30)
    finally:
        running.kill()

    assert ended == 143


def test_a_program_runs_on_a_cluster(
    report: Program, driver: Driver, start: Start, tmp_path: Path, cluster: Cluster
) -> None:
    settings = replace(SETTINGS, master=cluster.url, executors=Executors(min=2, max=2, initial=2))
    running = start(pyspark.command(report, settings, driver), report)
    facts = SparkFacts(report.run, PORT)

    try:
        look_past(facts, 0.5, running)
        at_work = [app for app in cluster.applications() if app["id"] == facts.application_id()]
        (tmp_path / "go").touch()
        ended = running.wait(60)
    finally:
        running.kill()

    assert ended == 3, log_of(report)
    assert [(app["name"], app["cores"], app["state"]) for app in at_work] == [("Monthly report", 2, "RUNNING")]
    assert "sum 56" in log_of(report)


def test_a_program_that_is_killed_leaves_the_cluster(
    report: Program, driver: Driver, start: Start, cluster: Cluster
) -> None:
    settings = replace(SETTINGS, master=cluster.url, executors=Executors(min=1, max=2, initial=1))
    running = start(pyspark.command(report, settings, driver), report)
    facts = SparkFacts(report.run, PORT)

    try:
        look_past(facts, 0, running)
        running.send_signal(signal.SIGKILL)
        assert running.wait(30) == -signal.SIGKILL
    finally:
        running.kill()

    def state() -> str:
        return next(app["state"] for app in cluster.applications() if app["id"] == facts.application_id())

    assert waited_for(lambda: state() != "RUNNING" and state()) in ("FINISHED", "KILLED")
