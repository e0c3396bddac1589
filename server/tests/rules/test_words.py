"""What must stand nowhere in the repository, and links that lead somewhere."""

import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

# Written in pieces, so that this file does not hold what it forbids.
FORBIDDEN = re.compile(
    "|".join(
        [
            r"(?<![\w.])/" + r"work/",  # folders of one machine
            r"(?<![\w.])/" + r"root/",
            r"(?<![\w.])/" + r"home/[a-z]+/",
            r"(?<![\w.])/" + r"opt/(wheels|pypi)",
            r"pypi\." + r"org",  # registries: whoever installs chooses
            r"pythonhosted\." + r"org",
            r"registry\." + r"npmjs",
            r"artifact" + r"ory",
            r"--(extra-)?index-" + r"url\s+\S+\.(?!example\b)\w",
        ]
    )
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)|<img [^>]*src=\"([^\"]+)\"")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
TEXT = {".py", ".md", ".sh", ".toml", ".txt", ".in", ".json", ".yaml", ".yml", ".svg", ".cfg", ".ini", ""}


@pytest.fixture(scope="module")
def tracked(root) -> list[Path]:
    """The files of the repository that are text."""
    if not (root / ".git").exists():
        pytest.skip("this is not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout
    paths = [root / name for name in listed.split("\0") if name]
    return [path for path in paths if path.suffix in TEXT and path.is_file()]


def _anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _is_broken(page: Path, target: str) -> bool:
    name, _, anchor = unquote(target).partition("#")
    aim = (page.parent / name).resolve() if name else page
    if not aim.exists():
        return True
    return bool(anchor) and aim.suffix == ".md" and anchor not in _anchors(aim)


def test_nothing_names_a_folder_of_one_machine_or_a_registry(tracked, root):
    named = [
        f"{path.relative_to(root)}:{number}: {line.strip()[:80]}"
        for path in tracked
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if FORBIDDEN.search(line)
    ]

    assert named == []


def test_each_link_of_each_page_leads_somewhere(tracked, root):
    pages = [path for path in tracked if path.suffix == ".md"]
    targets = [
        (page, target)
        for page in pages
        for found in LINK.findall(FENCE.sub("", page.read_text()))
        if not (target := next(filter(None, found))).startswith(("http://", "https://", "mailto:"))
    ]

    broken = [f"{page.relative_to(root)}: {target}" for page, target in targets if _is_broken(page, target)]

    assert broken == []
