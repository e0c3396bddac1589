"""The launcher: a small process that forks supervisors, since a fork of the big server is slow, and a fresh Python too.

It keeps no state and ends with its server. An order is the path of a run directory, the answer ``<pid> <start time>``
and a pidfd, taken before the child can be reaped: opening one by pid later may fail, or find somebody else.
"""

import _socket
import os
import select
import sys

from dayshift.executors.supervisor.attempt import supervise
from dayshift.executors.supervisor.system import start_time, to_own_log

ORDER_BYTES = 8192
REAP_MS = 1000


def serve(descriptor: int) -> None:
    """Answer orders until the server's end of the socket is closed."""
    server = _socket.socket(fileno=descriptor)
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    has_children = False
    while True:
        ready = poll.poll(REAP_MS if has_children else None)
        has_children = _reap()
        if not ready:
            continue
        order = server.recv(ORDER_BYTES)
        if not order:
            return
        try:
            _answer(server, order)
        except BrokenPipeError:
            return
        has_children = True


def _answer(server: "_socket.socket", order: bytes) -> None:
    try:
        pid = os.fork()
    except OSError as error:
        server.send(f"refused {error}".encode())
        return
    if pid == 0:
        _be_supervisor(server, order)
    handle = os.pidfd_open(pid)
    rights = (_socket.SOL_SOCKET, _socket.SCM_RIGHTS, handle.to_bytes(4, sys.byteorder))
    server.sendmsg([f"{pid} {start_time(pid)}".encode()], [rights])
    os.close(handle)


def _be_supervisor(server: "_socket.socket", order: bytes) -> None:
    """In the child; does not return."""
    status = 1
    try:
        server.close()
        os.setsid()
        run = os.fsdecode(order)
        supervise(run)
        status = 0
    except BaseException:
        to_own_log(run)
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def _reap() -> bool:
    """Collect supervisors that have ended. False when none is left."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            continue
    except ChildProcessError:
        return False
    return True
