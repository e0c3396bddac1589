"""What a browser finds where the web pages will be: one plain page that says how to go on."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

router = APIRouter(include_in_schema=False)

PAGE = """Dayshift is running.

This version has no web pages yet: everything is done from a terminal, or through the REST interface.
Sign in with the whole address that the server printed, in quotes:

    dayshift login 'http://…/setup#dsl_…'

Then look around:

    dayshift projects list
    dayshift --help
"""


@router.get("/", response_class=PlainTextResponse)
@router.get("/setup", response_class=PlainTextResponse)
def page() -> str:
    """How to go on from here. The token behind the # never reaches the server."""
    return PAGE
