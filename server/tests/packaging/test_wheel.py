"""What somebody installs who never sees this repository."""

import subprocess
import sys
import zipfile
from pathlib import Path

SERVER = Path(__file__).parents[2]


def test_the_wheel_holds_all_that_a_server_needs(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=SERVER, check=True, capture_output=True)

    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()

    assert any(name.startswith("dayshift/_wheels/dayshift_client-") for name in names)
    for needed in (
        "dayshift/executors/supervisor/program.py",
        "dayshift/environments/build.py",
        "dayshift/samples/sales_report.py",
        "dayshift/store/migrations/versions/0002_queue_by_project.py",
        "dayshift/py.typed",
    ):
        assert needed in names
