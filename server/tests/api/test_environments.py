"""Environments: locked when they are asked for, built in the background, used by jobs, from a folder of wheels."""

import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from dayshift.store.tables import environments
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer, running_server

TRIES = 600  # looks at a build, 0.1 s apart


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    for version in ("1.0", "2.0"):
        info = f"greeting-{version}.dist-info"
        with zipfile.ZipFile(folder / f"greeting-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr("greeting.py", f"word = 'hello {version}'\n")
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: greeting\nVersion: {version}\n")
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", f"greeting.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, wheels: Path) -> Iterator[RunningServer]:
    """A server whose package index is a folder."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"UV_NO_INDEX": "1", "UV_OFFLINE": "1", "UV_FIND_LINKS": str(wheels)}.items():
            patch.setenv(name, value)
        with running_server(tmp_path_factory.mktemp("server") / "home") as running:
            yield running


def built(project: ProjectApi, name: str) -> dict[str, str]:
    """The environment, once its build is over."""
    for _ in range(TRIES):
        environment = project.call("GET", f"/environments/{name}")
        if environment["state"] in ("ready", "failed"):
            return environment
        threading.Event().wait(0.1)
    raise AssertionError(f"{name} is still {environment['state']}")


def create(project: ProjectApi, name: str, requirements: str) -> dict[str, str]:
    return project.call("POST", "/environments", json={"name": name, "requirements": requirements})


def test_an_environment_is_locked_at_once_built_and_used(project: ProjectApi):
    made = create(project, "own", "greeting")

    ready = built(project, "own")
    project.add_job("greet", "import greeting; print(greeting.word)", environment="own")
    run = project.run("greet")

    assert "greeting==2.0" in made["lock"] and "sha256" in made["lock"]
    assert (ready["state"], ready["builds"], ready["is_base"]) == ("ready", 1, False)
    assert made["built_at"] is None and ready["built_at"] >= made["created_at"]
    assert project.output(run) == ["hello 2.0"]
    assert project.call("GET", "/environments/own/log")["complete"]


def test_other_packages_under_the_same_name_are_for_the_next_runs(project: ProjectApi):
    create(project, "own", "greeting")
    built(project, "own")
    project.add_job("greet", "import greeting; print(greeting.word)", environment="own")

    project.call("PUT", "/environments/own", json={"requirements": "greeting<2"})
    built(project, "own")

    assert project.output(project.run("greet")) == ["hello 1.0"]


def test_a_program_that_says_what_it_needs_gets_an_environment_of_its_own(project: ProjectApi):
    source = '# /// script\n# dependencies = ["greeting==1.0"]\n# ///\nimport greeting; print(greeting.word)\n'

    job = project.add_job("self-made", source, environment="script")

    assert job["environment"] == ".script-self-made"
    assert project.output(project.run("self-made")) == ["hello 1.0"]


@pytest.mark.parametrize(
    ("requirements", "names"),
    [
        ("no-such-package-of-anybody", "no-such-package-of-anybody"),
        ("greeting==9", "greeting"),
        ("greeting>2,<1", "greeting"),
        ("greeting===", "greeting"),
        ("--index-url http://evil.example/simple", "--index-url"),
        ("-e .", "-e"),
        ("git+http://evil.example/x.git", "git"),
    ],
)
def test_a_requirement_that_cannot_be_met_is_refused_in_one_sentence(
    project: ProjectApi, requirements: str, names: str
):
    problem = project.refused("POST", "/environments", 422, json={"name": "bad", "requirements": requirements})

    (fault,) = problem["errors"]
    assert fault["field"] == "requirements"
    assert names in fault["text"]
    assert "\n" not in fault["text"] and len(fault["text"]) < 400
    assert project.ask("GET", "/environments/bad").status_code == 404


def test_an_environment_that_a_job_names_is_not_deleted(project: ProjectApi):
    create(project, "own", "greeting")
    project.add_job("greet", environment="own")

    problem = project.refused("DELETE", "/environments/own", 409)
    project.call("DELETE", "/jobs/greet")

    assert problem["code"] == "in_use" and "greet" in problem["title"] and problem["hint"]
    assert project.ask("DELETE", "/environments/own").status_code == 204
    assert project.ask("GET", "/environments/own").status_code == 404


def test_a_build_that_failed_is_tried_again(project: ProjectApi, server: RunningServer):
    create(project, "own", "greeting")
    before = built(project, "own")
    with server.begin() as tx:
        tx.execute(update(environments).where(environments.c.name == "own").values(state="failed", message="no disk"))

    project.call("POST", "/environments/own/rebuild")

    again = built(project, "own")
    assert (before["state"], again["state"], again["message"]) == ("ready", "ready", "")


@pytest.mark.parametrize("name", ["python", "pyspark", "script", "Own", "a/b", ".own", "x" * 65])
def test_a_name_that_is_taken_or_none_is_refused(project: ProjectApi, name: str):
    problem = project.refused("POST", "/environments", 422, json={"name": name, "requirements": "greeting"})

    assert problem["errors"][0]["field"] == "name"


def test_the_same_name_twice_is_refused(project: ProjectApi):
    create(project, "own", "greeting")

    problem = project.refused("POST", "/environments", 409, json={"name": "own", "requirements": "greeting"})

    assert problem["code"] == "already_exists"


def test_the_base_environment_is_in_every_list_and_is_nobodys_to_change(project: ProjectApi):
    listed = project.call("GET", "/environments")["items"]

    assert [(row["name"], row["is_base"], row["state"]) for row in listed] == [("python", True, "ready")]
    assert project.ask("DELETE", "/environments/python").status_code == 404
    assert project.ask("PUT", "/environments/python", json={"requirements": "greeting"}).status_code == 422


def test_what_is_ready_is_not_taken_from_those_who_use_it_by_a_rebuild(project: ProjectApi):
    rebuilt = project.call("POST", "/environments/python/rebuild")

    assert rebuilt["state"] == "ready"
