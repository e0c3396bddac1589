"""No form of a secret is shown, wherever a boundary falls."""

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayshift.logs.redact import MASK, Redactor, masked

SECRET = 'p@ss "wörd"/42?'


def hide(redactor: Redactor, data: bytes) -> str:
    return masked(data, redactor.spans(data, is_end=False)).decode()


@pytest.mark.parametrize(
    "shown",
    [
        SECRET,
        quote(SECRET, safe=""),
        json.dumps(SECRET)[1:-1],
        json.dumps(SECRET, ensure_ascii=False)[1:-1],
        SECRET.encode().hex(),
        SECRET.encode().hex().upper(),
    ],
)
def test_every_form_of_a_secret_is_masked(shown):
    redactor = Redactor.of([SECRET])

    assert hide(redactor, f"a {shown} b".encode()) == f"a {MASK} b"


@given(before=st.binary(max_size=7), after=st.binary(max_size=7), secret=st.text(min_size=12, max_size=40))
def test_base64_is_masked_wherever_the_secret_lies_in_it(before, after, secret):
    redactor = Redactor.of([secret])
    whole = base64.b64encode(before + secret.encode() + after)

    shown = hide(redactor, whole)

    assert MASK in shown
    assert len(shown) - len(MASK) <= len(base64.b64encode(before)) + len(base64.b64encode(after)) + 4


def test_each_line_of_a_long_secret_is_one(log):
    redactor = Redactor.of(["-----BEGIN KEY-----\nabcdefghijkl\nshort\n-----END KEY-----"])

    assert hide(redactor, b"x abcdefghijkl y short") == f"x {MASK} y short"


def test_short_values_are_left_alone():
    assert hide(Redactor.of(["1234567", ""]), b"1234567") == "1234567"


def test_overlapping_secrets_leave_nothing_over():
    redactor = Redactor.of(["abcdefgh", "efghijkl"])

    assert hide(redactor, b"<abcdefghijkl>") == f"<{MASK}>"


def test_a_secret_that_has_only_begun_at_the_end_is_masked_too():
    redactor = Redactor.of(["s3cret-value"])
    data = b"token: s3cret-v"

    assert masked(data, redactor.spans(data, is_end=True)).decode() == f"token: {MASK}"
    assert masked(data, redactor.spans(data, is_end=False)) == data


@given(st.data())
def test_parts_of_a_masked_text_make_the_whole(data):
    text = data.draw(st.lists(st.sampled_from([b"s3cret-value", b"ab", b"s3cret", b"\n"])).map(b"".join))
    at = data.draw(st.integers(0, len(text)))
    spans = Redactor.of(["s3cret-value"]).spans(text, is_end=False)

    assert masked(text, spans, 0, at) + masked(text, spans, at) == masked(text, spans)
