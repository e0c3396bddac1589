"""Alembic, told where the history is and which connection to use: no configuration file."""

from pathlib import Path

from alembic.config import Config
from sqlalchemy import Connection


def config(connection: Connection | None = None) -> Config:
    """The configuration that ``env.py`` reads."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["connection"] = connection
    return made
