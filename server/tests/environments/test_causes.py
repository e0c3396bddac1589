import pytest

from dayshift.environments.causes import cause

SAID = [
    (
        "  cause: Because the requested Python version (>=3.10) does not satisfy Python>=3.11 and x==2.3.0 depends on\n"
        "         Python>=3.11, we can conclude that x==2.3.0 cannot be used.\n",
        "x needs Python >=3.11; choose another Python, or another version of x",
    ),
    (
        "error: Failed to download `six==1.17.0`\n  cause: Hash mismatch for `six==1.17.0`\n",
        "the index gives another file of six than was locked; lock again",
    ),
    (
        "error: Couldn't parse requirement in `-` at position 0\n"
        "  cause: Unexpected end of version specifier, expected version\n         six ===\n             ^^^\n",
        "a line cannot be read: Unexpected end of version specifier, expected version six ===",
    ),
    (
        "error: Failed to install: x.whl\n  cause: No space left on device (os error 28)\n",
        "the disk of the server is full; free some space and build again",
    ),
    (
        "error: Failed to fetch: `https://x`\n  cause: error sending request\n  cause: dns error\n",
        "the package index did not answer; try again later",
    ),
    ("error: something new\n  cause: of a kind\n         nobody knows.\n", "of a kind nobody knows"),
    ("no form at all\n", "no form at all"),
    ("", "uv gave no reason"),
]


@pytest.mark.parametrize(("said", "sentence"), SAID)
def test_what_uv_said_becomes_one_sentence(said: str, sentence: str) -> None:
    assert cause(said) == sentence


def test_a_strange_name_gets_no_strange_advice() -> None:
    said = "Because zzqx was not found in the package registry and you require zzqx"

    assert cause(said) == "there is no package zzqx; check its name"
