"""What the document says of long answers is what they hold: nothing is lost, added or put in another order."""

import json
from datetime import date
from typing import Any

import pytest

from dayshift.api.schemas.definitions import DefinitionShown, ParameterShown
from dayshift.api.schemas.previews import PreviewOut, RunExplained, TimeExplained
from dayshift.domain.triggers.preview import PreviewRequest, preview
from dayshift.testing.rest import ProjectApi
from dayshift.testing.world import ZONES

NOW = 1_795_600_000  # 2026-11-25

RULES: dict[str, dict[str, Any]] = {
    "every": {"trigger": {"kind": "every", "n": 90, "unit": "minute"}},
    "every few seconds": {"trigger": {"kind": "every", "n": 5, "unit": "second"}},
    "unix": {"trigger": {"kind": "cron", "text": "*/20 9-17 * * MON-FRI"}, "tz": "Europe/Berlin"},
    "unix that is read in two ways": {"trigger": {"kind": "cron", "text": "0 9 13 * FRI"}},
    "in a gap of clocks": {"trigger": {"kind": "cron", "text": "30 2 * 3,10 *"}, "tz": "Europe/Berlin"},
    "quartz": {"trigger": {"kind": "cron", "text": "0 0 9 L * ?"}},
    "a few runs": {"trigger": {"kind": "cron", "text": "0 9 * * *"}, "max_runs": 3, "skips": ["2026-11-26T09:00:00Z"]},
    "with bounds": {"trigger": {"kind": "cron", "text": "0 9 * * *"}, "start": "2026-12-01", "end": "2026-12-24"},
    "once": {"trigger": {"kind": "once", "at": "2026-12-24T18:00"}},
    "past": {"trigger": {"kind": "once", "at": "2020-01-01T00:00"}},
    "never": {"trigger": {"kind": "cron", "text": "0 0 30 2 *"}},
    "unknown zone": {"trigger": {"kind": "cron", "text": "0 9 * * *"}, "tz": "Europe/Berln"},
    "no rule": {},
}


@pytest.mark.parametrize("rule", RULES)
def test_a_preview_is_answered_as_the_rules_made_it(rule: str):
    request = PreviewRequest(
        schedule=RULES[rule],
        count=5,
        days=(date(2026, 12, 1), date(2026, 12, 31)),
        viewer_tz="America/New_York",
        floor_s=10,
        default_tz="UTC",
        now=NOW,
        created=NOW - 86_400,
        pause=(NOW - 60, NOW + 86_400, "moving"),
        usual_s=(60.0, 7200.0),
    )

    made = preview(request, ZONES)

    assert json.loads(PreviewOut.model_validate(made).model_dump_json(by_alias=True)) == json.loads(json.dumps(made))
    assert list(PreviewOut.model_validate(made).model_dump(by_alias=True)) == list(made)


def test_a_preview_has_its_class_under_that_name(project: ProjectApi):
    shown = project.call("POST", "/schedules/preview", json={"schedule": RULES["unix"]})

    assert (shown["class"], shown["cron"]["cron5"], len(shown["next"])) == ("elapsed", "*/20 9-17 * * MON-FRI", 10)
    assert "class_" not in shown


FORM = [
    {"type": "date", "name": "day", "default": "2026-12-24"},
    {"name": "count", "type": "integer", "default": 3, "min": 1, "max": 9, "option": "--count"},
    {"name": "region", "type": "choice", "choices": ["north", "south"], "label": "Where", "required": True},
]


def test_what_an_author_wrote_is_answered_as_it_was_written_and_is_what_the_document_says(project: ProjectApi):
    project.add_job("job", "pass", parameters=FORM, arguments=["--all"], variables={"LEVEL": "debug"})

    job = project.call("GET", "/jobs/job")

    assert json.dumps(job["parameters"]) == json.dumps(job["definition"]["parameters"]) == json.dumps(FORM)
    assert list(job["definition"]) == list(DefinitionShown.model_fields)
    assert DefinitionShown.model_validate(job["definition"]).model_dump(exclude={"parameters"}) == {
        name: value for name, value in job["definition"].items() if name != "parameters"
    }
    for declared in job["parameters"]:
        assert ParameterShown.model_validate(declared).model_dump(exclude_unset=True) == declared
        assert set(declared) <= set(ParameterShown.model_fields)


def test_why_is_answered_as_the_document_says(project: ProjectApi):
    project.add_job("job")
    schedule = project.add_schedule("job")
    run = project.run("job")
    at = {"at": schedule["next_fire_at"]}

    of_time = project.call("GET", f"/schedules/{schedule['id']}/explain", params=at)
    of_run = project.call("GET", f"/executions/{run['id']}/explain")

    assert TimeExplained.model_validate(of_time).model_dump() == of_time
    assert RunExplained.model_validate(of_run).model_dump() == of_run
    assert [check["ok"] for check in of_time["checks"]] == [True] * 5
