"""`python -m safepassage`: the same command line."""

from safepassage.cli import main

main()
