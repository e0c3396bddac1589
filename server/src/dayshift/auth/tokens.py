"""Secrets that prove who somebody is: tokens of sessions and links, and keys.

A key reads ``dsp_<16 characters: its id>.<49 characters: 256 bits and a checksum>``; only the hash of its secret is
kept. 256 random bits need no salt and no slow hash.
"""

import hashlib
import hmac
import re
import secrets
import string
import zlib
from dataclasses import dataclass

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
ID_LENGTH, SECRET_LENGTH, CHECK_LENGTH = 16, 43, 6
KEY = re.compile(rf"(ds[px])_([0-9A-Za-z]{{{ID_LENGTH}}})\.([0-9A-Za-z]{{{SECRET_LENGTH + CHECK_LENGTH}}})")
LINK_PREFIX = "dsl_"
CODE_ALPHABET, CODE_LENGTH = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 8


@dataclass(frozen=True, slots=True, kw_only=True)
class MintedKey:
    """A new key. ``text`` is shown once and kept nowhere."""

    id: str
    kind: str
    text: str
    secret_hash: str


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """32 random bytes for a session."""
    return secrets.token_urlsafe(32)


def new_link_token() -> str:
    return LINK_PREFIX + secrets.token_urlsafe(32)


def new_flow() -> str:
    """128 bits that name a terminal which waits to be let in."""
    return secrets.token_urlsafe(16)


def new_code() -> str:
    """What the terminal shows and somebody types in a browser: 8 characters, none of which looks like another."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def digest_code(flow: str, code: str) -> str:
    """What is kept of a code, however it was typed: alone, it is short enough to be guessed from its hash."""
    typed = "".join(char for char in code.upper() if char.isalnum())
    return digest(f"{flow}:{typed}")


def mint_key(kind: str) -> MintedKey:
    """A key with a random secret: ``dsp`` for a person."""
    return _assemble(kind, _new_id(), "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH)))


def mint_run_key(ring: bytes) -> MintedKey:
    """The key of one attempt. Its secret follows from its id and the ring: logs can mask what no table keeps."""
    return run_key(ring, _new_id())


def run_key(ring: bytes, key_id: str) -> MintedKey:
    """The key of that id again."""
    number = int.from_bytes(hmac.digest(ring, key_id.encode(), "sha256"))
    return _assemble("dsx", key_id, _base62(number, SECRET_LENGTH))


def parse_key(text: str) -> tuple[str, str] | None:
    """The id of a key and the hash of its secret; None for what cannot be a key, without a look at the database."""
    found = KEY.fullmatch(text)
    if found is None:
        return None
    kind, key_id, tail = found.groups()
    secret, check = tail[:SECRET_LENGTH], tail[SECRET_LENGTH:]
    return (key_id, digest(secret)) if check == _check(f"{kind}_{key_id}.{secret}") else None


def same(left: str, right: str) -> bool:
    """Compare hashes in constant time."""
    return hmac.compare_digest(left, right)


def _new_id() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(ID_LENGTH))


def _assemble(kind: str, key_id: str, secret: str) -> MintedKey:
    body = f"{kind}_{key_id}.{secret}"
    return MintedKey(id=key_id, kind=kind, text=body + _check(body), secret_hash=digest(secret))


def _check(body: str) -> str:
    return _base62(zlib.crc32(body.encode()), CHECK_LENGTH)


def _base62(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, rest = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[rest])
    return "".join(reversed(digits))
