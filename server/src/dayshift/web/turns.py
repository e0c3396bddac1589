"""Small questions of many who wait, to the database: asked together, for a thread each costs more than they do."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread

from dayshift.clock import Clock
from dayshift.store.engine import Store, Tx
from dayshift.store.errors import DatabaseError

T = TypeVar("T")

APART_S = 0.05  # what is asked within this time of the last questions waits, and is asked together
MOST = 50  # questions that are asked together: the next ones come after whatever else waits for the thread


class Turns:
    """One thread, in which long streams ask: more would fight with them for the interpreter."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._waiting: list[tuple[Callable[[Tx], Any], asyncio.Future[Any]]] = []
        self._answering: asyncio.Task[None] | None = None
        self._thread: CapacityLimiter | None = None

    async def ask(self, question: Callable[[Tx], T]) -> T:
        """What ``question`` finds out, in a transaction that only reads. Raises what it raises, and DatabaseError."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, answer))
        if self._answering is None:
            self._answering = asyncio.create_task(self._answer())
        return await answer

    async def alone(self, call: Callable[[], T]) -> T:
        """Do what takes longer, in the same thread."""
        if self._thread is None:
            self._thread = CapacityLimiter(1)
        return await to_thread.run_sync(call, limiter=self._thread)

    async def _answer(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            found = await self.alone(partial(self._ask, [question for question, _ in taken]))
            for (_, answer), one in zip(taken, found, strict=True):
                if not answer.done():  # whoever asked has gone
                    _settle(answer, one)
            await asyncio.sleep(APART_S)
        self._answering = None

    def _ask(self, questions: Sequence[Callable[[Tx], Any]]) -> Sequence[Any]:
        try:
            with self._store.read(self._clock.now()) as tx:
                return [_outcome(question, tx) for question in questions]
        except DatabaseError as error:
            return [error] * len(questions)


def _outcome(question: Callable[[Tx], Any], tx: Tx) -> Any:
    try:
        return question(tx)
    except DatabaseError:
        raise  # it broke the transaction of all
    except Exception as error:
        return error


def _settle(answer: asyncio.Future[Any], found: Any) -> None:
    if isinstance(found, Exception):
        answer.set_exception(found)
    else:
        answer.set_result(found)
