"""Behind a proxy: its word on where people come from counts where it is trusted, and nowhere else."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from pydantic import ValidationError
from sqlalchemy import select

from dayshift.settings import Settings
from dayshift.store.tables import audit
from dayshift.testing.server import RunningServer, running_server

PROXY, JOB = "127.0.9.1", "127.0.0.1"
MANY = 100


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    home = tmp_path_factory.mktemp("server") / "home"
    with running_server(home, trusted_proxies=["127.0.9.0/24"], anonymous_rate=1) as running:
        yield running


def codes_of(server: RunningServer, sender: str, claims: list[str]) -> set[int]:
    """What is answered to whoever sends from an address, and claims to pass on what others sent."""
    transport = httpx2.HTTPTransport(local_address=sender)
    with httpx2.Client(transport=transport, base_url=server.url) as client:
        return {client.get("/openapi.json", headers={"X-Forwarded-For": claim}).status_code for claim in claims}


def test_a_trusted_proxy_tells_networks_apart(server: RunningServer):
    assert codes_of(server, PROXY, [f"203.0.{number}.7" for number in range(MANY)]) == {200}
    assert 429 in codes_of(server, PROXY, ["198.51.100.7"] * MANY)


def test_what_came_to_the_proxy_with_the_header_chooses_nothing(server: RunningServer):
    assert 429 in codes_of(server, PROXY, [f"203.1.{number}.7, 192.0.2.9" for number in range(MANY)])


def test_the_word_of_anybody_else_changes_nothing(server: RunningServer):
    assert 429 in codes_of(server, JOB, [f"203.2.{number}.7" for number in range(MANY)])


def test_the_history_knows_from_where_somebody_came(server: RunningServer):
    transport = httpx2.HTTPTransport(local_address=PROXY)
    headers = {"Authorization": f"Bearer {server.sign_in('far away')}", "X-Forwarded-For": "203.3.0.7"}
    with httpx2.Client(transport=transport, base_url=server.url, headers=headers) as client:
        client.post("/api/v1/projects", json={"name": "far"}).raise_for_status()

    with server.begin() as tx:
        seen = tx.rows(select(audit.c.address).where(audit.c.subject == "far"))
    assert {row.address for row in seen} == {"203.3.0.7"}


@pytest.mark.parametrize("wrong", ["*", "proxy.example", "10.0.0.1/8"])
def test_what_is_no_address_is_refused_by_name(tmp_path: Path, wrong: str):
    with pytest.raises(ValidationError, match="trusted_proxies"):
        Settings(home=tmp_path, trusted_proxies=[wrong])  # type: ignore[list-item]
