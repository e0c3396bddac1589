"""Taking fields out of JSON, collecting every fault instead of stopping at the first."""

from collections.abc import Mapping, Sequence
from typing import Any

from dayshift.domain.errors import Fault, Fix, Invalid
from dayshift.domain.triggers.moments import read_time

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Reader:
    """Reads one JSON object. After a fault it answers something harmless; ``finish`` raises them all."""

    def __init__(self, data: Mapping[str, Any], prefix: str) -> None:
        self.data = data
        self.faults: list[Fault] = []
        self._prefix = prefix
        self._known = {"kind"}

    def has(self, name: str) -> bool:
        """Whether the field is there and not null; from then on it is known."""
        self._known.add(name)
        return self.data.get(name) is not None

    def fault(self, name: str, text: str, *, code: str = Invalid.code, fix: Fix | None = None) -> None:
        self.faults.append(Fault(field=f"{self._prefix}{name}", text=text, code=code, fix=fix))

    def integer(self, name: str, low: int, high: int, default: int | None = None) -> int:
        if not self.has(name) and default is not None:
            return default
        given = self.data.get(name)
        if isinstance(given, int) and not isinstance(given, bool) and low <= given <= high:
            return given
        self.fault(name, f"This must be a whole number from {low:,} to {high:,}.")
        return low

    def choice(self, name: str, options: Sequence[str], default: str | None = None) -> str:
        if not self.has(name) and default is not None:
            return default
        given = self.data.get(name)
        if given in options:
            return str(given)
        self.fault(name, f"This must be one of {', '.join(options)}.")
        return options[0]

    def listed(self, name: str, most: int) -> list[Any]:
        """A list of 1 to ``most`` things."""
        self.has(name)
        given = self.data.get(name)
        if isinstance(given, list | tuple) and 1 <= len(given) <= most:
            return list(given)
        self.fault(name, f"This must be a list of 1 to {most}.")
        return []

    def weekdays(self, name: str) -> tuple[int, ...]:
        """Weekdays, sorted, without duplicates; 0 is Monday."""
        given = self.listed(name, 14)
        if wrong := [day for day in given if day not in WEEKDAYS]:
            self.fault(name, f"{wrong[0]!r} is not a day; the days are {', '.join(WEEKDAYS)}.")
            return ()
        return tuple(sorted({WEEKDAYS.index(day) for day in given}))

    def times(self, name: str) -> tuple[int, ...]:
        """1 to 48 wall times as seconds of the day, sorted, without duplicates."""
        times = [self.time(name, given) for given in self.listed(name, 48)]
        return tuple(sorted(set(times)))

    def time(self, name: str, given: object) -> int:
        time = read_time(given)
        if time is None:
            self.fault(name, f"{given!r} is not a time of day; write 09:00, or 09:00:30.")
        return time or 0

    def finish(self) -> None:
        """Raise Invalid if anything was wrong. Fields that nobody asked for are wrong too."""
        for name in self.data:
            if name not in self._known:
                self.fault(str(name), "There is no such field here.")
        if self.faults:
            raise Invalid(*self.faults)
