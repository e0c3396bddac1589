"""``Idempotency-Key``: the same request again gets the same answer, and starts nothing a second time."""

import hashlib
import json
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Request
from pydantic import BaseModel

from dayshift.domain.errors import Invalid
from dayshift.domain.rights import Permit
from dayshift.store import idempotency
from dayshift.store.engine import Tx

M = TypeVar("M", bound=BaseModel)


class Once:
    """The key that came with a request, if one did."""

    def __init__(self, route: str, key: str | None) -> None:
        self.key = key
        self.route = route

    def do(self, tx: Tx, permit: Permit, body: BaseModel | None, act: Callable[[], M], model: type[M]) -> M:
        """Do it, or answer what was answered before. Raises Invalid for an empty key, KeyReused for another body."""
        if self.key is None:
            return act()
        if not self.key.strip():
            raise Invalid.of("Idempotency-Key", "this is empty; leave it out, or send a new random text")
        sent = "" if body is None else body.model_dump_json(by_alias=True)
        asked = hashlib.sha256(f"{self.route}\n{sent}".encode()).hexdigest()
        before: Any = idempotency.claim(tx, permit.actor.principal, self.key, asked, tx.now)
        if before is not None:
            return model.model_validate_json(json.dumps(before))
        answer = act()
        idempotency.keep(tx, permit.actor.principal, self.key, json.loads(answer.model_dump_json()))
        return answer


async def once(request: Request, idempotency_key: Annotated[str | None, Header(max_length=200)] = None) -> Once:
    return Once(f"{request.method} {request.url.path}", idempotency_key)


OnlyOnce = Annotated[Once, Depends(once)]
