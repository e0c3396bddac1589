"""How a build is started and what became of it: the two ends of ``build.py``."""

import json
import sys
from pathlib import Path

from dayshift import opening
from dayshift.domain.errors import BackendUnavailable
from dayshift.environments.base import BuildRequest
from dayshift.environments.causes import cause

_PROGRAM = Path(__file__).with_name("build.py")
_MOST_BYTES = 64 << 10


def prepare(request: BuildRequest, folder: Path) -> tuple[str, ...]:
    """Write the request into ``folder``, which belongs to this build alone, and return the command that builds.

    The command's environment is ``request.uv.variables``; it must be stored nowhere.
    """
    file = folder / "request.json"
    file.write_text(json.dumps(request.as_json()))
    return (sys.executable, "-I", "-S", str(_PROGRAM), str(file))


def failure(folder: Path) -> str | None:
    """Why the build that ended in ``folder`` failed, in one sentence; None when the environment is ready.

    Raises BackendUnavailable when it ended without a word: it was killed, and may be tried again.
    """
    try:
        outcome = json.loads(opening.read(folder, "outcome.json", limit=_MOST_BYTES))
    except (FileNotFoundError, ValueError) as error:
        raise BackendUnavailable(place="environments", text="the build was stopped before its end") from error
    if not outcome:
        return None
    if outcome["step"] == "import":
        last = (outcome["said"].strip().splitlines() or ["it gave no reason"])[-1]
        return f"it was installed, but cannot be imported: {last}"
    return cause(outcome["said"])
