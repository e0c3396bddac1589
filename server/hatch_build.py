"""Puts the client's wheel into the server's: the environments of jobs are made with it, without a registry."""

import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ClientWheel(BuildHookInterface):  # type: ignore[type-arg]
    """Runs when a wheel is built beside the client's source; an editable install finds the source itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        client = Path(self.root).parent / "client"
        if version == "editable" or not (client / "pyproject.toml").is_file():
            return
        folder = mkdtemp()
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
        subprocess.run(command, cwd=client, check=True, capture_output=True)
        for wheel in Path(folder).glob("*.whl"):
            build_data["force_include"][str(wheel)] = f"dayshift/_wheels/{wheel.name}"
