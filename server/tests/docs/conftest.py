"""The pages, read once."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def page() -> Callable[[str], str]:
    """The text of a page: ``page("docs/reference/errors.md")``."""
    return lambda name: (ROOT / name).read_text()


@pytest.fixture(scope="session")
def named(page: Callable[[str], str]) -> Callable[[str, str], set[str]]:
    """What the first column of the tables below a heading names: ``named("docs/…/errors.md", "# Errors")``."""

    def find(name: str, heading: str) -> set[str]:
        level = heading.split()[0]
        text = page(name).partition(f"{heading}\n")[2]
        section = re.split(rf"^#{{1,{len(level)}}} ", text, flags=re.MULTILINE)[0]
        assert section, f"{name} has no heading {heading!r}"
        cells = re.findall(r"^\| (.+?) \|", section, re.MULTILINE)
        return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}

    return find
