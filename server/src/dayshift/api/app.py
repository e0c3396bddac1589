"""The application: routers, problems, and what every request passes first."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

from dayshift.api import (
    accounts,
    audit,
    code,
    events,
    executions,
    files,
    health,
    jobs,
    logs,
    members,
    mine,
    problems,
    projects,
    reports,
    runs,
    schedules,
    sharing,
    specification,
    terminals,
)
from dayshift.api.contract import Api
from dayshift.api.schemas.base import Problem
from dayshift.web.house import House
from dayshift.web.pages import Pages
from dayshift.web.requests import Door

PREFIX = "/api/v1"
# Nothing of a request leaves this machine because a variable in its environment says so.
SILENT: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
THREADS = 16
BESIDE = (health, specification)  # outside the versioned interface
ROUTERS = (
    accounts,
    terminals,
    mine,
    projects,
    members,
    files,
    jobs,
    code,
    sharing,
    executions,
    runs,
    logs,
    schedules,
    audit,
    events,
    reports,
)

# Routes that anybody may call: a rule test compares every other route with its action.
PUBLIC: tuple[Callable[..., Any], ...] = (
    accounts.sign_in,
    accounts.redeem_link,
    terminals.ask_in,
    terminals.wait,
    reports.report_policy,
    health.healthz,
    health.readyz,
    specification.contract,
)


@asynccontextmanager
async def _threads(_app: FastAPI) -> AsyncIterator[None]:
    """Handlers run in a few threads: more would only fight for the interpreter, and delay the ticker."""
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


def make_api() -> FastAPI:
    """The routes, without rooms behind them: what the OpenAPI document is made from."""
    app = Api(
        title="Dayshift",
        version="1",
        docs_url=None,  # they would load scripts from elsewhere
        redoc_url=None,
        openapi_url=None,  # it is a route of ours
        lifespan=_threads,
        telemetry=SILENT,
    )
    for module in ROUTERS:
        app.include_router(module.router, prefix=PREFIX, responses={"default": {"model": Problem}})
    for beside in BESIDE:
        app.include_router(beside.router)
    problems.install(app)
    return app


def make_app(house: House) -> Door:
    """The application that a server runs."""
    app = make_api()
    app.state.house = house
    return Door(Pages(app), host_names=house.host_names)
