"""Which package index uv asks: what the machine's uv and pip are set to, which is given to uv and to nothing else."""

import configparser
from collections.abc import Iterator, Mapping
from pathlib import Path

import uv

from dayshift.environments.base import Uv

_PASSED = ("PATH", "HOME", "XDG_CONFIG_HOME", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTP_PROXY", "HTTPS_PROXY")
_ALSO = ("ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy")
_KEPT_BACK = ("UV_PYTHON", "UV_PROJECT", "UV_SYSTEM", "UV_CACHE", "UV_LINK", "UV_COMPILE", "UV_WORKING")  # we decide
_OF_PIP = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_EXTRA_INDEX_URL",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}
_INDEXES = frozenset(("UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL"))


def find_uv(cache: Path, env: Mapping[str, str]) -> Uv:
    """The ``uv`` of this server's environment, with a cache of ours and the index settings of ``env`` and pip."""
    return Uv(program=Path(uv.find_uv_bin()), cache=cache, variables=uv_variables(env))


def uv_variables(env: Mapping[str, str]) -> dict[str, str]:
    """The environment of uv: its own settings, and pip's where uv has none."""
    variables = {name: env[name] for name in (*_PASSED, *_ALSO) if name in env}
    variables |= {
        name: text for name, text in env.items() if name.startswith("UV_") and not name.startswith(_KEPT_BACK)
    }
    of_pip = {_OF_PIP[key]: text for key, text in _pip_settings(env).items() if key in _OF_PIP}
    if _INDEXES & variables.keys():
        of_pip = {name: text for name, text in of_pip.items() if name not in _INDEXES}
    elif "UV_EXTRA_INDEX_URL" in of_pip:
        of_pip["UV_INDEX_STRATEGY"] = "unsafe-best-match"  # pip takes the best version of all indexes, uv of the first
    return {**of_pip, **variables, "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1", "NO_COLOR": "1"}


def _pip_settings(env: Mapping[str, str]) -> dict[str, str]:
    settings: dict[str, str] = {}
    for file in _pip_files(env):
        parser = configparser.RawConfigParser()
        try:
            parser.read(file)
        except (configparser.Error, UnicodeDecodeError):
            continue  # pip would complain; uv can do without
        for section in ("global", "install"):
            if parser.has_section(section):
                settings |= {key.replace("_", "-"): " ".join(text.split()) for key, text in parser.items(section)}
    for key in _OF_PIP:
        if text := env.get(f"PIP_{key.replace('-', '_').upper()}"):
            settings[key] = " ".join(text.split())
    return settings


def _pip_files(env: Mapping[str, str]) -> Iterator[Path]:
    yield Path("/etc/pip.conf")
    if home := env.get("HOME"):
        yield Path(home) / ".pip" / "pip.conf"
        yield Path(env.get("XDG_CONFIG_HOME") or Path(home) / ".config") / "pip" / "pip.conf"
    if named := env.get("PIP_CONFIG_FILE"):
        yield Path(named)
