"""Whether the server lives, and whether it is ready."""

from typing import Any

from fastapi import Response

from dayshift import failpoints
from dayshift.api.contract import PUBLIC
from dayshift.web.deps import Rooms
from dayshift.web.routing import Router

router = Router(tags=["health"])


@router.get("/healthz", openapi_extra=PUBLIC)
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz", openapi_extra=PUBLIC)
def readyz(house: Rooms, response: Response) -> dict[str, Any]:
    """Every loop is well and the database answers; 503 says what is not, in a word for each."""
    wrong = dict(house.is_ready())
    if wrong:
        response.status_code = 503
    armed = failpoints.armed()
    return {"status": "ready" if not wrong else "not_ready", **({"wrong": wrong} if wrong else {})} | (
        {"failpoints": list(armed)} if armed else {}
    )
