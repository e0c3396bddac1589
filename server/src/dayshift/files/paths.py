"""Where a file of a project is: made once, from text, and unable to leave its project."""

import re
import unicodedata
from dataclasses import dataclass

from dayshift.domain.errors import Invalid

MOST_PARTS = 32
MOST_BYTES = 1024  # of the whole path, in UTF-8
MOST_PART_BYTES = 255  # what file systems take as one name
OURS = ".dayshift-"  # how the names of our own temporary files begin

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, order=True)
class ProjectPath:
    """A place inside one project's files; no parts is the project's root folder."""

    project: int
    parts: tuple[str, ...]

    @classmethod
    def read(cls, project: int, text: str) -> "ProjectPath":
        """The path that ``text``, decoded once, names; empty parts are dropped. Raises Invalid, field ``path``."""
        parts = tuple(part for part in unicodedata.normalize("NFC", text).split("/") if part)
        if len(parts) > MOST_PARTS:
            raise Invalid.of("path", f"it is more than {MOST_PARTS} folders deep; use fewer")
        for part in parts:
            if wrong := flaw(part):
                raise Invalid.of("path", f"{part!r} {wrong}; choose another name")
        path = cls(project, parts)
        if len(path.text.encode()) > MOST_BYTES:
            raise Invalid.of("path", f"it is longer than {MOST_BYTES} bytes; choose shorter names")
        return path

    @property
    def text(self) -> str:
        return "/".join(self.parts)

    @property
    def name(self) -> str:
        """The last part; empty for the root."""
        return self.parts[-1] if self.parts else ""

    @property
    def parent(self) -> "ProjectPath":
        return ProjectPath(self.project, self.parts[:-1])

    def child(self, name: str) -> "ProjectPath":
        """What lies below this under a name that a folder's listing gave."""
        return ProjectPath(self.project, (*self.parts, name))

    def holds(self, other: "ProjectPath") -> bool:
        """Whether ``other`` is this, or lies below it."""
        return self.project == other.project and other.parts[: len(self.parts)] == self.parts


def flaw(part: str) -> str | None:
    """Why ``part`` cannot be a name in a project, in words; None when it can."""
    if _UNSEEN.search(part):
        return "has a control character"
    if _BIDI.search(part):
        return "has a character that turns the direction of writing"
    if "\\" in part:
        return "has a backslash"
    if part in (".", ".."):
        return "is no name"
    if part != part.strip():
        return "begins or ends with a blank"
    if part.endswith("."):
        return "ends with a dot"
    if len(part.encode()) > MOST_PART_BYTES:
        return f"is longer than {MOST_PART_BYTES} bytes"
    if part.startswith(OURS):
        return f"begins with {OURS}, which Dayshift keeps for itself"
    return None


def is_name(part: str) -> bool:
    """Whether a project path can name ``part``: what it cannot name, a listing does not show."""
    return flaw(part) is None and "/" not in part and unicodedata.is_normalized("NFC", part)
