"""The floor of start-up and of lists: the parts that we are made of, with one page and one query, and nothing around.

python http_app.py PORT [DATABASE_URL]
"""

import sys
from typing import Any

import httpx2  # noqa: F401 (a part that we are made of)
import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from sqlalchemy import create_engine, text

NEWEST = text("""
    SELECT id, project, job, state, attempt, cause, created_at, not_before, schedule, fire, nominal_at, rerun_of,
        waits_for, started_at, ended_at, exit_code, signal, reason, message, cancel_requested_at, requested_by, progress
    FROM executions WHERE project = (SELECT min(id) FROM projects) ORDER BY created_at DESC, id DESC LIMIT 51
""")

app = FastAPI(openapi_url=None)


@app.get("/")
def page() -> str:
    return "It runs."


@app.get("/page", response_class=HTMLResponse)
def html() -> str:
    """A page that a browser has nothing to do for but to lay out 50 rows."""
    lines = "".join(f"<tr><td>a job {number}<td>its last run<td>its next run" for number in range(50))
    return f"<!doctype html><title>Rows</title><h1>Rows</h1><table>{lines}</table>"


@app.get("/newest")
def newest() -> list[dict[str, Any]]:
    with app.state.engine.connect() as connection:
        return [dict(row) for row in connection.execute(NEWEST).mappings()]


if __name__ == "__main__":
    app.state.engine = create_engine(sys.argv[2] if len(sys.argv) > 2 else "sqlite://")
    uvicorn.run(app, port=int(sys.argv[1]), loop="uvloop", http="httptools", access_log=False, log_level="warning")
