"""People are called by their names; the routes take numbers."""

from collections.abc import Iterable
from typing import Any

from dayshift_client.errors import Invalid

Json = dict[str, Any]


def named(rows: Iterable[Json], name: str, *, text: str, hint: str) -> Json:
    """The row about this person, whose name is written in any case. Raises Invalid, with what to say when none is."""
    found = {row["name"]: row for row in rows if row["name"].lower() == name.lower()}
    if not found:
        raise no_such_person(text, hint)
    return found.get(name) or next(iter(found.values()))


def no_such_person(text: str, hint: str) -> Invalid:
    """What the server would say of a wrong name in a body."""
    errors = [{"field": "person", "text": text, "code": "invalid", "fix": None}]
    return Invalid(f"person: {text}", code="invalid", errors=errors, hint=hint)
