#!/usr/bin/env bash
# Sets up a virtual environment with the pinned packages and this project.
#
#   tools/set-up.sh run    what using safepassage takes
#   tools/set-up.sh dev    the same, and what tests, checks and documents take
#
# A missing prerequisite is named with the one command that installs it, and nothing is left half made.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

venv=${VENV:-.venv}
case ${1:-} in
run) lock=requirements.lock ;;
dev) lock=requirements-dev.lock ;;
*)
    echo "usage: tools/set-up.sh run|dev" >&2
    exit 2
    ;;
esac

as_root='sudo '
if [ "$(id -u)" -eq 0 ]; then as_root=''; fi

missing() { # what is missing, then the packages that bring it
    printf '\nsafepassage needs %s.\nInstall it with this command, then run make again:\n\n    %sapt-get install -y %s\n\n' \
        "$1" "$as_root" "$2" >&2
    exit 1
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# The user's own choice first, then the machine's python3, then any newer one beside it.
python=''
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null && is_new_enough "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    if command -v python3 >/dev/null; then
        missing "Python 3.11 or newer (python3 here is older)" "python3.11 python3.11-venv"
    fi
    missing "Python 3.11 or newer" "python3 python3-venv"
fi

# Debian packs these two apart from Python, and without them `python3 -m venv` leaves a broken folder behind.
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    missing "Python's venv and ensurepip modules" "$(basename "$python")-venv"
fi

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    echo "Making a virtual environment in $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
fi
echo "Installing the packages of $lock"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
