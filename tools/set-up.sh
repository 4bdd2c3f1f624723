#!/usr/bin/env bash
# Sets up a virtual environment with the pinned packages and this project.
#
#   tools/set-up.sh run    what using safepassage takes
#   tools/set-up.sh dev    the same, and what tests, checks and documents take
#   tools/set-up.sh bench  the same, and the solvers that plans are measured beside
#
# A missing prerequisite is named with the one command that installs it, and nothing is left half made.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

venv=${VENV:-.venv}
case ${1:-} in
run) lock=requirements.lock ;;
dev) lock=requirements-dev.lock ;;
bench) lock=requirements-bench.lock ;;
*)
    echo "usage: tools/set-up.sh run|dev|bench" >&2
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

# As in pyproject.toml: for older Pythons the packages are no longer made, for newer ones not yet.
is_fit() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' >/dev/null 2>&1; }

# The user's own choice first, then the machine's python3, then any other beside it.
python=''
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null && is_fit "$candidate"; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    if command -v python3 >/dev/null; then
        here=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        nearest=python3.11
        if [ "${here#3.}" -gt 14 ]; then nearest=python3.14; fi
        missing "Python 3.11 to 3.14 (python3 here is $here)" "$nearest $nearest-venv"
    fi
    missing "Python 3.11 to 3.14" "python3 python3-venv"
fi

# Debian packs these two apart from Python, and without them `python3 -m venv` leaves a broken folder behind.
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    missing "Python's venv and ensurepip modules" "$(basename "$python")-venv"
fi

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    echo "Making a virtual environment in $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
fi
install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@" || {
        printf '\nThe packages of %s could not be installed; what pip says stands above.\n' "$lock" >&2
        printf 'They come from the Python package index: is there a connection? Run make again, and it goes on from here.\n\n' >&2
        exit 1
    }
}
echo "Installing the packages of $lock (about 200 MB the first time)"
install --require-hashes -r "$lock"
install --no-deps --no-build-isolation --editable .

# The pricing is compiled when it first runs and kept: done here, so that the first plan is not slow, and what is installed is known to work.
echo "Compiling the planner"
"$venv/bin/python" -c 'import safepassage; safepassage.plan(safepassage.read_scenario("examples/tutorial-town"), work=1)'
