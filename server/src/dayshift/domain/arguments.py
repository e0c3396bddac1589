"""What a program is told on its command line: a list, never a shell's line.

One text is split by a shell's quoting, simplified, and by nothing else of a shell: no variable, glob, comment or
command. Placeholders are filled after splitting, so a value can never become two arguments.
"""

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dayshift.domain.errors import InvalidArguments

MOST_BYTES_EACH = 131_071  # Linux's MAX_ARG_STRLEN, less the closing NUL
MOST_BYTES = 1 << 20  # of all arguments and variables: half of what execve takes under the usual 8 MiB stack

_BLANKS = " \t\r\n"
_PLACEHOLDER = re.compile(
    r"\{\{[ \t]*(nominal|window_start|window_end|today|yesterday|month|last_month|time|run_id|project|job"
    r"|param\.[A-Za-z_][A-Za-z0-9_]*)[ \t]*\}\}"
)


def split(text: str) -> tuple[str, ...]:
    """The arguments that ``text`` says. Raises InvalidArguments, which names the column, for an open quote or a lone
    backslash at the end, and for what ``check`` refuses."""
    arguments: list[str] = []
    at = 0
    while at < len(text):
        if text[at] in _BLANKS:
            at += 1
            continue
        argument, at = _one(text, at)
        arguments.append(argument)
    check(arguments)
    return tuple(arguments)


def join(arguments: Sequence[str]) -> str:
    """The text that ``split`` turns into ``arguments``."""
    return shlex.join(arguments)


def check(arguments: Sequence[str], variables: Mapping[str, str] | None = None) -> None:
    """Refuse what no program can be given: raises InvalidArguments for a NUL, for what is no Unicode, and for sizes."""
    total = sum(len(name.encode()) + len(value.encode()) + 2 for name, value in (variables or {}).items())
    for number, argument in enumerate(arguments, start=1):
        size = _size(argument, number)
        if size > MOST_BYTES_EACH:
            raise _wrong(f"argument {number} has {size:,} bytes, the most is {MOST_BYTES_EACH:,}; pass a file instead")
        total += size + 1
    if total > MOST_BYTES:
        raise _wrong(f"arguments and variables have {total:,} bytes, the most is {MOST_BYTES:,}; pass a file instead")


def expand(arguments: Sequence[str], placeholders: Mapping[str, str]) -> tuple[str, ...]:
    """Fill the placeholders that are known, once each; anything else between braces stays as it is."""
    return tuple(fill(argument, placeholders) for argument in arguments)


def fill(text: str, placeholders: Mapping[str, str]) -> str:
    """Fill one text, as ``expand`` does."""
    return _PLACEHOLDER.sub(lambda found: placeholders.get(found[1], found[0]), text)


def tighten(text: str) -> str:
    """Drop the blanks inside placeholders, so that ``split`` keeps ``--day {{ today }}`` two arguments."""
    return _PLACEHOLDER.sub(r"{{\1}}", text)


def has_placeholder(text: str) -> bool:
    """Whether ``text`` may read otherwise at its run: then it cannot be checked before."""
    return _PLACEHOLDER.search(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What a run is told about itself. Instants are aware; ``nominal`` is in the schedule's own zone, which gives the
    local dates. A run by hand has its creation time as nominal time and as empty window."""

    nominal: datetime
    window_start: datetime
    window_end: datetime
    run_id: int
    project: str
    job: str


def placeholders(telling: Telling, parameters: Mapping[str, str]) -> dict[str, str]:
    """The closed list of placeholders with their values, by the name between the braces."""
    today = telling.nominal.date()
    last_month = today.replace(day=1) - timedelta(days=1)
    return {
        "nominal": _utc(telling.nominal),
        "window_start": _utc(telling.window_start),
        "window_end": _utc(telling.window_end),
        "today": today.isoformat(),
        "yesterday": (today - timedelta(days=1)).isoformat(),
        "month": f"{today:%Y-%m}",
        "last_month": f"{last_month:%Y-%m}",
        "time": f"{telling.nominal:%H:%M}",
        "run_id": str(telling.run_id),
        "project": telling.project,
        "job": telling.job,
        **{f"param.{name}": value for name, value in parameters.items()},
    }


def _one(text: str, at: int) -> tuple[str, int]:
    """The argument that begins at ``at``, and where the text goes on."""
    pieces: list[str] = []
    while at < len(text) and text[at] not in _BLANKS:
        piece, at = _piece(text, at)
        pieces.append(piece)
    return "".join(pieces), at


def _piece(text: str, at: int) -> tuple[str, int]:
    match text[at]:
        case "'":
            end = text.find("'", at + 1)
            if end < 0:
                raise _open_quote(at)
            return text[at + 1 : end], end + 1
        case '"':
            return _quoted(text, at)
        case "\\":
            if at + 1 == len(text):
                raise _wrong(f"the backslash at column {at + 1} has nothing after it; write \\\\ for a backslash")
            return text[at + 1], at + 2
        case plain:
            return plain, at + 1


def _quoted(text: str, start: int) -> tuple[str, int]:
    """What stands in double quotes, where only ``\\"`` and ``\\\\`` are escapes."""
    pieces: list[str] = []
    at = start + 1
    while at < len(text):
        if text[at] == '"':
            return "".join(pieces), at + 1
        if text[at] == "\\" and text[at + 1 : at + 2] in ('"', "\\"):
            at += 1
        pieces.append(text[at])
        at += 1
    raise _open_quote(start)


def _size(argument: str, number: int) -> int:
    if "\0" in argument:
        raise _wrong(f"argument {number} has a NUL character, which no program can be given")
    try:
        return len(argument.encode())
    except UnicodeEncodeError as error:
        raise _wrong(f"argument {number} is not Unicode text") from error


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _open_quote(at: int) -> InvalidArguments:
    return _wrong(f"the quote at column {at + 1} is never closed; close it, or write a backslash before it")


def _wrong(text: str) -> InvalidArguments:
    error = InvalidArguments.of("arguments", text)
    assert isinstance(error, InvalidArguments)
    return error
