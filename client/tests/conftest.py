"""The SDK and the command line against one real server for each module."""

import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

from dayshift.testing.server import RunningServer, running_server
from dayshift_client import Client, signed_in
from dayshift_client.cli import main, show
from dayshift_client.client import Project
from dayshift_client.signed_in import SignedIn

_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server") / "home") as running:
        yield running


@pytest.fixture(scope="module")
def client(server: RunningServer) -> Iterator[Client]:
    """As the administrator, by her session."""
    made = Client(server.url, server.token)
    yield made
    made.transport.close()


@pytest.fixture
def project(client: Client) -> Project:
    """A project of the test's own."""
    return client.project(client.create_project(f"client-{next(_numbers)}")["name"])


class Answer(NamedTuple):
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Runs ``dayshift …`` as its entry point does, in a home of its own; ``typed`` answers its questions."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "240")
    for console in (show.out, show.err):  # they kept the width that there was when they were made
        monkeypatch.setattr(console, "width", 240)
    monkeypatch.chdir(tmp_path)

    def run(*words: str, typed: str = "") -> Answer:
        monkeypatch.setattr(sys, "argv", ["dayshift", *words])
        with CliRunner().isolation(input=typed) as streams:
            code = 0
            try:
                main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
            sys.stdout.flush()
            out, err = (stream.getvalue().decode() for stream in streams[:2])
        return Answer(code, out, err)

    return run


@pytest.fixture
def dayshift(terminal: Callable[..., Answer], server: RunningServer, project: Project) -> Callable[..., Answer]:
    """The same, signed in, in the test's project."""
    tokens = {server.url: server.token}
    signed_in.save(SignedIn(url=server.url, tokens=tokens, project=project.name))
    return terminal


@pytest.fixture
def sdk(server: RunningServer) -> Iterator[Callable[[str], Client]]:
    """The SDK as somebody, who gets an account if there is none: ``sdk("Fatima")``."""
    made: list[Client] = []

    def sign_in(name: str) -> Client:
        made.append(Client(server.url, server.sign_in(name)))
        return made[-1]

    yield sign_in
    for one in made:
        one.transport.close()


@pytest.fixture
def typed_by(terminal: Callable[..., Answer], server: RunningServer, project: Project) -> Callable[..., Answer]:
    """Runs a command as somebody, in the test's project: ``typed_by("Fatima", "jobs", "list")``."""
    tokens: dict[str, str] = {}

    def run(name: str, *words: str, typed: str = "") -> Answer:
        token = tokens.setdefault(name, server.sign_in(name))
        signed_in.save(SignedIn(url=server.url, tokens={server.url: token}, project=project.name))
        return terminal(*words, typed=typed)

    return run
