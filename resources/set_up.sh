#!/usr/bin/env bash
# What `make` does first: `set_up.sh packages LIST...` the Debian packages of those lists, `set_up.sh python` the locked wheels in .venv.
# Each is done whole or not at all: what was broken off begins anew the next time. What cannot be had is said in a sentence or two.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

NEEDED_MB=1000 # .venv is 700 MB, and pip unpacks beside it
said=$(mktemp)
trap 'rm -f "$said"' EXIT

# Say what went wrong: first what the tool itself said last, then the sentences given.
fail() {
    grep -hE '^(E|ERROR|Error|OSError|dpkg|tar)\b' "$said" | tail -n 3 >&2 || true
    printf '%s\n' "$@" >&2
    exit 1
}

missing_of() {
    sed 's/#.*//' "$@" | xargs -n 1 | while read -r package; do
        dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || echo "$package"
    done
}

# Elsewhere than on Debian the libraries are the reader's own business. Nothing of what is there is ever removed.
packages() {
    command -v dpkg-query >/dev/null || return 0
    local missing as_root install
    mapfile -t missing < <(missing_of "$@")
    [ "${#missing[@]}" -gt 0 ] || return 0
    install=(apt-get install --yes --no-install-recommends --no-remove "${missing[@]}")
    if [ "$(id -u)" = 0 ]; then as_root=(env)
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; then as_root=(sudo env)
    else fail "Keukentafel needs these Debian packages first. As root:" "" "    apt-get update && ${install[*]}" "" \
        "Then the same make again. Nothing was changed."; fi
    echo "Installing Debian packages: ${missing[*]}"
    "${as_root[@]}" apt-get update -qq >"$said" 2>&1 || true # a source that fails need not be one of Debian's: the install decides
    "${as_root[@]}" DEBIAN_FRONTEND=noninteractive "${install[@]}" -qq >>"$said" 2>&1 </dev/null ||
        fail "The Debian packages could not be fetched or installed: apt-get's own words stand above." \
            "Is there a network, and room on the disk? Then the same make again."
}

# A Python that can make a virtual environment; Debian's own before any other, for its packages belong to it.
find_python() {
    local candidate
    for candidate in /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v "$candidate" && return
    done
    fail "Keukentafel needs Python 3.11 or newer with its modules venv and ensurepip. Then the same make again."
}

# .venv/.ready is away while pip works: what was killed then is made anew. What pip gave up by itself, it has put back by itself.
python() {
    local here=.venv/bin found new=""
    [ ! -d .venv/Scripts ] || here=.venv/Scripts
    if ! { [ -e .venv/.ready ] && "$here/python" -m pip --version >"$said" 2>&1; }; then
        found=$(find_python)
        [ "$(df -Pm . | awk 'NR == 2 { print $4 }')" -ge "$NEEDED_MB" ] ||
            fail "The disk is too full: .venv needs $NEEDED_MB MB in $PWD. Make room, then the same make again."
        new=1
        rm -rf .venv
        "$found" -m venv .venv >"$said" 2>&1 || { rm -rf .venv; fail "$found could not make .venv. Is there room on the disk?"; }
        here=$(dirname .venv/*/python)
    fi
    [ -n "$new" ] || mv .venv/.ready .venv/.old
    echo "Installing the locked dependencies into .venv (once, some minutes)"
    "$here/python" -m pip install --quiet --disable-pip-version-check --no-input --retries 2 --only-binary :all: --require-hashes \
        -r requirements-dev.txt >"$said" 2>&1 || {
        local status=$?
        if [ -n "$new" ]; then rm -rf .venv; elif [ "$status" -lt 128 ]; then mv .venv/.old .venv/.ready; fi
        fail "The Python packages of requirements-dev.txt could not be fetched or installed: pip's own words stand above." \
            "Is there a network, and room on the disk? Then the same make again: nothing was left half done."
    }
    rm -f .venv/.old
    touch .venv/.ready
}

"$@"
