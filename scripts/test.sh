#!/bin/sh
# Every test that this machine can run; what it cannot run is skipped by name, with the reason.
set -eu
unset PYTHONDONTWRITEBYTECODE
# The workers must agree on what there is to test, so one seed is drawn for all; it is printed to be tried again.
DAYSHIFT_TEST_SEED=${DAYSHIFT_TEST_SEED:-$(od -An -N3 -tu4 /dev/urandom | tr -d ' ')}
export DAYSHIFT_TEST_SEED
echo "DAYSHIFT_TEST_SEED=$DAYSHIFT_TEST_SEED"
exec .venv/bin/python -m pytest -n 2 --dist loadgroup -rs "$@"
