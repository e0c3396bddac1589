"""Where a file of a project is: made once, from text, and unable to leave its project."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ProjectPath:
    """A place inside one project's files; no parts is the project's root folder."""

    project: int
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        return "/".join(self.parts)
