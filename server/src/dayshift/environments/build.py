"""Builds one environment: ``python -I -S build.py <request.json>``, in a process of its own, under a supervisor.

A program, not a module: it imports the standard library only, and nothing else may import it. What it does is seen in
its log; how it ended, beside the request, in ``outcome.json``: the step that failed and what it said, or ``{}``.
The environment appears at its place whole, or not at all; one that is there already is left as it is.
"""

import contextlib
import ctypes
import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

PROBED = 25  # packages that are imported once, to see that they can be; a dozen are the client and what it needs
SAID = 8192  # bytes of a failed step's words that are kept

# One write(2) a line, so that a log is live and lines of two processes do not mix; PYTHONUNBUFFERED would make six.
LIVE_LINES = (
    "import os, sys; os.environ.get('DAYSHIFT_EXECUTION_ID') and sys.stdout and not sys.stdout.isatty() "
    "and sys.stdout.reconfigure(line_buffering=True)\n"
)


class Failed(Exception):
    """A step failed. What it said is for people."""

    def __init__(self, step: str, said: str) -> None:
        super().__init__(step)
        self.step = step
        self.said = said[-SAID:]


def main(request_file: Path) -> int:
    request = json.loads(request_file.read_text())
    outcome: dict[str, str] = {}
    try:
        build(request)
    except Failed as failed:
        outcome = {"step": failed.step, "said": failed.said}
    except OSError as error:
        outcome = {"step": "write", "said": str(error)}
    request_file.with_name("outcome.json").write_text(json.dumps(outcome))
    return 1 if outcome else 0


def build(request: dict[str, Any]) -> None:
    """Make the environment in a temporary folder beside its place, then give it its name."""
    place = Path(request["folder"]) / request["key"]
    if place.exists():
        return
    place.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    temporary = place.with_name(f"{place.name}.tmp-{secrets.token_hex(8)}")
    try:
        install(request, temporary)
        forget_sources(request)
        probe(temporary)
        finish(request, temporary)
        settle(temporary, place)
    finally:
        remove(temporary)


def install(request: dict[str, Any], temporary: Path) -> None:
    """Install exactly what is locked. ``copy``: a hard link would let a job change uv's cache for all environments."""
    uv, cache = request["uv"], ["--cache-dir", request["cache"]]
    run("venv", [uv, "venv", "--relocatable", *cache, "--python", request["interpreter"], str(temporary)])
    lock = temporary / "requirements.lock"
    lock.write_text(request["lock"])
    command = [uv, "pip", "sync", "--require-hashes", "--allow-empty-requirements", "--only-binary", ":all:", *cache]
    command += [word for name in request["source_only"] for word in ("--no-binary", name)]
    command += ["--link-mode", "copy", "--compile-bytecode", "--python", str(temporary / "bin" / "python"), str(lock)]
    run("install", command)


def forget_sources(request: dict[str, Any]) -> None:
    """Drop what uv keeps of packages that it built: 3.3 GB for PySpark. That it cannot be dropped now is no failure."""
    built = [name for name in request["source_only"] if f"\n{name}" in f"\n{request['lock']}"]
    if built:
        command = [request["uv"], "cache", "clean", "--cache-dir", request["cache"], *built]
        with contextlib.suppress(subprocess.TimeoutExpired):  # uv waits for the others that use the cache
            subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, check=False, timeout=60)


def probe(temporary: Path) -> None:
    """See that the first packages can be imported: a wheel may need a library that the machine lacks."""
    names = importable(packages_folder(temporary))[:PROBED]
    for name in names:
        print(f"import {name}", flush=True)
        run("import", [str(temporary / "bin" / "python"), "-I", "-c", f"import {name}"])


def importable(packages: Path) -> list[str]:
    """The installed modules that are called as their distributions are, in order."""
    names = []
    for info in sorted(packages.glob("*.dist-info")):
        name = info.name.split("-")[0].replace(".", "_").lower()
        if name.isidentifier() and ((packages / name / "__init__.py").is_file() or (packages / f"{name}.py").is_file()):
            names.append(name)
    return names


def finish(request: dict[str, Any], temporary: Path) -> None:
    """Add what is ours, and make everything read-only and durable."""
    (packages_folder(temporary) / "dayshift.pth").write_text(LIVE_LINES)
    meta = {"key": request["key"], "interpreter": request["interpreter"], "bytes": size(temporary)}
    (temporary / "meta.json").write_text(json.dumps(meta))
    for folder, _, names in os.walk(temporary):
        for path in (Path(folder), *(Path(folder, name) for name in names)):
            if not path.is_symlink():
                path.chmod((path.stat().st_mode | 0o444) & 0o555)
    sync(temporary, whole=True)


def settle(temporary: Path, place: Path) -> None:
    try:
        temporary.rename(place)
    except OSError:
        if not place.exists():  # another build of the same key was first
            raise
    sync(place.parent, whole=False)


def run(step: str, command: list[str]) -> None:
    """Run a step; its output goes to the log as it comes, and its words into Failed."""
    said: list[str] = []
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd="/", stdin=subprocess.DEVNULL, stderr=pipe, text=True, errors="replace"
    ) as running:
        for line in running.stderr or ():
            sys.stderr.write(line)
            said.append(line)
    if running.returncode != 0:
        raise Failed(step, "".join(said))


def packages_folder(temporary: Path) -> Path:
    (packages,) = temporary.glob("lib/python3.*/site-packages")
    return packages


def size(folder: Path) -> int:
    paths = (Path(inner, name) for inner, _, names in os.walk(folder) for name in names)
    return sum(path.lstat().st_size for path in paths)


def sync(folder: Path, *, whole: bool) -> None:
    """Make a folder durable; ``whole``: with all of its file system, cheaper than 10,000 files one by one."""
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if whole:
            if ctypes.CDLL(None, use_errno=True).syncfs(at) != 0:
                raise OSError(ctypes.get_errno(), "syncfs failed")
        else:
            os.fsync(at)
    finally:
        os.close(at)


def remove(folder: Path) -> None:
    for inner, _, _ in os.walk(folder):
        Path(inner).chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
