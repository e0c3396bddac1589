"""Every operation of the OpenAPI document is sent what nobody thought of, by an owner and by a guest.

The same is sent each time: what is new each day should stop nobody's work. ``DAYSHIFT_FUZZ_SEED=7`` sends something
else, ``DAYSHIFT_FUZZ_EXAMPLES=500`` much more.
"""

import json
import os
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from schemathesis import Case, CheckFunction, Response
from schemathesis.config import SchemathesisConfig
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.meta import TestPhase
from schemathesis.specs.openapi.checks import allow_header_conformance, ignored_auth, unsupported_method

from dayshift.api.app import make_api
from dayshift.api.document import document
from dayshift.domain.errors import DayshiftError

NO_HTTP = "Invalid HTTP request received."  # said by the HTTP server itself, where a header cannot be one
OF_THE_DOOR = {"refused", "body_too_large", "key_in_url"}  # codes of what never becomes an error of ours
KEPT = {"audit", "rate_limits", "sessions"}  # what a refused request may leave: that it was, and that she lives
ENDLESS = "GET /api/v1/events"
LEAVE = "DELETE /api/v1/projects/{p}/membership"
LET_IN, REPORT = "POST /api/v1/terminals/{flow}/let-in", "POST /api/v1/csp-reports"
# A copy reserves its bytes before it begins, and gives them back when it cannot be. A code is counted, then looked at.
GIVEN_BACK = {"POST /api/v1/projects/{p}/files/copy": {"projects"}, LET_IN: {"terminals"}}
# What an answer of 2xx leaves nothing of for the next request.
USES_UP = {
    "DELETE /api/v1/session": {"owner", "guest"},
    LEAVE: {"left", "guest"},
    "DELETE /api/v1/projects/{p}/jobs/{job}": {"job", "schedule", "execution", "grant"},
    "POST /api/v1/projects/{p}/members": {"stranger"},
    "POST /api/v1/projects/{p}/uploads/{upload}/commit": {"upload"},
    "POST /api/v1/projects/{p}/files/move": {"path", "new"},
    "POST /api/v1/projects/{p}/files/copy": {"new"},
    "POST /api/v1/invitations/accept": {"token"},
    "POST /api/v1/terminals/{flow}/refuse": {"flow"},
    "POST /api/v1/projects": {"new"},
}
# An owner cannot do these here, whatever she sends.
NEVER = {
    "POST /api/v1/session": "nobody guesses a password",
    "POST /api/v1/links/redeem": "nobody guesses a link, nor a password that is good enough",
    "POST /api/v1/session/confirm": "nobody guesses a password",
    "POST /api/v1/terminals/wait": "nobody guesses a secret",
    LET_IN: "nobody guesses a code",
    REPORT: "the library does not write what browsers send",
    "POST /api/v1/projects/{p}/schedules/{schedule}/unskip": "nobody guesses a time that is skipped",
    "POST /api/v1/projects/{p}/schedules/{schedule}/skip": "nobody guesses a time that is planned",
}
# What stands for a word of a body that is of the right form.
NAMES = {
    "job": "job",
    "person": "other",
    "POST /api/v1/projects/{p}/members person": "stranger",
    "POST /api/v1/projects name": "new",
    "POST /api/v1/projects/{p}/uploads path": "new",
    "from": "path",
    "to": "new",
    "token": "token",
}
SAID = {
    "trigger": {"kind": "cron", "text": "0 9 * * *"},
    "tz": "UTC",
    "scopes": ["jobs:read"],
    "program": {"source": "pass"},
    "environment": "python",
    "for": "bearer",
    "POST /api/v1/projects/{p}/schedules/batch name": None,  # else it is taken
}

CONFIG = {
    "seed": int(os.environ.get("DAYSHIFT_FUZZ_SEED", "4")),
    "suppress-health-check": ["all"],
    "generation": {
        "with-security-parameters": False,  # whose request it is, we say
        "allow-extra-parameters": False,  # queries may hold what is not known
        "max-examples": int(os.environ.get("DAYSHIFT_FUZZ_EXAMPLES", "5")),
        "database": "none",
        "no-shrink": True,
    },
    # Each of these runs uv: a few will do.
    "operations": [{"include-path-regex": "/environments", "phases": {"coverage": {"enabled": False}}}],
    "checks": {
        "positive_data_acceptance": {"enabled": False},  # rules that no schema can tell refuse what fits the schema
        "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 405, 409, 412, 413, 416, 422, 428, 429]},
    },
}
LARGE = {"maxLength": 1000, "maxItems": 20}  # more is tried by hand: made for each field it costs more than all else


def _lighter(found: Any) -> Any:
    """The document without its large bounds."""
    if isinstance(found, list):
        return [_lighter(one) for one in found]
    if not isinstance(found, dict):
        return found
    bounds = {name for name, most in LARGE.items() if isinstance(found.get(name), int) and found[name] > most}
    return {name: _lighter(value) for name, value in found.items() if name not in bounds}


schema = schemathesis.openapi.from_dict(_lighter(json.loads(document())), config=SchemathesisConfig.from_dict(CONFIG))


API = make_api()


def _codes(error: type[DayshiftError]) -> Iterator[str]:
    yield error.code
    for narrower in error.__subclasses__():
        yield from _codes(narrower)


CODES = OF_THE_DOOR | set(_codes(DayshiftError))


@pytest.fixture
def statuses(request: pytest.FixtureRequest) -> Iterator[Counter[int]]:
    """How the requests of one test were answered. Most of what is right must have got through."""
    found: Counter[int] = Counter()
    yield found
    label, who = request.node.operation_label, request.node.callspec.params["who"]
    assert found, "nothing was asked"
    if who == "owner" and label not in NEVER:
        assert any(status < 300 for status in found), found


@schema.parametrize()
@pytest.mark.parametrize("who", ["owner", "guest"])
def test_whatever_is_sent_is_answered_as_the_document_says(case: Case, who: str, place: Any, statuses: Counter[int]):
    aim(case, who, place)
    sent = headers(case, who, place)
    files = place.files()
    place.commits.take()

    answer = begin(case, sent, place) if case.operation.label == ENDLESS else send(case, sent, place)

    left = place.commits.take() - KEPT - GIVEN_BACK.get(case.operation.label, set())
    statuses[answer.status_code] += 1
    if answer.status_code < 400:
        place.use_up(*used_up(case))
    elif answer.status_code == 400 and answer.text == NO_HTTP:
        return
    else:
        assert (left, place.files()) == (set(), files), answer.text
        is_problem(case, answer)
    case.validate_response(answer, excluded_checks=unfit(case))


def send(case: Case, sent: dict[str, str], place: Any) -> Response:
    return case.call(base_url=place.server.url, headers=sent, session=place.session, timeout=60)


def begin(case: Case, sent: dict[str, str], place: Any) -> Response:
    """The answer with what came of it first."""
    asked = case.as_transport_kwargs(base_url=place.server.url, headers=sent)
    with place.session.request(**asked, stream=True, timeout=60) as answer:
        answer._content = next(answer.iter_content(None), b"")
        return Response.from_requests(answer, verify=True)


def aim(case: Case, who: str, place: Any) -> None:
    """Let a path and a body that are right name what is there; but for a quarter of what is made by chance."""
    if is_right(case, ParameterLocation.PATH):
        for part in case.path_parameters:
            case.path_parameters[part] = place.thing(_kind(case, part, who))
    by_chance = case.meta is not None and case.meta.phase.name is TestPhase.FUZZING
    if is_right(case, ParameterLocation.BODY) and not (by_chance and len(repr(case.body)) % 4 == 0):
        case.body = _named(case.body, case.operation.label, place)


def is_right(case: Case, location: ParameterLocation) -> bool:
    """Whether this part of the request is what the document asks for."""
    return case.meta is None or not case.meta.is_negative_at(location)


def _kind(case: Case, part: str, who: str) -> str:
    if part == "key" and who == "guest":
        return "guest's key"
    if part == "upload" and case.method == "PUT":
        return "begun"
    if part == "p" and who == "owner" and case.operation.label == LEAVE:
        return "left"
    if part == "flow" and case.operation.label == LET_IN:
        return "guessed flow"  # after five wrong codes it is none
    return "tag's grant" if part == "grant" and "/tags/" in case.path else part


def _named(body: Any, label: str, place: Any) -> Any:
    """The body with names of what is there."""
    if isinstance(body, list):
        return [_named(one, label, place) for one in body]
    if not isinstance(body, dict):
        return body
    kinds = {name: NAMES.get(f"{label} {name}", NAMES.get(name)) for name in body}
    words = {name: f"{label} {name}" if f"{label} {name}" in SAID else name for name in body}
    named = {name: _named(value, label, place) for name, value in body.items()}
    named |= {name: place.thing(kind) for name, kind in kinds.items() if kind}
    return named | {name: SAID[word] for name, word in words.items() if word in SAID}


def headers(case: Case, who: str, place: Any) -> dict[str, str]:
    """Her credential; the revision that is there, if one is asked for; and a key that no request had before."""
    found = {"Authorization": f"Bearer {place.thing(who)}"}
    if is_right(case, ParameterLocation.HEADER) and "if-match" in case.headers:
        there = place.project.client.get(case.formatted_path.removeprefix("/api/v1"))
        found |= {"If-Match": there.headers.get("etag", '"1"')}
    if is_right(case, ParameterLocation.HEADER) and "idempotency-key" in case.headers:
        found |= {"Idempotency-Key": uuid.uuid4().hex}
    return found


def used_up(case: Case) -> set[str]:
    """What is not there any more, after this was done."""
    last = case.path.rpartition("{")[2].rstrip("}")
    own = {_kind(case, last, who) for who in ("owner", "guest")} if case.method == "DELETE" else set()
    return USES_UP.get(case.operation.label, own)


def is_problem(case: Case, answer: Response) -> None:
    """RFC 9457, with a code that is known."""
    assert answer.headers["content-type"] == ["application/problem+json"]
    if case.method == "HEAD":
        return
    problem = answer.json()
    assert problem["code"] in CODES
    assert (problem["type"], problem["status"]) == (f"urn:dayshift:{problem['code']}", answer.status_code)
    assert problem["title"] and [problem["request_id"]] == answer.headers["x-request-id"]


def unfit(case: Case) -> list[CheckFunction]:
    """Where a path is also one of another form (/files/copy of /files/{path}), methods of both are there.

    Whoever began an answer by hand, the library takes for nobody.
    """
    if case.operation.label == ENDLESS:
        return [ignored_auth]
    documented = {method.upper() for method in schema[case.path]}
    return [] if documented == set(API.methods(case.path)) else [unsupported_method, allow_header_conformance]


def test_what_is_said_of_single_operations_is_said_of_some_that_exist():
    labels = {f"{method.upper()} {path}" for path, methods in schema.items() for method in methods}
    words = [name.rpartition(" ")[0] for name in NAMES.keys() | SAID.keys() if " " in name]

    assert {ENDLESS, *GIVEN_BACK, *USES_UP, *NEVER, *words} <= labels


def test_what_requests_change_is_noticed(place: Any):
    place.commits.take()

    place.project.add_job("noticed")

    assert place.commits.take() == {"audit", "grants", "jobs"}
