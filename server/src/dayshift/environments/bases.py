"""The environments that come with Dayshift, and the client's wheel that is in them."""

import hashlib
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

from dayshift.domain.errors import NotFound

_SHIPPED = Path(__file__).parent.parent / "_wheels"
_CLIENT = Path(__file__).parents[4] / "client"  # beside the server's own source tree
_BUILD_S = 60

_PACKAGES = {
    "python": (),
    "pyspark": ("pyspark>=4.3", "pandas<3", "pyarrow"),  # pandas 3 is not fully supported by PySpark 4.3
}
BASE_NAMES = tuple(_PACKAGES)


def base_requirements(name: str, client: str) -> str:
    """What the base environment ``name`` is locked from. Raises NotFound."""
    if name not in _PACKAGES:
        raise NotFound
    return "".join(f"{line}\n" for line in (client, *_PACKAGES[name]))


def client_requirement(wheel: Path) -> str:
    return f"dayshift-client @ {wheel.absolute().as_uri()}"


def client_wheel(target: Path) -> Path:
    """The client's wheel, in ``target`` for good: a lock names it there, and is built again after the next upgrade.

    It is the one shipped with this server, else one built from the source beside it. Raises FileNotFoundError when this
    server came without either.
    """
    with tempfile.TemporaryDirectory() as built:
        wheel = _shipped_or_built(Path(built))
        content = wheel.read_bytes()
    place = target / hashlib.sha256(content).hexdigest()[:16] / wheel.name
    if not place.exists():
        place.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        draft = place.with_suffix(f".{secrets.token_hex(4)}")
        draft.write_bytes(content)
        draft.replace(place)
    return place


def _shipped_or_built(target: Path) -> Path:
    if shipped := sorted(_SHIPPED.glob("dayshift_client-*.whl")):
        return shipped[-1]
    if not (_CLIENT / "pyproject.toml").is_file():
        raise FileNotFoundError("this server was installed without the wheel of its client; install it again")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target.absolute())]
    subprocess.run(command, cwd=_CLIENT, capture_output=True, check=True, timeout=_BUILD_S)
    return sorted(target.glob("dayshift_client-*.whl"))[-1]
