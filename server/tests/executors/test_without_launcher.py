"""The server starts each supervisor itself when the launcher does not answer: all that was promised still holds."""

import pytest

from dayshift.executors.supervisors import Launcher
from dayshift.testing.executor_suite.lifecycle import LifecycleSuite


@pytest.fixture(autouse=True)
def no_launcher(monkeypatch):
    monkeypatch.setattr(Launcher, "launch", lambda *_: None)


class TestWithoutLauncher(LifecycleSuite):
    """By a fresh Python each."""
