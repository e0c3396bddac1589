"""What a browser is sent: the page with its policy, files for ever, and nothing that belongs to programs."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from dayshift.testing.server import running_server
from dayshift.web import pages

BROWSER = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build of two files."""
    made = tmp_path_factory.mktemp("ui")
    (made / "assets").mkdir()
    (made / "index.html").write_text('<meta property="csp-nonce" nonce="__CSP_NONCE__"><script nonce="__CSP_NONCE__">')
    (made / "assets/app-1a2b.js").write_text("plain")
    (made / "assets/app-1a2b.js.br").write_text("brotli")
    (made / "assets/app-1a2b.js.gz").write_text("gzip")
    (made / "assets/secret.txt").write_text("not of the build")
    return made


@pytest.fixture(scope="module")
def door(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    patched = pytest.MonkeyPatch()
    patched.setattr(pages.Pages.__init__, "__defaults__", (folder,))
    home = tmp_path_factory.mktemp("server") / "home"
    with running_server(home, trusted_proxies=["127.0.0.1/32"]) as server:
        yield httpx2.Client(base_url=server.url)
    patched.undo()


@pytest.mark.parametrize("path", ["/", "/sign-in", "/p/finance/jobs/load-bank", "/setup", "/apiary"])
def test_every_address_of_people_is_the_page_with_a_nonce_of_its_own(door: httpx2.Client, path: str) -> None:
    first, second = door.get(path, headers=BROWSER), door.get(path, headers=BROWSER)

    assert first.status_code == 200
    [nonce, again] = re.findall(r'nonce="([^"]+)"', first.text)
    assert nonce == again
    assert nonce not in second.text
    assert f"style-src 'self' 'nonce-{nonce}'" in first.headers["content-security-policy"]
    assert "unsafe" not in first.headers["content-security-policy"]
    assert first.headers["content-security-policy"].endswith("; report-uri /api/v1/csp-reports")
    assert "reporting-endpoints" not in first.headers
    assert first.headers["cache-control"] == "no-store"
    assert first.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/sign-in", "/assets/app-1a2b.js"])
def test_over_https_a_browser_is_told_the_newer_way_to_report_too(door: httpx2.Client, path: str) -> None:
    """Over http no browser would take that way, nor the older one beside it."""
    answer = door.get(path, headers={**BROWSER, "Accept-Encoding": "identity", "X-Forwarded-Proto": "https"})

    assert answer.headers["content-security-policy"].endswith("; report-uri /api/v1/csp-reports; report-to csp")
    assert answer.headers["reporting-endpoints"] == 'csp="/api/v1/csp-reports"'


def test_a_file_of_the_build_is_sent_packed_and_kept_for_ever(door: httpx2.Client) -> None:
    for taken, encoding, body in (
        ("identity", None, b"plain"),
        ("gzip", "gzip", b"gzip"),
        ("gzip, deflate, br", "br", b"brotli"),
    ):
        with door.stream("GET", "/assets/app-1a2b.js", headers={"Accept-Encoding": taken}) as answer:
            assert b"".join(answer.iter_raw()) == body
        assert answer.headers.get("content-encoding") == encoding
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert answer.headers["vary"] == "accept-encoding"


@pytest.mark.parametrize(
    "path",
    ["/assets/secret.txt", "/assets/none.js", "/assets/../../pages.py", "/assets/%2e%2e/index.html", "/nothing.js"],
)
def test_what_is_no_file_of_the_build_is_not_found(door: httpx2.Client, path: str) -> None:
    assert door.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/api", "/api/v1/nothing", "/api/v1/projects/x", "/healthz/x"])
def test_what_belongs_to_programs_is_never_a_page(door: httpx2.Client, path: str) -> None:
    answer = door.get(path, headers=BROWSER)

    assert answer.status_code in (401, 404, 503)
    assert answer.headers["content-type"] == "application/problem+json"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_only_reading_leads_to_the_page(door: httpx2.Client) -> None:
    assert door.head("/", headers=BROWSER).content == b""
    assert door.post("/projects", headers=BROWSER).status_code == 404


def test_without_a_build_one_plain_page_says_how_to_go_on(tmp_path: Path) -> None:
    patched = pytest.MonkeyPatch()
    patched.setattr(pages.Pages.__init__, "__defaults__", (tmp_path / "none",))
    with running_server(tmp_path / "home") as server, patched.context():
        answer = httpx2.get(server.url, headers=BROWSER)
    patched.undo()

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "make ui" in answer.text
    assert "dayshift login" in answer.text
