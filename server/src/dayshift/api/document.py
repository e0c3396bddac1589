"""``python -m dayshift.api.document`` prints the OpenAPI document that is kept in the repository."""

import json

from dayshift.api.app import make_api


def document() -> str:
    """The contract of the REST interface as text: the same for the same routes, so that a change is a diff."""
    return json.dumps(make_api().openapi(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(document(), end="")
