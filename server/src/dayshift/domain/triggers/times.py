"""Times of day as one integer: a bit for every minute, or for every second if a rule needs them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

DAY_S = 86_400

_DENSE = 64
"""Where one bit in so many is set, shifting finds two neighbours sooner than listing them all."""


def bits(mask: int) -> Iterator[int]:
    """The numbers of the bits that are set, rising. By text: taking bits off a long integer copies it each time."""
    text = bin(mask)[:1:-1]
    number = text.find("1")
    while number >= 0:
        yield number
        number = text.find("1", number + 1)


def mask_of(numbers: Iterable[int]) -> int:
    """The integer whose bits have these numbers."""
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesOfDay:
    """At least one second of the day. Bit i of ``mask`` stands for second ``i * grain``; the grain is 60 or 1."""

    mask: int
    grain: int

    @classmethod
    def of(cls, seconds: Iterable[int]) -> "TimesOfDay":
        """From a short list of seconds of the day."""
        listed = list(seconds)
        grain = 1 if any(second % 60 for second in listed) else 60
        return cls(mask=mask_of(second // grain for second in listed), grain=grain)

    @classmethod
    def crossed(cls, *, hours: int, minutes: int, seconds: int) -> "TimesOfDay":
        """Every combination of hours, minutes and seconds, given as bits."""
        if seconds == 1:
            return cls(mask=_spread(hours, minutes, 60), grain=60)
        return cls(mask=_spread(hours, _spread(minutes, seconds, 60), 3600), grain=1)

    def __iter__(self) -> Iterator[int]:
        return (bit * self.grain for bit in bits(self.mask))

    def __len__(self) -> int:
        return self.mask.bit_count()

    def count(self, first: int, last: int) -> int:
        """How many lie from ``first`` to ``last``, both inclusive."""
        if last < first:
            return 0
        low, high = -(-first // self.grain), last // self.grain
        return (self.mask >> low & (1 << max(0, high - low + 1)) - 1).bit_count()

    def smallest_gap(self) -> int | None:
        """The fewest seconds between two of one day; None if there is one only."""
        if len(self) * _DENSE < self.mask.bit_length():
            return min((b - a for a, b in pairwise(self)), default=None)
        apart = 1
        while apart < self.mask.bit_length() and not self.mask & self.mask >> apart:
            apart += 1
        return apart * self.grain if apart < self.mask.bit_length() else None

    def gap_over_midnight(self) -> int:
        """Seconds from the last of one day to the first of the next."""
        return DAY_S - (self.mask.bit_length() - 1) * self.grain + next(iter(self))


def _spread(places: int, pattern: int, width: int) -> int:
    """The pattern, repeated at each of the places that are set, ``width`` bits apart."""
    spread = 0
    for place in bits(places):
        spread |= pattern << place * width
    return spread
