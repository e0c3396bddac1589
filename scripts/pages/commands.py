"""``docs/reference/commands.md``."""

from collections.abc import Iterator

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from dayshift_client.cli import make_app

EXIT_CODES = """| exit code | |
| --- | --- |
| 0 | done; and a run that was waited for succeeded |
| 1 | refused, or failed; no server answered; or a run that was waited for did not succeed |
| 2 | used wrongly: a flag or an argument is missing, unknown, or cannot be read |
| 130 | ended by Ctrl-C; a run that was followed goes on |

`doctor` exits 1 for a warning and 2 for a violation."""

COMPLETION = """`dayshift --install-completion` teaches your shell (bash, zsh, fish) to complete commands, flags,
and the names of jobs, schedules, environments and projects, which it asks the server for within a second."""


def page() -> str:
    """Every command with its arguments and flags."""
    app = typer.main.get_command(make_app())
    said = [
        "# Commands",
        "Client and server share one command, `dayshift`; without the server installed, its commands are not there."
        " Commands talk to the server of the last `dayshift login`, and about the project of `--project` or of the last"
        " `dayshift projects use`. `dayshift COMMAND --help` says the same at the terminal. What a command answers goes"
        " to its output, everything else to its errors: `--json` can be read by a program as it comes.",
        EXIT_CODES,
        COMPLETION,
        *_commands(app, "dayshift"),
    ]
    return "\n\n".join(said) + "\n"


def _commands(group: object, path: str) -> Iterator[str]:
    """First what the group does itself, then the groups in it."""
    assert isinstance(group, TyperGroup)
    ordered = sorted(group.commands.items(), key=lambda item: isinstance(item[1], TyperGroup))
    for name, command in ordered:
        if isinstance(command, TyperGroup):
            yield _heading(f"{path} {name}")
            yield str(command.help)
            yield from _commands(command, f"{path} {name}")
        elif isinstance(command, TyperCommand) and not command.hidden:
            yield from _command(command, f"{path} {name}")


def _command(command: TyperCommand, path: str) -> Iterator[str]:
    arguments = [one for one in command.params if isinstance(one, TyperArgument)]
    flags = [one for one in command.params if isinstance(one, TyperOption) and not one.hidden]
    words = [str(one.name).upper() for one in arguments]
    usage = [word if one.required else f"[{word}]" for word, one in zip(words, arguments, strict=True)]
    yield _heading(path)
    yield f"`{' '.join([path, *usage])}`"
    yield str(command.help)
    rows = [f"| `{word}` | {_cell(one.help)} |" for word, one in zip(words, arguments, strict=True) if one.help]
    rows += [f"| {_flag(one)} | {_cell(one.help)} |" for one in flags]
    if rows:
        yield "\n".join(["| | |", "| --- | --- |", *rows])


def _heading(path: str) -> str:
    return f"{'#' * len(path.split())} {path}"


def _flag(option: TyperOption) -> str:
    value = "" if option.is_flag else f" {str(option.name).rstrip('_').upper()}"
    return ", ".join(f"`{name}{value}`" for name in (*option.opts, *option.secondary_opts))


def _cell(text: str | None) -> str:
    return (text or "").replace("|", "\\|")
