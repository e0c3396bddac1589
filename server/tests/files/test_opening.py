import os
import socket
from pathlib import Path

import pytest

from dayshift import opening


def test_a_regular_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"0123456789")

    assert opening.read(tmp_path, "a", "b", limit=4) == b"0123"


@pytest.mark.parametrize("kind", ["symlink", "dangling", "fifo", "socket", "folder", "device"])
def test_nothing_but_a_regular_file_is_opened(tmp_path: Path, kind: str) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    place = tmp_path / "place"
    match kind:
        case "symlink":
            place.symlink_to(secret)
        case "dangling":
            place.symlink_to(tmp_path / "nothing")
        case "fifo":
            os.mkfifo(place)
        case "socket":
            socket.socket(socket.AF_UNIX).bind(str(place))
        case "folder":
            place.mkdir()
        case "device":
            if os.getuid() != 0:
                pytest.skip("only root makes devices")
            os.mknod(place, 0o20666, os.makedev(1, 5))  # /dev/zero

    with pytest.raises(FileNotFoundError):
        opening.read(tmp_path, "place", limit=10)


def test_a_folder_that_is_a_symlink_is_not_entered(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "file").write_bytes(b"secret")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    with pytest.raises(NotADirectoryError):
        opening.read(tmp_path, "link", "file", limit=10)
    with pytest.raises(NotADirectoryError), opening.folder(tmp_path, "link", "new", make=True):
        pass

    assert not (tmp_path / "real" / "new").exists()


def test_the_root_itself_may_be_a_symlink(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "file").write_bytes(b"data")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert opening.read(tmp_path / "link", "file", limit=10) == b"data"


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    os.mkfifo(tmp_path / "a" / "fifo")
    before = sorted(os.listdir("/proc/self/fd"))

    with opening.folder(tmp_path, "a", "b"):
        pass
    for name in ("fifo", "nothing", "b"):
        with pytest.raises(OSError):
            opening.read(tmp_path, "a", name, limit=1)
    with pytest.raises(OSError), opening.folder(tmp_path, "a", "x", "y"):
        pass

    assert sorted(os.listdir("/proc/self/fd")) == before
