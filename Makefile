# Two commands do everything: `make up` and `make test`. Neither needs anything but Python 3.11 on a Debian machine.
.DEFAULT_GOAL := help
.PHONY: help up ui test lint docs crash-matrix bench bench-long lock openapi pictures

VENV := .venv/bin
export PYTHONDONTWRITEBYTECODE :=

help:  ## Show what there is.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

up:  ## Install what is missing and run Dayshift here, until Ctrl-C.
	@sh scripts/prepare.sh server
	@sh scripts/ui.sh
	@exec $(VENV)/dayshift up

ui:  ## Build the web UI, if its source changed.
	@sh scripts/prepare.sh server
	@sh scripts/ui.sh

test:  ## Install what the tests need and run everything that this machine can run.
	@sh scripts/prepare.sh dev
	@sh scripts/check.sh
	@sh scripts/ui.sh check
	@sh scripts/test.sh

lint:  ## Check style, types and layers.
	@sh scripts/prepare.sh dev
	@sh scripts/check.sh
	@sh scripts/ui.sh check

crash-matrix:  ## Kill servers at every failpoint: ROUNDS=1000 SEED=7.
	@sh scripts/prepare.sh dev
	@$(VENV)/python -m pytest tests/crash -q -s --rounds "$(or $(ROUNDS),200)" $(if $(SEED),--seed $(SEED))

bench:  ## Measure what we cost beside the bare machine: WORK=w1,w2 DB=postgresql CHECK=1.
	@sh scripts/prepare.sh dev
	@exec $(VENV)/python -m benchmarks.run $(BENCH) $(if $(WORK),--work $(WORK)) $(if $(DB),--database $(DB)) $(if $(CHECK),--check)

bench-long:  ## The same with 10,000 schedules a minute and 1,000,000 runs of history.
	@$(MAKE) --no-print-directory bench BENCH=--long

docs:  ## Write the pages of docs/reference that are made from the code.
	@sh scripts/prepare.sh dev
	@$(VENV)/python scripts/reference.py

pictures:  ## Take the pictures of docs/images/screens anew, from the real application.
	@sh scripts/prepare.sh dev
	@sh scripts/ui.sh
	@$(VENV)/python scripts/pictures.py

openapi:  ## Write the OpenAPI document anew, after a change of the interface.
	@sh scripts/prepare.sh dev
	@$(VENV)/python -m dayshift.api.document > docs/reference/openapi.json

lock:  ## Choose versions anew for requirements/*.txt.
	@sh scripts/prepare.sh dev
	@for name in bootstrap node server dev; do $(VENV)/uv pip compile -q --upgrade --generate-hashes --no-emit-index-url \
		--no-header --python-version 3.11 requirements/$$name.in -o requirements/$$name.txt; done
