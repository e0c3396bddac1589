import pytest

from dayshift.domain.errors import Invalid
from dayshift.environments.requirements import check_requirements, script_requirements

BLOCK = """import x
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "pandas<3",  # why
#
#   "requests",
# ]
# ///

print("# /// script")
"""


@pytest.mark.parametrize(
    "line",
    [
        "six",
        "six>=1,<2",
        "six == 1.16.*",
        "pandas[excel, aws]~=2.2",
        "six!=1.5 # why",
        "# only a comment",
        "",
        "a.b-c_d",
        'tomli; python_version < "3.11"',
        'x>=1 ; sys_platform == "linux" and python_version >= "3.9"',
        "six (>=1)",
    ],
)
def test_plain_requirements_are_taken(line: str) -> None:
    check_requirements(f"numpy\n{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "-r /etc/passwd",
        "--index-url https://x",
        "-e .",
        "./x.whl",
        "/tmp/x.whl",
        "x @ file:///etc/passwd",
        "x@https://x/x.whl",
        "git+https://x/y",
        "https://x/x.whl",
        "six>=${HOME}",
        'six; python_version > "${HOME}"',
        "six \\",
        "-c x",
        "a b",
        "é",
        "x.whl @ ./x.whl",
        "../x",
        "$(id)",
    ],
)
def test_an_option_an_address_or_a_path_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_requirements(f"numpy\n{line}\n")

    assert refused.value.faults[0].field == "requirements"
    assert refused.value.faults[0].text.startswith("line 2: ")


def test_a_list_without_end_is_refused() -> None:
    with pytest.raises(Invalid):
        check_requirements("six\n" * 20_000)


def test_a_program_names_its_requirements() -> None:
    assert script_requirements(BLOCK) == "pandas<3\nrequests\n"


@pytest.mark.parametrize(
    "source",
    ["", "import x\n", "# /// other\n# a = 1\n# ///\n", "# /// script\n# dependencies = []\n", "x = 1 # /// script\n"],
)
def test_a_program_without_a_whole_block_has_none(source: str) -> None:
    assert script_requirements(source) is None


def test_a_block_ends_at_the_last_mark_of_its_comment() -> None:
    source = '# /// script\n# note = """\n# ///\n# """\n# dependencies = ["six"]\n# ///\n'

    assert script_requirements(source) == "six\n"


def test_a_block_may_ask_for_nothing_and_end_the_file() -> None:
    assert script_requirements("# /// script\n# dependencies = []\n# ///") == ""
    assert script_requirements("# /// script\n# ///") == ""


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# /// script\n# dependencies = [\n# ///\n", "no valid TOML"),
        ("# /// script\n# dependencies = 'six'\n# ///\n", "list of texts"),
        ('# /// script\n# dependencies = ["six\\n-r x"]\n# ///\n', "list of texts"),
        ("# /// script\n# ///\n\n# /// script\n# ///\n", "two script blocks"),
    ],
)
def test_a_block_that_cannot_be_read_is_refused(source: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as refused:
        script_requirements(source)

    assert refused.value.faults[0].field == "program"
