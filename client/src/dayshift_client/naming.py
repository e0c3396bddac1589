"""People are called by their names; the routes take numbers."""

from collections.abc import Iterable
from typing import Any

from dayshift_client.errors import wrong_field

Json = dict[str, Any]


def named(rows: Iterable[Json], name: str, *, text: str, hint: str) -> Json:
    """The row about this person, whose name is written in any case. Raises Invalid, with what to say when none is."""
    found = {row["name"]: row for row in rows if row["name"].lower() == name.lower()}
    if not found:
        raise wrong_field("person", text, hint=hint)
    return found.get(name) or next(iter(found.values()))
