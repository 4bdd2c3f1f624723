"""The independent check of a plan, rule by rule of `docs/rules.md`. Start reading at `planning/checker.py`.

Nothing here is shared with what makes plans: driving times, crossings, closures, daylight and windows are derived again from the
scenario's records and the network's plain arrays. Times are POSIX seconds (UTC) and spans are (start, end) pairs of them.
"""
