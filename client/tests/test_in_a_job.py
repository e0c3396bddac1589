"""A program that runs as a job uses the client, and the command, without an install and without settings."""

import threading

import pytest

from dayshift_client.client import Project

STARTS_ANOTHER = """{block}
import subprocess
from dayshift_client import Client

run = Client().project().jobs.run("other")
print(run["state"], run["requested_by"])
command = ["python", "-m", "dayshift_client", "jobs", "run", "other", "--follow"]
print(subprocess.run(command, capture_output=True, text=True).stdout, end="")
"""
SCRIPT = '# /// script\n# dependencies = ["six"]\n# ///\nimport six'
TRIES = 1200  # looks at a build, 0.1 s apart


@pytest.fixture
def other(project: Project) -> Project:
    project.jobs.create("other", {"source": "print('other ran')"})
    return project


def _is_built(project: Project, name: str) -> str:
    for _ in range(TRIES):
        environment = project.environments.get(name)
        if environment["state"] in ("ready", "failed"):
            return str(environment["state"])
        threading.Event().wait(0.1)
    raise AssertionError(f"{name} is still {environment['state']}")


def _log(project: Project, job: str) -> list[str]:
    run = project.jobs.run(job)
    return list(project.runs.lines(run["id"]))


@pytest.mark.parametrize("environment", ["python", "own", "script"])
def test_a_program_starts_another_job_in_each_kind_of_environment(other: Project, environment: str):
    if environment == "own":
        other.environments.create("own", "six")
        assert _is_built(other, "own") == "ready", other.environments.log("own")
    source = STARTS_ANOTHER.format(block=SCRIPT if environment == "script" else "")

    other.jobs.create("caller", {"source": source}, environment=environment)

    assert _log(other, "caller") == ["succeeded robot", "other ran"]
    assert [run["state"] for run in other.jobs.runs("other")] == ["succeeded", "succeeded"]


def test_what_excludes_the_client_is_built_without_it(other: Project):
    other.environments.create("old", "rich<13")
    assert _is_built(other, "old") == "ready", other.environments.log("old")

    other.jobs.create("look", {"source": "import importlib.util as u\nprint(u.find_spec('dayshift_client'))"})
    other.jobs.update("look", environment="old")

    assert _log(other, "look") == ["None"]
