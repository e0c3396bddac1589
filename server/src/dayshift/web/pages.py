"""The web UI: its files, which never change under a name, and the one page, with a fresh nonce in each answer."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dayshift.web.requests import App, Message, Receive, Scope, Send

FOLDER = Path(__file__).parents[1] / "_ui"
OTHERS = ("/api", "/healthz", "/readyz", "/openapi.json")  # what is not a page, with all that lies below
NONCE = b"__CSP_NONCE__"  # the build writes this where the nonce of an answer belongs
NONCE_BYTES = 16
ENCODINGS = {"br": ".br", "gzip": ".gz"}  # the best first
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
FOREVER, AN_HOUR = "public, max-age=31536000, immutable", "public, max-age=3600"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:;"
    " font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self';"
    " base-uri 'none'; object-src 'none'; frame-src 'none'; frame-ancestors 'none';"
    " report-uri /api/v1/csp-reports"
)
REPORT_TO, REPORTS = "; report-to csp", {"reporting-endpoints": 'csp="/api/v1/csp-reports"'}
NOT_BUILT = b"""Dayshift is running, without its web UI: that has not been built.
Run `make ui`, then start the server again.

Everything can be done from a terminal too. Sign in with the whole address that the server printed, in quotes:

    dayshift login 'http://.../setup#dsl_...'
    dayshift --help
"""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the build, and the packed forms of it that lie beside."""

    path: Path
    packed: Mapping[str, Path]


@dataclass(slots=True)
class Pages:
    """Answers what people open in a browser, and passes everything else on."""

    app: App
    folder: Path = FOLDER
    assets: dict[str, Asset] = field(init=False)
    page: bytes | None = field(init=False)

    def __post_init__(self) -> None:
        self.assets = dict(_assets_in(self.folder))
        index = self.folder / "index.html"
        self.page = index.read_bytes() if index.is_file() else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or _is_other(scope["path"]):
            await self.app(scope, receive, send)
        elif (asset := self.assets.get(scope["path"])) is not None:
            await _answer_asset(scope, send, asset)
        elif scope["path"] == "/" or "text/html" in _header(scope, b"accept"):
            await _answer_page(scope, send, self.page)
        else:
            await self.app(scope, receive, send)


def _assets_in(folder: Path) -> Iterator[tuple[str, Asset]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in TYPES and path.name != "index.html":
            packed = {name: path.with_name(path.name + end) for name, end in ENCODINGS.items()}
            there = {name: file for name, file in packed.items() if file.is_file()}
            yield f"/{path.relative_to(folder).as_posix()}", Asset(path, there)


def _is_other(path: str) -> bool:
    return any(path == other or path.startswith(f"{other}/") for other in OTHERS)


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def _answer_asset(scope: Scope, send: Send, asset: Asset) -> None:
    taken = {part.partition(";")[0].strip() for part in _header(scope, b"accept-encoding").split(",")}
    encoding = next((name for name in asset.packed if name in taken), None)
    path = asset.packed[encoding] if encoding else asset.path
    headers = {
        "content-type": TYPES[asset.path.suffix],
        "cache-control": FOREVER if scope["path"].startswith("/assets/") else AN_HOUR,
        "vary": "accept-encoding",
        **_policy(scope, POLICY.replace(" 'nonce-{nonce}'", "")),  # a worker takes it from its own file
    }
    if encoding:
        headers["content-encoding"] = encoding
    # Read here and now: at most half a megabyte, out of the page cache.
    await _send(scope, send, path.read_bytes(), headers)


async def _answer_page(scope: Scope, send: Send, page: bytes | None) -> None:
    """The same page for every address: what stands at an address is the page's own business."""
    if page is None:
        await _send(scope, send, NOT_BUILT, {"content-type": "text/plain; charset=utf-8"})
        return
    nonce = secrets.token_urlsafe(NONCE_BYTES)
    headers = {"content-type": TYPES[".html"], **_policy(scope, POLICY.format(nonce=nonce))}
    await _send(scope, send, page.replace(NONCE, nonce.encode()), headers)


def _policy(scope: Scope, policy: str) -> dict[str, str]:
    """The newer way to report works over https alone, and where it is named, browsers do not take the older one."""
    if scope.get("scheme") != "https":
        return {"content-security-policy": policy}
    return {"content-security-policy": policy + REPORT_TO, **REPORTS}


async def _send(scope: Scope, send: Send, body: bytes, headers: Mapping[str, str]) -> None:
    given = [(name.encode(), value.encode()) for name, value in headers.items()]
    start: Message = {"type": "http.response.start", "status": 200}
    start["headers"] = [*given, (b"content-length", str(len(body)).encode())]
    await send(start)
    await send({"type": "http.response.body", "body": body if scope["method"] == "GET" else b""})
