"""Programs while they are written."""

from typing import Literal

from pydantic import Field

from dayshift.api.schemas.base import Answer, Body
from dayshift.api.schemas.jobs import Source


class CodeIn(Body):
    source: Source


class CodeProblem(Answer):
    """What is wrong at one place. Lines and columns count from 1, columns in characters; the end is behind the last."""

    line: int
    column: int
    end_line: int
    end_column: int
    severity: Literal["error", "warning"] = Field(description="An error cannot be meant; a warning may be.")
    code: str = Field(description="`syntax`, `unreadable`, or what was found, such as `unused_import`.")
    text: str


class CodeChecked(Answer):
    """At most 200 problems, by their place. Not ``checked``: looking at it took too long, so nothing is known."""

    problems: list[CodeProblem]
    checked: bool
