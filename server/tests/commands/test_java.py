from pathlib import Path

import pytest

from dayshift.domain.errors import Invalid
from dayshift.executors.commands.java import find_java


def java(home: Path, version: str) -> Path:
    (home / "bin").mkdir(parents=True)
    program = home / "bin" / "java"
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-04-15' >&2\n")
    program.chmod(0o755)
    return home


@pytest.mark.parametrize("version", ["17.0.15", "21", "21.0.1+12"])
def test_a_java_that_spark_supports_is_found_on_path_behind_symlinks(tmp_path: Path, version: str) -> None:
    home = java(tmp_path / "jvm", version)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").symlink_to(home / "bin" / "java")

    assert find_java(None, {"PATH": str(tmp_path / "bin")}) == home


def test_the_setting_comes_before_the_variable_and_that_before_path(tmp_path: Path) -> None:
    setting, variable, path = (java(tmp_path / name, "17.0.1") for name in ("setting", "variable", "path"))
    env = {"JAVA_HOME": str(variable), "PATH": str(path / "bin")}

    assert find_java(setting, env) == setting
    assert find_java(None, env) == variable
    assert find_java(tmp_path / "nothing", {"PATH": str(path / "bin")}) == path


def test_a_machine_without_java_is_said_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as refused:
        find_java(None, {"JAVA_HOME": str(tmp_path), "PATH": ""})

    assert refused.value.faults[0].field == "kind"
    assert refused.value.faults[0].text == "Java is missing: apt install openjdk-17-jre-headless"


@pytest.mark.parametrize(("version", "said"), [("1.8.0_392", "Java 8"), ("11.0.2", "Java 11"), ("25", "Java 25")])
def test_another_java_is_said_with_the_cure(tmp_path: Path, version: str, said: str) -> None:
    home = java(tmp_path / "jvm", version)

    with pytest.raises(Invalid, match=rf"{said} does not run Spark.*openjdk-17"):
        find_java(home, {})
