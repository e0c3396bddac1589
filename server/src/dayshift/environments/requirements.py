"""The packages that people ask for: plain requirements, one a line, and those that a program itself names (PEP 723)."""

import re
import tomllib

from dayshift.domain.errors import Fault, Invalid

MOST_BYTES = 64 << 10

_COMMENT = re.compile(r"(^|\s)#.*$")
_REQUIREMENT = re.compile(
    r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\s*(\[[A-Za-z0-9._,\s-]*\])?\s*(\(?[<>=!~][^;@/\\${}]*)?(;[^@\\${}]*)?"
)
_OPENS, _CLOSES = "# /// script", "# ///"


def check_requirements(text: str) -> None:
    """Refuse what is no list of plain requirements. Raises Invalid, field ``requirements``, which names the lines.

    Options, addresses and paths are refused: uv reads them as the server, so ``-r /etc/passwd`` or
    ``${HOME}`` would show what only it may see.
    """
    if len(text.encode(errors="surrogatepass")) > MOST_BYTES:
        raise Invalid.of("requirements", f"the list is longer than {MOST_BYTES >> 10} KiB; ask for fewer packages")
    faults = [
        Fault(field="requirements", text=f"line {number}: {line!r} is no package name with versions, like pandas>=2,<3")
        for number, line in enumerate(map(_bare, text.splitlines()), start=1)
        if line and not _REQUIREMENT.fullmatch(line)
    ]
    if faults:
        raise Invalid(*faults)


def _bare(line: str) -> str:
    return _COMMENT.sub("", line).strip()


def script_requirements(source: str) -> str | None:
    """The requirements in a program's PEP 723 block, one a line; None when it has no such block.

    Raises Invalid, field ``program``, for a block that cannot be read, or more than one.
    """
    blocks = _blocks(source)
    if not blocks:
        return None
    if len(blocks) > 1:
        raise Invalid.of("program", "it has two script blocks; keep one")
    try:
        wanted = tomllib.loads(blocks[0]).get("dependencies", [])
    except tomllib.TOMLDecodeError as error:
        raise Invalid.of("program", f"its script block is no valid TOML: {error}") from error
    if not isinstance(wanted, list) or not all(isinstance(item, str) and "\n" not in item for item in wanted):
        raise Invalid.of("program", 'dependencies in its script block must be a list of texts, like ["pandas<3"]')
    return "".join(f"{item}\n" for item in wanted)


def _blocks(source: str) -> list[str]:
    """The contents of the script blocks. A block ends at its last ``# ///`` before the comment ends."""
    blocks: list[str] = []
    inside: list[str] | None = None
    for line in [*source.splitlines(), ""]:
        if inside is None:
            inside = [] if line.rstrip() == _OPENS else None
        elif line == "#" or line.startswith("# "):
            inside.append(line)
        else:
            ends = [number for number, text in enumerate(inside) if text.rstrip() == _CLOSES]
            if ends:
                blocks.append("\n".join(text[2:] for text in inside[: ends[-1]]))
            inside = [] if line.rstrip() == _OPENS else None
    return blocks
