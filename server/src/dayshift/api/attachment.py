"""What tells a browser to keep an answer as a file."""

from urllib.parse import quote


def attachment(name: str) -> dict[str, str]:
    """The header of a download, whatever its name holds (RFC 8187)."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
