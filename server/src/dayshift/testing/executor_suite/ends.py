"""How runs end: codes, signals, faults, leftovers, limits of time and size."""

import signal
import sys
from datetime import timedelta

import pytest

from dayshift.executors.base import Handle, Reason, Seen
from dayshift.testing.executor_suite.place import INSTANCE, MIB, Place, ended, needs, order, python, says, shell, takes

CODES = (0, 1, 7, 42, 127, 137, 255)
TREE = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        os.fork()
        time.sleep(300)
print("up", flush=True)
time.sleep(300)
"""
FORKER = """
import os, sys, time
made = 0
try:
    for _ in range(60):
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
        made += 1
except OSError:
    print(made, flush=True)
    sys.exit(9)
time.sleep(5)
"""


class EndsSuite:
    """An end is told exactly, with its cause, and nothing of the run outlives it."""

    def test_every_exit_code_is_told_as_it_was(self, place: Place) -> None:
        """CS01, CS02."""
        handles = [place.executor.launch(shell(place, f"exit {code}")) for code in CODES]

        seen = [ended(place, handle) for handle in handles]

        assert [(one.exit_code, one.signal, one.reason) for one in seen] == [(code, None, None) for code in CODES]

    @pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL, signal.SIGTERM])
    def test_a_signal_from_outside_is_no_exit_code(self, place: Place, number: signal.Signals) -> None:
        """CS03: a real SIGKILL is not exit 137, and nobody of us was the cause."""
        needs(place, "programs")
        handle = place.executor.launch(shell(place, f"kill -{number} $$"))

        seen = ended(place, handle)

        assert (seen.exit_code, seen.signal, seen.reason) == (None, number, None)

    @pytest.mark.parametrize(
        ("argv", "cwd", "words"),
        [
            (["/no/such/program"], "/", "no program /no/such/program"),
            (["no-such-program"], "/", "no program no-such-program"),
            (["/etc/passwd"], "/", "cannot be started: Permission denied"),
            (["/bin/true"], "/no/such/folder", "working directory /no/such/folder"),
        ],
    )
    def test_what_cannot_be_started_is_a_setup_fault_in_words(
        self, place: Place, argv: list[str], cwd: str, words: str
    ) -> None:
        """CS09."""
        needs(place, "programs")
        handle = place.executor.launch(order(place, argv, cwd=cwd))

        seen = ended(place, handle)

        assert (seen.reason, seen.exit_code) == (Reason.SETUP, None)
        assert words in seen.message
        assert words in place.log(handle).decode()

    @pytest.mark.parametrize(
        ("text", "words"),
        [("#!/no/such/python\n", "interpreter"), ("\x7fELF\x01\x01nonsense", "no program for this machine")],
    )
    def test_a_file_that_is_no_program_is_a_setup_fault(
        self, place: Place, tmp_path_factory: pytest.TempPathFactory, text: str, words: str
    ) -> None:
        """CS09."""
        needs(place, "programs")
        program = tmp_path_factory.mktemp("bad") / "program"
        program.write_text(text)
        program.chmod(0o755)

        seen = ended(place, place.executor.launch(order(place, [str(program)])))

        assert seen.reason is Reason.SETUP
        assert words in seen.message

    def test_a_cancel_gives_the_program_its_time(self, place: Place) -> None:
        """CS14: TERM first, and who cleans up within the grace ends by itself."""
        needs(place, "programs")
        handle = place.executor.launch(
            shell(place, "trap 'echo cleaned; exit 5' TERM; echo up; while :; do sleep 0.05; done")
        )
        says(place, handle, b"up")

        place.executor.cancel(handle, timedelta(seconds=10))
        seen = ended(place, handle, within_s=5)

        assert (seen.reason, seen.exit_code) == (Reason.KILLED, 5)
        assert place.log(handle).endswith(b"cleaned\n")

    def test_a_child_keeps_its_grace_when_the_program_ends_at_once(self, place: Place) -> None:
        """CS14: the shell dies of TERM, its child is still cleaning up, and hears TERM only once."""
        needs(place, "programs")
        child = "(trap 'trap \"echo twice\" TERM; sleep 2.3; echo cleaned; exit' TERM; echo up; while :; do :; done)"
        handle = place.executor.launch(shell(place, f"{child} & wait"))
        says(place, handle, b"up")

        place.executor.cancel(handle, timedelta(seconds=20))
        seen = ended(place, handle, within_s=10)

        assert seen.reason is Reason.KILLED
        assert place.log(handle) == b"up\ncleaned\n"

    def test_who_ignores_term_is_killed_after_the_grace(self, place: Place) -> None:
        """CS14, CS19: seven processes in sessions of their own, all deaf to TERM."""
        needs(place, "programs")
        handle = place.executor.launch(python(place, TREE))
        says(place, handle, b"up")

        with takes(0.4, 5):
            place.executor.cancel(handle, timedelta(seconds=0.5))
            seen = ended(place, handle)

        assert (seen.reason, seen.signal) == (Reason.KILLED, signal.SIGKILL)
        assert place.survivors(handle) == []

    def test_a_stopped_program_can_hear_the_cancel(self, place: Place) -> None:
        """F03: it stopped itself, so it is woken to be told."""
        needs(place, "programs")
        handle = place.executor.launch(shell(place, "trap 'exit 6' TERM; echo up; kill -STOP $$; exit 7"))
        says(place, handle, b"up")

        place.executor.cancel(handle, timedelta(seconds=10))

        assert ended(place, handle, within_s=5).reason is Reason.KILLED

    def test_a_respawning_tree_is_gone(self, place: Place) -> None:
        """CS19: each child that ends is replaced, until the whole tree is ended."""
        needs(place, "programs")
        line = "trap : TERM; echo up; while :; do setsid sleep 0.01 & wait; done"
        handle = place.executor.launch(shell(place, line))
        says(place, handle, b"up")

        place.executor.cancel(handle, timedelta(seconds=0.2))
        ended(place, handle)

        assert place.survivors(handle) == []

    def test_leftovers_go_after_the_end_and_their_last_words_are_kept(self, place: Place) -> None:
        """CS20: a daemon gets TERM; the end is the program's own, not the daemon's."""
        needs(place, "programs")
        daemon = "trap 'echo last words; exit' TERM; echo daemon; while :; do sleep 0.05; done"
        handle = place.executor.launch(shell(place, f'setsid sh -c "{daemon}" & sleep 0.3; exit 3'))

        seen = ended(place, handle)

        assert (seen.exit_code, seen.reason) == (3, None)
        assert b"last words" in place.log(handle)
        assert place.survivors(handle) == []

    def test_a_deaf_leftover_is_killed(self, place: Place) -> None:
        """CS20."""
        needs(place, "programs")
        deaf = (
            "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(300)"
        )
        handle = place.executor.launch(shell(place, f"setsid {sys.executable} -c '{deaf}' & sleep 0.3; exit 0"))

        seen = ended(place, handle)

        assert (seen.exit_code, place.survivors(handle)) == (0, [])

    def test_the_time_limit_ends_it(self, place: Place) -> None:
        """CS18, with the server alive."""
        handle = place.executor.launch(shell(place, "sleep 60", time_limit=timedelta(seconds=0.5)))

        with takes(0, 5):
            seen = ended(place, handle)

        assert (seen.reason, seen.signal) == (Reason.TIMEOUT, signal.SIGTERM)

    def test_too_much_memory_is_told_with_limit_and_peak(self, place: Place) -> None:
        """CS21."""
        needs(place, "programs")
        source = "kept = [bytearray(8 << 20) for _ in range(40)]; import time; time.sleep(30)"
        handle = place.executor.launch(python(place, source, memory=64 * MIB))

        seen = ended(place, handle)

        assert (seen.reason, seen.signal) == (Reason.OOM, signal.SIGKILL)
        assert "64 MiB" in seen.message

    def test_an_end_of_its_own_wins_over_a_child_killed_for_memory(self, place: Place) -> None:
        """CS21: the program saw its child die and went on; its own code counts."""
        needs(place, "programs")
        if place.executor.capabilities.memory != "hard":
            pytest.skip("memory is only watched here")
        line = f"{sys.executable} -c 'x = bytearray(300 << 20)'; exit 4"
        handle = place.executor.launch(shell(place, line, memory=64 * MIB))

        seen = ended(place, handle)

        assert (seen.exit_code, seen.reason) == (4, None)
        assert "killed for memory" in seen.message

    def test_a_share_of_a_core_is_a_share_of_a_core(self, place: Place) -> None:
        """CS21: at most a fifth above the quota; on a busy machine it may get less."""
        needs(place, "programs")
        if place.executor.capabilities.cpu != "quota":
            pytest.skip("CPU works in whole cores here")
        source = "import time\nend = time.monotonic() + 1.5\nwhile time.monotonic() < end: pass"
        handle = place.executor.launch(python(place, source, cpu=0.3))

        seen = ended(place, handle)

        assert seen.cpu_s is not None
        assert seen.cpu_s <= 0.3 * 1.5 * 1.2 + 0.1

    def test_the_number_of_processes_is_limited(self, place: Place) -> None:
        """CS21."""
        needs(place, "programs")
        handle = place.executor.launch(python(place, FORKER, processes=20))

        seen = ended(place, handle)

        if place.executor.capabilities.processes == "hard":
            assert (seen.exit_code, place.log(handle)) == (9, b"19\n")
        else:
            assert seen.reason is Reason.PROCESSES

    def test_an_unknown_name_is_absent_and_can_be_cancelled_and_forgotten(self, place: Place) -> None:
        """CS15, CS26, CS34."""
        known = place.executor.launch(shell(place, "exit 0"))
        ended(place, known)
        unknown = Handle(executor=known.executor, name=f"ds-{INSTANCE}-999999-1", run="999999/1", host=known.host)

        place.executor.cancel(unknown, timedelta(0))
        place.executor.forget(unknown)
        (seen,) = place.executor.observe([unknown])

        assert seen.seen is Seen.ABSENT
