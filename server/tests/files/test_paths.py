import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayshift.domain.errors import Invalid
from dayshift.files.paths import ProjectPath, is_name

CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029)]
BIDI = [chr(code) for code in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]
BLANKS = [" ", "\u00a0", "\u2003", "\u3000"]
ODD = ["..", ".", "\\", "..\\", "\ud800", "\udcff", ".dayshift-0", "a.", "a..", "...", "x" * 256, "ü" * 128]
BAD_PARTS = [
    *(
        f"{before}{odd}{after}"
        for odd in CONTROLS + BIDI
        for before, after in (("", ""), ("a", "b"), ("a/", ""), ("a/b", "c/d"))
    ),
    *(f"{blank}a" for blank in BLANKS),
    *(f"a{blank}" for blank in BLANKS),
    *ODD,
    "a\\b",
    "C:\\x",
]
HOSTILE = [
    *BAD_PARTS,
    *(f"{part}/a" for part in ODD),
    *(f"a/{part}" for part in ODD),
    *(f"a/{part}/b" for part in ODD),
    "../../etc/passwd",
    "a/../../b",
    "/".join("a" * 33),
    "/".join(["b" * 250] * 5),
]


def test_there_are_enough_hostile_paths() -> None:
    assert len(set(HOSTILE)) >= 300


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_path_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        ProjectPath.read(1, text)

    assert refused.value.faults[0].field == "path"
    assert refused.value.faults[0].text.isprintable()


@pytest.mark.parametrize(
    "text", ["a", "a b/c.d", ".hidden", "..a", "a/b" * 15, "x" * 255, "naïve/日本/é", "-rf", "$HOME", "a%2Fb"]
)
def test_an_ordinary_path_is_taken_as_it_is(text: str) -> None:
    assert ProjectPath.read(1, text).text == text


def test_empty_parts_are_dropped() -> None:
    assert ProjectPath.read(1, "//a///b/").parts == ("a", "b")
    assert ProjectPath.read(1, "/").parts == ()


def test_a_name_is_the_same_however_its_accents_were_written() -> None:
    assert ProjectPath.read(1, unicodedata.normalize("NFD", "café")) == ProjectPath.read(1, "café")


def test_a_path_knows_what_lies_below_it() -> None:
    folder = ProjectPath.read(1, "a/b")

    assert folder.holds(folder.child("c"))
    assert folder.holds(folder)
    assert not folder.holds(ProjectPath.read(1, "a/bc"))
    assert not folder.holds(ProjectPath.read(2, "a/b/c"))


@given(st.text(max_size=40))
def test_whatever_is_taken_stays_inside_and_is_read_again_as_itself(text: str) -> None:
    try:
        path = ProjectPath.read(1, text)
    except Invalid:
        return

    assert all(is_name(part) for part in path.parts)
    assert not {"", ".", ".."} & set(path.parts)
    assert ProjectPath.read(1, path.text) == path
