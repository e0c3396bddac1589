"""Takes the pictures of ``docs/images/screens`` from the real application: ``make pictures``.

A server is started on an empty folder and filled with a small company; a real Chromium looks at it.
"""

import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from dayshift.services import accounts
from dayshift.store import environments, projects
from dayshift.testing.people import add, share, share_tag
from dayshift.testing.rest import ProjectApi, http
from dayshift.testing.server import RunningServer, running_server

OUT = Path(__file__).parents[1] / "docs/images/screens"
FLAGS = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none", "--force-color-profile=srgb"]
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
STRANGERS = {"sign-in": "/sign-in", "set-up": "/setup#{link}"}
SCREENS = {
    "let-in": "/sign-in/terminal?flow={flow}",
    "projects": "/projects",
    "jobs": "/p/finance/jobs",
    "job-new": "/p/finance/new-job",
    "job-code": "/p/finance/jobs/load-bank",
    "job-settings": "/p/finance/jobs/load-bank?tab=settings",
    "job-schedules": "/p/finance/jobs/load-bank?tab=schedules",
    "schedule": "/p/finance/jobs?dialog=schedule&job=vat-export",
    "share": "/p/finance/jobs?dialog=share&job=load-bank",
    "files": "/p/finance/files/statements/nordea?file=2026-11-23.csv",
    "runs": "/p/finance/runs",
    "run-log": "/p/finance/runs/{run}",
    "run-details": "/p/finance/runs/{failed}?tab=details",
    "run-why": "/p/finance/runs/{failed}?tab=why",
    "why": "/p/finance/why?schedule={daily}&at=2030-01-01T05:00",
    "members": "/p/finance/members",
    "environments": "/p/finance/settings/environments",
    "keys": "/me/keys",
    "history": "/p/finance/history",
}
HERS = {"my-jobs": "/my", "my-job": "/p/finance/jobs/load-bank"}
DARK = ("jobs", "job-code", "schedule", "run-log", "my-jobs")
ON_A_PHONE = ("my-jobs",)

LOAD = '''"""Load yesterday's bank statements into the ledger."""
import logging
import time

logging.basicConfig(level=logging.INFO, format="%(levelname)-5s %(name)s: %(message)s")
log = logging.getLogger("ingest.bank")

for bank, postings in (("nordea", 1284), ("seb", 402), ("swedbank", 877)):
    log.info("%s: %d postings", bank, postings)
    time.sleep(0.05)
log.warning("seb: 2 postings without a reference")
print("2,563 postings are in the ledger.")
'''
RATES = 'raise ConnectionError("the rate service did not answer")\n'
ENVIRONMENTS = {"forecast": "pandas<3\nstatsmodels", "month-end": "polars>=1\nopenpyxl", "rates": "requests"}
POSTINGS = "booked;amount;currency;counterparty\n" + "".join(
    f"2026-11-23;{amount};{currency};{who}\n"
    for amount, currency, who in (
        ("-1 249,00", "SEK", "Elbolaget"),
        ("18 400,00", "SEK", "Kund 4471"),
        ("-320,50", "EUR", "Hosting GmbH"),
        ("-88 000,00", "SEK", "Löner"),
        ("7 210,00", "SEK", "Kund 1022"),
        ("-415,00", "SEK", "Kaffe & Te"),
        ("2 900,00", "NOK", "Kunde 77"),
        ("-12 650,00", "SEK", "Hyresvärden"),
        ("960,00", "SEK", "Kund 3310"),
    )
)
DAYS = ["mon", "tue", "wed", "thu", "fri"]


def main() -> int:
    """Take them all, or those whose names are given."""
    wanted = set(sys.argv[1:])
    OUT.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        running_server(Path(folder) / "home") as server,
        _chromium() as browser,
    ):
        found = _furnish(server)
        for name, path, person, look in _views():
            if not wanted or name in wanted:
                _take(browser, server, OUT / f"{name}.png", path.format(**found), person, look)
    return 0


def _views() -> Iterator[tuple[str, str, str, dict[str, object]]]:
    for screens, person in ((STRANGERS, ""), (SCREENS, "ada"), (HERS, "Hanna")):
        for name, path in screens.items():
            yield name, path, person, {"viewport": DESKTOP}
            if name in DARK:
                yield f"{name}-dark", path, person, {"viewport": DESKTOP, "color_scheme": "dark"}
            if name in ON_A_PHONE:
                yield f"{name}-phone", path, person, {"viewport": PHONE}


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def _take(browser: Browser, server: RunningServer, file: Path, path: str, person: str, look: dict[str, object]) -> None:
    context = browser.new_context(
        base_url=server.url, locale="en-GB", timezone_id="Europe/Stockholm", reduced_motion="reduce", **look
    )
    if person:
        name = f"dayshift-{server.url.rpartition(':')[2]}"
        context.add_cookies([{"name": name, "value": server.sign_in(person), "url": server.url}])
    page: Page = context.new_page()
    page.goto(path)
    page.get_by_role("heading").first.wait_for()
    page.wait_for_timeout(1200)  # an event stream never falls silent, so there is nothing else to wait for
    page.evaluate("document.fonts.ready")
    page.screenshot(path=file, animations="disabled", caret="hide")
    context.close()
    print(file.name)


def _furnish(server: RunningServer) -> dict[str, object]:
    """A company with some jobs, people and history; what addresses name of it."""
    api = ProjectApi(http(server.url, server.token), tz="Europe/Stockholm")
    api = _named(api, "finance")
    api.add_job(
        "load-bank", LOAD, title="Load bank statements", description="Loads yesterday’s bank files into the ledger."
    )
    api.add_job(
        "fx-rates", RATES, title="FX rates backfill", description="Fetches the exchange rates of the last 31 days."
    )
    api.add_job("board-pack", title="Board pack PDF", description="Makes the PDF for the board meeting.")
    api.add_job("vat-export", title="Quarterly VAT export", description="The file for the tax office.")
    api.add_job("reconcile", "import time; time.sleep(600)", title="Reconcile ledgers")
    for job, times in (("load-bank", 9), ("board-pack", 4), ("fx-rates", 3)):
        runs = [api.run(job) for _ in range(times)]
        if job == "load-bank":
            done = runs[-1]
    _plan(api, "load-bank", {"kind": "calendar", "unit": "week", "every": 1, "weekdays": DAYS, "times": ["06:30"]})
    daily = _plan(api, "fx-rates", {"kind": "calendar", "unit": "day", "every": 1, "times": ["05:00"]})
    api.call("POST", f"/schedules/{daily}/skip", json={"nominal": "2030-01-01T04:00:00Z"})
    _plan(api, "reconcile", {"kind": "every", "n": 1, "unit": "hour"})
    _environments(server)
    _files(api)
    _people(server, api)
    api.start("reconcile")
    return {"run": done["id"], "failed": runs[-1]["id"], "daily": daily, **_ways_in(server)}


def _ways_in(server: RunningServer) -> dict[str, str]:
    """Somebody has got a link, and a terminal waits."""
    with server.begin() as tx:
        link = accounts.make_link(tx, accounts.create_user(tx, "Nora", password=None, is_admin=False), accounts.SETUP)
    return {"link": link, "flow": http(server.url).post("/terminals").json()["flow"]}


def _named(api: ProjectApi, name: str) -> ProjectApi:
    api.name = name
    api.call("POST", "", into="/projects", json={"name": name, "tz": "Europe/Stockholm"})
    return api


def _plan(api: ProjectApi, job: str, trigger: dict[str, object]) -> int:
    return int(api.call("POST", "/schedules", json={"target": {"job": job}, "trigger": trigger})["id"])


def _environments(server: RunningServer) -> None:
    """Some of the newest project that are ready, without their packages: a picture needs none."""
    folder = server.engine.rooms.environments.folder
    for name, packages in ENVIRONMENTS.items():
        key = secrets.token_hex(32)
        (folder / key).mkdir(parents=True)
        (folder / key / "meta.json").write_text("{}")
        with server.begin() as tx:
            newest = max(projects.list_ids(tx))
            row = {"project": newest, "name": name, "requirements": packages, "lock": "", "key": key}
            environments.finish(tx, environments.add(tx, row, tx.now), state="ready", message="")


def _files(api: ProjectApi) -> None:
    for day in (17, 18, 19, 20, 22, 23):
        api.upload(f"statements/nordea/2026-11-{day}.csv", POSTINGS.encode())
    api.upload("statements/nordea/mapping.py", LOAD.encode())
    api.upload("statements/nordea/README.md", b"One file a banking day, as the bank sends them.\n")
    api.call("POST", "/files/folder", json={"path": "statements/nordea/2025"})


def _people(server: RunningServer, api: ProjectApi) -> None:
    for name, role in (("Maya", "owner"), ("Jonas", "editor"), ("Aisha", "operator"), ("Dmitri", "viewer")):
        add(server, api, name, role)
    hanna = add(server, api, "Hanna", "guest")
    share(api, "load-bank", hanna, "schedule")
    share(api, "fx-rates", hanna, "run")
    api.put("/jobs/board-pack/tags", tags=["month-end"])
    share_tag(api, "month-end", hanna, "run")


if __name__ == "__main__":
    raise SystemExit(main())
