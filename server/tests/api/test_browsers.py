"""What a browser is given, and what it must send: no other site can act with somebody's cookie."""

from collections.abc import Iterator

import httpx2
import pytest

from dayshift.testing.rest import BYTES, http
from dayshift.testing.server import ADMINISTRATOR, RunningServer


@pytest.fixture
def ours(server: RunningServer) -> dict[str, str]:
    """What our own pages send."""
    return {"Origin": server.url, "X-Dayshift-Request": "1"}


@pytest.fixture
def browser(server: RunningServer, ours: dict[str, str]) -> Iterator[httpx2.Client]:
    """Signed in by password, with the cookie that came back."""
    with http(server.url) as client:
        body = {"name": ADMINISTRATOR, "password": server.password}
        answer = client.post("/session", json=body, headers=ours)
        assert answer.status_code == 201, answer.text
        assert answer.json()["token"] is None
        yield client


def test_the_cookie_is_for_no_script_and_no_other_site(server: RunningServer, ours: dict[str, str]):
    with http(server.url) as client:
        body = {"name": ADMINISTRATOR, "password": server.password}
        cookie = client.post("/session", json=body, headers=ours).headers["set-cookie"]

    name, _, rest = cookie.partition("=")
    assert name == f"dayshift-{server.url.rpartition(':')[2]}"
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Max-Age=604800"} <= {part.strip() for part in rest.split(";")}


def test_a_browser_reads_with_its_cookie_alone(browser: httpx2.Client):
    assert browser.get("/me").json()["name"] == ADMINISTRATOR


def test_a_browser_writes_with_origin_and_header(browser: httpx2.Client, ours: dict[str, str]):
    assert browser.post("/projects", json={"name": "from-a-page"}, headers=ours).status_code == 201
    fetched = {"Sec-Fetch-Site": "same-origin", "X-Dayshift-Request": "1"}
    assert browser.post("/projects", json={"name": "fetched"}, headers=fetched).status_code == 201


FOREIGN = {
    "nothing": {},
    "no header of ours": {"Origin": "OURS"},
    "no origin": {"X-Dayshift-Request": "1"},
    "a foreign origin": {"Origin": "http://evil.example", "X-Dayshift-Request": "1"},
    "origin null": {"Origin": "null", "X-Dayshift-Request": "1"},
    "another port": {"Origin": "http://127.0.0.1:1", "X-Dayshift-Request": "1"},
    "a foreign fetch with our origin": {"Origin": "OURS", "X-Dayshift-Request": "1", "Sec-Fetch-Site": "cross-site"},
    "a fetch of the same site": {"Origin": "OURS", "X-Dayshift-Request": "1", "Sec-Fetch-Site": "same-site"},
    "a form": {"Origin": "OURS", "X-Dayshift-Request": "1", "Content-Type": "application/x-www-form-urlencoded"},
    "plain text": {"Origin": "OURS", "X-Dayshift-Request": "1", "Content-Type": "text/plain"},
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_write_that_another_site_may_have_sent_is_refused(name: str, browser: httpx2.Client, server: RunningServer):
    headers = {key: value.replace("OURS", server.url) for key, value in FOREIGN[name].items()}
    content = headers.pop("Content-Type", "application/json")

    sent = {**headers, "Content-Type": content}
    answers = [
        browser.post("/projects", content=b'{"name": "stolen"}', headers=sent),
        browser.delete("/session", headers=sent),
        browser.put("/projects/p/uploads/u?offset=0", content=b"x", headers={**BYTES, **sent}),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(403, "cross_site")] * 3
    assert browser.get("/me").status_code == 200
    assert browser.get("/projects/stolen").status_code == 404


@pytest.mark.parametrize("path", ["/session", "/links/redeem"])
def test_signing_in_for_a_browser_is_checked_too(path: str, stranger: httpx2.Client, server: RunningServer):
    body = {"/session": {"name": ADMINISTRATOR, "password": server.password}, "/links/redeem": {"token": "dsl_x"}}

    answer = stranger.post(path, json=body[path], headers={"Origin": "http://evil.example", "X-Dayshift-Request": "1"})

    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")


def test_a_header_decides_over_a_cookie(browser: httpx2.Client, server: RunningServer):
    bearer = {"Authorization": f"Bearer {server.key}"}

    assert browser.get("/me", headers=bearer).json()["key"] == server.key[4:20]
    assert browser.get("/me", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert browser.post("/projects", json={"name": "by-key"}, headers=bearer).status_code == 201


def test_signing_out_ends_what_the_cookie_opened(browser: httpx2.Client, ours: dict[str, str]):
    assert browser.delete("/session", headers=ours).status_code == 204
    assert browser.get("/me").status_code == 401


# The door -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil:8080", "[::2]"])
def test_a_foreign_host_is_refused_before_anything_else(host: str, client: httpx2.Client):
    answer = client.get("/me", headers={"Host": host})

    assert answer.status_code == 421
    assert answer.json()["code"] == "wrong_host"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:99", "127.0.0.1", "[::1]:8080"])
def test_loopback_names_are_ours(host: str, client: httpx2.Client):
    assert client.get("/me", headers={"Host": host}).status_code == 200


def test_nobody_is_told_that_another_site_may_call(client: httpx2.Client):
    preflight = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}

    answers = [
        client.request("OPTIONS", "/projects", headers=preflight),
        client.get("/me", headers={"Origin": "http://evil.example"}),
    ]

    assert [answer.status_code for answer in answers] == [405, 200]
    assert not [name for answer in answers for name in answer.headers if name.startswith("access-control")]


def test_every_answer_bears_the_headers_that_keep_it_from_being_a_page(client: httpx2.Client, stranger: httpx2.Client):
    answers = [
        client.get("/me"),
        client.get("/nope"),
        stranger.get("/me"),
        client.post("/projects", content=b"{"),
        client.get("/me", headers={"Host": "evil.example"}),
        client.request("OPTIONS", "/me"),
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 401, 422, 421, 405]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers


def test_a_request_id_that_is_one_comes_back_and_another_is_replaced(client: httpx2.Client):
    kept = client.get("/nope", headers={"X-Request-Id": "mine-1"})
    replaced = client.get("/nope", headers={"X-Request-Id": "<script>"})

    assert kept.headers["x-request-id"] == kept.json()["request_id"] == "mine-1"
    assert replaced.headers["x-request-id"] == replaced.json()["request_id"] != "<script>"
