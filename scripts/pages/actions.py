"""``docs/reference/actions.md``."""

from dayshift.domain.actions import LEVEL_OF_ROLE, Action, Kind, Level, Role, Scope, Standing, Switch

ABOUT = {
    Kind.ACCOUNT: "Oneself",
    Kind.INSTALL: "The install",
    Kind.PROJECT: "A project",
    Kind.JOB: "A job, with its schedules and runs",
}


def page() -> str:
    """Every action: what it needs, and which scope lets a key do it."""
    said = [
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
