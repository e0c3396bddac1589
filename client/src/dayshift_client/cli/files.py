"""Files of a project."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from dayshift_client.cli.progress import bytes_moved
from dayshift_client.cli.show import AsJson, ProjectName, as_json, err, listing, out, project, size, when
from dayshift_client.errors import AlreadyExists

app = typer.Typer(no_args_is_help=True, help="The files of a project.")

Folder = Annotated[str, typer.Argument(help="By default the root folder.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace what is there.")]


@app.command("list")
def list_files(
    folder: Annotated[str, typer.Argument()] = "", project_: ProjectName = None, json: AsJson = False
) -> None:
    """What is in a folder."""
    found = list(project(project_).files.list(folder))
    listing(
        json,
        found,
        [
            ("NAME", lambda row: row["name"] + ("/" if row["kind"] == "folder" else "")),
            ("SIZE", lambda row: None if row["kind"] == "folder" else size(row["size"])),
            ("CHANGED", lambda row: when(row["modified_at"])),
        ],
    )


@app.command("upload")
def upload(
    local: Annotated[Path, typer.Argument(exists=True, help="A file, or a folder with all that is in it.")],
    path: Annotated[str | None, typer.Argument(help="Where to; by default the same name.")] = None,
    replace: Replace = False,
    project_: ProjectName = None,
    json: AsJson = False,
) -> None:
    """Send a file or a folder. It goes on after a break, and each file appears whole or not at all."""
    files = project(project_).files
    with bytes_moved(local.name) as progress, _told_to_replace():
        if local.is_dir():
            done = files.upload_folder(local, path, replace=replace, progress=progress)
        else:
            done = [files.upload(local, path, replace=replace, progress=progress)]
    if json:
        as_json(done)
    elif not done:
        err.print(f"Nothing to send: {local} holds no file whose name begins without a dot.", markup=False)
    else:
        for entry in done:
            out.print(f"{entry['path']}  {size(entry['size'])}", markup=False, highlight=False)


@contextmanager
def _told_to_replace() -> Iterator[None]:
    try:
        yield
    except AlreadyExists as error:
        error.hint = "Choose another name, or replace what is there: --replace"
        raise


@app.command("download")
def download(
    path: str,
    local: Annotated[Path | None, typer.Argument(help="Where to; - prints it.")] = None,
    project_: ProjectName = None,
) -> None:
    """Fetch a file. It goes on after a break, and appears when all of it has come."""
    files = project(project_).files
    if local == Path("-"):
        for piece in files.read(path):
            sys.stdout.buffer.write(piece)
        return
    target = local or Path(path.rpartition("/")[2])
    target = target / path.rpartition("/")[2] if target.is_dir() else target
    with bytes_moved(target.name) as progress:
        files.download(path, target, progress=progress)
    err.print(f"Stored as {target}.", markup=False, highlight=False)


@app.command("folder")
def folder(path: str, project_: ProjectName = None) -> None:
    """Make a folder."""
    out.print(project(project_).files.make_folder(path)["path"], markup=False, highlight=False)


@app.command("move")
def move(source: str, target: str, project_: ProjectName = None) -> None:
    """Rename a file or a folder."""
    out.print(project(project_).files.move(source, target)["path"], markup=False, highlight=False)


@app.command("copy")
def copy(source: str, target: str, project_: ProjectName = None) -> None:
    """Copy a file or a folder."""
    out.print(project(project_).files.copy(source, target)["path"], markup=False, highlight=False)


@app.command("delete")
def delete(path: str, project_: ProjectName = None) -> None:
    """Remove a file, or a folder with all that is in it."""
    project(project_).files.delete(path)
    out.print(f"{path} is gone.", markup=False, highlight=False)
