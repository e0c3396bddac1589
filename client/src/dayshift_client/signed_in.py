"""Where ``dayshift login`` keeps the session: one file, for this user alone."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

DEFAULT_URL = "http://127.0.0.1:8080"


@dataclass(slots=True, kw_only=True)
class SignedIn:
    """``url``: the server that commands talk to. ``tokens``: a session for each server; ``project``: the usual one."""

    url: str = DEFAULT_URL
    tokens: dict[str, str] = field(default_factory=dict)
    project: str | None = None

    def token_for(self, url: str) -> str | None:
        return self.tokens.get(url.rstrip("/"))


def place() -> Path:
    """The file, by the rules of the desktop."""
    root = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(root) / "dayshift" / "session.json"


def load() -> SignedIn | None:
    """What was kept; None when nobody has signed in here, or the file is broken."""
    try:
        return SignedIn(**json.loads(place().read_text()))
    except (OSError, ValueError, TypeError):
        return None


def save(state: SignedIn) -> None:
    """Keep it, readable for this user alone."""
    file = place()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(".part")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(asdict(state), indent=2))
    draft.replace(file)


def keep(url: str, token: str) -> None:
    """Let later commands and clients talk to this server, by this session."""
    state = load() or SignedIn()
    state.url = url.rstrip("/")
    state.tokens[state.url] = token
    save(state)
