"""The same suite as a user with no rights: no control groups, limits watched, trees killed in rounds."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

NOBODY = 65534
SUITE = Path(__file__).with_name("test_local_suite.py")


@pytest.fixture
def their_folder():
    """Not below pytest's own, which is closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="dayshift-plain-"))
    os.chown(folder, NOBODY, NOBODY)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="is a plain user already")
def test_the_suite_passes_as_a_plain_user(their_folder):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--basetemp={their_folder}/tmp", SUITE],
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        env={"PATH": "/usr/bin:/bin", "HOME": str(their_folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert int(re.search(r"(\d+) passed", done.stdout)[1]) >= 40
