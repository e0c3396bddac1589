"""A browser that signed in before is known again by a cookie: whoever guesses elsewhere cannot lock it out."""

import hmac
import secrets


def new_device(ring: bytes, person: int) -> str:
    """The cookie of a browser in which this person has signed in."""
    device = secrets.token_urlsafe(16)
    return f"{device}.{_proof(ring, person, device)}"


def device_of(ring: bytes, person: int, cookie: str) -> str | None:
    """The id of the device, if ``cookie`` was made for this person; None for any other text."""
    device, _, proof = cookie.partition(".")
    return device if hmac.compare_digest(proof.encode(), _proof(ring, person, device).encode()) else None


def _proof(ring: bytes, person: int, device: str) -> str:
    key = hmac.digest(ring, b"device cookies", "sha256")
    return hmac.digest(key, f"{person}.{device}".encode(), "sha256").hex()
