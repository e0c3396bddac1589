"""Each fenced block of a page is typed by a test, or is read by what reads it in life, or says why it cannot be."""

import ast
import configparser
import re
import tomllib

import pytest

from dayshift.settings import Settings

WHY_ELSEWHERE = {
    "CONTRIBUTING.md": "it runs all tests, this one among them",
    "benchmarks/README.md": "it measures for minutes",
    "docs/how-to/postgresql.md": "its servers run until somebody stops them",
    "docs/how-to/sign-in-and-keys.md": "somebody lets the terminal in, in a browser; tests/browser does that",
    "docs/tutorial/first-spark-job.md": "it needs a Java and half a gigabyte of packages",
}
FIGURES = {"ARCHITECTURE.md": 2}


@pytest.fixture(scope="module")
def all_blocks(pages, page, blocks):
    """Every block with its page."""
    found = [(name, block) for name in pages for block in blocks(page(name))]
    assert len(found) > 60
    return found


def test_each_block_is_of_a_kind_that_a_test_looks_at(all_blocks):
    figures = [name for name, block in all_blocks if (block.language, block.name) == ("", "")]
    elsewhere = {name for name, block in all_blocks if block.name == "elsewhere"}
    unseen = [
        f"{name}: {block.language} {block.name}: {block.body[:60]!r}"
        for name, block in all_blocks
        if not (block.is_runnable and block.language in {"console", "python"})
        and not (block.name == "elsewhere" and block.language == "console")
        and not re.fullmatch(r"[\w/.-]+\.\w+", block.name)
        and (block.language, block.name) not in {("toml", ""), ("ini", ""), ("", "")}
    ]

    assert unseen == []
    assert elsewhere == WHY_ELSEWHERE.keys()
    assert {name: figures.count(name) for name in figures} == FIGURES


def test_each_block_of_settings_is_read_by_the_server(all_blocks, tmp_path, monkeypatch):
    texts = [block.body for _, block in all_blocks if block.language == "toml"]
    monkeypatch.chdir(tmp_path)

    for text in texts:
        (tmp_path / "dayshift.toml").write_text(text)
        read = Settings()
        assert {name: value for name, value in read.model_dump(mode="json").items() if name in tomllib.loads(text)} == (
            tomllib.loads(text)
        )

    assert len(texts) > 1


def test_each_unit_of_systemd_names_what_is_there(all_blocks):
    units = [block.body for _, block in all_blocks if block.language == "ini"]

    for text in units:
        unit = configparser.ConfigParser(strict=True, interpolation=None)
        unit.optionxform = str  # type: ignore[assignment, method-assign]
        unit.read_string(text)
        service = unit["Service"]
        variable, _, _ = service["Environment"].partition("=")
        assert unit.sections() == ["Unit", "Service", "Install"]
        assert service["ExecStart"].endswith("/.venv/bin/dayshift serve")
        assert (service["KillMode"], service["Delegate"]) == ("process", "yes")
        assert variable.removeprefix("DAYSHIFT_").lower() in Settings.model_fields

    assert len(units) == 1


def test_each_program_of_a_page_can_be_read(all_blocks):
    programs = [block.body for _, block in all_blocks if block.language == "python"]

    for text in programs:
        ast.parse(text)

    assert len(programs) > 10


def test_each_target_of_make_that_a_page_names_exists(root, pages, page):
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(), re.MULTILINE))

    named = {name for text in map(page, pages) for name in re.findall(r"(?:`|\$ )make ([a-z-]+)", text)}

    assert {"up", "test", "bench", "docs"} <= named <= targets
