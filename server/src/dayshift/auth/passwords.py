"""Passwords: which are good enough, and how they are kept."""

import threading
import unicodedata
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from dayshift.domain.errors import Invalid

SHORTEST, LONGEST = 12, 256
GOOD_ENOUGH = 3  # of zxcvbn's 0 to 4: safe against guessing when the hashes leak
LOOKED_AT = 72  # characters that zxcvbn reads; it refuses more

_hasher = PasswordHasher()
_at_once = threading.Semaphore(2)  # a hash takes 64 MiB and most of a core: fires must not wait behind ten of them
_DUMMY = _hasher.hash("the hash that an unknown name is compared with")


def hash_password(password: str, *, about: Sequence[str]) -> str:
    """Hash a new password. Raises Invalid, with the reason, for one that is easily guessed.

    ``about``: words that an attacker would try first, such as the person's name.
    """
    text = unicodedata.normalize("NFC", password)
    if not SHORTEST <= len(text) <= LONGEST:
        raise Invalid.of(
            "password",
            f"use {SHORTEST} to {LONGEST} characters; a few words that do not belong together are easy to remember",
        )
    verdict = zxcvbn(text[:LOOKED_AT], user_inputs=[*about, "dayshift"])
    if verdict["score"] < GOOD_ENOUGH:
        said = " ".join(filter(None, [verdict["feedback"]["warning"], *verdict["feedback"]["suggestions"]]))
        raise Invalid.of("password", f"this is easily guessed. {said}".strip())
    with _at_once:
        return _hasher.hash(text)


def verify_password(password: str, kept: str | None) -> bool:
    """Whether this is the password; without one the answer takes as long and is no."""
    text = unicodedata.normalize("NFC", password)
    with _at_once:
        try:
            return _hasher.verify(kept or _DUMMY, text) and kept is not None
        except (VerificationError, InvalidHashError):
            return False
