"""Which names are zones, and what to propose for those that are not."""

import difflib
import re
from collections.abc import Iterable

from dayshift.domain.errors import Fix, Invalid, InvalidZone

_NO_PLACE = {
    "CET": ("Europe/Paris", "Europe/Berlin"),
    "CST": ("America/Chicago", "Asia/Shanghai"),
    "CST6CDT": ("America/Chicago",),
    "Cuba": ("America/Havana",),
    "EET": ("Europe/Athens", "Europe/Helsinki"),
    "EST": ("America/New_York", "America/Panama"),
    "EST5EDT": ("America/New_York",),
    "Egypt": ("Africa/Cairo",),
    "Eire": ("Europe/Dublin",),
    "GB": ("Europe/London",),
    "GB-Eire": ("Europe/London", "Europe/Dublin"),
    "GMT": ("UTC", "Europe/London"),
    "GMT+0": ("UTC",),
    "GMT-0": ("UTC",),
    "GMT0": ("UTC",),
    "Greenwich": ("UTC", "Europe/London"),
    "HST": ("Pacific/Honolulu",),
    "Hongkong": ("Asia/Hong_Kong",),
    "IST": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "Iceland": ("Atlantic/Reykjavik",),
    "Iran": ("Asia/Tehran",),
    "Israel": ("Asia/Jerusalem",),
    "Jamaica": ("America/Jamaica",),
    "Japan": ("Asia/Tokyo",),
    "Kwajalein": ("Pacific/Kwajalein",),
    "Libya": ("Africa/Tripoli",),
    "MET": ("Europe/Paris", "Europe/Berlin"),
    "MST": ("America/Denver", "America/Phoenix"),
    "MST7MDT": ("America/Denver",),
    "NZ": ("Pacific/Auckland",),
    "NZ-CHAT": ("Pacific/Chatham",),
    "Navajo": ("America/Denver",),
    "PRC": ("Asia/Shanghai",),
    "PST": ("America/Los_Angeles",),
    "PST8PDT": ("America/Los_Angeles",),
    "Poland": ("Europe/Warsaw",),
    "Portugal": ("Europe/Lisbon",),
    "ROC": ("Asia/Taipei",),
    "ROK": ("Asia/Seoul",),
    "Singapore": ("Asia/Singapore",),
    "Turkey": ("Europe/Istanbul",),
    "UCT": ("UTC",),
    "Universal": ("UTC",),
    "W-SU": ("Europe/Moscow",),
    "WET": ("Europe/Lisbon",),
    "Z": ("UTC",),
    "Zulu": ("UTC",),
}
"""Abbreviations and names without a place, and the places that people mean by them. Links of the data say the same for
most, but a link of ``EST`` leads to Panama, which is not what its writers mean."""

_OFFSET = re.compile(r"(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?", re.IGNORECASE)
_REFUSED_FOLDERS = ("posix/", "right/")


def is_zone_name(name: str) -> bool:
    """Whether a name of the data set may be used: a place, or UTC."""
    return name == "UTC" or ("/" in name and not name.startswith(_REFUSED_FOLDERS))


def city(name: str) -> str:
    """How people say the zone: ``America/Argentina/Buenos_Aires`` is Buenos Aires."""
    return name.rpartition("/")[2].replace("_", " ")


def refusal(name: str, known: Iterable[str]) -> Invalid:
    """Why a name is no zone, as an InvalidZone with the nearest ones that are."""
    text = name[:64]
    if _OFFSET.fullmatch(text):
        return _say(f"{text} is an offset, not a place, and does not know summer time.", ["UTC"])
    usual = next((places for key, places in _NO_PLACE.items() if key.casefold() == text.casefold()), None)
    if usual:
        return _say(f"{text} is not a place.", list(usual))
    return _say(f"There is no zone {text!r}.", _similar(text, known))


def _similar(text: str, known: Iterable[str]) -> list[str]:
    places = {place.casefold(): place for place in known}
    wanted = text.strip().replace(" ", "_").casefold()
    same_city = [place for key, place in places.items() if key.rpartition("/")[2] == wanted.rpartition("/")[2]]
    near = difflib.get_close_matches(wanted, places, n=3, cutoff=0.7)
    cities: dict[str, str] = {key.rpartition("/")[2]: place for key, place in places.items()}
    near_cities = difflib.get_close_matches(wanted.rpartition("/")[2], cities, n=2, cutoff=0.8)
    found = [*same_city, *(places[key] for key in near), *(cities[key] for key in near_cities)]
    return list(dict.fromkeys(found))[:3]


_TEMPERS = {
    "America/Denver": " (with summer time)",
    "America/New_York": " (with summer time)",
    "America/Panama": " (UTC−5 all year)",
    "America/Phoenix": " (UTC−7 all year)",
}


def _say(text: str, places: list[str]) -> Invalid:
    if not places:
        return InvalidZone.of("tz", f"{text} Use an IANA name such as Europe/Stockholm, or UTC.")
    said = [place + (_TEMPERS.get(place, "") if len(places) > 1 else "") for place in places]
    fix = Fix(label=f"Use {places[0]}", patch={"tz": places[0]})
    return InvalidZone.of("tz", f"{text} Did you mean {' or '.join(said)}?", fix=fix)
