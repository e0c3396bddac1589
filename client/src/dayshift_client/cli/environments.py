"""Python environments of a project."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from dayshift_client.cli import completing
from dayshift_client.cli.show import AsJson, ProjectName, as_json, cell, listing, out, project, text_in

app = typer.Typer(no_args_is_help=True, help="Python environments: locked, built once, shared.")

Name = Annotated[str, typer.Argument(help="The name of the environment.", autocompletion=completing.environments)]
Packages = Annotated[list[str] | None, typer.Argument(help="Packages, such as requests or 'pandas<3'.")]
FromFile = Annotated[Path | None, typer.Option("--file", "-f", exists=True, dir_okay=False, help="A requirements.txt.")]


@app.command("list")
def list_environments(project_: ProjectName = None, json: AsJson = False) -> None:
    """The base environments, then those of the project."""
    found = project(project_).environments.list()
    listing(
        json,
        found,
        [
            ("NAME", lambda row: row["name"]),
            ("STATE", lambda row: row["state"]),
            ("", lambda row: row["message"] or ("comes with Dayshift" if row["is_base"] else "")),
        ],
    )


@app.command("create")
def create(
    name: str, packages: Packages = None, file: FromFile = None, project_: ProjectName = None, json: AsJson = False
) -> None:
    """Ask for packages: they are locked now, and built in the background."""
    made = project(project_).environments.create(name, _requirements(packages, file))
    _show(made, json)


@app.command("update")
def update(
    name: Name, packages: Packages = None, file: FromFile = None, project_: ProjectName = None, json: AsJson = False
) -> None:
    """Ask for other packages, or for newer versions of the same ones."""
    environments = project(project_).environments
    asked = _requirements(packages, file) or environments.get(name)["requirements"]
    _show(environments.update(name, asked), json)


@app.command("show")
def show(name: Name, project_: ProjectName = None, json: AsJson = False) -> None:
    """How its build went."""
    _show(project(project_).environments.get(name), json)


@app.command("log")
def log(name: Name, project_: ProjectName = None) -> None:
    """The end of the log of its newest build."""
    for line in project(project_).environments.log(name)["lines"]:
        print(line.get("text", "…"))


@app.command("rebuild")
def rebuild(name: Name, project_: ProjectName = None, json: AsJson = False) -> None:
    """Build it once more."""
    _show(project(project_).environments.rebuild(name), json)


@app.command("delete")
def delete(name: Name, project_: ProjectName = None) -> None:
    """Delete it, unless a job names it."""
    project(project_).environments.delete(name)
    out.print(f"{name} is gone.", markup=False, highlight=False)


def _requirements(packages: list[str] | None, file: Path | None) -> str:
    lines = [*(packages or ()), *([text_in(file)] if file else ())]
    return "\n".join(lines)


def _show(environment: dict[str, object], json: bool) -> None:
    if json:
        as_json(environment)
        return
    state = cell(environment["state"])
    out.print(f"{environment['name']} is {state}. {escape(str(environment['message']))}".strip(), highlight=False)
