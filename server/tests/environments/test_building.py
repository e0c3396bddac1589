import dataclasses
import hashlib
import io
import json
import os
import socket
import subprocess
import tarfile
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from dayshift.domain.errors import BackendUnavailable
from dayshift.environments import building
from dayshift.environments import uv as locking
from dayshift.environments.base import Lock, Uv
from dayshift.environments.bases import base_requirements, client_requirement, client_wheel
from dayshift.environments.interpreters import Interpreter
from dayshift.environments.store import Environments

Build = Callable[..., str | None]


@pytest.fixture
def environments(tmp_path: Path) -> Environments:
    return Environments(tmp_path / "environments")


@pytest.fixture(scope="session")
def six(uv: Uv, interpreter: Interpreter) -> Lock:
    return locking.lock("six", interpreter, uv)


def wheel(folder: Path, name: str, source: str) -> Path:
    """A wheel that is made on the spot: a module, and one in a folder that nothing imports."""
    info = f"{name}-1.0.dist-info"
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", source)
        archive.writestr(f"{name}_more/inner.py", "")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/entry_points.txt", f"[console_scripts]\n{name}-say = {name}:main\n")
        archive.writestr(f"{info}/RECORD", "")
    return path


def ours(path: Path, interpreter: Interpreter, uv: Uv) -> Lock:
    return locking.lock_ours(f"{path.name.split('-')[0]} @ {path.as_uri()}\n", interpreter, uv)


def test_a_lock_becomes_a_read_only_environment_that_works(
    build: Build, environments: Environments, six: Lock, interpreter: Interpreter
) -> None:
    assert not environments.is_ready(six.key)

    assert build(six) is None

    assert environments.is_ready(six.key)
    found = subprocess.run(
        [
            environments.python(six.key),
            "-I",
            "-c",
            "import six, sys; print(six.__file__, sys.prefix, sys.version.split()[0])",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert Path(found[0]).is_relative_to(environments.path(six.key))
    assert found[1:] == [str(environments.path(six.key)), interpreter.version]
    assert all(
        path.is_symlink() or path.stat().st_mode & 0o222 == 0
        for path in (environments.path(six.key), *environments.path(six.key).rglob("*"))
    )
    assert sorted(os.listdir(environments.folder)) == [six.key]


def test_nothing_is_linked_to_uvs_cache(build: Build, environments: Environments, six: Lock) -> None:
    build(six)

    (module,) = environments.path(six.key).rglob("six.py")
    assert module.stat().st_nlink == 1


def test_a_script_still_runs_after_the_rename(
    build: Build, environments: Environments, interpreter: Interpreter, uv: Uv, tmp_path: Path
) -> None:
    lock = ours(wheel(tmp_path, "demo", "def main():\n    print('said')\n"), interpreter, uv)
    build(lock)

    said = subprocess.run([environments.path(lock.key) / "bin" / "demo-say"], capture_output=True, check=True)

    assert said.stdout == b"said\n"


def test_what_was_not_imported_yet_has_its_bytecode_too(
    build: Build, environments: Environments, interpreter: Interpreter, uv: Uv, tmp_path: Path
) -> None:
    lock = ours(wheel(tmp_path, "demo", ""), interpreter, uv)

    build(lock)

    assert list(environments.path(lock.key).rglob("inner.*.pyc"))


def source_distribution(folder: Path, name: str) -> Lock:
    """A source distribution that is made on the spot; its build leaves the file ``ran`` beside it."""
    source = folder / f"{name}-1.0.tar.gz"
    setup = f"open({str(folder / 'ran')!r}, 'w'); from setuptools import setup; setup(py_modules=['{name}'])"
    about = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    project = f"[project]\nname = '{name}'\nversion = '1.0'\n[build-system]\nrequires = ['setuptools']\n"
    files = {"setup.py": setup, "PKG-INFO": about, "pyproject.toml": project, f"{name}.py": "x = 1\n"}
    with tarfile.open(source, "w:gz") as archive:
        for place, text in files.items():
            member = tarfile.TarInfo(f"{name}-1.0/{place}")
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    hashed = hashlib.sha256(source.read_bytes()).hexdigest()
    return Lock(text=f"{name} @ {source.as_uri()} --hash=sha256:{hashed}\n", key=hashed)


def test_a_source_distribution_is_not_run(build: Build, environments: Environments, tmp_path: Path) -> None:
    lock = source_distribution(tmp_path, "demo")

    failure = build(lock)

    assert failure and "demo" in failure
    assert not (tmp_path / "ran").exists()
    assert not environments.is_ready(lock.key)


def test_the_one_package_without_wheels_is_built_and_its_source_is_not_kept(
    build: Build, environments: Environments, uv: Uv, tmp_path: Path
) -> None:
    lock = source_distribution(tmp_path, "pyspark")

    assert build(lock) is None

    assert list(environments.path(lock.key).rglob("site-packages/pyspark.py"))
    assert not [path for path in uv.cache.rglob("*") if "pyspark" in path.name]


def test_building_again_changes_nothing(build: Build, environments: Environments, six: Lock, uv: Uv) -> None:
    build(six)
    before = environments.path(six.key).stat().st_ino

    assert build(six, uv=dataclasses.replace(uv, program=Path("/nothing/is/run"))) is None
    assert environments.path(six.key).stat().st_ino == before


def test_an_empty_lock_is_an_environment_too(
    build: Build, environments: Environments, interpreter: Interpreter, uv: Uv
) -> None:
    lock = locking.lock("", interpreter, uv)

    assert build(lock) is None
    assert environments.is_ready(lock.key)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text.replace("sha256:", "sha256:0"), ""),
        (lambda text: text.splitlines()[0].rstrip(" \\"), ""),
        (lambda text: text.replace("six==1.", "six==99."), "six"),
    ],
)
def test_a_lock_that_does_not_hold_fails_and_leaves_nothing(
    build: Build, environments: Environments, six: Lock, change: Callable[[str], str], words: str
) -> None:
    failure = build(Lock(text=change(six.text), key=six.key))

    assert failure and words in failure and "\n" not in failure
    assert os.listdir(environments.folder) == []
    assert not environments.is_ready(six.key)


def test_another_file_than_was_locked_is_not_installed(
    build: Build, environments: Environments, interpreter: Interpreter, uv: Uv, tmp_path: Path
) -> None:
    path = wheel(tmp_path, "demo", "x = 1\n")
    lock = ours(path, interpreter, uv)
    wheel(tmp_path, "demo", "x = 2\n")

    failure = build(lock)

    assert failure == "the index gives another file of demo than was locked; lock again"
    assert not environments.is_ready(lock.key)


def test_a_package_that_cannot_be_imported_is_said(
    build: Build, environments: Environments, interpreter: Interpreter, uv: Uv, tmp_path: Path
) -> None:
    lock = ours(wheel(tmp_path, "demo", "raise ImportError('libGL.so.1: cannot open')\n"), interpreter, uv)

    assert build(lock) == "it was installed, but cannot be imported: ImportError: libGL.so.1: cannot open"
    assert os.listdir(environments.folder) == []


def test_a_build_that_was_killed_may_be_tried_again(tmp_path: Path) -> None:
    with pytest.raises(BackendUnavailable):
        building.failure(tmp_path)


def test_uvs_variables_are_not_written_down(tmp_path: Path, uv: Uv, six: Lock, build: Build) -> None:
    build(six)

    assert set(json.loads((tmp_path / "build" / "request.json").read_text())) == {
        "key",
        "lock",
        "interpreter",
        "folder",
        "uv",
        "cache",
        "source_only",
    }


LINES = textwrap.dedent(
    """
    import sys
    for _ in range(3):
        print("line", 1, "text")
    """
)


def writes(python: Path, env: dict[str, str], tmp_path: Path) -> list[str]:
    """The write(2) calls of a program that prints three lines, as the reader of a datagram socket sees them."""

    ours_end, its_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with ours_end, its_end:
        subprocess.run([python, "-c", LINES], env=env, stdout=its_end, check=True, cwd=tmp_path)
        its_end.close()
        return list(iter(lambda: ours_end.recv(4096).decode(), ""))


def test_a_job_writes_each_line_at_once_and_whole(
    build: Build, environments: Environments, six: Lock, tmp_path: Path
) -> None:
    build(six)
    python = environments.python(six.key)

    assert writes(python, {"DAYSHIFT_EXECUTION_ID": "7"}, tmp_path) == ["line 1 text\n"] * 3
    assert writes(python, {}, tmp_path) == ["line 1 text\n" * 3]


def test_the_base_environment_has_the_client(
    build: Build, environments: Environments, interpreter: Interpreter, uv: Uv, tmp_path: Path
) -> None:
    lock = locking.lock_ours(
        base_requirements("python", client_requirement(client_wheel(tmp_path / "wheels"))), interpreter, uv
    )

    assert build(lock) is None

    code = "import dayshift_client, httpx2, typer, rich"
    subprocess.run([environments.python(lock.key), "-I", "-c", code], check=True)
