"""The conformance suite on this machine, as whoever runs the tests."""

from dayshift.testing.executor_suite.ends import EndsSuite
from dayshift.testing.executor_suite.lifecycle import LifecycleSuite
from dayshift.testing.executor_suite.streams import StreamsSuite


class TestLocalEnds(EndsSuite):
    """On this machine."""


class TestLocalLifecycle(LifecycleSuite):
    """On this machine."""


class TestLocalStreams(StreamsSuite):
    """On this machine."""
