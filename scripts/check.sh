#!/bin/sh
# Style, types and layers.
set -eu
.venv/bin/ruff check .
.venv/bin/ruff format --check -q .
.venv/bin/mypy
.venv/bin/lint-imports --no-cache 2>&1 | tail -n 6
