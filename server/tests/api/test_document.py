"""The contract in the repository is the contract of the code."""

import json
import re
from pathlib import Path
from typing import Any

import httpx2

from dayshift.api.document import document
from dayshift.testing.server import RunningServer

KEPT = Path(__file__).parents[3] / "docs/reference/openapi.json"


def test_the_document_in_the_repository_is_that_of_the_code():
    assert KEPT.read_text() == document(), "the interface changed: run make openapi and commit docs/reference"


def test_a_server_gives_the_document_to_anybody(server: RunningServer):
    answer = httpx2.get(f"{server.url}/openapi.json")

    assert (answer.status_code, answer.json()) == (200, json.loads(document()))


def test_every_object_that_is_sent_refuses_unknown_fields():
    contract = json.loads(document())

    sent = {name: contract["components"]["schemas"][name] for name in _bodies(contract)}

    assert len(sent) > 15
    assert [name for name, schema in sent.items() if schema.get("additionalProperties") is not False] == []


def test_every_part_of_a_path_is_named():
    contract = json.loads(document())

    for path, operations in contract["paths"].items():
        for operation in operations.values():
            named = [one["name"] for one in operation.get("parameters", []) if one["in"] == "path"]
            assert sorted(named) == sorted(re.findall(r"{(\w+)}", path)), path


def _bodies(found: Any) -> set[str]:
    """The names of the models that requests have."""
    names = set()
    for path in found["paths"].values():
        for route in path.values():
            body = route.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            names |= {body["$ref"].rpartition("/")[2]} if "$ref" in body else set()
    return names
