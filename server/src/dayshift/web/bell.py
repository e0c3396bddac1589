"""How handlers hear, without a thread of their own, that a run has ended."""

import asyncio
from contextlib import suppress


class Bell:
    """Rung from any thread; whoever waits looks again. What is rung between a look and the wait is not missed."""

    def __init__(self) -> None:
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self._rung = 0

    def ring(self) -> None:
        """Let all who wait look again."""
        self._rung += 1
        for loop, event in list(self._waiting):
            with suppress(RuntimeError):  # a server that stops has closed it, and nobody waits there any more
                loop.call_soon_threadsafe(event.set)

    def count(self) -> int:
        """What :meth:`wait` is told: how often it was rung before one looked."""
        return self._rung

    async def wait(self, heard: int, timeout_s: float) -> None:
        """Return once it was rung after ``heard``, or after so many seconds."""
        ear = (asyncio.get_running_loop(), asyncio.Event())
        self._waiting.add(ear)
        try:
            if self._rung == heard:
                await asyncio.wait_for(ear[1].wait(), timeout_s)
        except TimeoutError:
            return
        finally:
            self._waiting.discard(ear)
