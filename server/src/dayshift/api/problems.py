"""Errors as RFC 9457 problems: what happened, to which field, and what to do next."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from dayshift.domain.errors import DayshiftError, Fault, Forbidden, Invalid, NotFound, TooMuch, Unauthenticated
from dayshift.services import access
from dayshift.services.access import Refusal
from dayshift.web.guessing import count_unknown_key
from dayshift.web.requests import BrokenOff, TooLarge
from dayshift.web.routing import channel_of, house_of

log = logging.getLogger(__name__)

_NO_JSON = "this cannot be read; send JSON in UTF-8"
_TEXTS = {
    "extra_forbidden": "this field is not known here; remove it",
    "model_attributes_type": "send a JSON object, with Content-Type: application/json",
}
SHOWN_FACTS = ("needs", "has", "ask", "offset", "revision")
SHOWN = 300  # characters of what somebody sent that an error repeats


def install(app: FastAPI) -> None:
    """Let every error of ``app`` be answered as a problem."""
    app.add_exception_handler(DayshiftError, _ours)
    app.add_exception_handler(RequestValidationError, _shape)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(Exception, _bug)


def _ours(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DayshiftError)
    if isinstance(error, Unauthenticated):
        error = count_unknown_key(request) or error
    if isinstance(error, Forbidden) and isinstance(error.refused, Refusal):
        _audit(request, error.refused)
    body = _problem(request, error.status, error.code, str(error), error.cure)
    if isinstance(error, Invalid):
        body["errors"] = [_fault(fault) for fault in error.faults]
    body |= {name: _plain(value) for name, value in error.facts.items() if name in SHOWN_FACTS}
    headers = {"WWW-Authenticate": "Bearer"} if isinstance(error, Unauthenticated) else {}
    if isinstance(error, TooMuch) and "retry_after" in error.facts:
        headers["Retry-After"] = str(error.facts["retry_after"])
    return JSONResponse(body, error.status, headers, media_type="application/problem+json")


def _audit(request: Request, refusal: Refusal) -> None:
    house = house_of(request)
    with house.store.begin(house.clock.now(), channel_of(request)) as tx:
        access.note_refusal(tx, refusal)


def _problem(request: Request, status: int, code: str, title: str, hint: str) -> dict[str, Any]:
    body = {"type": f"urn:dayshift:{code}", "title": title, "status": status, "code": code}
    if hint:
        body["hint"] = hint
    return body | {"request_id": request.state.request_id}


def fault_json(fault: Fault) -> dict[str, Any]:
    """A fault as previews and problems show it."""
    fix = None if fault.fix is None else {"label": fault.fix.label, "patch": fault.fix.patch}
    return {"field": fault.field, "text": fault.text, "code": fault.code, "fix": fix}


_fault = fault_json


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str | tuple | None) else str(value)


def _shape(request: Request, error: Exception) -> JSONResponse:
    """The body, a path or a query is not of the form that the route takes."""
    assert isinstance(error, RequestValidationError)
    faults = [_shape_fault(one) for one in error.errors()[:20]]
    title = "; ".join(f"{fault['field']}: {fault['text']}" for fault in faults)
    body = _problem(request, 422, "invalid", title, "Mend the fields that are named and send it again.")
    return JSONResponse(body | {"errors": faults}, 422, media_type="application/problem+json")


def _shape_fault(one: dict[str, Any]) -> dict[str, Any]:
    where = [str(part) for part in one["loc"][1:] if not str(part).startswith("<")]  # "<…": how it came, not where
    if one["type"] == "json_invalid":
        return {"field": "body", "text": _NO_JSON, "code": "invalid", "fix": None}
    text = (
        _TEXTS.get(one["type"], one["msg"])
        .removeprefix("Value error, ")
        .replace("items after validation", "characters")
    )
    return {"field": ".".join(where) or "body", "text": text[:SHOWN], "code": one["type"], "fix": None}


def _framework(request: Request, error: Exception) -> JSONResponse:
    """An unknown path reads like an unknown thing; a method that a path does not have is 405."""
    assert isinstance(error, HTTPException)
    if error.status_code == NotFound.status:
        return _ours(request, NotFound())
    if error.status_code == 400:  # the one thing that the framework says so of
        return _ours(request, Invalid.of("body", _NO_JSON))
    code = error.code if isinstance(error, TooLarge) else "refused"
    body = _problem(request, error.status_code, code, str(error.detail), "")
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers |= _allowed(request)
    return JSONResponse(body, error.status_code, headers, media_type="application/problem+json")


def _allowed(request: Request) -> dict[str, str]:
    """Every method of the path: the framework names those of the first handler alone."""
    methods = request.app.methods(request.url.path)
    return {"Allow": ", ".join(methods)} if methods else {}


def _bug(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, BrokenOff):  # that is meant to end the connection
        log.error("request %s failed", request.state.request_id, exc_info=error)
    hint = "It is not your fault. Tell whoever runs the server, and give the request id."
    body = _problem(request, 500, "error", "Something went wrong in the server.", hint)
    return JSONResponse(body, 500, media_type="application/problem+json")
