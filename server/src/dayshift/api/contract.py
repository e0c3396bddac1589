"""The OpenAPI document, complete: the framework leaves out parts of paths that only the permit reads."""

import re
from typing import Any

from fastapi import FastAPI

PARTS = re.compile(r"{(\w+)}")
NUMBERS = frozenset({"schedule", "execution"})


class Api(FastAPI):
    """An application whose document names every part of every path."""

    def openapi(self) -> dict[str, Any]:
        is_new = self.openapi_schema is None
        found = super().openapi()
        if is_new:
            _name_parts(found)
        return found


def _name_parts(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            given = operation.setdefault("parameters", [])
            named = {one["name"] for one in given if one["in"] == "path"}
            given += [_part(name) for name in PARTS.findall(path) if name not in named]


def _part(name: str) -> dict[str, Any]:
    schema = {"type": "integer" if name in NUMBERS else "string", "title": name.title()}
    return {"name": name, "in": "path", "required": True, "schema": schema}
