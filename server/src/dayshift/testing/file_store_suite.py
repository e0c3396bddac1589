"""What every file store must show. A test module gives the fixture ``store`` and inherits ``FileStoreSuite``."""

from collections.abc import Iterator

import pytest

from dayshift.domain.errors import AlreadyExists, Invalid, NotFound
from dayshift.files.base import EntryKind, FileStore
from dayshift.files.paths import ProjectPath


def at(text: str, project: int = 1) -> ProjectPath:
    return ProjectPath.read(project, text)


class FileStoreSuite:
    """Obeyed by ``LocalFileStore``; every other store, and every fake, must pass it too."""

    def test_what_was_written_is_read(self, store: FileStore) -> None:
        entry = store.write(at("reports/may.csv"), [b"a,b\n", b"1,2\n"], replace=False)

        assert (entry.name, entry.path, entry.kind, entry.size) == ("may.csv", "reports/may.csv", EntryKind.FILE, 8)
        assert b"".join(store.read(at("reports/may.csv"))) == b"a,b\n1,2\n"
        assert store.stat(at("reports/may.csv")) == entry

    def test_a_read_begins_where_it_is_told(self, store: FileStore) -> None:
        store.write(at("a"), [b"0123456789"], replace=False)

        assert b"".join(store.read(at("a"), 7)) == b"789"
        assert b"".join(store.read(at("a"), 10)) == b""

    def test_what_is_not_there_is_not_found(self, store: FileStore) -> None:
        assert store.stat(at("nothing/here")) is None
        for ask in (
            lambda: store.read(at("nothing")),
            lambda: store.list(at("nothing"), "", 10),
            lambda: store.move(at("nothing"), at("other")),
        ):
            with pytest.raises(NotFound):
                ask()

    def test_a_folder_has_no_bytes(self, store: FileStore) -> None:
        store.write(at("folder/file"), [b""], replace=False)

        with pytest.raises(NotFound):
            store.read(at("folder"))

    def test_a_file_is_not_replaced_unasked(self, store: FileStore) -> None:
        store.write(at("a"), [b"old"], replace=False)

        with pytest.raises(AlreadyExists):
            store.write(at("a"), [b"new"], replace=False)

        assert b"".join(store.read(at("a"))) == b"old"

    def test_a_replaced_file_has_another_etag(self, store: FileStore) -> None:
        first = store.write(at("a"), [b"old"], replace=False)

        second = store.write(at("a"), [b"new"], replace=True)

        assert b"".join(store.read(at("a"))) == b"new"
        assert first.etag != second.etag

    def test_a_folder_is_never_replaced_by_a_file(self, store: FileStore) -> None:
        store.write(at("a/b"), [b"x"], replace=False)

        with pytest.raises(AlreadyExists):
            store.write(at("a"), [b"y"], replace=True)

    def test_nothing_lies_below_a_file(self, store: FileStore) -> None:
        store.write(at("a"), [b"x"], replace=False)

        with pytest.raises(Invalid):
            store.write(at("a/b"), [b"y"], replace=False)
        with pytest.raises(Invalid):
            store.list(at("a"), "", 10)

    def test_a_write_that_breaks_leaves_what_was_there(self, store: FileStore) -> None:
        store.write(at("a"), [b"old"], replace=False)

        def broken() -> Iterator[bytes]:
            yield b"half"
            raise ConnectionError

        with pytest.raises(ConnectionError):
            store.write(at("a"), broken(), replace=True)
        assert b"".join(store.read(at("a"))) == b"old"
        assert [entry.name for entry in store.list(at(""), "", 10)] == ["a"]

    def test_a_reader_goes_on_in_the_file_it_opened(self, store: FileStore) -> None:
        store.write(at("a"), [b"old"], replace=False)

        reading = store.read(at("a"))
        store.write(at("a"), [b"new"], replace=True)

        assert b"".join(reading) == b"old"

    def test_a_listing_is_in_order_and_goes_on_after_a_name(self, store: FileStore) -> None:
        for name in ("b", "a", "c/inner", "d"):
            store.write(at(name), [b"x"], replace=False)

        first = store.list(at(""), "", 2)
        rest = store.list(at(""), first[-1].name, 10)

        assert [(entry.name, entry.kind) for entry in (*first, *rest)] == [
            ("a", EntryKind.FILE),
            ("b", EntryKind.FILE),
            ("c", EntryKind.FOLDER),
            ("d", EntryKind.FILE),
        ]

    def test_the_root_of_a_project_without_files_is_empty(self, store: FileStore) -> None:
        assert store.list(at(""), "", 10) == []

    def test_a_moved_file_is_only_at_its_new_place(self, store: FileStore) -> None:
        store.write(at("a/b"), [b"x"], replace=False)

        store.move(at("a"), at("c/d"))

        assert b"".join(store.read(at("c/d/b"))) == b"x"
        assert store.stat(at("a")) is None

    def test_nothing_is_moved_onto_what_is_there(self, store: FileStore) -> None:
        store.write(at("a"), [b"1"], replace=False)
        store.write(at("b"), [b"2"], replace=False)

        with pytest.raises(AlreadyExists):
            store.move(at("a"), at("b"))

        assert b"".join(store.read(at("b"))) == b"2"

    def test_a_folder_is_not_moved_into_itself(self, store: FileStore) -> None:
        store.write(at("a/b"), [b"x"], replace=False)

        with pytest.raises(Invalid):
            store.move(at("a"), at("a/c"))

    def test_a_folder_is_deleted_with_what_is_in_it_and_twice_is_no_error(self, store: FileStore) -> None:
        store.write(at("a/b/c"), [b"x"], replace=False)

        store.delete(at("a"))
        store.delete(at("a"))

        assert store.list(at(""), "", 10) == []

    def test_the_root_is_neither_deleted_nor_written_nor_moved(self, store: FileStore) -> None:
        for ask in (
            lambda: store.delete(at("")),
            lambda: store.write(at(""), [b"x"], replace=True),
            lambda: store.move(at(""), at("a")),
        ):
            with pytest.raises(Invalid):
                ask()

    def test_two_projects_do_not_see_each_other(self, store: FileStore) -> None:
        store.write(at("a", project=1), [b"one"], replace=False)

        assert store.stat(at("a", project=2)) is None
