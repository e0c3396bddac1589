"""What the code can say or be told is described in ``docs/reference``, and nothing that it cannot."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from datetime import UTC, datetime

import pytest
import typer
from typer.core import TyperGroup

from dayshift.api.schemas.jobs import JobFields, Resources, RetriesIn
from dayshift.domain import arguments, reasons
from dayshift.domain.arguments import Telling
from dayshift.domain.executions import Cause, State
from dayshift.domain.fires import Outcome
from dayshift.domain.schedules import MisfireMode, OverlapMode, ScheduleState
from dayshift.executors.commands.spark_settings import SparkSettings
from dayshift.settings import Settings
from dayshift_client.cli import make_app

SCHEDULES = "docs/reference/schedules.md"
WAITING = ("running", "starting", "succeeded", "waits_for_")  # codes of runs that have not failed
SAID_ELSEWHERE = {"title", "description", "kind", "program", "files", "arguments", "parameters", "variables"}
SAID_ELSEWHERE |= {"environment", "resources", "retries", "spark"}  # whole objects; their fields are described


def test_each_setting_is_described_with_its_default(page):
    text = page("docs/reference/settings.md")

    rows = dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", text, re.MULTILINE))

    assert rows.keys() == Settings.model_fields.keys()
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, int):
            assert rows[name].replace(",", "") == str(field.default), name


def test_each_error_code_is_described(root, named):
    codes = set()
    for path in (root / "server/src/dayshift").rglob("*.py"):
        text = path.read_text()
        codes |= set(re.findall(r'^    code(?:: ClassVar\[str\])? = "(\w+)"$', text, re.MULTILINE))
        codes |= set(re.findall(r'_refuse\(dressed, \d+, "(\w+)"', text))

    described = named("docs/reference/errors.md", "# Errors")

    assert {"invalid", "wrong_host", "already_served"} <= codes
    assert codes | {"refused"} == {word for word in described if re.fullmatch(r"[a-z_]+", word)} - {"allowed_hosts"}


def test_each_outcome_is_described_with_each_of_its_reasons(page):
    section = page(SCHEDULES).partition("## Outcomes")[2].partition("\n## ")[0]

    rows = re.findall(r"^\| `(\w+)` \| (.*?) ?\|", section, re.MULTILINE)

    described = {(outcome, reason) for outcome, cell in rows for reason in re.findall(r"`(\w+)`", cell) or [None]}
    assert described == {(outcome.value, reason and reason.value) for outcome, reason in reasons.OF_FIRE}
    assert {outcome for outcome, _ in described} == set(Outcome)


@pytest.mark.parametrize(
    ("heading", "words"), [("## States of a schedule", set(ScheduleState)), ("## States of a run", set(State))]
)
def test_each_state_is_described(named, heading, words):
    described = named(SCHEDULES, heading)

    assert words <= described


def test_each_reason_of_a_run_that_did_not_succeed_is_described(named):
    described = named(SCHEDULES, "## States of a run")

    assert {code for code in reasons.OF_RUN if not code.startswith(WAITING)} <= described


def test_each_policy_is_described(page):
    text = page("docs/how-to/pause-skip-catch-up.md")

    assert [mode.value for mode in (*MisfireMode, *OverlapMode) if f"| `{mode.value}`" not in text] == []


def test_each_variable_of_a_run_is_described(root, page):
    text = page("docs/reference/variables.md")
    files = (
        "services/orders.py",
        "services/telling.py",
        "executors/commands/place.py",
        "executors/commands/pyspark.py",
    )

    told = set()
    for file in files:
        tree = ast.parse((root / "server/src/dayshift" / file).read_text())
        keys = [
            key.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Dict)
            for key in node.keys
            if isinstance(key, ast.Constant)
        ]
        told |= {key for key in keys if isinstance(key, str) and re.fullmatch(r"[A-Z][A-Z_]+", key)}

    assert len(told) > 30
    assert sorted(name for name in told if f"`{name}`" not in text) == []


def test_each_cause_of_a_run_is_described(page):
    text = page("docs/reference/variables.md")

    assert [cause.value for cause in Cause if f"`{cause.value}`" not in text] == []


def test_each_placeholder_is_described(named):
    now = datetime(2026, 11, 24, tzinfo=UTC)
    telling = Telling(nominal=now, window_start=now, window_end=now, run_id=1, project="p", job="j")

    described = named("docs/reference/variables.md", "## Placeholders")

    assert arguments.placeholders(telling, {"NAME": ""}).keys() == described


def test_each_field_that_limits_a_job_is_described(named):
    described = named("docs/how-to/retries-and-limits.md", "# Limit a job, and try it again when it fails")

    whole = JobFields.model_fields.keys() - SAID_ELSEWHERE
    below = {f"resources.{name}" for name in Resources.model_fields} | {
        f"retries.{name}" for name in RetriesIn.model_fields
    }
    assert whole | below <= described


def test_each_field_of_a_spark_job_is_described(named):
    described = named("docs/tutorial/first-spark-job.md", "## What a Spark job can say")

    assert {f"spark.{name}" for name in SparkSettings.__dataclass_fields__} == described & {
        word for word in described if word.startswith("spark.")
    } - {"spark."}


def test_each_dependency_has_its_reason(root, named):
    asked = set()
    for name in ("server/pyproject.toml", "client/pyproject.toml"):
        asked |= set(tomllib.loads((root / name).read_text())["project"]["dependencies"])
    packages = json.loads((root / "ui/package.json").read_text())
    asked |= {*packages["dependencies"], *packages["devDependencies"]}
    for name in ("server.in", "dev.in", "node.in"):
        asked |= {line for line in (root / "requirements" / name).read_text().splitlines() if line[:1].isalpha()}
    wanted = {re.split(r"[><=~!]", line)[0] for line in asked} - {"dayshift-client"}

    described = named("docs/reference/dependencies.md", "# Dependencies, and why each is there")

    assert wanted == described


def test_the_pages_that_are_made_from_the_code_are_up_to_date(root):
    checked = subprocess.run(
        [sys.executable, "scripts/reference.py", "--check"], cwd=root, capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_each_command_that_a_page_names_exists_with_its_flags(root):
    app = typer.main.get_command(make_app())
    pages = [path for folder in (root, root / "docs") for path in folder.glob("**/*.md" if folder != root else "*.md")]
    named = [command for path in pages for command in re.findall(r"(?:`|\$ )dayshift ([^`\n#]*)", path.read_text())]

    unknown = [command for command in named if not _is_known(app, command.split())]

    assert len(named) > 100
    assert unknown == []


def _is_known(command, words):
    """Whether ``words`` name a command, or a group, and only flags that it has."""
    while isinstance(command, TyperGroup) and words and words[0].islower() and not words[0].startswith("-"):
        command = command.commands.get(words.pop(0))
    flags = {flag for one in getattr(command, "params", []) for flag in (*one.opts, *one.secondary_opts)} | {"--help"}
    return command is not None and {word for word in words if re.fullmatch(r"--?[a-z][a-z-]*", word)} <= flags


def test_each_page_is_in_the_index(root, page):
    index = page("docs/README.md")

    pages = [str(path.relative_to(root / "docs")) for path in (root / "docs").rglob("*.md") if path.name != "README.md"]

    assert len(pages) > 15
    assert [name for name in pages if f"]({name})" not in index] == []
