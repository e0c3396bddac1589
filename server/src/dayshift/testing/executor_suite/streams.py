"""What a program is given, and what becomes of what it writes."""

import json
import sys
from datetime import timedelta

from dayshift.executors.base import LogFull, Reason
from dayshift.testing.executor_suite.place import MIB, Place, ended, needs, order, python, says, shell

ARGUMENTS = ["", "a b", "'", '"', "a\nb", "$HOME", "*", "-rf", "{{ x }}", "åäö ∞ 🙂", "\\", "x" * 102_400]
VALUE = "s3cret-value-of-a-test"
ECHO = "import sys; print([a.encode('utf-8', 'surrogateescape') for a in sys.argv[1:]])"
DESCRIPTORS = """
import json, os
read = os.read(0, 10).decode()
seen = []
for fd in range(256):
    try:
        os.fstat(fd)
    except OSError:
        continue
    seen.append(fd)
print(json.dumps([read, seen]))
"""
EVERY_BYTE = """
import os
os.write(1, bytes(range(256)) * 390 + b"\\0\\xff")
for n in range(300):
    os.write(1 + n % 2, b"line %d\\n" % n)
os.write(1, b"last words")
os._exit(0)
"""
LONG = """
import os, time
block = b"".join(b"%09d\\n" % n for n in range(10000))
for n in range(300):
    os.write(1, block)
    time.sleep(0.002)
os.write(1, b"the end\\n")
"""


class StreamsSuite:
    """Arguments, variables and secrets go in, every byte comes out."""

    def test_arguments_arrive_byte_for_byte(self, place: Place) -> None:
        """CS04."""
        needs(place, "programs")
        handle = place.executor.launch(python(place, ECHO, *ARGUMENTS))

        ended(place, handle)

        assert place.log(handle).decode() == f"{[argument.encode() for argument in ARGUMENTS]}\n"

    def test_a_program_gets_its_variables_and_nothing_of_the_server(self, place: Place) -> None:
        """CS05."""
        needs(place, "programs")
        handle = place.executor.launch(order(place, ["/usr/bin/env", "-0"], env={"PATH": "/bin", "GREETING": "a\nb ∞"}))

        ended(place, handle)

        given = dict(item.split("=", 1) for item in place.log(handle).decode().split("\0") if item)
        assert given["GREETING"] == "a\nb ∞"
        assert given["DAYSHIFT_NAME"] == handle.name
        assert set(given) == {"PATH", "GREETING", "HOME", "TMPDIR", "DAYSHIFT_SECRETS_DIR", "DAYSHIFT_NAME"}

    def test_a_secret_is_a_file_and_a_variable_and_nowhere_else(self, place: Place) -> None:
        """CS05: nowhere on the disk after the end, never in an argument or in the order."""
        needs(place, "programs")
        line = 'cd $DAYSHIFT_SECRETS_DIR; test "$TOKEN" = "$(cat TOKEN)" && echo ${#TOKEN}; stat -c %a TOKEN'
        handle = place.executor.launch(shell(place, line, secrets={"TOKEN": VALUE}))

        ended(place, handle)

        assert place.log(handle) == f"{len(VALUE)}\n400\n".encode()
        assert place.mentions(handle, VALUE.encode()) == []

    def test_home_and_tmp_are_writable_and_one_s_own(self, place: Place) -> None:
        """CS07: two runs at once do not see each other's."""
        needs(place, "programs")
        line = "echo > $HOME/mine.$$; echo > $TMPDIR/mine.$$; sleep 0.2; ls $HOME $TMPDIR | sort -u | grep -c mine; pwd"
        handles = [place.executor.launch(shell(place, line, cwd="/usr")) for _ in range(2)]

        for handle in handles:
            ended(place, handle)

        assert [place.log(handle) for handle in handles] == [b"1\n/usr\n"] * 2

    def test_stdin_is_at_its_end_and_no_other_descriptor_is_open(self, place: Place) -> None:
        """CS08."""
        needs(place, "programs")
        handle = place.executor.launch(order(place, [sys.executable, "-I", "-c", DESCRIPTORS]))

        ended(place, handle)

        assert json.loads(place.log(handle)) == ["", [0, 1, 2]]

    def test_every_byte_is_kept(self, place: Place) -> None:
        """CS22: no newline, NUL, invalid UTF-8, and stdout and stderr in the order of the writes."""
        needs(place, "programs")
        handle = place.executor.launch(python(place, EVERY_BYTE))

        ended(place, handle)

        lines = b"".join(b"line %d\n" % number for number in range(300))
        assert place.log(handle) == bytes(range(256)) * 390 + b"\0\xff" + lines + b"last words"

    def test_the_last_bytes_before_a_kill_are_there(self, place: Place) -> None:
        """CS22: SIGKILL in the middle of writing; what was written before is complete."""
        needs(place, "programs")
        source = (
            "import os\nn = 0\nwhile True:\n os.write(1, b'%d\\n' % n); n += 1\n if n == 5000: os.kill(os.getpid(), 9)"
        )
        handle = place.executor.launch(python(place, source))

        ended(place, handle)

        assert place.log(handle).splitlines() == [b"%d" % number for number in range(5000)]

    def test_a_reader_that_starts_again_misses_and_repeats_nothing(self, place: Place) -> None:
        """CS23: ten readers, each from where the last one stopped."""
        needs(place, "programs")
        line = "for i in $(seq 200); do echo line $i; sleep 0.002; done"
        handle = place.executor.launch(shell(place, line))
        said = b""

        for _ in range(10):
            said += place.log(handle)[len(said) :]
            place.pause(0.05)
        ended(place, handle)

        assert place.log(handle).startswith(said)
        assert place.log(handle) == b"".join(b"line %d\n" % number for number in range(1, 201))

    def test_a_long_log_keeps_head_and_tail(self, place: Place) -> None:
        """CS24: what is gone is counted, and the disk holds little more than the limit."""
        needs(place, "programs")
        handle = place.executor.launch(python(place, LONG, log_limit=4 * MIB))

        seen = ended(place, handle)

        assert seen.exit_code == 0
        head, tail, gone, lines = place.cut_log(handle)
        assert head.startswith(b"000000000\n000000001\n")
        assert len(head) + len(tail) <= 4 * MIB * 1.13
        assert tail.endswith(b"000009999\nthe end\n")
        assert len(head) + gone + len(tail) == 300 * 100_000 + 8
        assert lines + head.count(b"\n") + tail.count(b"\n") == 300 * 10_000 + 1

    def test_a_full_log_can_stop_the_run(self, place: Place) -> None:
        """CS24."""
        needs(place, "programs")
        handle = place.executor.launch(shell(place, "yes", log_limit=MIB, log_full=LogFull.STOP))

        seen = ended(place, handle)

        assert (seen.reason, seen.signal) == (Reason.LOG_FULL, 15)

    def test_the_log_is_complete_when_the_end_is_told(self, place: Place) -> None:
        """CS25: twenty times, looked at in the very moment."""
        needs(place, "programs")
        handles = [
            place.executor.launch(shell(place, "echo a; (sleep 0.05; echo b) & wait; echo c")) for _ in range(20)
        ]

        logs = [place.log(handle) for handle in handles if ended(place, handle)]

        assert logs == [b"a\nb\nc\n"] * 20

    def test_a_run_goes_on_writing_while_it_is_told_to_stop(self, place: Place) -> None:
        """CS14, CS22: what it says in its grace is in the log."""
        needs(place, "programs")
        handle = place.executor.launch(
            shell(place, "trap 'for i in 1 2 3; do echo bye $i; done; exit 0' TERM; echo up; while :; do :; done")
        )
        says(place, handle, b"up")

        place.executor.cancel(handle, timedelta(seconds=5))
        ended(place, handle)

        assert place.log(handle) == b"up\nbye 1\nbye 2\nbye 3\n"
