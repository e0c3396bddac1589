"""The Dayshift SDK: talk to a Dayshift server from Python."""

from dayshift_client.client import Client, Project
from dayshift_client.errors import DayshiftError

__all__ = ["Client", "DayshiftError", "Project"]
