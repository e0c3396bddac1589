"""The variables of a program's environment that people may set: which names, and how large."""

import re
from collections.abc import Mapping
from typing import Any

from dayshift.domain.errors import Fault, Invalid

MOST_BYTES = 32 << 10  # of one value

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,255}")
_SECRET = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}")
_RESERVED = frozenset(("PYTHONHOME", "HOPSWORKS_ENGINE"))


def check_variables(variables: Mapping[str, Any]) -> None:
    """Refuse variables that no program may be given. A value is a text, or ``{"secret": NAME}``.

    Raises Invalid with a field ``variables.NAME`` for each that is wrong.
    """
    faults = [
        Fault(field=f"variables.{name}", text=wrong)
        for name, value in variables.items()
        if (wrong := _flaw_of_name(name) or _flaw_of_value(value))
    ]
    if faults:
        raise Invalid(*faults)


def _flaw_of_name(name: str) -> str | None:
    if not _NAME.fullmatch(name):
        return "a name is made of letters, digits and _, and begins with no digit"
    if name in _RESERVED or name.startswith("DAYSHIFT_"):
        return "this name belongs to Dayshift; choose another"
    return None


def _flaw_of_value(value: Any) -> str | None:
    match value:
        case str():
            if "\0" in value:
                return "has a NUL character, which no program can be given"
            size = len(value.encode(errors="surrogatepass"))
            return f"has {size:,} bytes, the most is {MOST_BYTES:,}; pass a file instead" if size > MOST_BYTES else None
        case {"secret": str(name)} if len(value) == 1 and _SECRET.fullmatch(name):
            return None
    return 'must be a text, or {"secret": "NAME"}'
