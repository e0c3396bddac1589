"""Why something ran, or did not."""

from typing import Annotated

import typer

from dayshift_client.cli.show import AsJson, JobName, ProjectName, as_json, out, project
from dayshift_client.moments import PAST_FORMS

app = typer.Typer()


@app.command("why")
def why(
    job: JobName,
    at: Annotated[
        str | None, typer.Argument(help=f"Only about this time, by the schedule's clock: {PAST_FORMS}.")
    ] = None,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Why a job ran, or did not: the newest time of each schedule, the next one, and the newest run."""
    found = project(project_).jobs.why(job, at)
    if json:
        as_json(found)
        return
    for sentence in found["sentences"]:
        out.print(sentence, markup=False, highlight=False)
