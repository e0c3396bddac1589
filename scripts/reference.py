"""Writes the pages of ``docs/reference`` that are made from the code: ``make docs``; ``--check`` only compares."""

import sys
from pathlib import Path

from pages import actions, commands, sdk

REFERENCE = Path(__file__).parents[1] / "docs/reference"
MADE = "<!-- Made by scripts/pages from the code: change that, then run `make docs`. -->"
PAGES = {"commands.md": commands.page, "actions.md": actions.page, "sdk.md": sdk.page}


def main() -> int:
    """Write what changed; with ``--check`` say what would, and fail."""
    made = {name: f"{MADE}\n\n{make()}" for name, make in PAGES.items()}
    old = [name for name, text in made.items() if not _is_current(name, text)]
    for name in old:
        if "--check" not in sys.argv:
            (REFERENCE / name).write_text(made[name])
        print(f"docs/reference/{name} {'is old: run make docs' if '--check' in sys.argv else 'is written'}")
    return int(bool(old) and "--check" in sys.argv)


def _is_current(name: str, text: str) -> bool:
    page = REFERENCE / name
    return page.exists() and page.read_text() == text


if __name__ == "__main__":
    raise SystemExit(main())
