"""Locking: from the packages that people ask for to exact versions with hashes, which do not drift in the night."""

import hashlib
import json
import subprocess
from contextlib import suppress
from pathlib import Path

from dayshift.domain.errors import Invalid
from dayshift.environments.base import SOURCE_ONLY, Lock, Uv
from dayshift.environments.causes import cause
from dayshift.environments.interpreters import Interpreter
from dayshift.environments.requirements import check_requirements

LAYOUT = 1  # of the folders that build.py makes; a new layout makes new environments
_LOCK_S = 120
_CLEAN_S = 5


def lock(requirements: str, interpreter: Interpreter, uv: Uv, *, project: str = "", ours: str = "") -> Lock:
    """The lock of what people wrote, and of lines of ``ours``. ``project`` is empty where projects may share.

    Raises Invalid, field ``requirements``, with uv's cause in one sentence.
    """
    check_requirements(requirements)
    return lock_ours(f"{requirements}\n{ours}", interpreter, uv, project=project)


def lock_ours(requirements: str, interpreter: Interpreter, uv: Uv, *, project: str = "") -> Lock:
    """The lock of requirements that we wrote ourselves, which may name a file of ours. Raises as ``lock`` does."""
    text = _compile(requirements, interpreter, uv)
    return Lock(text=text, key=key_of(text, interpreter, project))


def key_of(lock_text: str, interpreter: Interpreter, project: str) -> str:
    """The name of the environment that a lock makes: equal keys are one folder."""
    facts = [
        _entries(lock_text),
        interpreter.version,
        interpreter.implementation,
        interpreter.platform,
        project,
        LAYOUT,
    ]
    return hashlib.sha256(json.dumps(facts, separators=(",", ":")).encode()).hexdigest()


def _entries(lock_text: str) -> list[str]:
    """The packages of a lock, each on one line, without comments, sorted: what it says however it is laid out."""
    lines = (line.strip() for line in lock_text.replace("\\\n", " ").splitlines())
    return sorted(" ".join(line.split()) for line in lines if line and not line.startswith("#"))


def _compile(requirements: str, interpreter: Interpreter, uv: Uv) -> str:
    uv.cache.mkdir(mode=0o750, parents=True, exist_ok=True)
    command = [str(uv.program), "pip", "compile", "-", "--generate-hashes", "--no-emit-index-url", "--no-header"]
    command += ["--no-annotate", "--python", str(interpreter.path), "--python-version", interpreter.version]
    command += ["--cache-dir", str(uv.cache), "--only-binary", ":all:"]
    command += [word for name in SOURCE_ONLY for word in ("--no-binary", name)]
    try:
        done = subprocess.run(
            command,
            input=requirements,
            env=dict(uv.variables),
            cwd=Path("/"),  # uv reads the settings of the folders above the one that it is in
            capture_output=True,
            text=True,
            timeout=_LOCK_S,
        )
    except subprocess.TimeoutExpired as error:
        raise Invalid.of("requirements", "the package index did not answer; try again later") from error
    if done.returncode != 0:
        raise Invalid.of("requirements", cause(done.stderr))
    _forget_sources(done.stdout, uv)
    return done.stdout


def _forget_sources(lock_text: str, uv: Uv) -> None:
    """Drop what uv unpacked to read: 600 MB each time that PySpark is locked, which it would not use again."""
    read = [name for name in SOURCE_ONLY if f"\n{name}==" in f"\n{lock_text}"]
    if read:
        command = [str(uv.program), "cache", "clean", "--cache-dir", str(uv.cache), *read]
        with suppress(subprocess.TimeoutExpired):  # uv waits for the others that use the cache; another lock will do it
            subprocess.run(command, env=dict(uv.variables), cwd=Path("/"), capture_output=True, timeout=_CLEAN_S)
