"""A local place in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dayshift.testing.local_place import LocalPlace


@pytest.fixture
def place(tmp_path: Path) -> Iterator[LocalPlace]:
    """A place whose supervisors come from the launcher."""
    place = LocalPlace(tmp_path / "runs")
    yield place
    place.end()
