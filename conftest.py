"""Options of the whole test run."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the crash tests go on, and from which chance."""
    group = parser.getgroup("crash", "crash tests")
    group.addoption("--rounds", type=int, default=200, help="rounds of the crash matrix (%(default)s)")
    group.addoption("--replica-seconds", type=int, default=180, help="load on three replicas (%(default)s)")
    group.addoption("--seed", type=int, default=None, help="repeat a run of the crash tests")
