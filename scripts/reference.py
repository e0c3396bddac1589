"""Writes the pages of ``docs/reference`` that are made from the code: ``make docs``; ``--check`` only compares."""

import sys
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from dayshift.domain.actions import LEVEL_OF_ROLE, Action, Kind, Level, Role, Scope, Standing, Switch
from dayshift_client.cli import make_app

REFERENCE = Path(__file__).parents[1] / "docs/reference"
MADE = "<!-- Made by scripts/reference.py from the code: change that, then run `make docs`. -->"
ABOUT = {
    Kind.ACCOUNT: "Oneself",
    Kind.INSTALL: "The install",
    Kind.PROJECT: "A project",
    Kind.JOB: "A job, with its schedules and runs",
}


def commands_page() -> str:
    """Every command with its arguments and flags."""
    app = typer.main.get_command(make_app())
    said = [
        MADE,
        "# Commands",
        "Client and server share one command, `dayshift`; without the server installed, its commands are not there."
        " Commands talk to the server of the last `dayshift login`, and about the project of `--project` or of the last"
        " `dayshift projects use`. Exit codes: 0 done, 1 refused or failed, 2 used wrongly; `doctor` exits 1 for a"
        " warning and 2 for a violation. `dayshift COMMAND --help` says the same at the terminal.",
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


def actions_page() -> str:
    """Every action: what it needs, and which scope lets a key do it."""
    said = [
        MADE,
        "# Actions and scopes",
        "Each request is one action. It is allowed when you have at least what the second column says; an API key needs"
        " the scope besides, and gives nothing that its holder lacks. [Who may what](../explanation/who-may-what.md)"
        " explains it.",
    ]
    for kind, title in ABOUT.items():
        rows = [
            f"| `{action.word}` | {_least(action)} | {_scope(action)} | {action.value.sentence} |" for action in Action
        ]
        chosen = [row for row, action in zip(rows, Action, strict=True) if action.value.kind is kind]
        said += [f"## {title}", "\n".join(["| action | needs | scope | to |", "| --- | --- | --- | --- |", *chosen])]
    said += ["## Levels and roles", _roles(), "## Scopes of keys", _scopes()]
    return "\n\n".join(said) + "\n"


def _least(action: Action) -> str:
    least = action.value.least
    match least:
        case None:
            return "membership" if action.value.kind is Kind.PROJECT else "–"
        case Level():
            return least.word
        case Switch():
            return f"`{least.value}`"
        case Role() | Standing():
            return least.value


def _scope(action: Action) -> str:
    scope = action.value.scope
    return "no key can" if scope is None else f"`{scope.value}`"


def _roles() -> str:
    levels = " < ".join(level.name.lower() for level in Level if level)
    roles = [
        f"- **{role.value}** has {level.word if level else 'nothing'} on jobs by default."
        for role, level in LEVEL_OF_ROLE.items()
    ]
    return "\n".join([f"Levels, each with all before it: {levels}.", "", *roles])


def _scopes() -> str:
    words = {scope: [f"`{action.word}`" for action in Action if action.value.scope is scope] for scope in Scope}
    return "\n".join(f"- `{scope.value}`: {', '.join(found)}" for scope, found in words.items())


PAGES = {"commands.md": commands_page, "actions.md": actions_page}


def main() -> int:
    """Write what changed; with ``--check`` say what would, and fail."""
    old = [name for name, make in PAGES.items() if not _is_current(name, make())]
    for name in old:
        if "--check" not in sys.argv:
            (REFERENCE / name).write_text(PAGES[name]())
        print(f"docs/reference/{name} {'is old: run make docs' if '--check' in sys.argv else 'is written'}")
    return int(bool(old) and "--check" in sys.argv)


def _is_current(name: str, text: str) -> bool:
    page = REFERENCE / name
    return page.exists() and page.read_text() == text


if __name__ == "__main__":
    raise SystemExit(main())
