"""The SDK says what it is for, and its errors are those of the server, by the same names."""

import ast
import re

import pytest

from dayshift_client import errors

MODULES = ("client", "files", "jobs", "runs", "schedules", "environments", "members", "tags", "errors")
AT_THE_START_OF_A_SERVER = {"already_served", "schema_mismatch"}
OF_THE_CLIENT_ALONE = {"unreachable"}
FAMILIES = {"forbidden"}  # only ever answered as one of its kinds
NAMED_OTHERWISE = {"error": errors.ServerFault}


@pytest.fixture(scope="module")
def public(root) -> dict[str, ast.AST]:
    """What a reader of the SDK may use: classes, and their methods."""
    found = {}
    for module in MODULES:
        tree = ast.parse((root / f"client/src/dayshift_client/{module}.py").read_text())
        for kind in (node for node in tree.body if isinstance(node, ast.ClassDef)):
            methods = [node for node in kind.body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]
            found |= {kind.name: kind, **{f"{kind.name}.{node.name}": node for node in methods}}
    return found


@pytest.fixture(scope="module")
def codes(named) -> set[str]:
    """What the server can answer; another test holds the page equal to the server's code."""
    words = named("docs/reference/errors.md", "# Errors")
    return {word for word in words if re.fullmatch(r"[a-z_]+", word)} - {"allowed_hosts"} - AT_THE_START_OF_A_SERVER


def test_each_public_class_and_method_says_what_it_is_for(public):
    assert len(public) > 100
    assert [name for name, node in public.items() if not ast.get_docstring(node)] == []


def test_each_class_and_method_is_on_the_page(public, page):
    text = page("docs/reference/sdk.md")

    headings = {name.lower() for name in re.findall(r"^#+ ([\w.]+)$", text, re.MULTILINE)}
    described = (
        headings | {name.removeprefix("project.") for name in headings} | set(re.findall(r"\*\*(\w+)\*\*", text))
    )
    described |= {f"{kind}.{name}" for kind in ("Forbidden", "TooMuch") for name in re.findall(r"`(\w+)`", text)}

    missing = [name for name in public if name.lower() not in described and name not in described]
    assert missing == ["DayshiftError"]
    assert "\n\n\n" not in text


def test_each_error_that_a_docstring_names_exists(public):
    named = {
        word
        for node in public.values()
        for sentence in re.findall(r"Raises ([^.:;]*)", ast.get_docstring(node) or "")
        for word in re.findall(r"\b[A-Z]\w+", sentence)
    }

    assert len(named) > 8
    assert sorted(name for name in named if not hasattr(errors, name)) == []


def test_each_code_of_the_server_is_a_class_of_that_name_and_no_other_class_is_there(codes):
    of_the_sdk = {errors.code_of(kind): kind for kind in errors.kinds()}

    assert of_the_sdk.keys() - OF_THE_CLIENT_ALONE - FAMILIES == codes
    for code, kind in of_the_sdk.items():
        expected = NAMED_OTHERWISE.get(code) or getattr(errors, "".join(map(str.capitalize, code.split("_"))))
        assert kind is expected


def test_each_code_with_its_status_is_raised_as_its_class(page, codes):
    rows = re.findall(r"^\| `(\w+)` \| (\d+) \|", page("docs/reference/errors.md"), re.MULTILINE)

    raised = {code: errors.error_of(int(status), {"code": code, "title": "so it is"}) for code, status in rows}

    assert raised.keys() == codes
    for (code, error), (_, status) in zip(raised.items(), rows, strict=True):
        assert (errors.code_of(type(error)), error.code, error.status) == (code, code, int(status))


@pytest.mark.parametrize(
    ("status", "kind"), [(404, errors.NotFound), (502, errors.ServerFault), (418, errors.DayshiftError)]
)
def test_what_something_before_the_server_answers_is_raised_by_its_status(status: int, kind: type):
    assert type(errors.error_of(status, {})) is kind
