"""Rough use: addresses and keys that are none, servers that are none, files that cannot be read, paths that lead up."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dayshift.testing.server import RunningServer
from dayshift_client import Client, errors
from dayshift_client.client import Project


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404 if "nowhere" in self.path else 200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<html>welcome")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def page() -> Iterator[str]:
    """The address of a server that is no Dayshift."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("address", ["foo", "localhost:8080", "ftp://x", "http://", "http://[::", "", "http://x:port"])
def test_what_is_no_address_is_said_before_a_password_is_asked_for(terminal, address: str):
    answer = terminal("login", "--url", address, "--name", "ada") if address else terminal("login", "--url", " ")

    assert answer.code == 1
    assert "is no address of a server; write it like http://127.0.0.1:8080" in answer.err
    assert "Password" not in answer.out


@pytest.mark.parametrize("key", ["dsp_ü", "dsp_a\nb", "dsp_\x00"])
def test_what_is_no_key_is_not_sent(server: RunningServer, key: str):
    with pytest.raises(errors.Unauthenticated, match="This is no key"):
        Client(server.url, key)


def test_a_key_may_bring_the_end_of_its_line(server: RunningServer):
    assert Client(server.url, f"{server.key}\n").me()["name"] == "ada"


def test_a_server_that_is_no_dayshift_is_called_that(page: str):
    with pytest.raises(errors.ServerFault, match=f"What answers at {page} is no Dayshift"):
        Client(page, "dsp_x").me()
    with pytest.raises(errors.NotFound):
        Client(page, "dsp_x").project("nowhere").see()


def test_a_session_that_ended_says_so_and_what_to_do(typed_by):
    assert typed_by("Pia", "logout").code == 0

    answer = typed_by("Pia", "jobs", "list")

    assert (answer.code, answer.out) == (1, "")
    assert "You are not signed in" in answer.err and "Sign in with `dayshift login`" in answer.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("jobs", "create", "job", "--source", "latin.py"), 2, "latin.py is no text in UTF-8"),
        (("jobs", "create", "job", "--source", "folder"), 2, "is a directory"),
        (("environments", "create", "own", "--file", "latin.py"), 2, "latin.py is no text in UTF-8"),
        (("jobs", "create", "job", "p.py", "--set", "a=1", "--set", "a.b=1"), 2, "a cannot be an object and a value"),
        (("files", "download", "there", "missing/x"), 1, "missing/x.part: No such file or directory"),
        (("files", "upload", "folder", "--replace"), 0, "Nothing to send: folder holds no file"),
        (("files", "upload", "latin.py", "there"), 1, "replace what is there: --replace"),
        (("files", "upload", "nope"), 2, "does not exist"),
        (("files", "list", "../.."), 1, "path:"),
        (("files", "download", "../../../projects", "-"), 1, "path:"),
        (("files", "delete", ".."), 1, "path:"),
        (("files", "move", "there", "../x"), 1, "path:"),
    ],
)
def test_each_rough_use_is_answered_in_a_sentence(dayshift, project: Project, tmp_path: Path, words, code, said):
    (tmp_path / "latin.py").write_bytes(b"\xff\xfe")
    (tmp_path / "folder").mkdir()
    project.files.upload(tmp_path / "latin.py", "there")

    answer = dayshift(*words)

    assert answer.code == code, answer
    assert said in " ".join(answer.err.replace("│", " ").split()), answer
    assert "Traceback" not in answer.err


def test_a_place_for_the_session_that_cannot_be_written_is_named(
    terminal, server: RunningServer, monkeypatch, tmp_path
):
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))

    answer = terminal("login", "--url", server.url, "--name", "ada", typed=f"{server.password}\n")

    assert answer.code == 1
    assert "file/dayshift: Not a directory" in answer.err


@pytest.mark.parametrize("path", ["a b/ö", "100%/?#", '«x»/it\'s "q" [red] 🎉', "%2e%2e/x", "a+b&c=d"])
def test_a_path_is_what_it_is_whatever_it_holds(project: Project, tmp_path: Path, path: str):
    (tmp_path / "file").write_text(path)
    project.files.upload(tmp_path / "file", path)

    project.files.download(path, tmp_path / "down")
    folder, _, name = path.rpartition("/")
    listed = [row["name"] for row in project.files.list(folder)]
    project.files.delete(path)

    assert (tmp_path / "down").read_text() == path
    assert listed == [name]
    assert list(project.files.list(folder)) == []
