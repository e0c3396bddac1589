from typing import Any

import pytest

from dayshift.domain.errors import Invalid
from dayshift.executors.commands.spark_settings import Executors, SparkSettings, read_spark


def test_nothing_said_is_a_small_local_driver() -> None:
    settings = read_spark({})

    assert settings == SparkSettings()
    assert (settings.master, settings.driver_memory, settings.memory) == ("local[*]", 2048, 2048 + 384 + 512)


def test_the_overhead_of_a_large_driver_is_a_tenth() -> None:
    assert read_spark({"driver_memory": 10_000}).memory == 10_000 + 1_000 + 512


def test_all_fields_are_read() -> None:
    settings = read_spark(
        {
            "master": "spark://head-1.local:7077,spare:7077",
            "driver_memory": 512,
            "driver_cores": 2,
            "executors": {"fixed": 3},
            "executor_memory": 1024,
            "executor_cores": 2,
            "properties": {"spark.sql.shuffle.partitions": "8", "hadoop.tmp.dir": "/x"},
            "py_files": ["lib/a.zip"],
            "files": ["data/months.csv"],
        }
    )

    assert settings.executors == Executors(min=3, max=3, initial=3)
    assert settings.py_files == ("lib/a.zip",)
    assert not settings.is_local


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("master", "local[4]"),
        ("master", "local"),
        ("master", "k8s://https://x"),
        ("master", "yarn"),
        ("master", "spark://host"),
        ("master", "spark://host:7077 --conf x=y"),
        ("master", 5),
        ("driver_memory", 511),
        ("driver_memory", "2g"),
        ("driver_memory", True),
        ("driver_memory", 2048.0),
        ("driver_cores", 0),
        ("executor_memory", 1023),
        ("executor_cores", -1),
        ("executors", 2),
        ("executors", {"fixed": 0}),
        ("executors", {"fixed": 1, "min": 1}),
        ("executors", {"min": 3, "max": 2}),
        ("executors", {"min": 1, "max": 2, "initial": 3}),
        ("executors", {"min": 0, "max": 0}),
        ("executors", {"min": 1, "max": 2, "start": 1}),
        ("properties", ["spark.x=y"]),
        ("py_files", "a.py"),
        ("py_files", ["a.jar"]),
        ("files", ["a,b"]),
        ("files", ["a#b"]),
        ("files", [1]),
        ("jars", ["a.jar"]),
        ("queue", "default"),
        ("main_class", "x.Main"),
    ],
)
def test_a_wrong_field_is_named(field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        read_spark({field: value, "executor_memory": 2048} | {field: value})

    assert [fault.field for fault in refused.value.faults] == [f"spark.{field}"]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("spark.master", "the field spark.master"),
        ("spark.driver.memory", "the field spark.driver_memory"),
        ("spark.executor.instances", "the field spark.executors"),
        ("spark.dynamicAllocation.enabled", "the field spark.executors"),
        ("spark.submit.pyFiles", "the field spark.py_files"),
        ("spark.pyspark.python", "the field environment"),
        ("spark.app.name", "the field title"),
        ("spark.eventLog.dir", "leave it out"),
        ("spark.local.dir", "leave it out"),
        ("spark.ui.port", "leave it out"),
        ("spark.driver.extraJavaOptions", "leave it out"),
        ("java.home", "begins with spark. or hadoop."),
        ("spark.", "begins with spark. or hadoop."),
        ("spark.x=y", "begins with spark. or hadoop."),
    ],
)
def test_a_property_that_dayshift_sets_is_refused_and_the_right_field_named(key: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_spark({"properties": {"spark.good": "x", key: "x"}})

    assert [fault.field for fault in refused.value.faults] == [f"spark.properties.{key}"]
    assert words in refused.value.faults[0].text


@pytest.mark.parametrize("text", ["a\nb", "a\0b", 5, None])
def test_a_property_is_one_line_of_text(text: Any) -> None:
    with pytest.raises(Invalid, match="one line"):
        read_spark({"properties": {"spark.x": text}})


def test_all_faults_are_said_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        read_spark({"master": "x", "typo": 1, "properties": {"spark.master": "x", "a": "b"}})

    assert [fault.field for fault in refused.value.faults] == [
        "spark.master",
        "spark.typo",
        "spark.properties.spark.master",
        "spark.properties.a",
    ]
