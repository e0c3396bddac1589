"""The same suite as a user with no rights: no control groups, limits watched, trees killed in rounds."""

import os
from pathlib import Path

import pytest

SUITE = Path(__file__).with_name("test_local_suite.py")


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="is a plain user already")
def test_the_suite_passes_as_a_plain_user(passed_as_plain_user):
    assert passed_as_plain_user(SUITE) >= 40
