"""Times that people type: a day, a time, an instant, or how long from now."""

import re
from datetime import datetime, timedelta

import typer

from dayshift_client.cli.show import client

UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
FROM_NOW = re.compile(r"([0-9]{1,5})([hdw])")
FORMS = "2026-12-01, 2026-12-01T09:00, or 30d from now"


def moment(text: str) -> str:
    """An instant from a day or a time of this terminal's zone, or from a length such as ``30d``."""
    if length := FROM_NOW.fullmatch(text):
        return (client().transport.now() + int(length[1]) * UNITS[length[2]]).isoformat()
    try:
        return datetime.fromisoformat(text).astimezone().isoformat()
    except (ValueError, OverflowError) as error:
        raise typer.BadParameter(f"write a day or a time, such as {FORMS}", param_hint="--until") from error
