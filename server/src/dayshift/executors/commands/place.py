"""The variables that every program finds: built from this list, never copied from the server's own."""

from pathlib import Path


def place_variables(environment: Path, run: Path, user: str) -> dict[str, str]:
    """What a program of ``environment`` in the attempt's folder ``run`` is given as the Unix user ``user``.

    The lowest layer: Dayshift's own variables, and those of project, person, job and schedule, come on top.
    """
    work = run / "work"
    return {
        "PATH": f"{environment}/bin:/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "HOME": str(work / "home"),
        "TMPDIR": str(work / "tmp"),
        "USER": user,
        "LOGNAME": user,
        "SHELL": "/bin/sh",
        "VIRTUAL_ENV": str(environment),
        "PYTHONNOUSERSITE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",  # the environment is read-only and its bytecode is there
    }
