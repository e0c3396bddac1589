"""The OpenAPI document, complete: the framework knows nothing of permits, and of problems only that they are JSON."""

import functools
import itertools
import re
from typing import Any

from fastapi import FastAPI

PARTS = re.compile(r"{(\w+)}")
PUBLIC: dict[str, Any] = {"security": []}  # of routes that need no credential
NUMBERS = frozenset({"schedule", "execution"})
DEEP = frozenset({"path"})  # parts that hold slashes
BEARER = {"type": "http", "scheme": "bearer", "description": "The token of a session, or an API key."}


class Api(FastAPI):
    """An application whose document names every part of every path, who is asked for a credential, and problems."""

    def openapi(self) -> dict[str, Any]:
        is_new = self.openapi_schema is None
        found = super().openapi()
        if is_new:
            found["components"]["securitySchemes"] = {"bearer": BEARER}
            found["security"] = [{"bearer": []}]
            for path, operations in found["paths"].items():
                for operation in operations.values():
                    _name_parts(path, operation)
                    _name_problem(operation)
        return found

    def methods(self, path: str) -> list[str]:
        """What may be done with a path; nothing for one that the document does not have."""
        found = self.openapi()["paths"].items()
        return sorted({name.upper() for given, names in found if _pattern(given).fullmatch(path) for name in names})


@functools.cache
def _pattern(path: str) -> re.Pattern[str]:
    """A path of the document as a pattern of those that are asked for."""
    names = PARTS.findall(path)
    texts = [re.escape(text) for text in PARTS.split(path)[::2]]
    parts = [".*" if name in DEEP else "[^/]+" for name in names]
    return re.compile("".join(map("".join, itertools.zip_longest(texts, parts, fillvalue=""))), re.DOTALL)


def _name_parts(path: str, operation: dict[str, Any]) -> None:
    given = operation.setdefault("parameters", [])
    named = {one["name"] for one in given if one["in"] == "path"}
    given += [_part(name) for name in PARTS.findall(path) if name not in named]


def _name_problem(operation: dict[str, Any]) -> None:
    problem = operation["responses"].get("default")
    if problem is not None:
        problem["description"] = "What went wrong, and what to do about it."
        [content] = problem["content"].values()
        problem["content"] = {"application/problem+json": content}


def _part(name: str) -> dict[str, Any]:
    schema = {"type": "integer" if name in NUMBERS else "string", "title": name.title()}
    return {"name": name, "in": "path", "required": True, "schema": schema}
