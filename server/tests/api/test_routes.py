"""Every route says what it needs, and nothing is open by accident."""

import inspect
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from dayshift.api import app as application
from dayshift.domain.actions import Action
from dayshift.testing.rest import http
from dayshift.testing.server import RunningServer
from dayshift.web.routing import given_of


def _routes() -> list[APIRoute]:
    return [
        route
        for module in (*application.ROUTERS, *application.BESIDE)
        for route in module.router.routes
        if isinstance(route, APIRoute)
    ]


def _actions(route: APIRoute) -> list[Action]:
    return [one.action for one in given_of(route.endpoint).values() if one.action is not None]


def _is_public(route: APIRoute) -> bool:
    return inspect.unwrap(route.endpoint) in application.PUBLIC


SOURCES = Path(application.__file__).parents[1]
ROUTES = _routes()
NAMES = [f"{sorted(route.methods)[0]} {route.path}" for route in ROUTES]


@pytest.mark.parametrize("route", ROUTES, ids=NAMES)
def test_a_route_declares_exactly_one_action_or_is_public(route: APIRoute):
    assert len(_actions(route)) == (0 if _is_public(route) else 1)


def test_the_public_routes_are_these_and_all_of_them_exist():
    public = {"sign_in", "redeem_link", "ask_in", "wait", "report_policy", "healthz", "readyz", "contract"}
    assert {inspect.unwrap(route.endpoint) for route in ROUTES} >= set(application.PUBLIC)
    assert {endpoint.__name__ for endpoint in application.PUBLIC} == public


# Asked for beside what the route declares, when what was sent needs more, or the answer could hold more.
ASKED_BESIDE = {Action.JOB_READ_CODE, Action.EXECUTION_STOP_ANY}


def test_every_action_is_declared_by_some_route_or_asked_beside_one():
    declared = {action for route in ROUTES for action in _actions(route)}

    assert set(Action) - declared == ASKED_BESIDE
    for action in ASKED_BESIDE:
        assert any(f"Action.{action.name})" in path.read_text() for path in SOURCES.glob("services/*.py")), action


@pytest.mark.parametrize("route", ROUTES, ids=NAMES)
def test_a_stranger_gets_401_from_every_route_that_is_not_public(route: APIRoute, server: RunningServer):
    if _is_public(route):
        return
    names = {"p": "sales", "job": "a", "upload": "u", "environment": "e", "key": "k", "tag": "t", "name": "n"}
    names["flow"] = "f"
    names |= dict.fromkeys(("execution", "schedule", "member", "invitation", "person", "grant"), "1")
    path = route.path.replace("{path:path}", "a.txt").format_map(names)

    with http(server.url) as stranger:
        answer = stranger.request(sorted(route.methods)[0], path, params={"at": "2026-01-01T00:00:00Z", "q": "x"})

    assert answer.status_code == 401, answer.text
    assert answer.headers["www-authenticate"] == "Bearer"
