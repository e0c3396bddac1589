#!/bin/sh
# Make .venv from the locked requirements: `prepare.sh server` for running, `prepare.sh dev` for testing too.
# Does nothing when that was done already.
set -eu
wanted=$1
stamp=.venv/installed-$wanted

# The locks and the projects decide what is installed; a change of any of them installs again.
state=$(cat requirements/*.txt server/pyproject.toml client/pyproject.toml | sha256sum)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ] && exit 0
if [ "$wanted" = server ] && [ -f .venv/installed-dev ] && [ "$(cat .venv/installed-dev)" = "$state" ]; then exit 0; fi

say() { printf '%s\n' "$*" >&2; }
is_root() { [ "$(id -u)" = 0 ]; }
debian() {  # install Debian packages, or say which are missing
    if is_root && command -v apt-get >/dev/null; then
        say "Installing $* …"
        { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@"; } \
            >/dev/null 2>&1 || return 1
    else
        return 1
    fi
}

# A Python that every user of the machine can run comes first: jobs may one day run as other users.
find_python() {
    for candidate in /usr/bin/python3.13 /usr/bin/python3.12 /usr/bin/python3.11 /usr/bin/python3 \
        /usr/local/bin/python3 python3.13 python3.12 python3.11 python3; do
        path=$(command -v "$candidate" 2>/dev/null) || continue
        "$path" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$path"; return; }
    done
    return 1
}

if [ ! -x .venv/bin/python ]; then
    python=$(find_python) || { debian python3 python3-venv && python=$(find_python); } || {
        say "Python 3.11 or newer with venv is missing. Install it: apt install python3 python3-venv"
        exit 1
    }
    say "Making .venv with $python …"
    "$python" -m venv .venv
fi
if ! .venv/bin/uv --version >/dev/null 2>&1; then
    .venv/bin/python -m pip install -q --require-hashes -r requirements/bootstrap.txt
fi

# The tests need a PostgreSQL server, a Java and a Chromium; without them the tests that do are skipped by name.
if [ "$wanted" = dev ]; then
    missing=
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
    command -v java >/dev/null 2>&1 || missing="$missing openjdk-17-jre-headless"
    command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086
        debian $missing || say "Missing:$missing. The tests that need them will be skipped. Cure: apt install$missing"
    fi
fi

say "Installing the locked requirements …"
.venv/bin/uv pip sync -q --require-hashes "requirements/$wanted.txt"
.venv/bin/uv pip install -q --no-deps --no-build-isolation -e server -e client
printf '%s\n' "$state" > "$stamp"
