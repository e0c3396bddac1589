"""Projects: the wall around jobs, files, logs and members."""

import re
from dataclasses import dataclass
from datetime import datetime

from dayshift.domain.errors import Invalid

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{2,49}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project. ``tz`` is the zone that its schedules have unless they say otherwise."""

    id: int
    name: str
    tz: str
    created_at: datetime
    robot: int  # the principal as which its jobs run


def check_project_name(name: str) -> str:
    """Return ``name`` if a project may have it. Raises Invalid."""
    if not NAME.fullmatch(name) or "__" in name:
        raise Invalid.of(
            "name",
            "use 3 to 50 letters, digits, - and _, begin with a letter, and do not write __",
        )
    return name
