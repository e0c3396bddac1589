"""Pages: a cursor says where the next one begins; there is no total."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Query

from dayshift.api.schemas.base import Text
from dayshift.domain.errors import Invalid
from dayshift.domain.executions import Execution
from dayshift.services.runlist import Key, Kind
from dayshift.store.myjobs import Place, Spot
from dayshift.store.types import EPOCH

MOST = 200
Limit = Annotated[int, Query(ge=1, le=MOST)]
After = Annotated[Text, Query(max_length=400)]

_MICROSECOND = timedelta(microseconds=1)


def number_cursor(text: str) -> int:
    """The id after which a page begins; nothing is the beginning. Raises Invalid."""
    if text == "":
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise _no_cursor()
    return int(text)


def _no_cursor() -> Invalid:
    return Invalid.of("after", "this is no cursor; send what `next` of the page before said")


def _instant(text: str) -> datetime:
    try:
        return EPOCH + number_cursor(text) * _MICROSECOND
    except OverflowError:
        raise _no_cursor() from None


def run_cursor(text: str) -> tuple[datetime, int] | None:
    """The key (created_at, id) after which a page of runs begins. Raises Invalid."""
    if text == "":
        return None
    at, _, number = text.partition(".")
    return _instant(at), number_cursor(number)


def cursor_of(run: Execution) -> str:
    """The cursor behind this run."""
    return f"{(run.created_at - EPOCH) // _MICROSECOND}.{run.id}"


def instant_cursor(text: str) -> datetime | None:
    """The instant before which a page of the ledger begins. Raises Invalid."""
    return None if text == "" else _instant(text)


def instant_text(at: datetime) -> str:
    return str((at - EPOCH) // _MICROSECOND)


def spot_cursor(text: str) -> Spot | None:
    """Where somebody's list of her jobs goes on. Raises Invalid."""
    if text == "":
        return None
    place, _, rest = text.partition(".")
    at, _, job = rest.partition(".")
    if place not in {str(int(one)) for one in Place}:
        raise _no_cursor()
    return Spot(place=Place(int(place)), at=_instant(at), job=number_cursor(job))


def spot_text(spot: Spot) -> str:
    """The cursor behind this job."""
    return f"{int(spot.place)}.{instant_text(spot.at)}.{spot.job}"


def line_cursor(text: str) -> Key | None:
    """Where a list of runs, and of times at which nothing ran, goes on. Raises Invalid."""
    if text == "":
        return None
    at, _, rest = text.partition(".")
    kind, _, number = rest.partition(".")
    if kind not in set(Kind):
        raise _no_cursor()
    return Key(_instant(at), Kind(kind), number_cursor(number))


def line_text(key: Key) -> str:
    """The cursor behind this line."""
    return f"{instant_text(key.at)}.{key.kind}.{key.number}"
