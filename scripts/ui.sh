#!/bin/sh
# Build the web UI if its source changed; `ui.sh check` looks at style and types, and runs its unit tests.
# Both take Node 22.12 or newer; where there is none, one comes from PyPI.
set -eu
if [ "${1-}" = check ] || .venv/bin/python server/hatch_build.py --needs-node; then
    if [ ! -x .node/bin/npm ]; then
        printf 'Getting Node, for this checkout alone …\n' >&2
        .venv/bin/uv venv -q .node
        .venv/bin/uv pip sync -q --python .node/bin/python --require-hashes requirements/node.txt
    fi
    PATH=$PWD/.node/bin:$PATH
    export PATH
fi
.venv/bin/python server/hatch_build.py -q
if [ "${1-}" = check ]; then
    cd ui
    [ -d node_modules ] || npm ci --ignore-scripts --no-audit --no-fund >/dev/null
    exec npm run -s check
fi
