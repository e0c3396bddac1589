"""What is wrong with a program, before it is saved; it is never run."""

from pathlib import Path
from typing import Any

import pytest

from dayshift.executors import codecheck
from dayshift.testing.people import add
from dayshift.testing.rest import ProjectApi
from dayshift.testing.server import RunningServer


def check(project: ProjectApi, source: str) -> list[dict[str, Any]]:
    answer = project.call("POST", "/code/check", json={"source": source})
    assert answer["checked"]
    return answer["problems"]


def span(problem: dict[str, Any]) -> tuple[int, int, int, int]:
    return problem["line"], problem["column"], problem["end_line"], problem["end_column"]


def test_a_good_program_has_no_problem(project: ProjectApi):
    assert check(project, "import sys\n\nprint(sys.argv, __name__, __file__)\n") == []
    assert check(project, "") == []


def test_what_is_unused_or_unknown_is_named_where_it_stands(project: ProjectApi):
    unused, unknown, assigned = check(
        project, "from datetime import date, timedelta\nprint('ä', dat)\ndef f():\n    größe = date\n"
    )

    assert (unused["code"], unused["severity"]) == ("unused_import", "warning")
    assert unused["text"] == "`datetime.timedelta` is imported but never used"
    assert span(unused) == (1, 1, 1, 37)
    assert (unknown["code"], unknown["severity"], unknown["text"]) == (
        "undefined_name",
        "error",
        "`dat` is not defined",
    )
    assert span(unknown) == (2, 12, 2, 15)
    assert (assigned["code"], assigned["severity"], span(assigned)) == ("unused_variable", "warning", (4, 5, 4, 10))


@pytest.mark.parametrize(
    ("source", "line"),
    [("print('a'\n", 1), ("if True:\npass\n", 2), ("return 1\n", 1), ("x = 1\n  y = 2\n", 2), ("é = (", 1)],
)
def test_what_is_no_python_is_said_with_its_place(project: ProjectApi, source: str, line: int):
    (problem,) = check(project, source)

    assert (problem["code"], problem["severity"], problem["line"]) == ("syntax", "error", line)
    assert problem["text"]
    assert span(problem)[2:] >= span(problem)[:2] >= (1, 1)


def test_what_can_hardly_be_read_has_one_problem_or_is_not_checked(project: ProjectApi):
    for source in ("(" * 5_000, "-" * 100_000 + "1", "x" + ".y" * 60_000, "[" * 90 + "]" * 90):
        answer = project.call("POST", "/code/check", json={"source": source})
        assert len(answer["problems"]) <= 1


def test_a_program_is_not_run(project: ProjectApi, tmp_path: Path):
    mark = tmp_path / "ran"

    check(project, f"open({str(mark)!r}, 'w')\n__import__('os').system('touch {mark}')\n")

    assert not mark.exists()


def test_a_text_that_is_too_long_is_refused(project: ProjectApi):
    problem = project.refused("POST", "/code/check", 422, json={"source": "#" * (256 * 1024 + 1)})

    assert problem["errors"][0]["field"] == "source"
    assert check(project, "#" * (256 * 1024)) == []


def test_problems_are_no_more_than_anybody_reads(project: ProjectApi):
    found = check(project, "".join(f"unknown_{number}\n" for number in range(500)))

    assert [problem["line"] for problem in found] == list(range(1, 201))


def test_every_member_may_have_a_program_checked_since_one_job_may_be_hers_to_edit(
    server: RunningServer, project: ProjectApi
):
    guest = add(server, project, "gina", "guest")
    stranger = add(server, ProjectApi(project.client), "sten", "owner")

    answers = {
        who.name: who.client.post(f"/projects/{project.name}/code/check", json={"source": "1"}).status_code
        for who in (guest, stranger)
    }

    assert answers == {"gina": 200, "sten": 404}


def test_what_takes_too_long_is_not_checked_and_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(codecheck, "TIME_S", 0.001)

    assert codecheck.check("x = 1") is None
