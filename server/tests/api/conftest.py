"""One real server for each module, and a project of its own for each test."""

from collections.abc import Iterator

import httpx2
import pytest

from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer, running_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("server") / "home") as running:
        yield running


@pytest.fixture(scope="module")
def client(server: RunningServer) -> Iterator[httpx2.Client]:
    """As the administrator, by her session."""
    with http(server.url, server.token) as made:
        yield made


@pytest.fixture
def project(client: httpx2.Client) -> ProjectApi:
    return ProjectApi(client)


@pytest.fixture(scope="module")
def stranger(server: RunningServer) -> Iterator[httpx2.Client]:
    """Nobody: without a credential."""
    with http(server.url) as made:
        yield made
