"""What browsers report: a page of ours tried what its policy forbids. It is logged, and nothing else comes of it."""

import json
import logging
import math
import re
from typing import Any
from urllib.parse import urlsplit

from fastapi import Depends, Request

from dayshift.api.contract import PUBLIC
from dayshift.auth.networks import network_of
from dayshift.domain.errors import Invalid, TooMuch
from dayshift.web.deps import Rooms, anonymous
from dayshift.web.routing import Router, channel_of

log = logging.getLogger(__name__)

router = Router(tags=["health"])

MOST_LOGGED = 5  # of one request
LONGEST_PATH = 200
DIRECTIVE = re.compile(r"[a-z-]{1,40}")
KINDS = ("application/csp-report", "application/reports+json")
REPORTS = {"anyOf": [{"type": "object"}, {"type": "array"}]}
BODY = {"requestBody": {"required": True, "content": {kind: {"schema": REPORTS} for kind in KINDS}}}


@router.post("/csp-reports", status_code=204, dependencies=[Depends(anonymous)], openapi_extra=PUBLIC | BODY)
async def report_policy(request: Request, house: Rooms) -> None:
    """Take a browser's report of what the policy of a page stopped: at most 8 KiB, ten a minute of one network."""
    wait = house.report_rate.take(network_of(channel_of(request).address))
    if wait:
        raise TooMuch(what="Too many reports came from this network.", retry_after=math.ceil(wait))
    for report in _reports(await request.body())[:MOST_LOGGED]:
        log.warning("a page tried what its policy forbids: %s on %s", _directive(report), _path(report))


def _reports(body: bytes) -> list[dict[str, Any]]:
    """Those of both forms: of ``report-uri``, one in an object, and of ``report-to``, several in a list."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise Invalid.of("body", "this cannot be read; send JSON in UTF-8") from None
    if not isinstance(sent, dict | list):
        raise Invalid.of("body", "send a report, or a list of them")
    found = [sent.get("csp-report")] if isinstance(sent, dict) else sent
    reports = [one.get("body", one) for one in found if isinstance(one, dict)]
    return [one for one in reports if isinstance(one, dict)]


def _directive(report: dict[str, Any]) -> str:
    names = ("effective-directive", "effectiveDirective", "violated-directive")
    said = next((str(report[name]) for name in names if report.get(name)), "")
    word = said.partition(" ")[0]
    return word if DIRECTIVE.fullmatch(word) else "something"


def _path(report: dict[str, Any]) -> str:
    """The path of the page alone: what stands behind ``?`` and ``#`` may be secret, and no line is broken by it."""
    address = str(report.get("document-uri") or report.get("documentURL") or "")
    try:
        path = urlsplit(address).path if address.startswith(("http://", "https://")) else ""
    except ValueError:
        path = ""
    return "".join(char for char in path if char.isprintable())[:LONGEST_PATH] or "some page"
