#!/bin/sh
# Every test that this machine can run; what it cannot run is skipped by name, with the reason.
set -eu
unset PYTHONDONTWRITEBYTECODE
exec .venv/bin/python -m pytest -n 2 --dist loadgroup -rs "$@"
