"""Zones: tables equal to zoneinfo's, names, and the two directions between walls and instants."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from dayshift.domain.errors import InvalidZone
from dayshift.domain.triggers.zones import Zone, Zones

DAY_S = 86_400


def test_tables_equal_zoneinfo_beside_every_transition_of_every_zone(zone_names, zones):
    wrong, probes = [], 0

    for name in (name for name in zone_names if name == "UTC" or "/" in name):
        zone, reference = zones.get(name), ZoneInfo(name)
        for t in (t for t in zone.instants if t > 0):
            for near in (t - 1, t, t + 1):
                probes += 1
                if datetime.fromtimestamp(near, reference).utcoffset().total_seconds() != zone.offset(near):
                    wrong.append((name, near))

    assert wrong == []
    assert probes > 100_000


def test_no_transition_of_zoneinfo_is_missing_from_a_table(zone_names, zones):
    months = [
        int(datetime(year, month, 15, tzinfo=UTC).timestamp()) for year in range(1970, 2100) for month in (1, 4, 7, 10)
    ]

    for name in (name for name in zone_names if "/" in name):
        zone, reference = zones.get(name), ZoneInfo(name)
        for t in months:
            assert datetime.fromtimestamp(t, reference).utcoffset().total_seconds() == zone.offset(t), (name, t)


def test_rows_that_change_no_offset_are_dropped_and_segments_end_in_order(zone_names, zones):
    for name in (name for name in zone_names if "/" in name):
        zone = zones.get(name)

        assert all(a != b for a, b in zip(zone.offsets, zone.offsets[1:], strict=False)), name
        assert list(zone.ends) == sorted(zone.ends), name


def test_a_name_in_any_case_gets_its_canonical_spelling_and_one_table(zones):
    assert zones.get("europe/STOCKHOLM").name == "Europe/Stockholm"
    assert zones.get("utc").name == "UTC"
    assert zones.get("Europe/Stockholm") is zones.get("EUROPE/STOCKHOLM")


def test_a_link_keeps_its_own_name(zones):
    assert zones.get("Europe/Stockholm").instants == zones.get("Europe/Berlin").instants
    assert zones.get("Europe/Stockholm") != zones.get("Europe/Berlin")


def test_newer_data_make_another_zone_of_the_same_name(zones):
    old = zones.get("Europe/Stockholm")

    new = Zone(name=old.name, version="2099a", instants=old.instants, offsets=old.offsets, ends=old.ends)

    assert new != old
    assert hash(old) == hash(Zone(name=old.name, version=old.version, instants=(), offsets=(0,), ends=()))


@pytest.mark.parametrize(
    ("name", "said", "fix"),
    [
        ("EST", "EST is not a place. Did you mean America/New_York (with summer time) or America/Panama"
         " (UTC−5 all year)?", "America/New_York"),
        ("Japan", "Japan is not a place. Did you mean Asia/Tokyo?", "Asia/Tokyo"),
        ("gb", "gb is not a place. Did you mean Europe/London?", "Europe/London"),
        ("PST8PDT", "PST8PDT is not a place. Did you mean America/Los_Angeles?", "America/Los_Angeles"),
        ("+01:00", "+01:00 is an offset, not a place, and does not know summer time. Did you mean UTC?", "UTC"),
        ("Stockholm", "There is no zone 'Stockholm'. Did you mean Europe/Stockholm?", "Europe/Stockholm"),
        ("localtime", "There is no zone 'localtime'. Use an IANA name such as Europe/Stockholm, or UTC.", None),
    ],
)  # fmt: skip
def test_what_is_no_place_is_refused_with_suggestions(name, said, fix, zones):
    with pytest.raises(InvalidZone) as refused:
        zones.get(name)

    (fault,) = refused.value.faults
    assert (fault.field, fault.text, fault.code) == ("tz", said, "invalid_zone")
    assert (fault.fix.patch if fault.fix else None) == ({"tz": fix} if fix else None)


@pytest.mark.parametrize("name", ["posix/Europe/Paris", "right/Europe/Paris", "Factory", "CET", "", "Europe/../etc"])
def test_names_outside_the_places_are_refused(name, zones):
    with pytest.raises(InvalidZone):
        zones.get(name)


def test_a_misspelt_city_is_found_again(zones):
    with pytest.raises(InvalidZone) as refused:
        zones.get("Europe/Stokholm")

    assert refused.value.faults[0].fix.patch == {"tz": "Europe/Stockholm"}


def test_only_tzif_of_version_two_is_read():
    with pytest.raises(ValueError, match="version 2"):
        Zones(["Some/Where"], lambda name: b"TZif\0" + bytes(60), "x").get("Some/Where")


@pytest.mark.parametrize(
    ("tz", "wall", "first", "last"),
    [
        ("Europe/Stockholm", "2027-03-28T02:30", "2027-03-28T01:00Z", "2027-03-28T01:00Z"),
        ("Europe/Stockholm", "2027-03-28T03:00", "2027-03-28T01:00Z", "2027-03-28T01:00Z"),
        ("Europe/Stockholm", "2027-10-31T02:30", "2027-10-31T00:30Z", "2027-10-31T01:30Z"),
        ("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45Z", "2027-04-03T15:15Z"),
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T10:00Z", "2011-12-30T10:00Z"),
        ("UTC", "2027-03-28T02:30", "2027-03-28T02:30Z", "2027-03-28T02:30Z"),
    ],
)
def test_a_wall_resolves_to_its_first_and_its_last_pass(tz, wall, first, last, zones, at):
    zone, seconds = zones.get(tz), at(f"{wall}Z")

    assert zone.resolve(seconds) == at(first)
    assert zone.resolve_last(seconds) == at(last)
    assert zone.exists(seconds) == (zone.wall(at(first)) == seconds)


def test_the_last_year_before_the_horizon_still_has_its_clock_changes(zones, at):
    changes = list(zones.get("Europe/Stockholm").changes(at("2099-01-01T00:00Z"), at("2099-12-31T00:00Z")))

    assert [change.is_gap for change in changes] == [True, False]
    assert all(change.end_wall - change.first_wall == 3600 for change in changes)
