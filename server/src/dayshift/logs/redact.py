"""Masking of known secrets, where logs are read: the job writes its file itself, so nothing stands in between.

Best effort: a job can print a secret reversed. Only pieces of 8 bytes or more are looked for.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

MASK = "••••••"
SHORTEST = 8
SHORTEST_START = 4

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Redactor:
    """Finds every form of the secrets of one run. ``widest`` is how far it must see beyond what is shown, in bytes."""

    needles: tuple[bytes, ...]
    widest: int

    @classmethod
    def of(cls, secrets: Iterable[str]) -> "Redactor":
        needles = {form for secret in secrets for form in _forms(secret) if len(form) >= SHORTEST}
        return cls(tuple(sorted(needles)), max(map(len, needles), default=0))

    def spans(self, window: bytes, *, is_end: bool) -> list[Span]:
        """Where secrets are in ``window``: ascending, apart.

        ``is_end``: more may be written behind it, so that a secret which has only begun there counts too.
        """
        found = sorted(span for needle in self.needles for span in _occurrences(window, needle))
        if is_end and (begun := self._begun(window)):
            found.append((len(window) - begun, len(window)))
        return _merged(found)

    def _begun(self, window: bytes) -> int:
        """The length of the longest start of a secret with which ``window`` ends; 0 if there is none."""
        longest = 0
        for needle in self.needles:
            for length in range(min(len(needle) - 1, len(window)), max(longest, SHORTEST_START - 1), -1):
                if window.endswith(needle[:length]):
                    longest = length
                    break
        return longest


def masked(data: bytes, spans: Sequence[Span], start: int = 0, end: int | None = None) -> bytes:
    """``data[start:end]`` with a mask where each span begins; what of a span lies before ``start`` is left out."""
    end = len(data) if end is None else end
    shown = bytearray()
    at = start
    for begin, stop in spans:
        if stop <= start or begin >= end:
            continue
        shown += data[at : max(at, begin)]
        if begin >= start:
            shown += MASK.encode()
        at = max(at, min(stop, end))
    return bytes(shown + data[at:end])


def _occurrences(window: bytes, needle: bytes) -> Iterator[Span]:
    at = window.find(needle)
    while at >= 0:
        yield at, at + len(needle)
        at = window.find(needle, at + 1)


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Overlapping secrets are one mask, or the rest of the second would show."""
    merged: list[Span] = []
    for begin, stop in sorted(spans):
        if merged and begin < merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], stop)
        else:
            merged.append((begin, stop))
    return merged


def _forms(secret: str) -> Iterator[bytes]:
    for piece in {secret, secret.strip(), *secret.splitlines()}:
        raw = piece.encode("utf-8", "surrogateescape")
        yield raw
        yield quote(raw, safe="").encode()
        yield quote_plus(raw).encode()
        yield json.dumps(piece)[1:-1].encode()
        yield json.dumps(piece, ensure_ascii=False)[1:-1].encode("utf-8", "surrogateescape")
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        yield from _in_base64(raw)


def _in_base64(raw: bytes) -> Iterator[bytes]:
    """The characters that depend on the secret alone, wherever it starts within a group of three bytes."""
    for before in range(3):
        for encode in (base64.standard_b64encode, base64.urlsafe_b64encode):
            text = encode(b"\0" * before + raw).rstrip(b"=")
            partial = 1 if (before + len(raw)) % 3 else 0  # the last one depends on what follows, too
            yield text[(0, 2, 3)[before] : len(text) - partial]
