"""The footer of a TZif file in all its forms, from files made here."""

import struct
from datetime import UTC, datetime

import pytest

from dayshift.domain.triggers.tzif import read_table


def made(footer, rows=()):
    """A file of version 2: an empty first block, rows of (instant, offset), and a footer."""
    header = struct.Struct(">4sc15x6l")
    offsets = sorted({0, *(offset for _, offset in rows)})
    body = struct.pack(f">{len(rows)}q", *(instant for instant, _ in rows))
    body += bytes(offsets.index(offset) for _, offset in rows)
    body += b"".join(struct.pack(">lBB", offset, 0, 0) for offset in offsets) + b"X\0"
    second = header.pack(b"TZif", b"2", 0, 0, 0, len(rows), len(offsets), 2)
    return header.pack(b"TZif", b"2", 0, 0, 0, 0, 0, 0) + second + body + b"\n" + footer.encode() + b"\n"


def changes(table, year):
    texts = [datetime.fromtimestamp(t, UTC).strftime("%Y-%m-%dT%H:%M") for t in table.instants]
    return [text for text in texts if text.startswith(str(year))]


@pytest.mark.parametrize(
    ("footer", "year", "expected"),
    [
        ("CET-1CEST,M3.5.0,M10.5.0/3", 2027, ["2027-03-28T01:00", "2027-10-31T01:00"]),
        ("EST5EDT,M3.2.0,M11.1.0", 2027, ["2027-03-14T07:00", "2027-11-07T06:00"]),
        ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2027, ["2027-03-28T01:00", "2027-10-31T01:00"]),
        ("IST-2IDT,M3.4.4/26,M10.5.0", 2027, ["2027-03-26T00:00", "2027-10-30T23:00"]),
        ("AAA0BBB,J60/0,J300/0", 2027, ["2027-03-01T00:00", "2027-10-26T23:00"]),
        ("AAA0BBB,J60/0,J300/0", 2028, ["2028-03-01T00:00", "2028-10-26T23:00"]),
        ("AAA0BBB,J59/0,J300/0", 2028, ["2028-02-28T00:00", "2028-10-26T23:00"]),
        ("AAA0BBB,59/0,300/0", 2027, ["2027-03-01T00:00", "2027-10-27T23:00"]),
        ("AAA0BBB,59/0,300/0", 2028, ["2028-02-29T00:00", "2028-10-26T23:00"]),
        ("AAA3:30BBB2:00:00,M3.1.0,M10.1.0", 2027, ["2027-03-07T05:30", "2027-10-03T04:00"]),
        ("<+0530>-5:30", 2027, []),
        ("", 2027, []),
    ],
)
def test_a_footer_is_spread_out_over_the_years(footer, year, expected):
    assert changes(read_table(made(footer)), year) == expected


def test_a_footer_alone_gives_its_offset_for_ever():
    assert read_table(made("<+0530>-5:30")).offsets[-1] == 19_800


def test_rows_count_until_the_last_of_them_and_the_footer_from_then_on():
    rows = [(1_000_000_000, 7200), (1_000_000_100, 7200), (1_798_758_000, 3600)]

    table = read_table(made("CET-1CEST,M3.5.0,M10.5.0/3", rows))

    assert table.offsets[:3] == (0, 7200, 3600)
    assert table.instants[:2] == (1_000_000_000, 1_798_758_000)
    assert changes(table, 2026) == ["2026-12-31T23:00"]
    assert changes(table, 2100) == ["2100-03-28T01:00", "2100-10-31T01:00"]
    assert changes(table, 2101) == []


@pytest.mark.parametrize("data", [b"TZif\0" + bytes(60), b"NOPE2" + bytes(60)])
def test_anything_but_version_two_or_later_is_refused(data):
    with pytest.raises(ValueError, match="version 2"):
        read_table(data)
