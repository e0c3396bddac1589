"""What anybody finds where the web pages will be: one plain page that says how to go on, and the contract."""

from typing import Any

from fastapi import Depends, Request
from fastapi.responses import PlainTextResponse

from dayshift.web.deps import anonymous
from dayshift.web.routing import Router

router = Router(include_in_schema=False, dependencies=[Depends(anonymous)])

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


@router.get("/openapi.json", response_model=None)
def contract(request: Request) -> dict[str, Any]:
    """The OpenAPI document of the REST interface."""
    found: dict[str, Any] = request.app.openapi()
    return found
