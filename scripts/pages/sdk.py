"""``docs/reference/sdk.md``: the classes of the SDK as they are written, without what begins with an underscore."""

import ast
import inspect
import re
from collections.abc import Iterator

from dayshift_client import client, environments, errors, files, jobs, members, moments, runs, schedules, tags

CLASSES = {
    "Client()": client.Client,
    "project": client.Project,
    "project.files": files.Files,
    "project.jobs": jobs.Jobs,
    "project.runs": runs.Runs,
    "project.schedules": schedules.Schedules,
    "project.environments": environments.Environments,
    "project.members": members.Members,
    "project.tags": tags.Tags,
}  # each with how one comes to it


ABOUT = """# The Python SDK

`from dayshift_client import Client`. What a server answers comes as dictionaries (`Json`) with the fields of the REST
interface, `docs/reference/openapi.json`; long lists are iterators that fetch page after page.
[Ten tasks](../how-to/ten-tasks.md) show it at work.

| word of a signature | |
| --- | --- |
| `Local` | a path of this machine: `str` or `Path` |
| `Program` | a file of the project, or `{{"source": …}}` |
| `Called` | a number or a name |
| `Moment`, `Until` | a `datetime`, or a text: {forms}, or an instant |
| `Role` | {roles} |
| `Level` | {levels} |
| `LogsFor`, `CodeFor` | the lowest of the levels that reads: {logs}; {code} |
| `Progress` | a function that is told how far it is |"""

ERRORS = """## Errors

Every error is a `DayshiftError`. {root}

A class is called as the [code of the server](errors.md): `already_exists` is `AlreadyExists`. Those that are indented
are kinds of the one above. `from dayshift_client import errors` has them all."""


def page() -> str:
    """Every class with its methods, then the errors."""
    about = ABOUT.format(
        forms=moments.FORMS,
        roles=_words(members.Role),
        levels=_words(jobs.Level),
        logs=_words(jobs.LogsFor),
        code=_words(jobs.CodeFor),
    )
    said = [about, *(line for road, kind in CLASSES.items() for line in _class(road, kind))]
    _, _, root = _flat(errors.DayshiftError).partition("\n\n")
    said += [ERRORS.format(root=root), "\n".join(_errors(errors.DayshiftError, ""))]
    return "\n\n".join(said) + "\n"


def _words(literal: object) -> str:
    return ", ".join(f"`{word}`" for word in literal.__args__)  # type: ignore[attr-defined]


def _class(road: str, kind: type) -> Iterator[str]:
    tree = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(tree, ast.ClassDef)
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    made = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "__init__"]
    yield f"## {kind.__name__}"
    yield _flat(kind)
    if kind is client.Client:
        yield f"`Client({_parameters(made[0])})`"
    for node in public:
        yield f"### {road}.{node.name}".replace("()", "")
        yield _signature(road, node)
        yield _words_of(ast.get_docstring(node) or "")


def _signature(road: str, node: ast.FunctionDef) -> str:
    returned = ast.unparse(node.returns).strip("'") if node.returns else "None"
    call = f"{road.split('.')[-1].replace('()', '')}.{node.name}"
    end = "" if returned == "None" else f" -> {returned}"
    return f"`{call}({_parameters(node)}){end}`"


def _parameters(node: ast.FunctionDef) -> str:
    return re.sub(r"(?<=[\w\]])=(?=[\w'])", " = ", re.sub(r"^(self|cls)(, )?", "", ast.unparse(node.args)))


def _flat(kind: type) -> str:
    return _words_of(inspect.getdoc(kind) or "")


def _words_of(docstring: str) -> str:
    """A docstring as Markdown: paragraphs stay, lines are joined."""
    paragraphs = [" ".join(part.split()) for part in docstring.replace("``", "`").split("\n\n")]
    return "\n\n".join(paragraphs)


def _errors(root: type[errors.DayshiftError], indent: str) -> Iterator[str]:
    for kind in root.__subclasses__():
        own = [name for name, value in vars(kind).items() if isinstance(value, property)]
        extra = "".join(f" `{name}`: {_flat(vars(kind)[name])}" for name in own)
        yield f"{indent}- **{kind.__name__}**: {_flat(kind)}{extra}"
        yield from _errors(kind, indent + "  ")
