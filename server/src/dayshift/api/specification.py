"""The contract, for whoever wants to read it."""

from typing import Any

from fastapi import Depends, Request

from dayshift.web.deps import anonymous
from dayshift.web.routing import Router

router = Router(include_in_schema=False, dependencies=[Depends(anonymous)])


@router.get("/openapi.json", response_model=None)
def contract(request: Request) -> dict[str, Any]:
    """The OpenAPI document of the REST interface."""
    found: dict[str, Any] = request.app.openapi()
    return found
